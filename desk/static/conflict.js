// Two people set one field: both versions side by side, either taken with one key.

import { all, find } from './page.js';
import { say } from './notices.js';

const dialog = document.getElementById('clash');
const queue = [];

// Resolves to 'mine', 'theirs', or '' where the dialog was closed without taking one.
export function settle(clash) {
  return new Promise((resolve) => {
    queue.push([clash, resolve]);
    if (queue.length === 1) open();
  });
}

function open() {
  const [clash] = queue[0];
  find('[data-line]', dialog).textContent = `${clash.line}。请选一个版本：`;
  for (const name of ['before', 'mine', 'theirs']) find(`[data-${name}]`, dialog).textContent = clash[name] || '（空）';
  find('.theirs h3', dialog).textContent = `${clash.who}的`;
  find('[data-take="theirs"]', dialog).lastChild.textContent = ` 用${clash.who}的`;
  dialog.returnValue = '';
  dialog.showModal();
  find('[data-take="mine"]', dialog).focus();
  say(`${clash.line}。按 1 用我的，按 2 用${clash.who}的`);
}

dialog.addEventListener('close', () => {
  const [, resolve] = queue.shift();
  resolve(dialog.returnValue);
  if (queue.length) open();
});
dialog.addEventListener('keydown', (event) => {
  const taken = { 1: 'mine', 2: 'theirs' }[event.key];
  if (taken) { event.preventDefault(); dialog.close(taken); }
  event.stopPropagation();
});
all('[data-take]', dialog).forEach((button) => button.addEventListener('click', () => dialog.close(button.dataset.take)));
