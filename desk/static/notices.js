// What the page says to the person at it: aloud, in passing, or until it is dealt with.

import { all, make } from './page.js';

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
