// The pages around an issue: what was not saved of it is offered here, too.

import { on } from '../page.js';
import { notice, say } from '../notices.js';
import { offer } from './saving.js';
import './typed_prices.js';
import './unfinished.js';

on('saved', () => {
  notice('restored', 'good', '已恢复，也已保存。', ['知道了']);
  say('已恢复，也已保存');
});
offer();
