// Prices that somebody has typed and not saved: told on every page of the issue as soon as the page that holds them is gone,
// until the table of prices, where they stand in their cells again, or somebody gives them up.

import { emit, home, mayEdit } from '../page.js';
import { notice, unnotice } from '../notices.js';
import { PRICES, discard, keptUnder, read, watcher } from './kept.js';

const offered = new Set();
const offer = watcher(() => keptUnder(PRICES), (left) => {
  for (const [key, entry] of keptUnder(PRICES)) if (entry.page === left) offered.add(key);
  ask();
});

function ask() {
  for (const key of offered) if (!read(key)) offered.delete(key);
  const count = [...offered].reduce((sum, key) => sum + read(key).cells.length, 0);
  if (!count) { unnotice('prices'); return; }
  notice('prices', 'warn', `行情有${count}格改了还没有保存。`, ['恢复', () => { location.href = `${home}/prices`; }], ['放弃', () => {
    for (const key of offered) discard(key);
    offered.clear();
    emit('given-up');
  }]);
}

addEventListener('storage', () => { ask(); if (mayEdit) offer(); });
if (mayEdit) offer();
