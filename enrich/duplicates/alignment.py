"""Where one text stands in another: the runs of characters that both have, in time that grows with their length."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# As many characters begin a run: the same five of the fingerprints' grams.
SEED = 5
# Places of the longer text at which a run is tried; a seed that stands in more of them is a table's or a form's.
MOST_TRIED = 8
# Letters that a run counts more where it goes on near the end of the one before: of a form's many equal lines, the next.
NEARNESS, NEAR = 20, 24


@dataclass(frozen=True)
class Run:
    """`length` characters that stand at `at` in the one text and at `there` in the other."""

    at: int
    there: int
    length: int


@dataclass(frozen=True)
class Replaced:
    """Where one text has `one` the other has `other`, between the same letters `before` and `after`."""

    one: str
    other: str
    before: str
    after: str


def runs(text: str, other: str) -> list[Run]:
    """The text cut into runs that stand in the other, in the text's order; what lies between has no seed there.

    Of several places the one with the longest run is taken, where the next near the run before counts for more, and of
    equals the first.
    """
    places = _places(other)
    found: list[Run] = []
    at = end = 0
    while at <= len(text) - SEED:
        tried = places.get(text[at : at + SEED], ())
        if tried:
            lengths = {there: _length(text, at, other, there) for there in tried}
            best = max(tried, key=lambda there: (lengths[there] + NEARNESS * (0 <= there - end <= NEAR), -there))
            found.append(Run(at, best, lengths[best]))
            at, end = at + lengths[best], best + lengths[best]
        else:
            at += 1
    return found


def replaced(text: str, other: str, found: Sequence[Run], most: int) -> Iterator[Replaced]:
    """What stands in place of what between neighbouring runs, `most` letters in either text at most."""
    for before, after in itertools.pairwise(found):
        start, there = before.at + before.length, before.there + before.length
        if 0 < after.at - start <= most and 0 < after.there - there <= most:
            yield Replaced(
                text[start : after.at],
                other[there : after.there],
                text[max(before.at, start - most) : start],
                text[after.at : after.at + min(most, after.length)],
            )


def opening(text: str, other: str, found: Sequence[Run], most: int) -> Iterator[Replaced]:
    """What the texts begin with in place of each other, before the first run: an issuer's place, a company's name."""
    if found and 0 < found[0].at <= most and 0 < found[0].there <= most:
        first = found[0]
        after = text[first.at : first.at + min(most, first.length)]
        yield Replaced(text[: first.at], other[: first.there], "", after)


def _places(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - SEED + 1):
        known = places[text[at : at + SEED]]
        if len(known) < MOST_TRIED:
            known.append(at)
    return places


def _length(text: str, at: int, other: str, there: int) -> int:
    """How far both read the same from here: stretches of 8, 16, 32 … characters, then halves of the one that differs."""
    most = min(len(text) - at, len(other) - there)
    low, step, growing = 0, 8, True
    while step:
        if low + step <= most and text[at + low : at + low + step] == other[there + low : there + low + step]:
            low += step
        else:
            growing = False
        step = step * 2 if growing else step // 2
    return low
