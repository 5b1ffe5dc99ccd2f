// The desk's script: without it every page works as plain forms; with it, in place, live and by keys.

import { desk, find, on } from './page.js';
import { offer } from './saving/saving.js';
import './saving/typed_prices.js';
import './saving/unfinished.js';
import { turn } from './issue_page/moving.js';
import './issue_page/remarks.js';
import { listen } from './live.js';
import { keys } from './issue_page/keys.js';

const root = document.documentElement;
root.classList.add('js');
// Column heads stay below the bar, however many lines it takes.
new ResizeObserver(() => root.style.setProperty('--bar', `${find('.bar').offsetHeight}px`)).observe(find('.bar'));
if (desk.dataset.item) {
  const { KEYS } = await import('./item_page/item.js');
  on('turn', turn);
  keys(KEYS);
} else keys();
offer();
listen();
