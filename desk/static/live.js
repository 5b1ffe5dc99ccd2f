// What others do to the issue, within two seconds: the changed parts are fetched from the server and put in place,
// without taking the focus or what is being typed from anybody.

import { all, cardOf, desk, emit, find, home, mayEdit, me, on, titleOf } from './page.js';
import { say, toast } from './notices.js';
import { part } from './server.js';
import { isComposing, whenComposed } from './composing.js';
import { isSaved, resume, waitsFor } from './saving/saving.js';
import { isDragging } from './issue_page/drag.js';
import { editing, finish } from './issue_page/editing.js';
import { told } from './issue_page/operation_words.js';

// Two beats (15 s) missed, and a little.
const SILENCE_MS = 40000;
const ANNOUNCED_MS = 250;
// What is shown at once: until the server has it, its page would put it back.
const PLACING = ['move', 'drop', 'restore', 'move_several', 'drop_several'];

let stream = null;
let silence = 0;
let known = Number(find('#parts')?.dataset.version ?? desk.dataset.version);

// What this page has open for editing; the server tells it to whoever is here as long as the stream is open.
const inHand = () => (mayEdit && (desk.dataset.item || editing()?.dataset.item)) || '';
let announced = '';

export function listen() {
  stream?.close();
  stream = null;
  if (document.hidden) return;
  announced = inHand();
  stream = new EventSource(`${home}/events?after=${known}${announced && `&item=${encodeURIComponent(announced)}`}`);
  stream.addEventListener('open', () => { alive(); resume(); });
  stream.addEventListener('beat', alive);
  stream.addEventListener('here', (event) => { alive(); here(JSON.parse(event.data)); });
  stream.addEventListener('change', (event) => { alive(); changed(JSON.parse(event.data)); });
  stream.addEventListener('error', () => {
    // Refused, not merely cut: the browser does not come back by itself.
    if (stream?.readyState === EventSource.CLOSED) { clearTimeout(silence); silence = setTimeout(listen, 5000); }
  });
  alive();
}

function alive() {
  clearTimeout(silence);
  silence = setTimeout(listen, SILENCE_MS);
}

let present = { here: [], items: {} };

function here(said) {
  present = said;
  const others = said.here.filter((name) => name !== me);
  const beside = editors(desk.dataset.item);
  find('#here').textContent = beside ? `${beside}正在编辑这一条` : others.length ? `${others.join('、')}也在` : '';
  markOpen();
}

const editors = (item) => (present.items[item] ?? []).filter((name) => name !== me).join('、');

// The style sheet shows the attribute; the card's own content is the server's.
function markOpen() {
  for (const card of all('#parts .item')) {
    const names = editors(card.dataset.item);
    if (names) card.dataset.open = `${names}正在编辑`;
    else delete card.dataset.open;
  }
}

// An editor that is opened right after another is told once.
let announcing = 0;
function announce() {
  clearTimeout(announcing);
  announcing = setTimeout(() => { if (inHand() !== announced) listen(); }, ANNOUNCED_MS);
}
on('editing', announce);
on('edited', announce);
on('arranged', markOpen);

function changed(said) {
  if (said.version <= known) return;
  known = said.version;
  if (said.who !== me) {
    const text = told(said, titleOf);
    toast(text);
    say(text);
  }
  emit('changed', said);
}

on('saved', () => refresh());
on('turned', () => refresh());
on('theirs', () => refresh());
on('edited', () => refresh());
on('refused', () => refresh());
on('refresh', () => refresh());
on('changed', (said) => refresh(said.who === me ? [] : said.items));

let fetching = false;
let asked = null;

// Fetch the issue's parts again and put what is new in place; one at a time, the last word counts.
export async function refresh(items = []) {
  if (!find('#parts')) return;
  asked = [...(asked ?? []), ...items];
  if (fetching) return;
  fetching = true;
  const marked = asked;
  asked = null;
  const made = await part(`${home}/columns${location.search}`);
  fetching = false;
  if (asked) { refresh(marked); return; }
  const parts = made && find('#parts', made);
  if (!parts) return;
  if (isComposing()) { asked = marked; whenComposed(refresh); return; }
  if (isDragging() || waitsFor(PLACING)) { asked = marked; setTimeout(refresh, 300); return; }
  put(parts);
  for (const item of marked) {
    const card = cardOf(item);
    card?.classList.remove('changed');
    requestAnimationFrame(() => card?.classList.add('changed'));
  }
}

function put(parts) {
  const now = find('#parts');
  const version = Number(parts.dataset.version);
  if (version < Number(now.dataset.version)) return;
  const focus = remember();
  now.dataset.version = parts.dataset.version;
  known = Math.max(known, version);
  for (const field of all('input[name="base"]')) field.value = parts.dataset.version;
  for (const id of ['state', 'span', 'rail', 'prices', ...(isSaved() ? ['saved'] : [])]) swap(document.getElementById(id), parts.querySelector(`#${id}`));
  for (const button of all('[data-act="undo"], [data-act="redo"]', parts)) find(`#tools [data-act="${button.dataset.act}"]`).disabled = button.disabled;
  for (const column of all('.column', parts)) {
    const own = document.getElementById(column.id);
    for (const inside of [':scope > h2', ':scope > .gone-list', ':scope > .remarks', ':scope > .looked']) replace(own, column, inside);
    if (find('.items', column)) arrange(find('.items', own), find('.items', column), version);
  }
  const kept = new Set(all('.item', parts).map((card) => card.id));
  for (const card of all('#parts .item')) if (!kept.has(card.id)) gone(card);
  emit('arranged');
  focus();
}

function replace(own, column, selector) {
  const [before, after] = [own.querySelector(selector), column.querySelector(selector)];
  if (before && after) swap(before, after);
  else if (after) own.querySelector('form')?.before(after);
  else before?.remove();
}

// The same element with new content; what was unfolded stays unfolded, and what was ticked ticked.
function swap(before, after) {
  if (!before || !after) return;
  const fresh = after.innerHTML;
  if (before.served === undefined ? before.innerHTML === fresh : before.served === fresh) return;
  const open = all('details', before).map((one) => one.open);
  const ticked = find('[name="marked"]:checked', before);
  before.className = after.className;
  before.innerHTML = fresh;
  before.served = fresh;
  all('details', before).forEach((one, at) => { one.open = open[at] ?? false; });
  if (ticked) find('[name="marked"]', before).checked = true;
}

function arrange(list, fresh, version) {
  [...fresh.children].forEach((card, at) => {
    let own = document.getElementById(card.id);
    if (!own) own = document.importNode(card, true);
    else if (own !== editing()) {
      const marked = own.classList.contains('changed');
      swap(own, card);
      own.className = card.className;
      own.classList.toggle('changed', marked);
      own.dataset.version = version;
    }
    if (list.children[at] !== own) list.insertBefore(own, list.children[at] ?? null);
  });
}

function gone(card) {
  if (card === editing()) finish();
  if (card.contains(document.activeElement)) (card.nextElementSibling ?? card.previousElementSibling)?.focus();
  card.remove();
}

// Where the focus is, so that it can be given back: the element itself, or the one in its place.
function remember() {
  const focused = document.activeElement;
  const card = focused?.closest('.item');
  const within = card && focused !== card ? all('a, button, summary, input', card).indexOf(focused) : -1;
  const address = focused?.closest('.rail') ? focused.getAttribute('href') : null;
  return () => {
    if (document.activeElement === focused) return;
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    else if (card?.isConnected) (all('a, button, summary, input', card)[within] ?? card).focus({ preventScroll: true });
    else if (address) find(`.rail a[href="${address}"]`)?.focus({ preventScroll: true });
  };
}

document.addEventListener('visibilitychange', listen);
addEventListener('pageshow', (event) => event.persisted && listen());
