// The grid of prices: figures, pastes, keys.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { between, cellsOf, figureText, isChanged, isSame, keyLeads, pasted, readFigure } from '../../../../desk/static/prices/grid.js';

const CASES = JSON.parse(readFileSync(new URL('../../prices/figures.json', import.meta.url)));
const SIZE = { rows: 3, columns: 5 };

test('figures are read as the server reads them', () => {
  for (const [text, value] of CASES.read) assert.deepEqual(readFigure(text), { value }, text);
  for (const [text, said] of CASES.refused) assert.ok(readFigure(text).problem?.includes(said), text);
});

test('a figure stands in its cell so that it reads as itself', () => {
  assert.deepEqual([77, 69.125, null].map((value) => figureText(value, 'close')), ['77.00', '69.125', '']);
  assert.deepEqual([1234567, 0.5].map((value) => figureText(value, 'volume')), ['1,234,567', '0.5']);
  for (const value of [77, 69.125, 1234567.5, null]) assert.equal(readFigure(figureText(value, 'close')).value, value);
});

test('two texts are one figure', () => {
  assert.ok(isSame('77', '77.00') && isSame('７７', '77') && isSame('', '—'));
  assert.ok(!isSame('77', '78') && !isSame('77', '') && !isSame('x', 'x'));
});

test('a cell has changed where it says another figure, or none where one is missing', () => {
  assert.equal(isChanged('77.00', '77'), false);
  assert.equal(isChanged('７７', '77'), false);
  assert.equal(isChanged('', '77'), true);
  assert.equal(isChanged('七十', '77'), true);
  assert.equal(isChanged('', '', true), false);
  assert.equal(isChanged('—', '', true), true);
  assert.equal(isChanged('—', ''), false);
});

test('a copied block is cells, its last line end is no row', () => {
  assert.deepEqual(cellsOf('1\t2\r\n3\t4\r\n'), [['1', '2'], ['3', '4']]);
  assert.deepEqual(cellsOf('1\t\n\t4'), [['1', ''], ['', '4']]);
  assert.deepEqual(cellsOf('1\n\n2\n'), [['1'], [''], ['2']]);
  assert.deepEqual(cellsOf('77.5\r\n'), [['77.5']]);
  assert.deepEqual(cellsOf(''), [['']]);
  assert.deepEqual(cellsOf('"a\nb"\t"say ""x"""\n2\t3'), [['a\nb', 'say "x"'], ['2', '3']]);
  assert.deepEqual(cellsOf('"half\t1'), [['"half', '1']]);
});

test('a paste fills right and down', () => {
  const made = pasted(cellsOf('1,070.5\t７７\n\t88\n'), { row: 1, column: 3 }, SIZE);
  assert.deepEqual(made.cells, [
    { row: 1, column: 3, text: '1,070.5' }, { row: 1, column: 4, text: '７７' },
    { row: 2, column: 3, text: '' }, { row: 2, column: 4, text: '88' },
  ]);
  assert.deepEqual([made.rows, made.columns, made.blank], [2, 2, 1]);
});

test('what does not fit or is no figure fills nothing, and is said', () => {
  assert.deepEqual(pasted(cellsOf('1\n2\n3'), { row: 1, column: 0 }, SIZE), { problem: '粘贴的是3行1列，从这一格起只放得下2行5列' });
  assert.deepEqual(pasted(cellsOf('1\t2'), { row: 0, column: 4 }, SIZE), { problem: '粘贴的是1行2列，从这一格起只放得下3行1列' });
  assert.equal(pasted(cellsOf('1\t2\n3\t东海'), { row: 1, column: 1 }, SIZE).problem, '粘贴的第2行第2列：“东海”不是数；没有成交请留空');
  assert.match(pasted(cellsOf('东海\t77,5'), { row: 0, column: 0 }, SIZE).problem, /第1行第1列.*这样的共2格/);
});

const leads = (key, caret, more = {}) => keyLeads({ key, ...more }, caret, { row: 1, column: 1 }, SIZE);
const WHOLE = { start: 0, end: 5, length: 5 };

test('arrows and Enter lead to the next cell, and stop at the edge', () => {
  assert.deepEqual(leads('ArrowUp', WHOLE), { row: 0, column: 1 });
  assert.deepEqual(leads('ArrowDown', { start: 2, end: 2, length: 5 }), { row: 2, column: 1 });
  assert.deepEqual(leads('ArrowLeft', WHOLE), { row: 1, column: 0 });
  assert.deepEqual(leads('ArrowRight', WHOLE), { row: 1, column: 2 });
  assert.deepEqual(leads('Enter', WHOLE), { row: 2, column: 1 });
  assert.deepEqual(leads('Enter', WHOLE, { shiftKey: true }), { row: 0, column: 1 });
  assert.deepEqual(keyLeads({ key: 'ArrowDown' }, WHOLE, { row: 2, column: 1 }, SIZE), { row: 2, column: 1 });
  assert.deepEqual(keyLeads({ key: 'ArrowRight' }, WHOLE, { row: 2, column: 4 }, SIZE), { row: 2, column: 4 });
});

test('within a text an arrow moves the caret, and leaves the cell at its end; with a modifier it is the text\'s', () => {
  assert.equal(leads('ArrowLeft', { start: 3, end: 3, length: 5 }), null);
  assert.equal(leads('ArrowRight', { start: 3, end: 3, length: 5 }), null);
  assert.deepEqual(leads('ArrowLeft', { start: 0, end: 0, length: 5 }), { row: 1, column: 0 });
  assert.deepEqual(leads('ArrowRight', { start: 5, end: 5, length: 5 }), { row: 1, column: 2 });
  assert.equal(leads('ArrowRight', { start: 5, end: 5, length: 5 }, { ctrlKey: true }), null);
  assert.equal(leads('ArrowLeft', WHOLE, { altKey: true }), null);
  assert.equal(leads('a', WHOLE), null);
});

test('the cells between two corners, whichever is first', () => {
  const two = [{ row: 0, column: 1 }, { row: 0, column: 2 }, { row: 1, column: 1 }, { row: 1, column: 2 }];
  assert.deepEqual(between({ row: 1, column: 1 }, { row: 0, column: 2 }), two);
  assert.deepEqual(between({ row: 0, column: 1 }, { row: 0, column: 1 }), [{ row: 0, column: 1 }]);
});
