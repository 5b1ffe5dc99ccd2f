// A text becomes the server's under somebody's caret.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, takenIn } from '../../../../desk/static/saving/lines.js';

const lines = (...every) => every.join('\n');
// The texts with | where the caret is.
function taken(own, fresh) {
  const at = own.indexOf('|');
  const { text, start, end, whole } = takenIn(own.replace('|', ''), fresh, at, at);
  assert.equal(start, end);
  return [`${text.slice(0, start)}|${text.slice(start)}`, whole];
}

test('what others wrote before and behind the caret comes in, and the caret stays in its line', () => {
  assert.deepEqual(taken(lines('甲', '乙|乙', '丙'), lines('零', '甲改', '乙乙', '丙', '丁')), [lines('零', '甲改', '乙|乙', '丙', '丁'), true]);
  assert.deepEqual(taken(lines('甲', '|乙', '丙'), lines('甲', '新', '乙', '丙')), [lines('甲', '新', '|乙', '丙'), true]);
  assert.deepEqual(taken(lines('甲', '乙', '丙|'), lines('乙', '丙')), [lines('乙', '丙|'), true]);
});

test('the line with the caret is left as it is, and it is said', () => {
  assert.deepEqual(taken(lines('甲', '乙|', '丙'), lines('甲改', '乙改', '丙')), [lines('甲', '乙|', '丙'), false]);
  assert.deepEqual(taken(lines('甲', '乙|', '丙', '丁'), lines('甲', '乙改', '丙', '丁改')), [lines('甲', '乙|', '丙', '丁改'), false]);
});

test('what the server only writes otherwise is no change', () => {
  const typed = lines('甲 ', '', '', '[图：大厅]', '乙', '|');
  assert.deepEqual(taken(typed, lines('甲', '[图]', '乙')), [typed, true]);
  assert.deepEqual(changesOf(['甲', '', '乙'], ['甲', '乙', '丙']), [{ from: 3, to: 3, lines: ['丙'] }]);
});

test('a selection moves as a whole', () => {
  const { text, start, end } = takenIn(lines('甲', '乙乙', '丙'), lines('零零', '甲', '乙乙', '丙改'), 2, 4);
  assert.deepEqual([text.slice(start, end), text], ['乙乙', lines('零零', '甲', '乙乙', '丙改')]);
});

test('long texts without a line in common are one change', () => {
  const [own, fresh] = ['旧', '新'].map((sign) => Array.from({ length: 1200 }, (_, at) => `${sign}${at}`));
  assert.deepEqual(changesOf(own, fresh), [{ from: 0, to: 1200, lines: fresh }]);
});
