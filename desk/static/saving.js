// Every change is kept on the page and in the browser's storage until the server has it. One is sent at a time; a change
// of a field replaces the one that waits. What cannot be sent is tried again, with growing pauses.

import { FIELDS, emit, find, home, issue, me, notice, post, say, session, titleOf, unnotice } from './page.js';
import { whenComposed } from './composing.js';
import { settle } from './conflict.js';
import { endOf, keyOf, leftOver, longerPause, nextOf, restOf, stateOf } from './queue.js';

const TYPING_MS = 600;
// Whoever is still here then has stayed.
const STAYING_MS = 3000;
// Browsers send no more than 64 KB after a page is left; what is larger waits in the storage.
const KEEPALIVE_BYTES = 60000;
const prefix = `tanxun/${issue}/`;
const tab = (sessionStorage.tab ??= Math.random().toString(36).slice(2));

const waiting = new Map();
const bases = new Map();
let sending = false;
let pause = 0;
let retry = 0;
let loginAsked = false;

// Take a change in. `soon`: it is sent when typing pauses, else at once.
export function save(body, soon = false) {
  const key = keyOf(prefix, body, Date.now());
  const base = Math.max(Number(body.base), bases.get(key) ?? 0);
  const entry = { body: { ...body, base }, who: me, tab, at: Date.now(), title: titleOf(body.item) };
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

export const waits = (item, kind) => waiting.has(`${prefix}${item}/${kind}`);
export const waitsFor = (kinds) => [...waiting.values()].some((entry) => kinds.includes(entry.body.kind) && !entry.stuck);

// Forget a change that was not sent yet; returns whether there was one.
export function forget(item, kind) {
  const key = `${prefix}${item}/${kind}`;
  const entry = waiting.get(key);
  if (!entry || entry === inFlight) return false;
  clearTimeout(entry.timer);
  drop(key);
  show();
  return true;
}

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
  if (end === 'expired') return expired(said);
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
  bases.set(key, said.version);
  const newer = waiting.get(key);
  if (newer === entry) drop(key);
  else if (newer) {
    newer.body.base = said.version;
    store(key, newer);
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
  const taken = await settle(clash);
  const now = waiting.get(key) ?? entry;
  if (taken === 'mine') {
    now.body.base = clash.version;
    now.stuck = false;
    store(key, now);
    send();
  } else if (taken === 'theirs') {
    drop(key);
    bases.set(key, clash.version);
    const rest = restOf(now.body, clash);
    if (rest) save(rest);
    emit('theirs', clash);
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

function expired(said) {
  show('unsaved');
  if (loginAsked) return;
  loginAsked = true;
  const here = encodeURIComponent(location.pathname);
  const note = notice('login', 'bad', `${said.error ?? '登录已过期'}。修改都还在，重新登录后会接着保存。`);
  const link = document.createElement('a');
  Object.assign(link, { href: `/login?next=${here}`, target: '_blank', className: 'button', textContent: '在新窗口登录' });
  note.append(link);
  say('登录已过期，修改还没有保存');
  const asking = setInterval(async () => {
    const who = await session();
    if (!who) return;
    clearInterval(asking);
    loginAsked = false;
    unnotice('login');
    if (who.user === me) resume();
    else notice('other', 'bad', `现在登录的是${who.user}；没有保存的修改是${me}的，请换回这个账户。`);
  }, 2000);
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
  try {
    const { body, who, at, title, failed } = entry;
    localStorage.setItem(key, JSON.stringify({ body, who, tab, at, title, failed }));
  } catch { /* full or forbidden: it is still on the page */ }
}

function drop(key) {
  waiting.delete(key);
  localStorage.removeItem(key);
  unnotice(key);
}

const WORDS = { composing: '输入中…', saving: '保存中…', unsaved: '未保存，将自动重试', stuck: '有修改未保存' };
// Since the page was opened; until then the server's own words stand there.
let savedAt = null;
let words = '';
let composes = false;

function show(state) {
  const place = find('#saved');
  const now = state ?? (composes ? 'composing' : stateOf([...waiting.values()], pause));
  if (place.dataset.state === 'saved') words = place.innerHTML;
  place.dataset.state = { stuck: 'unsaved', composing: 'saving' }[now] ?? now;
  if (now !== 'saved') place.textContent = WORDS[now];
  else if (!savedAt) place.innerHTML = words;
  else place.textContent = `已保存 ${savedAt.toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' })}`;
}

export const isSaved = () => waiting.size === 0;

// What an earlier visit could not send: offered, never sent behind anybody's back. What this tab's page before was just
// sending when it was left is sent on: the server makes once what it gets twice.
export function offer() {
  const stored = Object.keys(localStorage).filter((key) => key.startsWith(prefix) && !waiting.has(key)).map((key) => [key, read(key)]);
  const { left, found } = leftOver(stored, me, tab, Date.now());
  for (const [key, entry] of left) waiting.set(key, entry);
  if (waiting.size) send();
  if (!found.length) return;
  const names = found.map(([, entry]) => `${entry.title}${FIELDS[entry.body.kind] ?? ''}`).join('、');
  notice('kept', 'warn', `上次有${found.length}处修改没有保存成：${names}。`,
    ['恢复未保存的修改', () => { for (const [key, entry] of found) { waiting.set(key, { ...entry, tab }); } send(); }],
    ['放弃', () => found.forEach(([key]) => localStorage.removeItem(key))]);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

document.addEventListener('compositionstart', ({ target }) => {
  composes = Boolean(target.closest('#item, .editor'));
  show();
  whenComposed(() => { composes = false; show(); });
});
addEventListener('online', resume);
addEventListener('pagehide', flush);
addEventListener('beforeunload', () => {
  leaving = true;
  setTimeout(() => { leaving = false; }, STAYING_MS);
});
document.addEventListener('visibilitychange', () => (document.hidden ? flush() : waiting.size && resume()));
