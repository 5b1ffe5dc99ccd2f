// Title, date, 来源 and column changed on the card itself.

import { all, emit, find, mayEdit, on } from '../page.js';
import { lacksTitle, say, unnotice } from '../notices.js';
import { flush, forget, save } from '../saving/saving.js';
import { columns, toColumn } from './moving.js';

const FIELDS = ['title', 'published', 'source'];
let open = null;

export const editing = () => open?.card ?? null;

// `at`: the place in the text where somebody clicked; null: by a key, and all of it is marked.
export function edit(card, field = 'title', at = null) {
  if (!mayEdit || open?.card === card) return;
  finish();
  const form = document.getElementById('editor').content.firstElementChild.cloneNode(true);
  open = { card, form, base: Number(card.dataset.version), first: valuesOf(card) };
  for (const label of all('label', form)) {
    const input = form.elements[label.dataset.for];
    input.id = `edit-${label.dataset.for}`;
    label.htmlFor = input.id;
  }
  for (const name of FIELDS) form.elements[name].value = open.first[name];
  for (const list of columns()) form.elements.column.add(new Option(list.dataset.column, list.dataset.column));
  form.elements.column.value = card.parentElement.dataset.column;
  for (const name of ['title', 'source']) form.elements[name].lang = find(`[data-field="${name}"]`, card).lang;
  card.classList.add('editing');
  find('.text', card).prepend(form);
  const input = form.elements[field];
  input.focus();
  if (at === null || input.type === 'date') input.select?.();
  else input.setSelectionRange(at, at);
  emit('editing', card.dataset.item);
  say('修改中；改动随时保存，按 Esc 取消');
}

// How many characters of a field's text stand before a point of the page; all, where the point is beside them.
function placeAt(field, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const found = caret ? [caret.offsetNode, caret.offset] : rangeAt(document.caretRangeFromPoint?.(x, y));
  const before = document.createRange();
  before.selectNodeContents(field);
  if (found && field.contains(found[0])) before.setEnd(...found);
  return before.toString().trimStart().length;
}

// As Safari tells it.
const rangeAt = (range) => range && [range.startContainer, range.startOffset];

function valuesOf(card) {
  const date = find('[data-field="published"]', card);
  const source = find('[data-field="source"]', card);
  return {
    title: find('[data-field="title"]', card).textContent.trim(),
    published: date.dataset.value,
    source: source.classList.contains('lack') ? '' : source.textContent.trim(),
  };
}

// Close the editor; what was typed is on its way.
export function finish(focus = false) {
  if (!open) return;
  const { card, form } = open;
  const inside = form.contains(document.activeElement);
  const now = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  open = null;
  unnotice('title');
  flush();
  form.remove();
  card.classList.remove('editing');
  show(card, now);
  if (focus || inside) card.focus({ preventScroll: true });
  emit('edited', card.dataset.item);
}

function show(card, now) {
  card.served = '';
  if (now.title.trim()) find('[data-field="title"]', card).textContent = now.title.trim();
  const date = find('[data-field="published"]', card);
  date.dataset.value = now.published;
  date.textContent = now.published ? now.published.replace(/-0?/g, '-') : '没有发布日期';
  find('[data-field="source"]', card).textContent = now.source || '没有来源';
  find('[data-field="source"]', card).classList.toggle('lack', !now.source);
  date.classList.toggle('lack', !now.published);
}

// Give every field back what it was.
export function cancel() {
  const { card, form, first, base } = open;
  for (const name of FIELDS) {
    if (form.elements[name].value === first[name]) continue;
    if (!forget(card.dataset.item, name)) save({ kind: name, item: card.dataset.item, value: first[name], base });
    form.elements[name].value = first[name];
  }
  finish(true);
  say('已取消修改');
}

document.addEventListener('input', (event) => {
  if (!open?.form.contains(event.target) || !FIELDS.includes(event.target.name)) return;
  const { name, value } = event.target;
  if (name === 'title' && lacksTitle(event.target)) return;
  save({ kind: name, item: open.card.dataset.item, value, base: open.base }, true);
});
document.addEventListener('change', (event) => {
  if (open?.form.contains(event.target) && event.target.name === 'column') toColumn(open.card, columns().find((list) => list.dataset.column === event.target.value));
});
document.addEventListener('focusout', (event) => open?.form.contains(event.target) && flush());
document.addEventListener('submit', (event) => {
  if (!open?.form.contains(event.target)) return;
  event.preventDefault();
  finish(true);
});
document.addEventListener('keydown', (event) => {
  if (!open?.form.contains(event.target)) return;
  if (event.key === 'Escape') { event.stopImmediatePropagation(); cancel(); }
  if (event.key === 'Enter' && event.target.name === 'title') { event.preventDefault(); finish(true); }
}, true);
document.addEventListener('click', (event) => {
  const field = event.target.closest('.item [data-field]');
  if (field && mayEdit && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    edit(field.closest('.item'), field.dataset.field, placeAt(field, event.clientX, event.clientY));
  } else if (open && !open.card.contains(event.target) && !event.target.closest('dialog')) finish();
});
on('taken', ({ item, field, value }) => {
  if (open?.card.dataset.item === item && FIELDS.includes(field)) open.form.elements[field].value = value;
});
on('theirs', (clash) => {
  if (!open || open.card.dataset.item !== clash.item || !FIELDS.includes(clash.field)) return;
  open.form.elements[clash.field].value = clash.theirs;
  open.first[clash.field] = clash.theirs;
});

