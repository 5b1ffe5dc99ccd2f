// What this browser holds of changes that the server has not got: of this page, of pages that are open beside it, and of
// pages that are gone. A page holds a lock as long as it lives: whose lock can be had is gone, and what it held is offered.

import { issue, me } from '../page.js';

// Without locks (they need https, or one's own machine) a page counts as gone when it has stored nothing for so long.
const SILENT_MS = 20000;
const prefix = `tanxun/${issue}/`;
// Where the forms that a button sends are kept while they are filled: new items, and figures of the price table.
export const NEW_ITEMS = `tanxun-new/${issue}/`;
export const PRICES = `tanxun-prices/${issue}/`;
// Whoever watches a page does not keep others from watching it.
const WATCHING = { mode: 'shared' };
const lockOf = (page) => `tanxun-page/${page}`;
const random = () => Math.random().toString(36).slice(2);

export const tab = (sessionStorage.tab ??= random());
export const page = random();
navigator.locks?.request(lockOf(page), () => new Promise(() => {}));
// Where this page's changes are kept: no other page writes there.
export const own = `${prefix}${page}/`;

// Returns whether there was room: else the change is on the page only.
export const keep = (key, { body, who, at, title, failed, hand }) => put(key, { body, who, tab, page, at, title, failed, hand });

export function put(key, entry) {
  try {
    localStorage.setItem(key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export const discard = (key) => localStorage.removeItem(key);

// This person's changes that other pages keep, as [key, entry]; `mine` says which keys are this page's.
export function keptByOthers(mine) {
  return keptUnder(prefix).filter(([key]) => !mine(key));
}

// This person's entries whose keys begin so, as [key, entry].
export function keptUnder(beginning) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  return keys.map((key) => [key, read(key)]).filter(([, entry]) => entry);
}

// How many forms of this issue, new items and prices, wait on other pages or were left on pages that are gone.
export const heldForms = () => [NEW_ITEMS, PRICES].flatMap(keptUnder).filter(([, entry]) => entry.page !== page).length;

// What is kept under a key, if it is this person's; else null.
export function read(key) {
  try {
    const entry = JSON.parse(localStorage.getItem(key));
    return entry?.who === me ? entry : null;
  } catch {
    return null;
  }
}

// Resolves when the page that keeps this is gone.
function gone(entry) {
  if (!entry.page) return Promise.resolve();
  if (navigator.locks) return navigator.locks.request(lockOf(entry.page), WATCHING, () => {});
  return new Promise((then) => { setTimeout(then, Math.max(0, SILENT_MS - (Date.now() - entry.at))); });
}

// A function that watches the other pages that keep these [key, entry] pairs, to be called whenever there may be new ones;
// `then` is called with each page that is gone.
export function watcher(entries, then) {
  const watched = new Set();
  return () => {
    for (const [, entry] of entries()) {
      if (entry.page === page || watched.has(entry.page)) continue;
      watched.add(entry.page);
      gone(entry).then(() => { watched.delete(entry.page); then(entry.page); });
    }
  };
}

// Whether it is gone now.
export function isGone(entry) {
  if (navigator.locks) return navigator.locks.request(lockOf(entry.page), { ...WATCHING, ifAvailable: true }, (lock) => lock !== null);
  return Promise.resolve(Date.now() - entry.at > SILENT_MS);
}
