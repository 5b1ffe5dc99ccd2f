// The page that a script runs on: which issue it shows, whom it speaks for, what stands where; and what its scripts tell each
// other.

export const desk = document.getElementById('desk');
export const issue = desk.dataset.issue;
export const me = desk.dataset.who;
export const mayEdit = desk.dataset.can === 'edit';
export const home = `/issues/${issue}`;
export const bus = new EventTarget();

export const FIELDS = { title: '题目', published: '发布日期', source: '来源', text: '正文', pictures: '图片', move: '位置', remark: '备注', settle: '备注的处理', reopen: '备注的处理', drop: '取下', restore: '放回', prices: '行情', move_several: '几条的位置', drop_several: '取下几条' };

export const find = (selector, inside = document) => inside.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
export const cardOf = (item) => document.getElementById(`i${item}`);
export const emit = (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail }));
export const on = (name, then) => bus.addEventListener(name, (event) => then(event.detail));

export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

export function titleOf(item) {
  const title = item && cardOf(item) ? find('[data-field="title"]', cardOf(item)) : find('#f-title');
  return item && title ? `《${(title.value ?? title.textContent).trim().slice(0, 60)}》` : '';
}
