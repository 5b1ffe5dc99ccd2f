// The item's page: every field saved as it is typed; what others change comes in where nobody is typing.

import { whenComposed } from './composing.js';
import { all, desk, emit, find, home, mayEdit, on } from './page.js';
import { lacksTitle, notice, say } from './notices.js';
import { part, post } from './server.js';
import { flush, save, waits } from './saving.js';

const item = desk.dataset.item;
const form = document.getElementById('item');
const kinds = { title: 'title', published: 'published', source: 'source', text: 'text', column: 'move' };
const bases = {};
const base = (kind) => bases[kind] ?? Number(desk.dataset.version);
const dirty = new Set();
// The last that was one.
let title = form.elements.title.value;

function fieldChanged(name, soon) {
  const kind = kinds[name];
  const value = form.elements[name].value;
  if (name === 'title' && lacksTitle(form.elements.title)) return;
  if (name === 'title') title = value;
  dirty.add(name);
  save({ kind, item, [name === 'column' ? 'column' : 'value']: value, base: base(kind) }, soon);
}

function picturesChanged(soon = false) {
  const value = all('#pictures li[data-url]').filter((row) => find('[name="shown"]', row).checked)
    .map((row) => ({ url: row.dataset.url, caption: find('[name="caption"]', row).value }));
  dirty.add('pictures');
  save({ kind: 'pictures', item, value, base: base('pictures') }, soon);
}

form.addEventListener('input', (event) => {
  const { name } = event.target;
  if (name === 'caption') picturesChanged(true);
  else if (name === 'shown') picturesChanged();
  else if (name in kinds) fieldChanged(name, name !== 'column');
});
form.addEventListener('focusout', ({ target }) => {
  if (target.name === 'title' && !target.value.trim()) {
    target.value = title;
    lacksTitle(target);
  }
  flush();
  if (late) update(newest);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { name } = event.submitter ?? {};
  if (name === 'up' || name === 'down') reorder(event.submitter, name);
  else flush();
});

function reorder(button, way) {
  const row = button.closest('li');
  const beside = way === 'up' ? row.previousElementSibling : row.nextElementSibling;
  if (!beside) { say('不能再移了'); return; }
  if (way === 'up') beside.before(row); else beside.after(row);
  button.focus();
  say(`图片已移到第${[...row.parentElement.children].indexOf(row) + 1}张`);
  picturesChanged();
}

document.getElementById('upload')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const upload = event.target;
  try {
    const answer = await post(upload.action, new FormData(upload));
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      upload.reset();
      say('图片已上传，排在最后');
      await update(said.version, true);
    } else notice('upload', 'bad', `图片没有上传：${said.error ?? ''} ${said.advice ?? ''}`, ['知道了']);
  } catch {
    notice('upload', 'bad', '连不上服务器，图片没有上传；恢复后请再选一次。', ['知道了']);
  }
});

on('saved', ({ body, version }) => {
  if (body.item !== item) return;
  const name = Object.keys(kinds).find((one) => kinds[one] === body.kind) ?? body.kind;
  bases[body.kind] = version;
  if (!waits(item, body.kind)) dirty.delete(name);
  update(version);
});
on('theirs', ({ field, version }) => {
  dirty.delete(field);
  document.activeElement?.blur();
  update(version, true);
});
on('turned', ({ version }) => whenComposed(() => {
  // What was typed since waits behind the undo, and stands.
  for (const name of dirty) if (!waits(item, kinds[name] ?? name)) dirty.delete(name);
  if (!dirty.size) document.activeElement?.blur();
  update(version, true);
}));
on('changed', ({ version, items }) => items.includes(item) && update(version));

let newest = Number(desk.dataset.version);
// Somebody changed what stands in the field that the focus is in: taken in when it is left.
let late = false;

// Take in what the server has now, field by field, but never what is being typed or waits to be saved.
async function update(version, whole = false) {
  const made = await part(location.pathname);
  if (made === undefined) notice('gone', 'warn', '这一条已不在本期里，可能刚被取下；你写的字还在这个页面上。');
  if (!made || !find('#item', made)) return;
  const now = Number(find('#desk', made).dataset.version);
  if (now < newest) return;
  newest = now;
  late = false;
  for (const name of Object.keys(kinds)) {
    const [own, fresh] = [form.elements[name], find(`[name="${name}"]`, made)];
    if (busy(name, own)) { late ||= own.value !== fresh.value; continue; }
    if (own.value !== fresh.value) own.value = fresh.value;
    if (name === 'title') title = own.value;
    bases[kinds[name]] = now;
  }
  if ((whole || !busy('pictures', document.getElementById('pictures'))) && swap('#pictures ol', made)) bases.pictures = now;
  for (const selector of ['#findings', '#remarks']) swap(selector, made);
}

function busy(name, element) {
  return dirty.has(name) || (element.contains(document.activeElement) && element.matches(':not(select, fieldset)'));
}

// Whether the part is now what the server has: one that the focus is in stays as it is.
function swap(selector, made) {
  const [own, fresh] = [find(selector), find(selector, made)];
  const same = own?.innerHTML === fresh?.innerHTML;
  const within = own?.contains(document.activeElement);
  // Nothing is typed among the remarks.
  if (own && fresh && !same && within && selector !== '#remarks') return false;
  if (own && fresh && !same) own.innerHTML = fresh.innerHTML;
  if (within && !same) find('a, button, summary', own)?.focus({ preventScroll: true });
  else if (own && !fresh) own.replaceChildren();
  return true;
}

const follow = (name) => find(`[data-act="${name}"]`)?.click();
export const KEYS = {
  j: () => follow('behind'), k: () => follow('before'), a: () => follow('alternates'), o: () => follow('source'),
  e: () => document.getElementById('f-title').focus(), r: () => find('form.remark textarea')?.focus(),
  u: () => emit('turn', true), U: () => emit('turn', false), p: () => { location.href = `${home}/publish`; },
  '?': () => document.getElementById('keys').showModal(),
};
if (!mayEdit) find('#upload')?.remove();
