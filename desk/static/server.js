// What the page asks of the server, and what it sends.

import { all } from './page.js';

let token = document.querySelector('meta[name="csrf"]')?.content ?? '';

// The desk itself answers within seconds, if only that its store does not.
const PATIENCE_MS = 30000;

// Throws where the server cannot be reached or does not answer.
export function post(path, body, keepalive = false) {
  const json = !(body instanceof FormData);
  const cut = new AbortController();
  const timer = json && setTimeout(() => cut.abort(), PATIENCE_MS);
  return fetch(path, {
    method: 'POST', keepalive, signal: cut.signal,
    headers: { 'x-csrf-token': token, accept: 'application/json', ...(json ? { 'content-type': 'application/json' } : {}) },
    body: json ? JSON.stringify(body) : body,
  }).finally(() => clearTimeout(timer));
}

// A page or a part of one; null where it cannot be had now (not logged in, or the server is away), undefined where it is
// no more.
export async function part(path) {
  try {
    const answer = await fetch(path, { headers: { accept: 'text/html' } });
    if (answer.status === 404) return undefined;
    if (!answer.ok || new URL(answer.url).pathname === '/login') return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return null;
  }
}

// Whether somebody is logged in now; takes the token that a new login brought.
export async function session() {
  try {
    const answer = await fetch('/session', { headers: { accept: 'application/json' } });
    if (!answer.ok) return null;
    const said = await answer.json();
    token = said.csrf;
    for (const field of all('input[name="csrf"]')) field.value = token;
    return said;
  } catch {
    return null;
  }
}
