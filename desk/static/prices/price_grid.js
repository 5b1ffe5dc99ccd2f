// The price table as a grid: typed, pasted and marked like a spreadsheet's, saved with one reason for all its cells, in one
// step.

import { find, on } from '../page.js';
import { say } from '../notices.js';
import { save, waitsFor } from '../saving/saving.js';
import { cellsOf, figureText, keyLeads, pasted, readFigure } from './grid.js';
import { bar, byKey, cellOf, go, keep, keyOf, markedCells, reason, sent, show, state, table, textOf, typed, version, write } from './price_cells.js';

export { put } from './price_cells.js';

table.addEventListener('input', ({ target }) => {
  const cell = cellOf(target);
  if (!cell) return;
  state.marked = null;
  state.lastPaste = null;
  write(cell, target.value);
  show();
});
table.addEventListener('focusout', ({ target }) => {
  const cell = cellOf(target);
  const entry = cell && typed.get(cell.key);
  const value = entry && readFigure(entry.text).value;
  if (typeof value === 'number') entry.text = figureText(value, cell.where.field);
  if (cell) show(find('#price-said').textContent, find('#price-said').classList.contains('wrong'));
});
table.addEventListener('keydown', (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  const { selectionStart: start, selectionEnd: end, value } = cell.input;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && state.lastPaste) { event.preventDefault(); unpaste(); return; }
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && !bar.hidden) { event.preventDefault(); reason.focus({ preventScroll: true }); return; }
  if (event.key === 'Escape') { escape(cell); return; }
  if (state.marked && ['Delete', 'Backspace'].includes(event.key)) {
    event.preventDefault();
    markedCells().forEach((one) => write(one, ''));
    show();
    return;
  }
  const marking = event.shiftKey && event.key.startsWith('Arrow');
  const caret = marking && state.marked ? { start: 0, end: value.length, length: value.length } : { start, end, length: value.length };
  const to = keyLeads(event, caret, (marking && state.marked?.to) || cell, cell.grid.size);
  if (!to) return;
  event.preventDefault();
  if (marking) {
    state.marked = { grid: cell.grid, from: state.marked?.from ?? { row: cell.row, column: cell.column }, to };
    show();
    say(`选了${markedCells().length}格`);
  } else go(cell.grid.cells[to.row][to.column]);
});

function escape(cell) {
  if (state.marked) state.marked = null;
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
  state.marked = { grid: cell.grid, from: state.marked?.from ?? { row: corner.row, column: corner.column }, to: { row: cell.row, column: cell.column } };
  show();
});
table.addEventListener('mouseover', (event) => {
  const cell = byKey.get(event.target.closest('td')?.dataset.key);
  if (!pressed || !cell || !(event.buttons & 1) || cell.grid !== pressed.grid || (cell === pressed && !state.marked)) return;
  state.marked = { grid: cell.grid, from: { row: pressed.row, column: pressed.column }, to: { row: cell.row, column: cell.column } };
  show();
});
addEventListener('mouseup', () => { pressed = null; });
table.addEventListener('click', ({ target }) => {
  const cell = cellOf(target);
  if (cell && fresh && target.selectionStart === target.selectionEnd) target.select();
});
table.addEventListener('focusin', ({ target }) => {
  if (!state.marked || !cellOf(target) || markedCells().includes(cellOf(target))) return;
  state.marked = null;
  show();
});

table.addEventListener('paste', (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  const block = cellsOf(event.clipboardData.getData('text/plain'));
  const alone = block.length === 1 && block[0].length === 1;
  if (alone && !state.marked) return;
  event.preventDefault();
  // One figure for all the marked cells, or a block from the first of them on.
  const corner = markedCells()[0] ?? cell;
  const made = alone ? { cells: markedCells().map(({ row, column }) => ({ row, column, text: block[0][0].trim() })) } : pasted(block, corner, cell.grid.size);
  const problem = made.problem ?? (alone ? readFigure(block[0][0]).problem : '');
  if (problem) { show(`没有粘贴，一格也没有填：${problem}。`, true); say(problem); return; }
  state.lastPaste = made.cells.map(({ row, column }) => [cell.grid.cells[row][column].key, typed.get(cell.grid.cells[row][column].key)]);
  const emptied = made.cells.filter(({ row, column, text }) => text === '' && textOf(cell.grid.cells[row][column]) !== '').length;
  for (const { row, column, text } of made.cells) {
    const { value } = readFigure(text);
    write(cell.grid.cells[row][column], typeof value === 'number' ? figureText(value, cell.where.field) : text);
  }
  state.marked = null;
  const said = `粘贴了${made.cells.length}格${emptied ? `，其中${emptied}格是空白，原来的数清空了` : ''}。`;
  show(said);
  cell.input.select();
  say(said);
});

function unpaste() {
  for (const [key, entry] of state.lastPaste ?? []) {
    if (entry) typed.set(key, entry);
    else typed.delete(key);
  }
  state.lastPaste = null;
  show('粘贴撤回了。');
}

table.addEventListener('copy', (event) => {
  if (!state.marked) return;
  event.preventDefault();
  const lines = state.marked.grid.cells.map((row) => row.filter((cell) => markedCells().includes(cell)).map(textOf)).filter((row) => row.length);
  event.clipboardData.setData('text/plain', lines.map((row) => row.join('\t')).join('\n'));
});

bar.addEventListener('click', ({ target }) => {
  const { act } = target.dataset;
  if (act === 'unpaste') unpaste();
  if (act !== 'forget') return;
  typed.clear();
  state.marked = null;
  state.lastPaste = null;
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
  state.marked = null;
  state.lastPaste = null;
  save({ kind: 'prices', figures, reason: reason.value, base: Math.min(...bases) });
  reason.value = '';
  show();
  // Back to where one was: the bar that held the focus is gone.
  go(chosen.at(-1));
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
});
on('theirs', ({ places = [] }) => {
  for (const [where, field] of places) { sent.delete(`${where}/${field}`); typed.delete(`${where}/${field}`); }
});
on('refresh', () => sent.clear());
