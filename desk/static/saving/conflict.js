// Two people set one field: both versions side by side, either taken with one key, or a third made of them by hand.

import { isComposing } from '../composing.js';
import { say } from '../notices.js';
import { all, find, make } from '../page.js';

const dialog = document.getElementById('clash');
const parts = find('[data-parts]', dialog);
const queue = [];

// Resolves to what was `taken` ('mine', 'theirs', 'hand', or '' where the dialog was closed), for mine and hand with the `value`
// to be sent, where that is a text, and its `base`. `hand` is what was typed by hand before; `kept` is called as it is typed.
export function settle(clash, hand, kept) {
  return new Promise((resolve) => {
    queue.push({ clash, hand, kept, resolve });
    if (queue.length === 1) open();
  });
}

// Chromium gives the focus back to a text field when a dialog closes, but not always the caret: where that was.
let caret = null;

const caretOf = (field) => (Number.isInteger(field?.selectionStart) ? [field, field.selectionStart, field.selectionEnd] : null);

const fields = () => all('.by-hand textarea', parts);

function open() {
  const { clash, hand } = queue[0];
  find('[data-line]', dialog).textContent = `${clash.line}。`;
  parts.innerHTML = clash.html;
  find('[data-take="theirs"]', dialog).lastChild.textContent = ` 用${clash.who}的`;
  find('[data-by-hand]', dialog).hidden = !clash.by_hand;
  if (hand) refill(clash, hand);
  dialog.returnValue = '';
  caret = caretOf(document.activeElement);
  dialog.showModal();
  dialog.scrollTop = 0;
  find('[data-take="mine"]', dialog).focus();
  say(`${clash.line}。按 1 用我的，按 2 用${clash.who}的${clash.by_hand ? '，按 3 手工合并' : ''}`);
}

// What was typed by hand stands there again; where the field has changed since, as one text beside what it is now.
function refill(clash, hand) {
  const places = fields();
  const same = hand.version === clash.version && hand.values.length === places.length;
  if (same) places.forEach((place, at) => { place.value = hand.values[at]; });
  else {
    const place = make('textarea', { rows: '10' });
    place.value = textOf(hand.values);
    find('.by-hand > .row', parts).before(make('label', { class: 'field' }, '已经手工合并的', place));
    for (const other of all('.by-hand > :is(fieldset, .agreed, .hint)', parts)) other.remove();
    for (const label of all('.by-hand > label', parts).slice(0, -1)) label.remove();
  }
  find('.by-hand', parts).open = true;
}

const textOf = (values) => values.filter((text) => text.trim()).join('\n');

function byHand() {
  const place = find('.by-hand', parts);
  if (!place) return;
  place.open = true;
  place.scrollIntoView({ block: 'nearest' });
  (find('.mine textarea', place) ?? find('textarea', place)).focus();
}

// Both versions as they came would be printed one below the other: that is asked about once.
function saveByHand() {
  const now = queue[0];
  const both = find('.by-hand .both', parts);
  if (!now.hand && both && !now.asked) {
    now.asked = true;
    const words = '两个版本都原样留着，会一前一后都印出来。改一改，或者再按一次“保存手工合并的”。';
    both.before(make('p', { class: 'notice warn', role: 'alert' }, words));
    return;
  }
  dialog.close('hand');
}

dialog.addEventListener('close', () => {
  const { clash, hand, resolve } = queue.shift();
  const taken = dialog.returnValue;
  const result = { taken, base: clash.version };
  if (caret?.[0] === document.activeElement) caret[0].setSelectionRange(caret[1], caret[2]);
  if (taken === 'mine' && clash.by_hand) result.value = clash.with_mine;
  if (taken === 'hand') Object.assign(result, { value: textOf(fields().map(({ value }) => value)), base: hand?.version ?? clash.version });
  parts.replaceChildren();
  resolve(result);
  if (queue.length) open();
});
parts.addEventListener('input', () => {
  const now = queue[0];
  // What was begun before somebody changed the field once more is still about what it was then.
  now.hand = { version: now.hand?.version ?? now.clash.version, values: fields().map(({ value }) => value) };
  now.kept(now.hand);
});
// A key of the input method that gives a composition up does not close anything.
dialog.addEventListener('cancel', (event) => isComposing() && event.preventDefault());
dialog.addEventListener('keydown', (event) => {
  event.stopPropagation();
  const typing = event.target.matches('textarea');
  if (typing && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); saveByHand(); }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const taken = { 1: 'mine', 2: 'theirs' }[event.key];
  if (taken) { event.preventDefault(); dialog.close(taken); }
  if (event.key === '3') { event.preventDefault(); byHand(); }
});
dialog.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-take]');
  if (button?.dataset.take === 'hand') saveByHand();
  else if (button) dialog.close(button.dataset.take);
});
find('[data-by-hand]', dialog).addEventListener('click', byHand);
