// A text that somebody looks at or types in becomes the one that the server has, line by line: the caret stays in its line,
// and the line that it is in is left as it is.

// Above it (lines of one text times lines of the other, without those that are the same at both ends) all between is one change.
const MOST_PAIRS = 1000000;

// What the server writes otherwise than it was typed is no change: blank lines, spaces around a line, the place of a picture.
const keyOf = (line) => line.trim().replace(/^\[图.*\]$/, '[图]');

const says = (lines) => lines.some((line) => line.trim());

// The changes from one list of lines to the other, in order: lines from..to (exclusive) become `lines`.
export function changesOf(own, fresh) {
  const [one, other] = [own.map(keyOf), fresh.map(keyOf)];
  let head = 0;
  while (head < Math.min(one.length, other.length) && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const [rows, columns] = [one.length - tail - head, other.length - tail - head];
  const changes = [];
  const add = (from, to, a, b) => {
    const last = changes.at(-1);
    if (last?.to === from && last.until === a) Object.assign(last, { to, until: b });
    else changes.push({ from, to, since: a, until: b });
  };
  if (rows * columns > MOST_PAIRS) add(head, head + rows, head, head + columns);
  else {
    const common = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
    for (let a = rows - 1; a >= 0; a -= 1) {
      for (let b = columns - 1; b >= 0; b -= 1) {
        common[a][b] = one[head + a] === other[head + b] ? common[a + 1][b + 1] + 1 : Math.max(common[a + 1][b], common[a][b + 1]);
      }
    }
    for (let [a, b] = [0, 0]; a < rows || b < columns;) {
      if (a < rows && b < columns && one[head + a] === other[head + b]) { a += 1; b += 1; }
      else if (b === columns || (a < rows && common[a + 1][b] >= common[a][b + 1])) { add(head + a, head + a + 1, head + b, head + b); a += 1; }
      else { add(head + a, head + a, head + b, head + b + 1); b += 1; }
    }
  }
  return changes.map(({ from, to, since, until }) => ({ from, to, lines: fresh.slice(since, until) }))
    .filter(({ from, to, lines }) => says(own.slice(from, to)) || says(lines));
}

// The text with the changes of `fresh`, and where the selection start..end is then. Not `whole` where a change is of the lines
// that the selection (Infinity: nowhere) is in: these stay.
export function takenIn(text, fresh, start, end) {
  const own = text.split('\n');
  const lineAt = (place) => place === Infinity ? place : text.slice(0, place).split('\n').length - 1;
  const [first, last] = [lineAt(start), lineAt(end)];
  const result = { text, start, end, whole: true };
  for (const { from, to, lines } of changesOf(own, fresh.split('\n')).toReversed()) {
    if (from <= last && to > first) { result.whole = false; continue; }
    const next = [...own.slice(0, from), ...lines, ...own.slice(to)].join('\n');
    const grown = next.length - own.join('\n').length;
    if (to <= first) { result.start += grown; result.end += grown; }
    own.splice(from, to - from, ...lines);
    result.text = next;
  }
  return result;
}
