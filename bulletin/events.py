"""Events: articles by different authors on the same happening, grouped by vectors, time and shared names."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np

from bulletin.groups import groups
from bulletin.names import grams, opening, phrase_grams, runs, terms
from index.store import Stored

FILE = Path(__file__).parent / "events.toml"
# Names that a reason shows.
SHOWN = 3


@dataclass(frozen=True)
class Limits:
    """`days` apart at most, least `cosine`, least `evidence` of shared names; what is common (see events.toml)."""

    days: int
    cosine: float
    evidence: float
    common_share: float
    common_least: int
    common: frozenset[str]


@cache
def load() -> Limits:
    """The limits in force."""
    read = tomllib.loads(FILE.read_text())
    return Limits(**{**read, "common": frozenset(phrase_grams(read["common"]))})


@dataclass(frozen=True)
class _Told:
    """One article as it is compared (the best printing of its group): its opening and what that names."""

    members: tuple[str, ...]
    day: date
    text: str
    terms: Mapping[str, float]
    grams: frozenset[str]


def events(articles: Sequence[Stored], vectors: Mapping[str, bytes]) -> list[list[str]]:
    """The ids in events, each of at least two articles that are no duplicates of each other; most articles are in none.

    Printings of one article count as one and are all listed. `vectors` are float32 little-endian, of length 1; an article
    without one is in no event. An event's ids ascend, events are ordered by their first: nothing depends on the order
    given. Events never merge articles.
    """
    limits = load()
    told = [(_told(group), _vector(group, vectors)) for group in groups(articles)]
    known = [(one, vector) for one, vector in told if vector]
    if not known:
        return []
    compared = [one for one, _ in known]
    rare = _rare(compared, limits)
    pairs: dict[tuple[int, int], float] = {}
    for first, second in _near(compared, [vector for _, vector in known], limits):
        strength = sum(_shared(compared[first], compared[second], rare).values())
        if strength >= limits.evidence:
            pairs[first, second] = strength
    return sorted(
        sorted(name for at in members for name in compared[at].members) for members in _joined(len(compared), pairs)
    )


def why_same_event(one: Stored, other: Stored) -> str:
    """Why the two are on one happening, in the editor's words."""
    mine, theirs = _told([one]), _told([other])
    shared = _shared(mine, theirs, mine.grams - load().common)
    best = sorted(shared, key=lambda name: (-shared[name], name))[:SHOWN]
    names = "、".join(f"“{name}”" for name in best)
    apart = abs((mine.day - theirs.day).days)
    return f"同一事件：共同出现{names}，" + ("同日发布" if not apart else f"相差{apart}天")


def _told(group: Sequence[Stored]) -> _Told:
    article = group[0].enriched.article
    text = opening(article)
    day = article.published or group[0].first_seen.date()
    return _Told(tuple(one.id for one in group), day, text, terms(text), frozenset(grams(text)))


def _vector(group: Sequence[Stored], vectors: Mapping[str, bytes]) -> bytes:
    return next((vectors[one.id] for one in group if vectors.get(one.id)), b"")


def _rare(compared: Sequence[_Told], limits: Limits) -> frozenset[str]:
    """What is no phrase of the week: grams and terms of few articles."""
    counts = Counter(name for one in compared for name in (*one.grams, *one.terms))
    most = max(limits.common_least, limits.common_share * len(compared))
    return frozenset(name for name, count in counts.items() if count <= most) - limits.common


def _near(compared: Sequence[_Told], vectors: Sequence[bytes], limits: Limits) -> Iterator[tuple[int, int]]:
    """Pairs that are close in time and meaning."""
    matrix = np.frombuffer(b"".join(vectors), "<f4").reshape(len(vectors), -1)
    cosines = np.round(matrix @ matrix.T, 4)
    for first, second in combinations(range(len(compared)), 2):
        apart = abs((compared[first].day - compared[second].day).days)
        if apart <= limits.days and cosines[first, second] >= limits.cosine:
            yield first, second


def _shared(one: _Told, other: _Told, rare: frozenset[str]) -> dict[str, float]:
    """The names that both have, with their weights."""
    named = {name: weight for name, weight in one.terms.items() if name in other.terms}
    return {**runs(one.text, one.grams & other.grams & rare), **named}


def _joined(count: int, pairs: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of at least two: the strongest pairs first, and two groups become one where all of their pairs hold."""
    group_of = {at: [at] for at in range(count)}
    for first, second in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        one, other = group_of[first], group_of[second]
        if one is not other:
            held = sum(tuple(sorted((a, b))) in pairs for a in one for b in other)
            if held >= len(one) * len(other):
                whole = one + other
                group_of |= dict.fromkeys(whole, whole)
    found = {id(members): members for members in group_of.values() if len(members) > 1}
    return list(found.values())
