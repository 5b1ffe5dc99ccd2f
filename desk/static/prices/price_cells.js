// The cells of the price table, each a field: what the server has of them, what is typed and waits for its reason (on the
// page, and in the browser's storage where the page goes before), what is on its way.

import { all, desk, find, make, me } from '../page.js';
import { PRICES, discard, keptUnder, page, put as store, watcher } from '../saving/kept.js';
import { between, figureText, isChanged, isSame, readFigure } from './grid.js';

// Each page keeps what is typed on it under a key of its own.
const STORED = `${PRICES}${page}`;
let stored = true;
export const bar = find('#price-bar');
export const reason = find('#price-reason');

export let version = Number(desk.dataset.version);
export const table = find('#grids');
export const byKey = new Map();
// By cell: what is typed and not saved yet, with the version that its editor saw; and what is on its way to the server.
export const typed = new Map();
export const sent = new Map();
// The marked cells of one grid, from a corner to the other (null: none), and what the last paste took the place of.
export const state = { marked: null, lastPaste: null };

export const keyOf = ({ exchange, product, day, field }) => `${exchange}/${product}/${day}/${field}`;
export const cellOf = (input) => input?.closest && byKey.get(input.closest('td')?.dataset.key);
export const textOf = (cell) => typed.get(cell.key)?.text ?? sent.get(cell.key) ?? cell.figure;
export const markedCells = () => (state.marked ? between(state.marked.from, state.marked.to).map(({ row, column }) => state.marked.grid.cells[row][column]) : []);

// Every figure becomes a field.
function begin() {
  byKey.clear();
  for (const sheet of all('table.grid')) {
    const grid = { size: { rows: 0, columns: 0 }, cells: [] };
    grid.cells = all('tbody tr', sheet).map((line, row) => all('td[data-day]', line).map((place, column) => {
      const link = find('.figure', place);
      const where = { exchange: line.dataset.exchange, product: line.dataset.product, day: place.dataset.day, field: sheet.dataset.field };
      const input = make('input', { inputmode: 'decimal', autocomplete: 'off', size: '9', maxlength: '40', 'aria-label': place.dataset.name });
      const cell = { key: keyOf(where), where, place, input, grid, row, column };
      place.dataset.key = cell.key;
      link.replaceWith(input);
      take(cell, place, link);
      byKey.set(cell.key, cell);
      return cell;
    }));
    grid.size = { rows: grid.cells.length, columns: grid.cells[0]?.length ?? 0 };
  }
  show();
}

// What the server has for a cell, from its page.
function take(cell, place, figure) {
  const { input } = cell;
  cell.value = place.dataset.value;
  cell.figure = figureText(readFigure(cell.value).value, cell.where.field);
  cell.missing = figure.classList.contains('lack');
  input.className = figure.className;
  input.placeholder = cell.missing ? '缺' : '—';
  input.title = find('.unseen + .unseen', figure)?.textContent ?? '';
  cell.place.className = place.className;
  if (cell.place !== place) {
    all('.ask', cell.place).forEach((ask) => ask.remove());
    cell.place.append(...all('.ask', place).map((ask) => document.importNode(ask, true)));
  }
  const asks = all('.ask', cell.place);
  asks.forEach((ask, at) => { ask.id = `ask-${cell.key}-${at}`.replaceAll(/[\s"]/g, ''); });
  if (asks.length) input.setAttribute('aria-describedby', asks.map((ask) => ask.id).join(' '));
  else input.removeAttribute('aria-describedby');
}

export function write(cell, text) {
  const saved = sent.get(cell.key) ?? cell.value;
  if (isChanged(text, saved, cell.missing)) typed.set(cell.key, { text, base: typed.get(cell.key)?.base ?? cell.base ?? version });
  else typed.delete(cell.key);
}

// The page as it now stands; `said` is what went wrong or was done just now.
export function show(said = '', wrong = false) {
  const chosen = new Set(markedCells());
  for (const cell of byKey.values()) {
    const text = textOf(cell);
    // Whoever types 77 where 77.00 stands may be about to go on.
    if (cell.input.value !== text && !(cell.input === document.activeElement && isSame(cell.input.value, text))) cell.input.value = text;
    cell.place.classList.toggle('typed-in', typed.has(cell.key));
    cell.place.classList.toggle('on-its-way', sent.has(cell.key));
    cell.place.classList.toggle('marked', chosen.has(cell));
    if (readFigure(text).problem) cell.input.setAttribute('aria-invalid', 'true');
    else cell.input.removeAttribute('aria-invalid');
  }
  const more = [...chosen].filter((cell) => !typed.has(cell.key)).length;
  const counts = [typed.size && `改了${typed.size}格`, more && `${typed.size ? '另' : ''}选了${more}格`].filter(Boolean);
  find('#price-count').textContent = counts.length ? `${counts.join('，')}，还没有保存。` : '';
  find('#price-said').textContent = said;
  find('#price-said').classList.toggle('wrong', wrong);
  find('[data-act="unpaste"]', bar).hidden = !state.lastPaste;
  bar.hidden = !(counts.length || said);
  keep();
}

export function keep() {
  if (typed.size) stored = store(STORED, { who: me, page, at: Date.now(), cells: [...typed], reason: reason.value });
  else { discard(STORED); stored = true; }
}

// What somebody typed on a page that is gone, and did not save, stands in its cells again, unless another page has taken it.
const bringBack = watcher(() => keptUnder(PRICES), (left) => {
  for (const [key, kept] of keptUnder(PRICES).filter(([, entry]) => entry.page === left)) {
    for (const [at, entry] of kept.cells) {
      const cell = byKey.get(at);
      if (cell && !typed.has(at) && isChanged(entry.text, cell.value, cell.missing)) typed.set(at, entry);
    }
    reason.value ||= kept.reason ?? '';
    if (typed.size) show('上次改的还没有保存，都还在表里。');
    discard(key);
  }
});

export function go(cell) {
  cell.input.focus();
  cell.input.select();
}

// The grid as the server has it at version `now`, on its page `made`; what is typed stays.
export function put(made, now) {
  version = now;
  const places = all('#grids td[data-day]', made).map((place) => {
    const { exchange, product } = place.parentElement.dataset;
    return [keyOf({ exchange, product, day: place.dataset.day, field: place.closest('table').dataset.field }), place];
  });
  if (places.length === byKey.size && places.every(([key]) => byKey.has(key))) {
    for (const [key, place] of places) take(byKey.get(key), place, find('.figure', place));
  } else {
    const focused = cellOf(document.activeElement)?.key;
    state.marked = null;
    table.innerHTML = find('#grids', made).innerHTML;
    begin();
    if (byKey.has(focused)) go(byKey.get(focused));
  }
  for (const [key, { text }] of typed) {
    const cell = byKey.get(key);
    if (!cell || !isChanged(text, sent.get(key) ?? cell.value, cell.missing)) typed.delete(key);
  }
  show(find('#price-said').textContent, find('#price-said').classList.contains('wrong'));
}

begin();
bringBack();
addEventListener('storage', bringBack);
// There was no room for it in the storage: with the page it would be gone.
addEventListener('beforeunload', (event) => { if (!stored) event.preventDefault(); });
