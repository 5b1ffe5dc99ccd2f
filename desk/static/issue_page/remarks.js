// Remarks for the colleague, on an item or on the issue: left, answered, closed, opened again.

import { desk, find, mayEdit, titleOf } from '../page.js';
import { save } from '../saving/saving.js';

const dialog = document.getElementById('remark-dialog');
const text = document.getElementById('remark-text');
const version = () => Number(find('#parts')?.dataset.version ?? desk.dataset.version);

export function askRemark(item) {
  if (!mayEdit) return;
  const field = find('form.remark textarea');
  if (!find('#parts')) { field?.focus(); return; }
  ask(item, '', `备注：${titleOf(item)}`);
}

// `of`: the number of the remark that is answered, or ''.
function ask(item, of, heading) {
  Object.assign(dialog.dataset, { item, of });
  find('h2', dialog).textContent = heading;
  text.value = '';
  dialog.returnValue = '';
  dialog.showModal();
}

dialog?.addEventListener('close', () => {
  if (dialog.returnValue === 'save' && text.value.trim()) leave(dialog.dataset.item, text.value, Number(dialog.dataset.of) || '');
});
text?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) dialog.close('save');
});

function leave(item, value, of = '') {
  save({ kind: 'remark', item, value, of, base: version() });
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form.remark')) return;
  event.preventDefault();
  const field = event.target.elements.value;
  if (field.value.trim()) leave(event.target.dataset.remark, field.value);
  field.value = '';
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('.item [data-act="remark"]');
  if (!link || !mayEdit || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  askRemark(link.closest('.item').dataset.item);
});
document.addEventListener('click', (event) => {
  const said = event.target.closest('.remarks');
  const answer = event.target.closest('[data-answer]');
  const button = event.target.closest('button[form="op"]');
  if (!said || !mayEdit || !(answer ?? button) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const item = said.dataset.remarks;
  if (answer) { ask(item, answer.dataset.answer, `回复${find('b', answer.closest('li')).textContent}的备注`); return; }
  const [kind, of] = button.value.split(' ');
  save({ kind, item, of: Number(of), base: version() });
});
