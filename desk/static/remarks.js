// Remarks for the colleague, on an item or on the issue.

import { desk, find, mayEdit, titleOf } from './page.js';
import { save } from './saving.js';

const dialog = document.getElementById('remark-dialog');
const text = document.getElementById('remark-text');
const version = () => Number(find('#parts')?.dataset.version ?? desk.dataset.version);

export function askRemark(item) {
  if (!mayEdit) return;
  const field = find('form.remark textarea');
  if (!find('#parts')) { field?.focus(); return; }
  dialog.dataset.item = item;
  find('h2', dialog).textContent = `备注：${titleOf(item)}`;
  text.value = '';
  dialog.returnValue = '';
  dialog.showModal();
}

dialog?.addEventListener('close', () => {
  if (dialog.returnValue === 'save' && text.value.trim()) leave(dialog.dataset.item, text.value);
});
text?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) dialog.close('save');
});

function leave(item, value) {
  save({ kind: 'remark', item, value, base: version() });
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
