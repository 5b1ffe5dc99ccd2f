// The price page: what others change comes in, and whoever may change it has the table as a grid.

import { all, desk, find, home, mayEdit, on } from '../page.js';
import { part } from '../server.js';
import { whenComposed } from '../composing.js';
import { offer } from '../saving/saving.js';
import '../saving/unfinished.js';
import '../issue_page/moving.js';
import { listen } from '../live.js';

document.documentElement.classList.add('js');
const grid = mayEdit ? await import('./price_grid.js') : null;
let version = Number(desk.dataset.version);

// What the server has now, put in place.
async function update() {
  const made = await part(`${home}/prices`);
  if (made && find('#grids', made)) whenComposed(() => put(made));
}

function put(made) {
  const now = Number(find('#desk', made).dataset.version);
  if (now < version) return;
  version = now;
  if (grid) grid.put(made, now);
  for (const id of ['findings', 'changed', 'chart-box', ...(grid ? [] : ['grids'])]) {
    const [own, served] = [document.getElementById(id), find(`#${id}`, made)];
    if (own.innerHTML !== served.innerHTML) own.innerHTML = served.innerHTML;
  }
  for (const button of all('#turns [data-act]', made)) find(`#turns [data-act="${button.dataset.act}"]`).disabled = button.disabled;
  for (const field of all('input[name="base"]')) field.value = String(now);
}

for (const name of ['saved', 'theirs', 'refresh', 'changed', 'turned']) on(name, update);
offer();
listen();
