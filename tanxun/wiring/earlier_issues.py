"""Reads from the store what drafting needs beside its window: vectors, duplicates outside it, what earlier issues printed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bulletin.drafting.earlier_issues import StoredKnowledge
from bulletin.drafting.rules import Rules
from index.published import PublishedItem
from index.store import Store, Stored
from pipeline.time_zone import ZONE, local_day

# A reprint of a reprint of a printed article: further than this no chain was ever seen.
MOST_STEPS = 4


def window(store: Store, since: date, until: date) -> list[Stored]:
    """The articles of the issue's days."""
    return store.window(since, until, str(ZONE))


def known(store: Store, number: int, since: date, articles: Sequence[Stored], rules: Rules) -> StoredKnowledge:
    """What is known of the window's relevant articles; the rest is left out whatever else is known of it."""
    relevant = [stored for stored in articles if stored.enriched.relevance >= rules.relevance]
    changed_since = _changed_since_printed(store, number, since, rules)
    earlier = _elsewhere(store, [*relevant, *changed_since], {stored.id for stored in articles})
    earlier = sorted({stored.id: stored for stored in (*earlier, *changed_since)}.values(), key=lambda one: one.id)
    ids = sorted({name for stored in (*relevant, *earlier) for name in (stored.id, *_others(stored))})
    return StoredKnowledge(
        earlier=earlier,
        changed={
            stored.id: _changed_at(store, stored) for stored in (*relevant, *changed_since) if stored.revisions > 1
        },
        printed=store.printed(ids),
        vectors=store.vectors([stored.id for stored in (*relevant, *changed_since)]),
    )


def _others(stored: Stored) -> set[str]:
    return {pair.other for pair in stored.enriched.duplicates}


def _elsewhere(store: Store, articles: Sequence[Stored], inside: set[str]) -> list[Stored]:
    """The articles outside the window that pairs lead to, and those that theirs lead to."""
    found: dict[str, Stored] = {}
    wanted = {name for stored in articles for name in _others(stored)} - inside
    for _ in range(MOST_STEPS):
        if not wanted:
            break
        step = store.articles(sorted(wanted))
        found |= {stored.id: stored for stored in step}
        wanted = {name for stored in step for name in _others(stored)} - inside - found.keys()
    return list(found.values())


def _changed_since_printed(store: Store, number: int, since: date, rules: Rules) -> list[Stored]:
    """What the latest earlier issues printed whose text is another now, seen on the first day or later."""
    issues = sorted(issue for issue in store.editions() if issue < number)[-rules.revised_issues :]
    prints: Mapping[str, PublishedItem] = {item.id: item for issue in issues for item in store.published(issue)}
    return [
        stored
        for stored in store.articles(sorted(prints))
        if stored.revisions > 1
        and prints[stored.id].text_hash not in ("", stored.enriched.article.text_hash)
        and local_day(stored.enriched.article.fetched_at) >= since
    ]


def _changed_at(store: Store, stored: Stored) -> datetime:
    """When the present text of an article that changed was fetched."""
    last, article = store.revisions(stored.id)[-1].article, stored.enriched.article
    # A text that was changed back is no new revision.
    return last.fetched_at if last.text_hash == article.text_hash else article.fetched_at
