// Dragging with mouse, pen and finger: by the handle at once, by the card itself after a long press of a finger.

import { find, make, mayEdit, titleOf } from '../page.js';
import { say } from '../notices.js';
import { columns, place } from './moving.js';

const START_PX = 4;
const PRESS_MS = 450;
const PRESS_SLACK_PX = 9;
const EDGE_PX = 80;
const SCROLL_PX = 18;

let held = null;

document.addEventListener('pointerdown', (event) => {
  const card = event.target.closest?.('.item');
  if (!mayEdit || !card || event.button !== 0 || held) return;
  const grip = event.target.closest('.grip');
  if (!grip && (event.pointerType !== 'touch' || event.target.closest('a, button, summary, label, input, textarea, select'))) return;
  held = { card, id: event.pointerId, x: event.clientX, y: event.clientY, touch: !grip, on: false };
  if (grip) event.preventDefault();
  else held.timer = setTimeout(() => held && begin(), PRESS_MS);
});

document.addEventListener('pointermove', (event) => {
  if (!held || event.pointerId !== held.id) return;
  const far = Math.hypot(event.clientX - held.x, event.clientY - held.y);
  if (!held.on && held.touch) {
    if (far > PRESS_SLACK_PX) end();
    return;
  }
  held.px = event.clientX;
  held.py = event.clientY;
  if (!held.on && far > START_PX) begin();
  if (held?.on) follow();
});

document.addEventListener('pointerup', (event) => {
  if (held?.id !== event.pointerId) return;
  const { on, card, target } = held;
  end();
  if (on && target) place(card, target.list, target.after);
  if (on) ignoreClick();
});
document.addEventListener('pointercancel', (event) => held?.id === event.pointerId && cancel());
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !held?.on) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  cancel();
}, true);
// While a finger drags, the page must not scroll under it, nor a menu open.
document.addEventListener('touchmove', (event) => held?.on && event.preventDefault(), { passive: false });
document.addEventListener('contextmenu', (event) => held && event.preventDefault());

function begin() {
  held.on = true;
  held.px ??= held.x;
  held.py ??= held.y;
  held.ghost = make('div', { class: 'ghost', 'aria-hidden': 'true' }, titleOf(held.card.dataset.item));
  held.marker = make('li', { class: 'marker', 'aria-hidden': 'true' });
  document.body.append(held.ghost);
  document.documentElement.classList.add('drags');
  held.card.classList.add('dragging');
  say(`拖动${titleOf(held.card.dataset.item)}；按 Esc 取消`);
  navigator.vibrate?.(15);
  follow();
  scroll();
}

function follow() {
  held.ghost.style.transform = `translate(${held.px + 14}px, ${held.py + 10}px)`;
  held.target = targetAt(held.px, held.py);
  const { list, after } = held.target;
  if (after) after.after(held.marker); else list.prepend(held.marker);
}

// Where the card would land: over a column's name beside the page, at its end; else between the cards at this height.
function targetAt(x, y) {
  const name = document.elementFromPoint(x, y)?.closest('.rail a[href^="#c"]');
  if (name) {
    const list = find('.items', document.getElementById(name.hash.slice(1)));
    return { list, after: last(list) };
  }
  const shown = columns().filter((one) => one.closest('.column').offsetParent);
  const list = shown.findLast((one) => one.closest('.column').getBoundingClientRect().top <= y) ?? shown[0];
  const others = [...list.querySelectorAll(':scope > .item')].filter((one) => one !== held.card);
  const after = others.findLast((one) => { const box = one.getBoundingClientRect(); return box.top + box.height / 2 < y; });
  return { list, after: after ?? null };
}

const last = (list) => [...list.querySelectorAll(':scope > .item')].findLast((one) => one !== held.card) ?? null;

function scroll() {
  if (!held?.on) return;
  const by = held.py < EDGE_PX ? held.py - EDGE_PX : Math.max(0, held.py - innerHeight + EDGE_PX);
  if (by) {
    scrollBy(0, (by / EDGE_PX) * SCROLL_PX);
    follow();
  }
  requestAnimationFrame(scroll);
}

// The click that ends a drag is nobody's wish.
const ignore = (click) => { click.preventDefault(); click.stopPropagation(); };

function ignoreClick() {
  addEventListener('click', ignore, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', ignore, { capture: true }), 50);
}

function end() {
  clearTimeout(held.timer);
  held.ghost?.remove();
  held.marker?.remove();
  held.card.classList.remove('dragging');
  document.documentElement.classList.remove('drags');
  held = null;
}

function cancel() {
  if (held.on) say('已取消拖动');
  end();
}

export const isDragging = () => Boolean(held?.on);
