// The keys. They never act while somebody types, and never with Ctrl, Alt or Meta: those are the browser's.

import { find, home } from '../page.js';
import { say } from '../notices.js';
import { cards, columns, step, takeOut, toColumn, turn } from './moving.js';
import { dropMarked, isMarked, mark, moveMarked } from './marking.js';
import { edit } from './editing.js';
import { askRemark } from './remarks.js';

let last = null;
document.addEventListener('focusin', (event) => { last = event.target.closest('.item') ?? last; });

function current() {
  const focused = document.activeElement?.closest('.item');
  return focused ?? (last?.isConnected ? last : cards().find((card) => card.getBoundingClientRect().bottom > 160));
}

function go(by) {
  const every = cards();
  const focused = document.activeElement?.closest('.item');
  const at = focused ? every.indexOf(focused) + by : every.indexOf(current());
  const card = every[Math.min(every.length - 1, Math.max(0, at))];
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
}

const follow = (name) => find(`[data-act="${name}"]`, current())?.click();
const withCard = (then) => (current() ? then(current()) : say('请先选一条'));

const KEYS = {
  j: () => go(1), ArrowDown: () => go(1), k: () => go(-1), ArrowUp: () => go(-1),
  e: () => withCard(edit), Enter: () => withCard(edit),
  'Shift+ArrowUp': () => withCard((card) => step(card, -1)), 'Shift+ArrowDown': () => withCard((card) => step(card, 1)),
  x: () => withCard(mark),
  d: () => withCard((card) => (isMarked(card) ? dropMarked() : takeOut(card))), u: () => turn(true), U: () => turn(false),
  t: () => follow('open'), a: () => follow('alternates'), o: () => follow('source'),
  r: () => withCard((card) => askRemark(card.dataset.item)),
  '/': () => find('#q')?.focus(), p: () => { location.href = `${home}/publish`; },
  '?': () => document.getElementById('keys').showModal(),
};
for (let at = 1; at <= 6; at += 1) KEYS[at] = () => withCard((card) => (isMarked(card) ? moveMarked(columns()[at - 1]) : toColumn(card, columns()[at - 1])));

function closeMenus() {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu.contains(document.activeElement)) find('summary', menu).focus();
    menu.open = false;
  }
}

const TYPING = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

export function keys(table = KEYS) {
  document.addEventListener('click', (event) => event.target.closest('[data-act="keys"]') && table['?']());
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest(TYPING)) { if (event.key === 'Escape') event.target.blur(); return; }
    if (find('dialog[open]')) return;
    if (event.key === 'Escape') { closeMenus(); return; }
    // Enter and the arrows do their own work on a button, link or scrolled table.
    if (['Enter', 'ArrowUp', 'ArrowDown'].includes(event.key) && !event.target.matches('.item, body, main')) return;
    const shift = event.shiftKey && event.key.startsWith('Arrow') ? 'Shift+' : '';
    const act = table[shift + event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

