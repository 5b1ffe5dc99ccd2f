// What all of the desk's scripts share: which issue this is, whom they speak for, how they speak to person and server.

export const desk = document.getElementById('desk');
export const issue = desk.dataset.issue;
export const me = desk.dataset.who;
export const mayEdit = desk.dataset.can === 'edit';
export const home = `/issues/${issue}`;
export const bus = new EventTarget();

export const FIELDS = { title: '题目', published: '发布日期', source: '来源', text: '正文', pictures: '图片', move: '位置', remark: '备注', settle: '备注的处理', reopen: '备注的处理', drop: '取下', restore: '放回', prices: '行情', move_several: '几条的位置', drop_several: '取下几条' };

let token = document.querySelector('meta[name="csrf"]')?.content ?? '';

export const find = (selector, inside = document) => inside.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
export const cardOf = (item) => document.getElementById(`i${item}`);
export const emit = (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail }));
export const on = (name, then) => bus.addEventListener(name, (event) => then(event.detail));

export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

export function titleOf(item) {
  const title = item && cardOf(item) ? find('[data-field="title"]', cardOf(item)) : find('#f-title');
  return item && title ? `《${(title.value ?? title.textContent).trim().slice(0, 60)}》` : '';
}

// Spoken by a screen reader; seen by nobody.
export function say(text) {
  const place = document.getElementById('said');
  place.textContent = '';
  requestAnimationFrame(() => { place.textContent = text; });
}

// A passing note at the edge of the page.
export function toast(text, seconds = 5) {
  const note = make('div', { class: 'toast' }, text);
  document.getElementById('toasts').append(note);
  setTimeout(() => note.remove(), seconds * 1000);
}

// A note that stays until it is dealt with; `name` keeps it from standing there twice.
export function notice(name, tone, text, ...buttons) {
  const note = make('div', { class: `notice ${tone}`, 'data-notice': name }, make('span', {}, text));
  for (const [label, then] of buttons) {
    const button = make('button', { type: 'button' }, label);
    button.addEventListener('click', () => { note.remove(); then?.(); });
    note.append(button);
  }
  unnotice(name);
  document.getElementById('notices').append(note);
  return note;
}

export function unnotice(name) {
  all('[data-notice]').filter((one) => one.dataset.notice === name).forEach((one) => one.remove());
}

// A title may not be empty: says so while it is, and returns whether it is.
export function lacksTitle(field) {
  const lacks = !field.value.trim();
  field.setAttribute('aria-invalid', lacks);
  if (lacks) notice('title', 'warn', '题目不能为空；写好以前仍用原来的题目。');
  else unnotice('title');
  return lacks;
}

// The desk itself answers within seconds, if only that its store does not.
const PATIENCE_MS = 30000;

// Throws where the server cannot be reached or does not answer.
export function post(path, body, keepalive = false) {
  const json = !(body instanceof FormData);
  const cut = new AbortController();
  const timer = json && setTimeout(() => cut.abort(), PATIENCE_MS);
  return fetch(path, {
    method: 'POST', keepalive, signal: cut.signal,
    headers: { 'x-csrf-token': token, accept: 'application/json', ...(json ? { 'content-type': 'application/json' } : {}) },
    body: json ? JSON.stringify(body) : body,
  }).finally(() => clearTimeout(timer));
}

// A page or a part of one; null where it cannot be had now (not logged in, or the server is away), undefined where it is
// no more.
export async function part(path) {
  try {
    const answer = await fetch(path, { headers: { accept: 'text/html' } });
    if (answer.status === 404) return undefined;
    if (!answer.ok || new URL(answer.url).pathname === '/login') return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return null;
  }
}

// Whether somebody is logged in now; takes the token that a new login brought.
export async function session() {
  try {
    const answer = await fetch('/session', { headers: { accept: 'application/json' } });
    if (!answer.ok) return null;
    const said = await answer.json();
    token = said.csrf;
    for (const field of all('input[name="csrf"]')) field.value = token;
    return said;
  } catch {
    return null;
  }
}
