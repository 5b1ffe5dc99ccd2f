"""Duplicate groups: the connected components of the pairs that are still valid."""

from collections.abc import Mapping, Sequence

from index.store import Stored
from pipeline.records import Duplicate


def groups(articles: Sequence[Stored]) -> list[list[Stored]]:
    """The articles in groups of the same article, each ordered best first, by the group's smallest id.

    A pair counts while both texts are as they were compared. The best is the most authoritative, then the most
    complete, then the earliest, then the smallest id: nothing here depends on the order of arrival.
    """
    by_id = {stored.id: stored for stored in articles}
    parent = {name: name for name in by_id}
    for stored in articles:
        for pair in stored.enriched.duplicates:
            if _valid(stored, pair, by_id):
                first, second = sorted((_root(parent, stored.id), _root(parent, pair.other)))
                parent[second] = first
    members: dict[str, list[Stored]] = {}
    for name in sorted(by_id):
        members.setdefault(_root(parent, name), []).append(by_id[name])
    return [sorted(group, key=_rank) for _, group in sorted(members.items())]


def why_same(head: Stored, other: Stored) -> str:
    """Why the two are in one group, in the editor's words."""
    for one, another in ((head, other), (other, head)):
        for pair in one.enriched.duplicates:
            if pair.other == another.id:
                return pair.why
    return "与同组另一篇相同"


def _valid(stored: Stored, pair: Duplicate, by_id: Mapping[str, Stored]) -> bool:
    other = by_id.get(pair.other)
    return (
        other is not None
        and stored.enriched.article.text_hash == pair.own_hash
        and other.enriched.article.text_hash == pair.other_hash
    )


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def _rank(stored: Stored) -> tuple[int, int, str, str]:
    article = stored.enriched.article
    earliest = article.published.isoformat() if article.published else "9999"
    return -article.publisher.authority, -len(article.text), earliest, stored.id
