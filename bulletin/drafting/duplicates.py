"""Duplicate groups: what the valid pairs connect, except through digests; the best printing first."""

import re
from collections.abc import Mapping, Sequence

from index.store import Stored
from pipeline.records import Article, Reason

# A printing is complete with this share of the longest one's text: reprints add a lead or a closing line, cuts lose more.
COMPLETE = 0.75
# Titles that have less than this share of the shorter one's neighbouring characters in common say different things.
LIKE = 0.4
# A publisher's names begin alike (新华网 and 新华社, 人民网 and 人民日报), those of two publishers hardly ever.
SAME_HOUSE = 2
# What an unlisted publisher counts as: no more and no less than the least in the catalogues, which pass things on too.
UNLISTED = 30
# Characters that only traditional script has, of those that any article has some of.
_TRADITIONAL = frozenset("個們為與國發會關於這對經業電產總開門場實應動現進點還時後來過說學體機車長東風馬無價報類")
_LEAST_TRADITIONAL = 3
_WORDS = re.compile(r"\w+")
_WIDE_FIGURE = re.compile(r"[０-９]")

Links = Mapping[str, set[str]]


def groups(articles: Sequence[Stored]) -> list[list[Stored]]:
    """The articles in groups of the same article, each ordered best first, by the group's smallest id.

    A pair counts while both texts are as they were compared. A digest holds several articles that are no duplicates of
    each other: it joins the first of them and connects none. The best is the most authoritative (a publisher's own before
    what others pass on), then the most complete, see `_rank`: nothing here depends on the order of arrival.
    """
    by_id = {stored.id: stored for stored in articles}
    links = _links(by_id)
    found = [_parted([by_id[name] for name in names], links) for names in _connected(sorted(by_id), links)]
    return sorted((group for parts in found for group in parts), key=lambda group: min(one.id for one in group))


def _parted(connected: Sequence[Stored], links: Links) -> list[list[Stored]]:
    """What is connected without its digests, ordered, and each digest behind the first that it holds."""
    digests = {one.id for one in connected if _is_digest(one, connected, links)}
    by_id = {one.id: one for one in connected}
    names = _connected(sorted(by_id.keys() - digests), links)
    parts = [_ordered([by_id[name] for name in part]) for part in names]
    for digest in sorted(digests):
        held = next((part for part in parts if links[digest] & {one.id for one in part}), None)
        if held is None:
            parts.append([by_id[digest]])
        else:
            held.append(by_id[digest])
    return parts


def why_same(head: Stored, other: Stored) -> Reason:
    """Why the two are in one group."""
    for one, another in ((head, other), (other, head)):
        for pair in one.enriched.duplicates:
            if pair.other == another.id:
                return pair.why
    return Reason("same_as_another")


def _links(by_id: Mapping[str, Stored]) -> Links:
    links: dict[str, set[str]] = {name: set() for name in by_id}
    for stored in by_id.values():
        for pair in stored.enriched.duplicates:
            other = by_id.get(pair.other)
            if (
                other is not None
                and stored.enriched.article.text_hash == pair.own_hash
                and other.enriched.article.text_hash == pair.other_hash
            ):
                links[stored.id].add(pair.other)
                links[pair.other].add(stored.id)
    return links


def _connected(names: Sequence[str], links: Links) -> list[list[str]]:
    """These names (ascending) in connected parts, by the smallest of each."""
    left, parts = set(names), []
    for name in names:
        part, waiting = [], [name]
        while waiting:
            at = waiting.pop()
            if at in left:
                left.remove(at)
                part.append(at)
                waiting += links[at]
        if part:
            parts.append(sorted(part))
    return parts


def _is_digest(whole: Stored, connected: Sequence[Stored], links: Links) -> bool:
    """Whether it holds several shorter articles that nothing else connects, under a title like none of theirs."""
    if len(connected) < 3 or len(links[whole.id]) < 2:
        return False
    most = COMPLETE * len(whole.enriched.article.text)
    shorter = sorted(one.id for one in connected if len(one.enriched.article.text) < most)
    own = whole.enriched.article.title
    held = {one.id for one in connected if one.id in links[whole.id] and not _alike(one.enriched.article.title, own)}
    return sum(1 for part in _connected(shorter, links) if held & set(part)) > 1


def _alike(title: str, other: str) -> bool:
    mine, theirs = _bigrams(title), _bigrams(other)
    return len(mine & theirs) >= LIKE * max(1, min(len(mine), len(theirs)))


def _bigrams(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _plain(text: str) -> str:
    return "".join(_WORDS.findall(text)).lower()


def _ordered(group: Sequence[Stored]) -> list[Stored]:
    return sorted(group, key=lambda stored: _rank(stored, group))


def _rank(stored: Stored, group: Sequence[Stored]) -> tuple[object, ...]:
    """What holds another under a title of its own last; then by authority and completeness.

    Among equals: in plain simplified script, earliest, under the title that most have, longest, smallest id.
    """
    article = stored.enriched.article
    others = [one.enriched.article for one in group if one is not stored]
    longest = max((len(one.text) for one in others if not _quotes(one, others)), default=0)
    titled = sum(_plain(one.title) == _plain(article.title) for one in others)
    return (
        _quotes(article, others),
        is_passed_on(article),
        -(article.publisher.authority if article.publisher.listed else UNLISTED),
        len(article.text) < COMPLETE * longest,
        _is_disguised(article),
        article.published.isoformat() if article.published else "9999",
        -titled,
        -len(article.text),
        stored.id,
    )


def is_passed_on(article: Article) -> bool:
    """Whether it is not known to be its publisher's own: 新华社 is 新华网's own, 碳排放交易网 passes it on."""
    publisher = article.publisher
    own = (article.source or publisher.name)[:SAME_HOUSE] == publisher.name[:SAME_HOUSE]
    return not publisher.listed or (article.repost and not own)


def _quotes(article: Article, others: Sequence[Article]) -> bool:
    """Whether it holds the title of another within its text, under a title of its own: a digest, or a retitled copy."""
    text = _plain(article.text)
    titles = [_plain(one.title) for one in others if not _alike(one.title, article.title)]
    return any(len(title) > 5 and title in text for title in titles)


def _is_disguised(article: Article) -> bool:
    """Whether it is in traditional script or has full-width figures: somebody has passed it on."""
    shown = article.title + article.text[:300]
    return sum(letter in _TRADITIONAL for letter in shown) >= _LEAST_TRADITIONAL or bool(_WIDE_FIGURE.search(shown))
