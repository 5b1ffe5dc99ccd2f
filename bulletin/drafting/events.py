"""Events: articles by different authors on the same event, grouped by vectors, time and shared names."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from math import log
from pathlib import Path

import numpy as np

from bulletin.drafting.duplicates import groups
from bulletin.drafting.rare_names import GRAM, Named, named, phrases, runs
from index.store import Stored
from pipeline.records import Reason
from pipeline.text.title_names import apart, marks

FILE = Path(__file__).parent / "events.toml"
_AUTHORITY = re.compile("(?:厅|局|部|委|委员会|政府|办公室)$")
# A title of an official document or call: 关于……的通知, with what may follow in brackets.
_DOCUMENT = re.compile(r"关于.{2,80}的(?:通知|公告|通告|公示|通报|决定|意见|函|批复)(?:[（(].{1,20}[）)])?$")
# Names that a reason shows.
SHOWN = 3


@dataclass(frozen=True)
class EventLimits:
    """The figures of events.toml, which says what they mean."""

    days: int
    cosine: float
    evidence: float
    near: float
    evidence_near: float
    among: int
    title: float
    term: float
    authority: float
    again: float

    def needed(self, cosine: float) -> float:
        """The weight of shared names that is enough at this cosine."""
        share = min(1.0, (cosine - self.cosine) / (self.near - self.cosine))
        return self.evidence + share * (self.evidence_near - self.evidence)


@cache
def load() -> EventLimits:
    """The limits in force."""
    return EventLimits(**tomllib.loads(FILE.read_text()))


@dataclass(frozen=True)
class _Told:
    """One article as it is compared: the best printing of its group."""

    members: tuple[str, ...]
    day: date
    title: str
    number: str | None
    publishers: frozenset[str]
    names: Named


def events(articles: Sequence[Stored], vectors: Mapping[str, bytes]) -> list[list[str]]:
    """The ids in events, each of at least two articles that are no duplicates of each other; most articles are in none.

    Printings of one article count as one and are all listed. `vectors` are float32 little-endian, of length 1; an article
    without one is in no event. An event's ids ascend, events are ordered by their first: nothing depends on the order
    given. Events never merge articles.
    """
    limits = load()
    known_vectors = [(group, vector) for group in groups(articles) if (vector := _vector(group, vectors))]
    if not known_vectors:
        return []
    compared = [_told(group) for group, _ in known_vectors]
    counts = Counter(name for one in compared for name in (*one.names.grams, *one.names.terms))
    among = max(limits.among, len(compared))
    pairs: dict[tuple[int, int], float] = {}
    for first, second, cosine in _near(compared, [vector for _, vector in known_vectors], limits):
        one, other = compared[first], compared[second]
        strength = sum(_shared(one, other, counts, among, limits).values()) - limits.needed(cosine)
        if strength >= 0 and not _told_apart(one, other):
            pairs[first, second] = strength
    return sorted(
        sorted(name for at in members for name in compared[at].members) for members in _joined(len(compared), pairs)
    )


def why_same_event(one: Stored, other: Stored) -> Reason:
    """Why the two are on one event: names in both, days between; the same whichever is named first."""
    mine, theirs = (_told([stored]) for stored in sorted((one, other), key=lambda stored: stored.id))
    shared = _shared(mine, theirs, {}, load().among, load())
    names = tuple(sorted(shared, key=lambda name: (-shared[name], name))[:SHOWN])
    days = abs((mine.day - theirs.day).days)
    return (
        Reason("same_event", {"names": names, "days": days})
        if days
        else Reason("same_event_same_day", {"names": names})
    )


def _told(group: Sequence[Stored]) -> _Told:
    article = group[0].enriched.article
    day = article.published or group[0].first_seen.date()
    publishers = frozenset(filter(None, (article.publisher.name, article.source)))
    number = article.document_number
    return _Told(tuple(one.id for one in group), day, article.title, number, publishers, named(article))


def _vector(group: Sequence[Stored], vectors: Mapping[str, bytes]) -> bytes:
    return next((vectors[one.id] for one in group if vectors.get(one.id)), b"")


def _near(compared: Sequence[_Told], vectors: Sequence[bytes], limits: EventLimits) -> Iterator[tuple[int, int, float]]:
    """Pairs that are close in time and meaning, with their cosine."""
    matrix = np.frombuffer(b"".join(vectors), "<f4").reshape(len(vectors), -1)
    cosines = np.round(matrix @ matrix.T, 4)
    for first, second in combinations(range(len(compared)), 2):
        days = abs((compared[first].day - compared[second].day).days)
        if days <= limits.days and cosines[first, second] >= limits.cosine:
            yield first, second, float(cosines[first, second])


def _told_apart(one: _Told, other: _Told) -> bool:
    """Whether the titles name another batch, time or place; a place does not count where both texts name both.

    Two documents, each with a 文号 of its own or both of one publisher, are two matters, whatever their issuer writes in both.
    """
    if one.number and other.number and one.number != other.number:
        return True
    if one.publishers & other.publishers and _DOCUMENT.search(one.title) and _DOCUMENT.search(other.title):
        return True
    kinds = {kind for kind, _, _ in apart(one.title, other.title)}
    for kind, mine, theirs in apart(one.title, other.title):
        if kind == "地方" and _says(one, theirs) and _says(other, mine):
            kinds.discard(kind)
    periods, days = ({kind in marks(told.title) for told in (one, other)} for kind in ("时段", "日期"))
    return bool(kinds) or (
        periods == days == {True, False} and ("时段" in marks(one.title)) != ("日期" in marks(one.title))
    )


def _says(told: _Told, places: frozenset[str]) -> bool:
    return any(place in told.names.text for place in places)


def _shared(one: _Told, other: _Told, counts: Mapping[str, int], among: int, limits: EventLimits) -> dict[str, float]:
    """The names that both have, as printed, with their weights; a publisher's own name is none between its articles."""
    titles = one.names.title | other.names.title
    own = one.publishers & other.publishers

    def weight(keys: Sequence[str]) -> float:
        rarest = min(max(2, counts.get(key, 0)) for key in keys)
        return max(0.0, log(among / rarest)) * (limits.title if titles.intersection(keys) else 1)

    found = {}
    for name, keys in runs(one.names.text, one.names.grams & other.names.grams):
        telling = [key for key in keys if key not in phrases()]
        if telling and not any(name in publisher for publisher in own):
            found[name] = weight(telling) * (limits.authority if _AUTHORITY.search(name) else 1)
    for key in one.names.terms.keys() & other.names.terms.keys():
        found[one.names.terms[key]] = weight([key]) * limits.term
    return _once({name: heavy for name, heavy in found.items() if heavy}, limits.again)


def _once(found: Mapping[str, float], again: float) -> dict[str, float]:
    """Names that overlap a heavier one count little: one name, printed in two ways."""
    kept: dict[str, float] = {}
    seen: set[str] = set()
    for name in sorted(found, key=lambda name: (-found[name], name)):
        parts = {name[at : at + GRAM - 1] for at in range(max(1, len(name) - GRAM + 2))}
        kept[name] = found[name] * (again if parts & seen else 1)
        seen |= parts
    return kept


def _joined(count: int, pairs: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of at least two: the strongest pairs first, and two groups become one where most of their pairs hold."""
    group_of = {at: [at] for at in range(count)}
    for first, second in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        one, other = group_of[first], group_of[second]
        if one is not other:
            held = sum(tuple(sorted((a, b))) in pairs for a in one for b in other)
            if 2 * held >= len(one) * len(other):
                whole = one + other
                group_of |= dict.fromkeys(whole, whole)
    found = {id(members): members for members in group_of.values() if len(members) > 1}
    return list(found.values())
