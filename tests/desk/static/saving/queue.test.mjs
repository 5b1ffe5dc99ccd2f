// The saving queue's decisions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseAfter, endOf, keyOf, leftOver, longerPause, nextOf, restOf, stateOf } from '../../../../desk/static/saving/queue.js';

const P = 'tanxun/7/';
const figure = (day) => ({ exchange: '东海', product: 'DHEA', day, field: 'close', value: '1' });

test('a newer change of a field takes the place of the one that waits; remarks and several items do not', () => {
  assert.equal(keyOf(P, { item: 'a', kind: 'title' }, 1), keyOf(P, { item: 'a', kind: 'title' }, 2));
  assert.notEqual(keyOf(P, { item: 'a', kind: 'title' }, 1), keyOf(P, { item: 'a', kind: 'source' }, 1));
  assert.notEqual(keyOf(P, { item: 'a', kind: 'title' }, 1), keyOf(P, { item: 'b', kind: 'title' }, 1));
  assert.notEqual(keyOf(P, { item: 'a', kind: 'remark' }, 1), keyOf(P, { item: 'a', kind: 'remark' }, 2));
  assert.equal(keyOf(P, { kind: 'remark' }, 3), 'tanxun/7//remark-3');
  assert.equal(keyOf(P, { item: 'a', kind: 'settle', of: 12 }, 1), keyOf(P, { item: 'a', kind: 'reopen', of: 12 }, 2));
  assert.notEqual(keyOf(P, { item: 'a', kind: 'settle', of: 12 }, 1), keyOf(P, { item: 'a', kind: 'settle', of: 13 }, 1));
  const several = { kind: 'drop_several', items: ['a', 'b'] };
  assert.notEqual(keyOf(P, several, 1), keyOf(P, several, 2));
});

test('prices are of other cells each time; what a colleague did not touch is left of them', () => {
  assert.notEqual(keyOf(P, { kind: 'prices', figures: [] }, 1), keyOf(P, { kind: 'prices', figures: [] }, 2));
  const body = { kind: 'prices', figures: [figure('2026-05-11'), figure('2026-05-12')], reason: '周报', base: 1 };
  const clash = { version: 5, places: [['东海/DHEA/2026-05-11', 'close']] };
  assert.deepEqual(restOf(body, clash), { ...body, figures: [figure('2026-05-12')], base: 5 });
  assert.equal(restOf({ ...body, figures: body.figures.slice(0, 1) }, clash), null);
  assert.equal(restOf({ kind: 'title', item: 'a' }, { version: 5, places: [['a', 'title']] }), null);
});

test('the first that nobody types in and nobody has to decide is sent', () => {
  assert.equal(nextOf(new Map()), undefined);
  assert.equal(nextOf(new Map([['a', { soon: true }], ['b', { stuck: true }]])), undefined);
  assert.deepEqual(nextOf(new Map([['a', { soon: true }], ['b', { n: 1 }], ['c', { n: 2 }]])), ['b', { n: 1 }]);
});

test('an answer ends a change, asks a person, or has it tried again', () => {
  const clash = { clash: { version: 3 } };
  const cases = [
    [200, {}, false, 'saved'], [204, {}, true, 'saved'], [409, clash, false, 'clashed'], [409, {}, false, 'refused'],
    [401, {}, false, 'expired'], [403, {}, false, 'token'], [403, {}, true, 'refused'], [400, {}, false, 'refused'],
    [404, {}, false, 'refused'], [413, {}, false, 'refused'], [429, {}, false, 'later'], [500, {}, false, 'later'],
    [503, clash, false, 'later'], [undefined, {}, false, 'later'],
  ];
  for (const [status, said, again, end] of cases) assert.equal(endOf(status, said, again), end, `${status} ${again}`);
});

test('pauses double up to half a minute', () => {
  const pauses = [0];
  for (let at = 0; at < 7; at += 1) pauses.push(longerPause(pauses.at(-1)));
  assert.deepEqual(pauses, [0, 1, 2, 4, 8, 16, 30, 30]);
});

test('what the page says: a person first, then whether it is tried again', () => {
  assert.equal(stateOf([], 0), 'saved');
  assert.equal(stateOf([], 8), 'saved');
  assert.equal(stateOf([{}], 0), 'saving');
  assert.equal(stateOf([{}], 2), 'unsaved');
  assert.equal(stateOf([{}, { stuck: true }], 2), 'stuck');
  assert.equal(stateOf([], 0, 1, 1), 'stuck');
  assert.equal(stateOf([], 0, 0, 1), 'elsewhere');
  assert.equal(stateOf([{}], 0, 1, 1), 'saving');
});

test('what this tab was just sending is sent on; what failed, is old or another tab\'s is offered', () => {
  const now = 1_000_000;
  const entry = (changes) => ({ who: '编辑乙', tab: 'own', at: now - 1000, ...changes });
  const stored = Object.entries({
    fresh: entry(), failed: entry({ failed: true }), old: entry({ at: now - 120000 }), closed: entry({ tab: 'other' }),
  });
  const { left, found } = leftOver(stored, 'own', now);
  assert.deepEqual(left.map(([key]) => key), ['fresh']);
  assert.deepEqual(found.map(([key]) => key), ['failed', 'old', 'closed']);
});

test('a page types on in what it shows, until that is what the server merged', () => {
  const body = { base: 3, kind: 'text' };
  assert.deepEqual(baseAfter(body, { version: 5 }), { base: 5 });
  assert.deepEqual(baseAfter(body, { version: 5, merged: { text: '', on: 5 } }), { base: 5, typed_on: 5 });
  assert.deepEqual(baseAfter({ ...body, typed_on: 2 }, { version: 5, merged: { text: '', on: 0 } }), { base: 3, typed_on: 2 });
});

test('of a text whose clashing paragraph is a colleague\'s one\'s other paragraphs are left', () => {
  const body = { kind: 'text', item: 'a', value: '我\n我', base: 1, typed_on: 1 };
  const clash = { field: 'text', version: 4, theirs: '他\n原', with_theirs: '他\n我' };
  assert.deepEqual(restOf(body, clash), { kind: 'text', item: 'a', value: '他\n我', base: 4, typed_on: undefined });
  assert.equal(restOf(body, { ...clash, with_theirs: '他\n原' }), null);
});
