// What a grid of figures decides, without page, storage or network: what was typed, what a paste fills, where a key leads.

const FIGURE = /^(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)$/;
const NO_FIGURE = new Set(['', '-', '--', '—', '——', '–', '无', '无成交']);
const BELOW = 1e12;

// A figure as typed or pasted: { value } (null: none), or { problem } in words. As desk/editing/typed_values.py reads it.
export function readFigure(text) {
  const typed = text.normalize('NFKC').trim();
  if (NO_FIGURE.has(typed)) return { value: null };
  const quoted = `“${text.trim().slice(0, 40)}”`;
  if (!FIGURE.test(typed)) {
    if (/^[-−]/.test(typed)) return { problem: `${quoted}不合理；价格和成交量不能是负数` };
    if (FIGURE.test(typed.replaceAll(',', ''))) return { problem: `${quoted}里的逗号不在千位上；小数点请用“.”` };
    return { problem: `${quoted}不是数；没有成交请留空` };
  }
  const value = Number(typed.replaceAll(',', ''));
  return value < BELOW ? { value } : { problem: `${quoted}太大了，不合理` };
}

// A figure as it stands in its cell: commas at the thousands, two places for a price.
export function figureText(value, field) {
  if (value === null) return '';
  return value.toLocaleString('en-US', { minimumFractionDigits: field === 'close' ? 2 : 0, maximumFractionDigits: 6 });
}

// Whether two texts are one figure.
export function isSame(one, other) {
  const [first, second] = [readFigure(one), readFigure(other)];
  return !first.problem && !second.problem && first.value === second.value;
}

// Whether a cell says something else than the server has. In a cell whose figure is missing, a sign for "no trade" does.
export function isChanged(text, saved, missing = false) {
  return !isSame(text, saved) || (missing && readFigure(text).value === null && text.trim() !== '');
}

// The cells of a copied block, as spreadsheets put them on the clipboard: a line a row, a tab between two cells; a cell with
// a tab, a line's end or a quotation mark in it stands in quotation marks, which are doubled within.
export function cellsOf(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  for (;;) {
    const [, quoted, plain, end] = cell.exec(text);
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== '\t') rows.push([]);
  }
  // The last line's end begins no row.
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === '') rows.pop();
  return rows;
}

// What a block fills, right and down from a cell of a grid: { cells: [{ row, column, text }], rows, columns, blank }; or
// { problem } in words, and then nothing is filled.
export function pasted(block, at, size) {
  const columns = Math.max(...block.map((row) => row.length));
  const room = { rows: size.rows - at.row, columns: size.columns - at.column };
  if (block.length > room.rows || columns > room.columns) {
    return { problem: `粘贴的是${block.length}行${columns}列，从这一格起只放得下${room.rows}行${room.columns}列` };
  }
  const cells = block.flatMap((row, down) => row.map((text, right) => ({ row: at.row + down, column: at.column + right, text: text.trim() })));
  const wrong = cells.filter(({ text }) => readFigure(text).problem);
  if (wrong.length) {
    const [{ row, column, text }] = wrong;
    const more = wrong.length > 1 ? `；这样的共${wrong.length}格` : '';
    return { problem: `粘贴的第${row - at.row + 1}行第${column - at.column + 1}列：${readFigure(text).problem}${more}` };
  }
  return { cells, rows: block.length, columns, blank: cells.filter(({ text }) => text === '').length };
}

// Where a key leads from a cell: { row, column }, or null where it is the text's own. `caret` is { start, end, length }: an
// arrow to the side leaves the cell from the end of its text, or where all of it is marked.
export function keyLeads({ key, shiftKey, ctrlKey, altKey, metaKey }, caret, at, size) {
  if (ctrlKey || altKey || metaKey) return null;
  const to = (row, column) => ({ row: Math.max(0, Math.min(size.rows - 1, row)), column: Math.max(0, Math.min(size.columns - 1, column)) });
  const whole = caret.start === 0 && caret.end === caret.length;
  const alone = caret.start === caret.end;
  if (key === 'Enter') return to(at.row + (shiftKey ? -1 : 1), at.column);
  if (key === 'ArrowUp') return to(at.row - 1, at.column);
  if (key === 'ArrowDown') return to(at.row + 1, at.column);
  if (key === 'ArrowLeft' && (whole || (alone && caret.start === 0))) return to(at.row, at.column - 1);
  if (key === 'ArrowRight' && (whole || (alone && caret.end === caret.length))) return to(at.row, at.column + 1);
  return null;
}

// The cells between two corners, row by row.
export function between(one, other) {
  const last = { row: Math.max(one.row, other.row), column: Math.max(one.column, other.column) };
  const found = [];
  for (let row = Math.min(one.row, other.row); row <= last.row; row += 1) {
    for (let column = Math.min(one.column, other.column); column <= last.column; column += 1) found.push({ row, column });
  }
  return found;
}
