// Items that somebody writes by hand and has not sent. Each is kept in this browser under its form's id while it is written,
// and offered on every page of its issue as soon as the page that holds it is gone, until it is in the issue or is given up.

import { emit, home, mayEdit, me } from '../page.js';
import { notice, unnotice } from '../notices.js';
import { NEW_ITEMS, discard, isGone, keptUnder, page, put, read, watcher } from './kept.js';

const keyOf = (form) => `${NEW_ITEMS}${form}`;
const formOf = (key) => key.slice(NEW_ITEMS.length);
const nameOf = (form) => `new-${form}`;
// What is offered on this page, as keys to the pages that held it.
const offered = new Map();
const offer = watcher(() => keptUnder(NEW_ITEMS), take);

// Keeps a form's [name, value] pairs for this page; `files` are the pictures that were chosen, which no storage takes.
// Returns whether there was room.
export function keepForm(form, fields, files) {
  offered.delete(keyOf(form));
  unnotice(nameOf(form));
  return put(keyOf(form), { who: me, page, at: Date.now(), fields, files });
}

export const forgetForm = (form) => discard(keyOf(form));

// What is kept of a form that no page holds; null where there is none, or it is in the issue.
export async function keptForm(form) {
  const entry = read(keyOf(form));
  if (!entry || !(await isGone(entry))) return null;
  if (!(await isMade(form))) return entry;
  forgetForm(form);
  return null;
}

// Whether the item is in the issue: its answer may have been lost, or it was sent after a login.
async function isMade(form) {
  try {
    const answer = await fetch(`${home}/new/${form}`, { headers: { accept: 'application/json' } });
    return answer.ok && (await answer.json()).made;
  } catch {
    return false;
  }
}

function take(left) {
  for (const [key, entry] of keptUnder(NEW_ITEMS)) if (entry.page === left && offered.get(key) !== left) consider(key, entry);
}

async function consider(key, entry) {
  const made = await isMade(formOf(key));
  // Restored or sent meanwhile.
  if (read(key)?.page !== entry.page) return;
  if (made) { discard(key); emit('given-up'); }
  else ask(key, entry);
}

function ask(key, { page: left, at, fields }) {
  const title = fields.find(([name]) => name === 'title')?.[1].trim().slice(0, 60) || '（无题）';
  const when = new Date(at).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' });
  offered.set(key, left);
  notice(nameOf(formOf(key)), 'warn', `新写的《${title}》还没有加入本期（${when}写到这里）。`,
    ['恢复', () => { location.href = `${home}/new?unfinished=${formOf(key)}`; }],
    ['放弃', () => { offered.delete(key); discard(key); emit('given-up'); }]);
}

// Another page has restored, sent or given up what was offered here, or holds something new.
addEventListener('storage', () => {
  for (const [key, left] of offered) {
    if (read(key)?.page === left) continue;
    offered.delete(key);
    unnotice(nameOf(formOf(key)));
  }
  if (mayEdit) offer();
});
if (mayEdit) offer();
