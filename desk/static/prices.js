// The price table as a grid: typed, pasted and marked like a spreadsheet's, saved with one reason for all its cells, in one
// step. What is typed waits for its reason on the page, and in the browser's storage where the page goes before.

import { all, desk, find, home, issue, make, mayEdit, me, on, part, say } from './page.js';
import { whenComposed } from './composing.js';
import { offer, save, waitsFor } from './saving.js';
import './moving.js';
import { listen } from './live.js';
import { between, cellsOf, figureText, isChanged, keyLeads, pasted, readFigure } from './grid.js';

const STORED = `tanxun-prices/${issue}`;
const bar = find('#price-bar');
const reason = find('#price-reason');

let version = Number(desk.dataset.version);
const byKey = new Map();
// By cell: what is typed and not saved yet, with the version that its editor saw; and what is on its way to the server.
const typed = new Map();
const sent = new Map();
// The marked cells of one grid, from a corner to the other; null: none.
let marked = null;
let lastPaste = null;

const keyOf = ({ exchange, product, day, field }) => `${exchange}/${product}/${day}/${field}`;
const cellOf = (input) => input?.closest && byKey.get(input.closest('td')?.dataset.key);
const textOf = (cell) => typed.get(cell.key)?.text ?? sent.get(cell.key) ?? cell.figure;
const markedCells = () => (marked ? between(marked.from, marked.to).map(({ row, column }) => marked.grid.cells[row][column]) : []);

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

function write(cell, text) {
  const saved = sent.get(cell.key) ?? cell.value;
  if (isChanged(text, saved, cell.missing)) typed.set(cell.key, { text, base: typed.get(cell.key)?.base ?? cell.base ?? version });
  else typed.delete(cell.key);
}

// The page as it now stands; `said` is what went wrong or was done just now.
function show(said = '', wrong = false) {
  const chosen = new Set(markedCells());
  for (const cell of byKey.values()) {
    const text = textOf(cell);
    if (cell.input.value !== text) cell.input.value = text;
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
  find('[data-act="unpaste"]', bar).hidden = !lastPaste;
  bar.hidden = !(counts.length || said);
  keep();
}

function keep() {
  try {
    if (typed.size) localStorage.setItem(STORED, JSON.stringify({ who: me, cells: [...typed], reason: reason.value }));
    else localStorage.removeItem(STORED);
  } catch { /* full or forbidden: it is still on the page */ }
}

function stored() {
  try { return JSON.parse(localStorage.getItem(STORED)); } catch { return null; }
}

// What an earlier visit typed and did not save stands in its cells again.
function bringBack(kept) {
  if (kept?.who !== me) return;
  for (const [key, entry] of kept.cells) {
    const cell = byKey.get(key);
    if (cell && isChanged(entry.text, cell.value, cell.missing)) typed.set(key, entry);
  }
  reason.value = kept.reason ?? '';
  if (typed.size) show('上次改的还没有保存，都还在表里。');
  else keep();
}

function go(cell) {
  cell.input.focus();
  cell.input.select();
}

const table = find('#grids');
table.addEventListener('input', ({ target }) => {
  const cell = cellOf(target);
  if (!cell) return;
  marked = null;
  lastPaste = null;
  write(cell, target.value);
  show();
});
table.addEventListener('focusout', ({ target }) => {
  const cell = cellOf(target);
  const entry = cell && typed.get(cell.key);
  const value = entry && readFigure(entry.text).value;
  if (typeof value === 'number') entry.text = figureText(value, cell.where.field);
  if (entry) show(find('#price-said').textContent, find('#price-said').classList.contains('wrong'));
});
table.addEventListener('keydown', (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  const { selectionStart: start, selectionEnd: end, value } = cell.input;
  if ((event.ctrlKey || event.metaKey) && event.key === 'z' && lastPaste) { event.preventDefault(); unpaste(); return; }
  if (event.key === 'Escape') { escape(cell); return; }
  if (marked && ['Delete', 'Backspace'].includes(event.key)) {
    event.preventDefault();
    markedCells().forEach((one) => write(one, ''));
    show();
    return;
  }
  const marking = event.shiftKey && event.key.startsWith('Arrow');
  const caret = marking && marked ? { start: 0, end: value.length, length: value.length } : { start, end, length: value.length };
  const to = keyLeads(event, caret, (marking && marked?.to) || cell, cell.grid.size);
  if (!to) return;
  event.preventDefault();
  if (marking) {
    marked = { grid: cell.grid, from: marked?.from ?? { row: cell.row, column: cell.column }, to };
    show();
    say(`选了${markedCells().length}格`);
  } else go(cell.grid.cells[to.row][to.column]);
});

function escape(cell) {
  if (marked) marked = null;
  else typed.delete(cell.key);
  show();
  cell.input.select();
}

// A click marks the whole figure, a second one puts the caret; with Shift, or drawn over cells, it marks them.
let pressed = null;
let fresh = false;
table.addEventListener('mousedown', (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.button) return;
  fresh = document.activeElement !== cell.input;
  if (!event.shiftKey) { pressed = cell; return; }
  event.preventDefault();
  const from = cellOf(document.activeElement);
  const corner = from?.grid === cell.grid ? from : cell;
  if (corner === cell) cell.input.focus();
  marked = { grid: cell.grid, from: marked?.from ?? { row: corner.row, column: corner.column }, to: { row: cell.row, column: cell.column } };
  show();
});
table.addEventListener('mouseover', (event) => {
  const cell = byKey.get(event.target.closest('td')?.dataset.key);
  if (!pressed || !cell || !(event.buttons & 1) || cell.grid !== pressed.grid || (cell === pressed && !marked)) return;
  marked = { grid: cell.grid, from: { row: pressed.row, column: pressed.column }, to: { row: cell.row, column: cell.column } };
  show();
});
addEventListener('mouseup', () => { pressed = null; });
table.addEventListener('click', ({ target }) => {
  const cell = cellOf(target);
  if (cell && fresh && target.selectionStart === target.selectionEnd) target.select();
});
table.addEventListener('focusin', ({ target }) => {
  if (!marked || !cellOf(target) || markedCells().includes(cellOf(target))) return;
  marked = null;
  show();
});

table.addEventListener('paste', (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  const block = cellsOf(event.clipboardData.getData('text/plain'));
  const alone = block.length === 1 && block[0].length === 1;
  if (alone && !marked) return;
  event.preventDefault();
  // One figure for all the marked cells, or a block from the first of them on.
  const corner = markedCells()[0] ?? cell;
  const made = alone ? { cells: markedCells().map(({ row, column }) => ({ row, column, text: block[0][0].trim() })) } : pasted(block, corner, cell.grid.size);
  const problem = made.problem ?? (alone ? readFigure(block[0][0]).problem : '');
  if (problem) { show(`没有粘贴，一格也没有填：${problem}。`, true); say(problem); return; }
  lastPaste = made.cells.map(({ row, column }) => [cell.grid.cells[row][column].key, typed.get(cell.grid.cells[row][column].key)]);
  const emptied = made.cells.filter(({ row, column, text }) => text === '' && textOf(cell.grid.cells[row][column]) !== '').length;
  for (const { row, column, text } of made.cells) {
    const { value } = readFigure(text);
    write(cell.grid.cells[row][column], typeof value === 'number' ? figureText(value, cell.where.field) : text);
  }
  marked = null;
  const said = `粘贴了${made.cells.length}格${emptied ? `，其中${emptied}格是空白，原来的数清空了` : ''}。`;
  show(said);
  cell.input.select();
  say(said);
});

function unpaste() {
  for (const [key, entry] of lastPaste ?? []) {
    if (entry) typed.set(key, entry);
    else typed.delete(key);
  }
  lastPaste = null;
  show('粘贴撤回了。');
}

table.addEventListener('copy', (event) => {
  if (!marked) return;
  event.preventDefault();
  const rows = Map.groupBy(markedCells(), (cell) => cell.row);
  event.clipboardData.setData('text/plain', [...rows.values()].map((row) => row.map(textOf).join('\t')).join('\n'));
});

bar.addEventListener('click', ({ target }) => {
  const { act } = target.dataset;
  if (act === 'unpaste') unpaste();
  if (act !== 'forget') return;
  typed.clear();
  marked = null;
  lastPaste = null;
  reason.value = '';
  show();
});
reason.addEventListener('input', keep);
bar.addEventListener('submit', (event) => {
  event.preventDefault();
  const chosen = [...new Set([...[...typed.keys()].map((key) => byKey.get(key)).filter(Boolean), ...markedCells()])];
  const wrong = chosen.find((cell) => readFigure(textOf(cell)).problem);
  if (wrong) { go(wrong); show(`${wrong.place.dataset.name}：${readFigure(textOf(wrong)).problem}。`, true); return; }
  if (!reason.value.trim()) { reason.focus(); show('请写一句理由，几格共用一句。', true); return; }
  if (waitsFor(['prices'])) { show('上一次的还没有保存完，等它保存好再存这一次。', true); return; }
  const bases = chosen.map((cell) => typed.get(cell.key)?.base ?? version);
  const figures = chosen.map((cell) => ({ ...cell.where, value: String(readFigure(textOf(cell)).value ?? '') }));
  for (const cell of chosen) sent.set(cell.key, textOf(cell));
  for (const cell of chosen) typed.delete(cell.key);
  marked = null;
  lastPaste = null;
  save({ kind: 'prices', figures, reason: reason.value, base: Math.min(...bases) });
  reason.value = '';
  show();
});

// What the button beside a finding says, without leaving what is typed.
find('#findings').addEventListener('submit', (event) => {
  event.preventDefault();
  const { exchange, product, day, field, value, reason: why } = Object.fromEntries(new FormData(event.target));
  save({ kind: 'prices', figures: [{ exchange, product, day, field, value }], reason: why, base: version });
});

on('saved', ({ body, version: now }) => {
  for (const figure of body.kind === 'prices' ? body.figures : []) {
    const cell = byKey.get(keyOf(figure));
    sent.delete(keyOf(figure));
    if (!cell) continue;
    cell.value = figure.value;
    cell.figure = figureText(readFigure(figure.value).value, figure.field);
    // Typed again meanwhile: on what was just saved.
    if (typed.has(cell.key)) typed.get(cell.key).base = now;
  }
  update();
});
on('theirs', ({ places = [] }) => {
  for (const [where, field] of places) { sent.delete(`${where}/${field}`); typed.delete(`${where}/${field}`); }
  update();
});
on('refresh', () => { sent.clear(); update(); });
on('changed', update);
on('turned', update);

// What the server has now, put in place; what is typed stays.
async function update() {
  const made = await part(`${home}/prices`);
  if (!made || !find('#grids', made)) return;
  const now = Number(find('#desk', made).dataset.version);
  if (now >= version) whenComposed(() => put(made, now));
}

function put(made, now) {
  version = now;
  const places = all('#grids td[data-day]', made).map((place) => {
    const { exchange, product } = place.parentElement.dataset;
    return [keyOf({ exchange, product, day: place.dataset.day, field: place.closest('table').dataset.field }), place];
  });
  if (places.length === byKey.size && places.every(([key]) => byKey.has(key))) {
    for (const [key, place] of places) take(byKey.get(key), place, find('.figure', place));
  } else {
    const focused = cellOf(document.activeElement)?.key;
    marked = null;
    table.innerHTML = find('#grids', made).innerHTML;
    begin();
    if (byKey.has(focused)) go(byKey.get(focused));
  }
  for (const [key, { text }] of typed) {
    const cell = byKey.get(key);
    if (!cell || !isChanged(text, sent.get(key) ?? cell.value, cell.missing)) typed.delete(key);
  }
  for (const id of ['findings', 'changed', 'chart-box']) {
    const [own, served] = [document.getElementById(id), find(`#${id}`, made)];
    if (own.innerHTML !== served.innerHTML) own.innerHTML = served.innerHTML;
  }
  for (const button of all('[data-act="undo"], [data-act="redo"]', made)) find(`#turns [data-act="${button.dataset.act}"]`).disabled = button.disabled;
  for (const field of all('input[name="base"]')) field.value = String(now);
  show(find('#price-said').textContent, find('#price-said').classList.contains('wrong'));
}

document.documentElement.classList.add('js');
if (mayEdit && bar) {
  const kept = stored();
  begin();
  bringBack(kept);
}
offer();
listen();
