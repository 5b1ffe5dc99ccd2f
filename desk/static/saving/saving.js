// Every change is kept on the page and in the browser's storage until the server has it. One is sent at a time; a change
// of a field replaces the one that waits. What cannot be sent is tried again, with growing pauses.

import { FIELDS, emit, find, home, me, on, titleOf } from '../page.js';
import { notice, say, unnotice } from '../notices.js';
import { post, session } from '../server.js';
import { whenComposed } from '../composing.js';
import { settle } from './conflict.js';
import { askLogin } from './expired.js';
import { discard, heldForms, keep, keptByOthers, own, tab, watcher } from './kept.js';
import { baseAfter, endOf, keyOf, leftOver, longerPause, nextOf, restOf, stateOf } from './queue.js';

const TYPING_MS = 600;
// Whoever is still here then has stayed.
const STAYING_MS = 3000;
// Browsers send no more than 64 KB after a page is left; what is larger waits in the storage.
const KEEPALIVE_BYTES = 60000;

const waiting = new Map();
// By field: the version that has this page's last change of it, as `base`; `typed_on` where that was merged with others' and the
// page goes on with its own text.
const bases = new Map();
const fieldOf = ({ body, at }) => keyOf('', body, at);
// What pages that are gone could not send, and nobody has decided on.
const offered = new Map();
let sending = false;
let pause = 0;
let retry = 0;

// Take a change in. `soon`: it is sent when typing pauses, else at once.
export function save(body, soon = false) {
  const at = Date.now();
  const key = keyOf(own, body, at);
  const known = bases.get(fieldOf({ body, at }));
  const seen = known && known.base >= Number(body.base) ? known : { base: Number(body.base) };
  const entry = { body: { ...body, ...seen }, who: me, tab, at, title: titleOf(body.item) };
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  waiting.set(key, entry);
  store(key, entry);
  show('saving');
  if (soon) {
    entry.soon = true;
    entry.timer = setTimeout(() => whenComposed(() => { entry.soon = false; send(); }), TYPING_MS);
  } else send();
}

// Undo and redo go to the server behind what was changed before them: they are in the queue, but neither stored nor
// sent a second time.
export function inTurn(act) {
  flush();
  waiting.set(`turn-${turns += 1}`, { body: { kind: 'turn' }, act });
  send();
}

// Send what waits for a pause in typing: a field was left, or the page is.
export function flush() {
  for (const entry of waiting.values()) {
    clearTimeout(entry.timer);
    entry.soon = false;
  }
  send();
}

export const waits = (item, kind) => waiting.has(`${own}${item}/${kind}`);
export const waitsFor = (kinds) => [...waiting.values()].some((entry) => kinds.includes(entry.body.kind) && !entry.stuck);

// Forget a change that was not sent yet; returns whether there was one.
export function forget(item, kind) {
  const key = `${own}${item}/${kind}`;
  const entry = waiting.get(key);
  if (!entry || entry === inFlight) return false;
  clearTimeout(entry.timer);
  drop(key);
  show();
  return true;
}

// The page shows what a version has of a field.
export const tookIn = (item, kind, version) => bases.set(keyOf('', { item, kind }), { base: version });

let inFlight = null;
let turns = 0;
let leaving = false;

async function send() {
  const next = nextOf(waiting);
  if (sending || !next) return;
  clearTimeout(retry);
  sending = true;
  show('saving');
  const [key, entry] = next;
  if (entry.act) {
    waiting.delete(key);
    await entry.act();
    sending = false;
    show();
    send();
    return;
  }
  inFlight = entry;
  let answer = null;
  try {
    answer = await post(`${home}/operations`, entry.body, JSON.stringify(entry.body).length < KEEPALIVE_BYTES);
  } catch { /* the server is away: answer stays null */ }
  inFlight = null;
  sending = false;
  await settled(key, entry, answer);
}

async function settled(key, entry, answer) {
  const said = answer ? await answer.json().catch(() => ({})) : {};
  const end = endOf(answer?.status, said, entry.again);
  if (end === 'saved') return saved(key, entry, said);
  if (end === 'clashed') return whenComposed(() => clashed(key, entry, said.clash));
  if (end === 'expired') {
    show('unsaved');
    return askLogin(said, resume);
  }
  if (end === 'token') {
    // An old one, after a login in another window: once more with a fresh one.
    entry.again = true;
    await session();
    return send();
  }
  return end === 'refused' ? refused(key, entry, said) : later(key, entry, said);
}

function saved(key, entry, said) {
  pause = 0;
  savedAt = new Date();
  unnotice('away');
  const next = baseAfter(entry.body, said);
  bases.set(fieldOf(entry), next);
  if (waiting.get(key) === entry) drop(key);
  for (const [other, newer] of waiting) {
    if (newer.act || fieldOf(newer) !== fieldOf(entry)) continue;
    Object.assign(newer.body, { typed_on: undefined, ...next });
    store(other, newer);
  }
  emit('saved', { ...said, body: entry.body });
  show();
  send();
}

async function clashed(key, entry, clash) {
  // Typed on meanwhile: the newer text meets the same clash, and is what the person is asked about.
  if (waiting.get(key) !== entry) { send(); return; }
  hold(key, entry);
  show();
  const { taken, value, base } = await settle(clash, entry.hand, (hand) => { entry.hand = hand; store(key, entry); });
  const now = waiting.get(key) ?? entry;
  if (taken === 'mine' || taken === 'hand') {
    Object.assign(now.body, { base, typed_on: undefined }, value === undefined ? {} : { value });
    Object.assign(now, { stuck: false, hand: undefined });
    store(key, now);
    if (value !== undefined) emit('taken', { item: clash.item, field: clash.field, value });
    send();
  } else if (taken === 'theirs') {
    drop(key);
    bases.set(fieldOf(entry), { base: clash.version });
    const rest = restOf(now.body, clash);
    if (rest) save(rest);
    if (rest?.value !== undefined) emit('taken', { item: clash.item, field: clash.field, value: rest.value });
    else emit('theirs', clash);
    say(`已采用${clash.who}的${clash.what}`);
  } else {
    notice(key, 'warn', `${clash.line}，你的修改还没有保存。`, ['看两个版本', () => clashed(key, entry, clash)]);
  }
  show();
}

// It waits for the person, on another page too.
function hold(key, entry) {
  entry.stuck = true;
  entry.failed = true;
  store(key, entry);
}

function refused(key, entry, said) {
  hold(key, entry);
  const what = `${entry.title}${FIELDS[entry.body.kind] ?? ''}`;
  notice(key, 'bad', `${what}没有保存：${said.error ?? '服务器没有接受'}。`,
    ['再试一次', () => { entry.stuck = false; entry.again = false; send(); }], ['放弃这处修改', () => { drop(key); emit('refresh'); show(); }]);
  say(said.error ?? '没有保存');
  emit('refused', entry.body);
  show();
  send();
}

function later(key, entry, said) {
  // A page that goes cuts its own requests off.
  entry.failed ||= !leaving;
  store(key, waiting.get(key) ?? entry);
  pause = longerPause(pause);
  show('unsaved');
  if (said.error) notice('away', 'bad', `${said.error}。${said.advice ?? ''}`);
  clearTimeout(retry);
  retry = setTimeout(send, pause * 1000);
}

// The server may be back: no need to wait.
export function resume() {
  pause = 0;
  emit('resumed');
  send();
}

function store(key, entry) {
  entry.stored = keep(key, entry);
}

function drop(key) {
  waiting.delete(key);
  discard(key);
  unnotice(key);
}

const WORDS = { composing: '输入中…', saving: '保存中…', unsaved: '未保存，将自动重试', stuck: '有修改未保存', elsewhere: '另一窗口的修改尚未保存' };
// Since the page was opened; until then the server's own words stand there.
let savedAt = null;
let words = '';
let composes = false;

function show(state) {
  const place = find('#saved');
  if (!place) return;
  const now = state ?? (composes ? 'composing' : stateOf([...waiting.values()], pause, offered.size, others().length + heldForms()));
  if (place.dataset.state === 'saved') words = place.innerHTML;
  place.dataset.state = { stuck: 'unsaved', composing: 'saving', elsewhere: 'saving' }[now] ?? now;
  if (now !== 'saved') place.textContent = WORDS[now];
  else if (!savedAt) place.innerHTML = words;
  else place.textContent = `已保存 ${savedAt.toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' })}`;
}

const others = () => keptByOthers((key) => waiting.has(key));
export const isSaved = () => waiting.size === 0 && others().length === 0;

// What other pages of this browser hold: offered, never sent behind anybody's back, as soon as such a page is gone. What this
// tab's page before was just sending when it was left is sent on: the server makes once what it gets twice.
const watch = watcher(others, take);

export function offer() {
  show();
  watch();
}

function take(page) {
  const { left, found } = leftOver(others().filter(([, entry]) => entry.page === page), tab, Date.now());
  for (const [key, entry] of left) waiting.set(key, entry);
  for (const [key, entry] of found) offered.set(key, entry);
  if (found.length) ask();
  show();
  if (left.length) send();
}

function ask() {
  const names = [...offered.values()].map((entry) => `${entry.title}${FIELDS[entry.body.kind] ?? ''}`).join('、');
  notice('kept', 'warn', `上次有${offered.size}处修改没有保存成：${names}。`, ['恢复未保存的修改', restore], ['放弃', () => {
    for (const key of offered.keys()) discard(key);
    offered.clear();
    show();
  }]);
}

function restore() {
  for (const [key, entry] of offered) {
    waiting.set(key, entry);
    store(key, entry);
  }
  offered.clear();
  send();
}

// Another page has sent, restored or given up what was offered here, or holds something new.
addEventListener('storage', () => {
  const still = new Map(others());
  for (const [key, entry] of offered) if (still.get(key)?.page !== entry.page) offered.delete(key);
  if (offered.size) ask(); else unnotice('kept');
  offer();
});
document.addEventListener('compositionstart', ({ target }) => {
  composes = Boolean(target.closest('#item, .editor'));
  show();
  whenComposed(() => { composes = false; show(); });
});
addEventListener('online', resume);
on('given-up', () => show());
addEventListener('pagehide', flush);
addEventListener('beforeunload', (event) => {
  leaving = true;
  // There was no room for it in the storage: with the page it would be gone.
  if ([...waiting.values()].some((entry) => entry.stored === false)) event.preventDefault();
  setTimeout(() => { leaving = false; }, STAYING_MS);
});
document.addEventListener('visibilitychange', () => (document.hidden ? flush() : waiting.size && resume()));
