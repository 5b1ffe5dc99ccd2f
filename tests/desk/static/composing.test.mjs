// What others hear of a composition: nothing, then its end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attend, isOfInputMethod } from '../../../desk/static/composing.js';

// A field that is the whole page, too.
function field(value) {
  const one = Object.assign(new EventTarget(), { value });
  const heard = [];
  const composing = attend(one);
  for (const type of ['input', 'keydown']) one.addEventListener(type, (event) => heard.push(event.key ?? one.value));
  const type = (text) => { one.value = text; one.dispatchEvent(new Event('input')); };
  const press = (key, more = {}) => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key, keyCode: key.charCodeAt(0), isComposing: false, ...more });
    one.dispatchEvent(event);
    return event;
  };
  const tell = (name) => one.dispatchEvent(new Event(name));
  return { one, heard, composing, type, press, tell };
}

test('keys of the input method are told by both marks', () => {
  assert.equal(isOfInputMethod({ isComposing: true, keyCode: 13 }), true);
  assert.equal(isOfInputMethod({ isComposing: false, keyCode: 229 }), true);
  assert.equal(isOfInputMethod({ isComposing: false, keyCode: 13 }), false);
});

test('a composition is heard of once, when it has ended', () => {
  const { heard, type, press, tell } = field('');
  type('全国');
  tell('compositionstart');
  type('全国tan');
  press('1', { isComposing: true, keyCode: 229 });
  type('全国碳');
  tell('compositionend');
  assert.deepEqual(heard, ['全国', '全国碳']);
});

test('one that changes nothing is not heard of', () => {
  const { heard, type, tell } = field('全国');
  tell('compositionstart');
  type('全国tan');
  type('全国');
  tell('compositionend');
  assert.deepEqual(heard, []);
});

test('Safari tells of Enter after the end: it does nothing; the next one does', () => {
  const { heard, press, tell } = field('');
  tell('compositionstart');
  tell('compositionend');
  assert.equal(press('Enter', { keyCode: 229 }).defaultPrevented, true);
  assert.deepEqual(heard, []);
  assert.equal(press('Enter', { keyCode: 13 }).defaultPrevented, false);
  assert.deepEqual(heard, ['Enter']);
});

test('an Escape that closes the candidates empties no search field and closes no dialog; the next one does', () => {
  const { press, tell } = field('');
  tell('compositionstart');
  assert.equal(press('Escape', { keyCode: 229 }).defaultPrevented, true);
  tell('compositionend');
  assert.equal(press('Escape', { keyCode: 27 }).defaultPrevented, false);
});

test('a field that is left without an end has ended', () => {
  const { heard, type, tell, composing } = field('');
  tell('compositionstart');
  type('tan');
  assert.equal(composing.isComposing(), true);
  tell('focusout');
  assert.equal(composing.isComposing(), false);
  assert.deepEqual(heard, ['tan']);
});

test('what has to wait is done when nothing is being composed, behind the end', async () => {
  const { tell, composing } = field('');
  const done = [];
  composing.whenComposed(() => done.push('at once'));
  tell('compositionstart');
  composing.whenComposed(() => done.push('later'));
  tell('compositionend');
  assert.deepEqual(done, ['at once']);
  tell('compositionstart');
  await new Promise((next) => { setTimeout(next, 5); });
  assert.deepEqual(done, ['at once']);
  tell('compositionend');
  await new Promise((next) => { setTimeout(next, 5); });
  assert.deepEqual(done, ['at once', 'later']);
});
