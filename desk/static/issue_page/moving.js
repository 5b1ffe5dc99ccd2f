// Moving, taking out and putting back: the page shows it at once, the server is told, a screen reader hears it.

import { all, cardOf, emit, find, home, mayEdit, titleOf } from '../page.js';
import { notice, say, toast } from '../notices.js';
import { post } from '../server.js';
import { inTurn, save } from '../saving/saving.js';

// Those that are shown.
export const cards = () => all('.items > .item').filter((card) => card.offsetParent);
export const columns = () => all('.items');
const SORTED = '这一栏现在是排序后的样子；先采用此顺序，或回到本期的顺序，再移动';
const version = () => Number(find('#parts').dataset.version);

// Put a card into a list behind another card (null: first).
export function place(card, list, after) {
  if (!mayEdit || (card.parentElement === list && card.previousElementSibling === after)) return;
  if (card.parentElement === list && 'sorted' in list.dataset) { toast(SORTED); say(SORTED); return; }
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  if (after) after.after(card); else list.prepend(card);
  (focused ?? card).focus({ preventScroll: true });
  card.scrollIntoView({ block: 'nearest' });
  save({ kind: 'move', item: card.dataset.item, column: list.dataset.column, after: after?.dataset.item ?? '', base: version() });
  const at = [...list.children].indexOf(card) + 1;
  say(`${titleOf(card.dataset.item)}已移到${list.dataset.column}第${at}条，共${list.children.length}条`);
}

export function step(card, by) {
  const list = card.parentElement;
  const beside = by < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (!beside) return say(`已经是${list.dataset.column}的${by < 0 ? '第一条' : '最后一条'}`);
  return place(card, list, by < 0 ? beside.previousElementSibling : beside);
}

export function toColumn(card, list) {
  if (list && card.parentElement !== list) place(card, list, list.lastElementChild);
}

export function takeOut(card, offTopic = false) {
  if (!mayEdit) return;
  const item = card.dataset.item;
  const next = card.nextElementSibling ?? card.previousElementSibling;
  say(`已取下${titleOf(item)}；按 u 撤销`);
  save({ kind: 'drop', item, off_topic: offTopic, base: version() });
  card.remove();
  next?.focus();
}

export function putBack(item) {
  save({ kind: 'restore', item, base: version() });
}

// Undo and redo are never sent again by themselves: sent twice, they would take back two steps.
export function turn(back) {
  if (mayEdit) inTurn(() => turned(back));
}

async function turned(back) {
  const word = back ? '撤销' : '重做';
  try {
    const answer = await post(`${home}/${back ? 'undo' : 'redo'}`, {});
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      say(`已${word}${titleOf(said.item)}`);
      emit('turned', said);
    } else {
      notice('turn', 'warn', `没有${word}：${said.error ?? '请刷新页面再试'}`, ['知道了']);
      say(said.error ?? `没有${word}`);
    }
  } catch {
    notice('turn', 'bad', `连不上服务器，没有${word}成；恢复后请再按一次。`, ['知道了']);
  }
}

// The cards' own buttons, which are forms' buttons where there is no script.
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[form="op"]:not([type="reset"], [data-plain])');
  if (!button || button.closest('.remarks')) return;
  event.preventDefault();
  const [kind, item, column] = button.value.split(' ');
  const card = item && cardOf(item);
  button.closest('details.menu')?.removeAttribute('open');
  if (button.dataset.act === 'undo' || button.dataset.act === 'redo') turn(button.dataset.act === 'undo');
  else if (kind === 'restore') putBack(item);
  else if (!card) return;
  else if (kind === 'up' || kind === 'down') step(card, kind === 'up' ? -1 : 1);
  else if (kind === 'move') toColumn(card, columns().find((list) => list.dataset.column === column));
  else takeOut(card, kind === 'off');
});

// One menu at a time; a click beside it closes it.
document.addEventListener('click', (event) => {
  const own = event.target.closest('details.menu');
  all('details.menu[open]').filter((menu) => menu !== own).forEach((menu) => menu.removeAttribute('open'));
});
