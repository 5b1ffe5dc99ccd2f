// A session that has ended: its person logs in in another window, and then what waits is sent.

import { me } from '../page.js';
import { notice, say, unnotice } from '../notices.js';
import { session } from '../server.js';

const ASKED_EVERY_MS = 2000;
let asking = 0;

export function askLogin(said, then) {
  if (asking) return;
  const here = encodeURIComponent(location.pathname);
  const note = notice('login', 'bad', `${said.error ?? '登录已过期'}。修改都还在，重新登录后会接着保存。`);
  const link = document.createElement('a');
  Object.assign(link, { href: `/login?next=${here}`, target: '_blank', className: 'button', textContent: '在新窗口登录' });
  note.append(link);
  say('登录已过期，修改还没有保存');
  asking = setInterval(async () => {
    const who = await session();
    if (!who) return;
    clearInterval(asking);
    asking = 0;
    unnotice('login');
    if (who.user === me) then();
    else notice('other', 'bad', `现在登录的是${who.user}；没有保存的修改是${me}的，请换回这个账户。`);
  }, ASKED_EVERY_MS);
}
