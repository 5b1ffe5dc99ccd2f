// The item's page: every field saved as it is typed; what others change comes in where nobody is typing.

import { isComposing, whenComposed } from '../composing.js';
import { takenIn } from '../saving/lines.js';
import { all, desk, emit, find, home, mayEdit, me, on } from '../page.js';
import { lacksTitle, notice, say, toast } from '../notices.js';
import { part, post } from '../server.js';
import { flush, save, tookIn, waits } from '../saving/saving.js';

const item = desk.dataset.item;
const form = document.getElementById('item');
const kinds = { title: 'title', published: 'published', source: 'source', text: 'text', column: 'move' };
const bases = {};
const base = (kind) => bases[kind] ?? Number(desk.dataset.version);
const dirty = new Set();
// The last that was one.
let title = form.elements.title.value;

// Nobody waits for it, and where it fails no editor need know: the next opening tells it again.
if (mayEdit) post(`${home}/items/${encodeURIComponent(item)}/opened`, {}).catch(() => {});

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

// The other column that it may be for is chosen as in the field. Without a script it is a form's button.
document.addEventListener('click', (event) => {
  const other = event.target.closest('[data-another]')?.dataset.another;
  if (!other) return;
  event.preventDefault();
  form.elements.column.focus();
  form.elements.column.value = other;
  fieldChanged('column', false);
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

on('saved', ({ body, version, merged }) => {
  if (body.item !== item) return;
  const name = Object.keys(kinds).find((one) => kinds[one] === body.kind) ?? body.kind;
  if (!merged) bases[body.kind] = version;
  else {
    if (!waits(item, 'text') && form.elements.text.value === body.value) takeText(merged.text, version);
    if (merged.who) { toast(`正文已与${merged.who}的改动合并`); say(`正文已与${merged.who}的改动合并`); }
  }
  if (!waits(item, body.kind)) dirty.delete(name);
  update(version);
});
on('theirs', ({ field, version }) => {
  dirty.delete(field);
  document.activeElement?.blur();
  update(version, true);
});
on('taken', ({ item: about, field, value }) => {
  const own = form.elements[field];
  if (about !== item || !own) return;
  // The caret stays where it was: at the end it would hold the last line back from what others write there.
  const { selectionStart: start, selectionEnd: end } = own;
  own.value = value;
  if (own === document.activeElement && Number.isInteger(start)) own.setSelectionRange(start, end);
  dirty.add(field);
  if (field === 'title') title = value;
});
on('turned', ({ version }) => whenComposed(() => {
  // What was typed since waits behind the undo, and stands.
  for (const name of dirty) if (!waits(item, kinds[name] ?? name)) dirty.delete(name);
  if (!dirty.size) document.activeElement?.blur();
  update(version, true);
}));
on('changed', ({ version, items, who }) => items.includes(item) && update(version, false, who !== me));

let newest = Number(desk.dataset.version);
// Somebody changed what stands in the field that the focus is in: taken in when it is left.
let late = false;

// Put the server's text into the field, but for the line that the caret is in, and never into a composition. Returns whether
// the field has all of it: only then what is typed there is a change of this version.
function takeText(text, version) {
  const own = form.elements.text;
  const focused = own === document.activeElement;
  if (focused && isComposing()) return false;
  const place = focused ? [own.selectionStart, own.selectionEnd] : [Infinity, Infinity];
  const made = takenIn(own.value, text, ...place);
  if (made.text !== own.value) {
    const { scrollTop, selectionDirection } = own;
    own.value = made.text;
    if (focused) own.setSelectionRange(made.start, made.end, selectionDirection);
    own.scrollTop = scrollTop;
  }
  if (!made.whole) return false;
  bases.text = version;
  tookIn(item, 'text', version);
  return true;
}

// Take in what the server has now, field by field, but never what is being typed or waits to be saved. `theirs`: somebody else
// has changed something.
async function update(version, whole = false, theirs = false) {
  const made = await part(location.pathname);
  if (made === undefined) notice('gone', 'warn', '这一条已不在本期里，可能刚被取下；你写的字还在这个页面上。');
  if (!made || !find('#item', made)) return;
  const now = Number(find('#desk', made).dataset.version);
  if (now < newest) return;
  newest = now;
  late = false;
  for (const name of Object.keys(kinds)) {
    const [own, fresh] = [form.elements[name], find(`[name="${name}"]`, made)];
    // A text comes in around the caret, too, as long as nothing in it waits to be saved.
    if (name === 'text' && theirs && !dirty.has(name) && own === document.activeElement) {
      late = !takeText(fresh.value, now) || late;
      continue;
    }
    if (busy(name, own)) { late ||= own.value !== fresh.value; continue; }
    if (own.value !== fresh.value) own.value = fresh.value;
    if (name === 'title') title = own.value;
    bases[kinds[name]] = now;
    tookIn(item, kinds[name], now);
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
