// What is said of a colleague's change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { told } from '../../../../desk/static/issue_page/operation_words.js';

const titleOf = (item) => (item === 'a' ? '《题目》' : '');
const of = (kinds, ...items) => told({ who: '主编丙', kinds, items }, titleOf);

test('one change is named with its item', () => {
  assert.equal(of(['title'], 'a'), '主编丙修改了《题目》的题目');
  assert.equal(of(['drop'], 'a'), '主编丙取下了《题目》');
  assert.equal(of(['drop'], 'gone'), '主编丙取下了一条');
  assert.equal(of(['publish']), '主编丙发布了本期');
  assert.equal(of(['remark']), '主编丙给本期留了备注');
  assert.equal(of(['answer']), '主编丙回复了本期的备注');
  assert.equal(of(['unheard'], 'a'), '主编丙改了《题目》');
});

test('several are counted', () => {
  assert.equal(of(['title', 'source'], 'a'), '主编丙等改动了1处');
  assert.equal(of(['move'], 'a', 'b'), '主编丙等改动了2处');
  assert.equal(of(['price', 'price']), '主编丙等改动了1处');
  assert.equal(of(['several'], 'a', 'b'), '主编丙一次改动了2条');
});
