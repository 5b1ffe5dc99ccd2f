// Several cards at once: ticked by hand or by x, then moved or taken out together, which is one step.

import { find, mayEdit, on, titleOf } from '../page.js';
import { notice, say } from '../notices.js';
import { save } from '../saving/saving.js';
import { cards, columns } from './moving.js';

const tickOf = (card) => find('[name="marked"]', card);
const marked = () => cards().filter((card) => tickOf(card)?.checked);
const version = () => Number(find('#parts').dataset.version);

// Whether this card is one of the ticked ones: what is done to it is done to all of them.
export const isMarked = (card) => Boolean(tickOf(card)?.checked);

export function mark(card) {
  const tick = tickOf(card);
  if (!tick) return;
  tick.checked = !tick.checked;
  count();
  say(`${tick.checked ? '已勾选' : '不再勾选'}${titleOf(card.dataset.item)}，共${marked().length}条`);
}

function count() {
  const place = document.getElementById('marked-count');
  if (place) place.textContent = `已勾选${marked().length}条`;
}

// What is ticked, in the page's order, as ids; nothing is ticked then.
function taken(chosen) {
  for (const card of marked()) tickOf(card).checked = false;
  count();
  return chosen.map((card) => card.dataset.item);
}

export function moveMarked(list) {
  const chosen = marked().filter((card) => card.parentElement !== list);
  const items = taken(chosen);
  if (!mayEdit || !items.length) { say(`勾选的已经在${list.dataset.column}里`); return; }
  list.append(...chosen);
  chosen[0].focus({ preventScroll: true });
  chosen[0].scrollIntoView({ block: 'nearest' });
  save({ kind: 'move_several', items, column: list.dataset.column, base: version() });
  say(`${items.length}条已移到${list.dataset.column}；按 u 撤销`);
}

export function dropMarked(offTopic = false) {
  const chosen = marked();
  const items = taken(chosen);
  if (!mayEdit || !items.length) return;
  const rest = cards().filter((card) => !chosen.includes(card));
  const next = rest.find((card) => chosen.at(-1).compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING) ?? rest.at(-1);
  for (const card of chosen) card.remove();
  next?.focus();
  save({ kind: 'drop_several', items, off_topic: offTopic, base: version() });
  say(`已取下${items.length}条；按 u 撤销`);
}

document.addEventListener('change', (event) => event.target.name === 'marked' && count());
document.addEventListener('reset', () => setTimeout(count));
document.addEventListener('click', (event) => {
  const button = event.target.closest('.marked-bar button[name="do"]');
  if (!button) return;
  const [kind, column] = button.value.split(' ');
  if (kind === 'move_several') moveMarked(columns().find((list) => list.dataset.column === column));
  else dropMarked(kind === 'off_several');
});
on('arranged', count);
// A colleague was there first: the rest is done, and what is not is named.
on('saved', ({ refused }) => {
  if (!refused?.length) return;
  notice('several', 'warn', `有${refused.length}条没有动：${refused.join('；')}。其余的已经办好。`, ['知道了']);
  say(`有${refused.length}条没有动`);
});
