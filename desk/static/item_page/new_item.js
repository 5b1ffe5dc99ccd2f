// The form of an item that is written by hand: what is typed is kept in this browser at once; `?unfinished=` and a form's id
// ask for what is kept of that form. Without scripts it is a plain form.

import { all, find } from '../page.js';
import { notice, say, unnotice } from '../notices.js';
import { forgetForm, keepForm, keptForm } from '../saving/unfinished.js';

const form = document.getElementById('new-item');
const told = document.getElementById('new-item-kept');
const OWN = new Set(['csrf', 'base', 'id', 'picture']);
const { id } = form.elements;
const fields = () => [...form.elements].filter((one) => one.name && !OWN.has(one.name));
const chosen = () => all('input[type="file"]', form).filter((one) => one.files.length).length;
// A column is chosen, and an address that could not be crawled is given: nobody would miss these alone.
const isBlank = () => !fields().some((one) => one.name !== 'column' && one.value.trim() && one.value !== one.dataset.given);
let stored = true;
let leaving = false;

function keep() {
  if (isBlank()) forgetForm(id.value);
  else stored = keepForm(id.value, fields().map(({ name, value }) => [name, value]), chosen());
  told.hidden = isBlank();
  told.textContent = stored ? '写的内容随时留在这个浏览器里，关了页面也能恢复；还没有加入本期。' : '浏览器的存储满了，写的内容只在这个页面上；还没有加入本期。';
}

// Everything in its place again, under the id that the form had then: sent twice, it is one item.
function fill(was, entry) {
  id.value = was;
  const pictures = entry.fields.filter(([name]) => name === 'kept');
  pictures.forEach(([, url], at) => {
    const row = document.getElementById('kept-picture').content.firstElementChild.cloneNode(true);
    find('[name="kept"]', row).value = url;
    Object.assign(find('img', row), { src: `/pictures/${url.replace('desk:', '')}?size=small`, alt: `已上传的图片${at + 1}` });
    const [label, caption] = [find('label', row), find('[name="kept_caption"]', row)];
    caption.id = `kept${at + 1}`;
    Object.assign(label, { htmlFor: caption.id, textContent: `已上传图片${at + 1}的图注` });
    all('[data-free]', form).at(-1)?.remove();
    find('[data-pictures]', form).append(row);
  });
  const places = new Map();
  for (const [name, value] of entry.fields) {
    const at = places.get(name) ?? 0;
    places.set(name, at + 1);
    const field = fields().filter((one) => one.name === name)[at];
    if (field) field.value = value;
  }
  keep();
  const files = entry.files ? `选好的${entry.files}张图片没有留下，请重新选。` : '';
  notice('restored', 'good', `已恢复，还没有加入本期。${files}`, ['知道了']);
  say(`已恢复，还没有加入本期。${files}`);
}

// The browser would fill a form that is loaded again by itself, beside what is offered here.
form.autocomplete = 'off';
form.addEventListener('input', () => { unnotice('restored'); keep(); });
form.addEventListener('submit', () => { leaving = true; });
find('[data-give-up]', form).addEventListener('click', (event) => {
  // eslint-disable-next-line no-alert -- gone for good, so it is asked as the browser asks
  if (!isBlank() && !confirm('放弃写了的内容？放弃以后不能恢复。')) { event.preventDefault(); return; }
  leaving = true;
  forgetForm(id.value);
});
addEventListener('beforeunload', (event) => { if (!leaving && (!stored || chosen())) event.preventDefault(); });

const asked = new URLSearchParams(location.search).get('unfinished');
const entry = asked && await keptForm(asked);
if (entry) fill(asked, entry);
// It came back with what was typed, to be corrected.
else if (!isBlank()) keep();
