// The desk's script: without it every page works as plain forms; with it, in place, live and by keys.

import { desk, on } from './page.js';
import { offer } from './saving.js';
import { turn } from './moving.js';
import './remarks.js';
import { listen } from './live.js';
import { keys } from './keys.js';

document.documentElement.classList.add('js');
if (desk.dataset.item) {
  const { KEYS } = await import('./item.js');
  on('turn', turn);
  keys(KEYS);
} else keys();
offer();
listen();
