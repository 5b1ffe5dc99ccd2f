// What the saving queue decides, without page, storage or network.

const LONGEST_PAUSE_S = 30;
// A page that was left can still be sending for that long; what is younger is sent on by the next one.
const LEFT_MS = 120000;

// Where a change waits: a newer one of the same field takes the place; every remark, every change of several items and every
// change of prices, which are other cells each time, has a place of its own; one remark is closed or opened again.
export function keyOf(prefix, body, now) {
  if (body.kind === 'settle' || body.kind === 'reopen') return `${prefix}${body.item ?? ''}/turn-${body.of}`;
  return `${prefix}${body.item ?? ''}/${body.kind === 'remark' || body.items || body.figures ? `${body.kind}-${now}` : body.kind}`;
}

// What a page that sent this text, and was answered so, types on in. What the server merged is not yet what the page shows:
// until it is, the page goes on with its own text, which the operation `on` holds; where none does, with what that began with.
export function baseAfter(body, { version, merged }) {
  if (!merged) return { base: version };
  return merged.on ? { base: version, typed_on: merged.on } : { base: body.base, typed_on: body.typed_on };
}

// What is left of a change where a colleague's version is taken: figures and paragraphs that do not clash; null where nothing is.
export function restOf(body, { places = [], version, field: name, theirs: now, with_theirs: whole }) {
  if (name === 'text') return whole === now ? null : { ...body, value: whole, base: version, typed_on: undefined };
  const theirs = new Set(places.map((place) => place.join('/')));
  const figures = (body.figures ?? []).filter(({ exchange, product, day, field }) => !theirs.has(`${exchange}/${product}/${day}/${field}`));
  return figures.length ? { ...body, figures, base: version } : null;
}

// The first that may be sent, as [key, entry]: nobody types in it any more, and it waits for no person.
export const nextOf = (waiting) => [...waiting].find(([, entry]) => !entry.soon && !entry.stuck);

// What an answer means for the change that was sent. `status`: HTTP's, undefined where no answer came; `again`: it was
// sent once more already, with a fresh token.
export function endOf(status, said, again) {
  if (status >= 200 && status < 300) return 'saved';
  if (status === 409 && said.clash) return 'clashed';
  if (status === 401) return 'expired';
  if (status === 403 && !again) return 'token';
  if (status && status < 500 && status !== 429) return 'refused';
  return 'later';
}

// Seconds until the next attempt, after a pause of so many.
export const longerPause = (pause) => Math.min(LONGEST_PAUSE_S, pause ? pause * 2 : 1);

// What the page says of the queue: 'saved', 'saving', 'unsaved' (it is tried again by itself), 'stuck' (a person decides, on
// what waits or on what is `offered` of pages that are gone), 'elsewhere' (other open pages hold so many).
export function stateOf(entries, pause, offered = 0, others = 0) {
  if (entries.some((entry) => entry.stuck)) return 'stuck';
  if (entries.length) return pause ? 'unsaved' : 'saving';
  if (offered) return 'stuck';
  return others ? 'elsewhere' : 'saved';
}

// What of the [key, entry] pairs of a page that is gone it was just sending, being this tab's (`left`), and what is offered.
export function leftOver(stored, tab, now) {
  const isLeft = ([, entry]) => entry.tab === tab && !entry.failed && now - entry.at < LEFT_MS;
  return { left: stored.filter(isLeft), found: stored.filter((one) => !isLeft(one)) };
}
