"""A text made ready for comparing, and how two of them stand to each other: what is in both, what differs within it."""

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from zhconv import convert

from enrich.duplicates.alignment import SEED, Replaced, Run, opening, replaced, runs
from pipeline.text.figures import HOLE, skeleton

FILE = Path(__file__).parent / "dedupe.toml"
# Texts kept ready: a batch and its candidates.
READY = 512
# A gap of more characters between two runs is no replaced name.
LONGEST_NAME = 16
# The number of a line in a list: 1. （二） 三、
_ENUMERATOR = re.compile(r"(?m)^\s{0,9}[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[.)）、](?!\d))\s{0,9}")
# A figure so near a run's border may stand in other words, and one that ends a text may be cut.
EDGE = 2
# How the numeral of a place's name is kept from being read as a figure; no text is printed in these.
_KEPT = str.maketrans("三四六七九十百", "叁肆陆柒玖拾佰")
_READ = {kept: numeral for numeral, kept in _KEPT.items()}
_BLANKS = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")


@cache
def rules() -> dict[str, Any]:
    """The rules in force."""
    return tomllib.loads(FILE.read_text())


@dataclass(frozen=True)
class Ready:
    """A text as it is compared: the article alone, its letters with HOLE for each figure, the figures by where they stand."""

    text: str
    letters: str
    figures: dict[int, str]

    @property
    def whole(self) -> tuple[str, tuple[str, ...]]:
        """What two equal texts have in common."""
        return self.letters, tuple(self.figures.values())


def simplified(text: str) -> str:
    """NFKC, in simplified characters and the mainland's words; of blanks one, a line's end where one is among them."""
    plain = _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", unicodedata.normalize("NFKC", text))
    if not plain.isascii():
        plain = convert(plain, "zh-cn")
        for theirs, ours in rules()["taiwan"]:
            plain = plain.replace(theirs, ours)
    return plain


@lru_cache(READY)
def ready(text: str) -> Ready:
    """The text as it is compared."""
    alone = article_alone(simplified(text[: rules()["most_text"]]))
    whole, values = skeleton_of(_ENUMERATOR.sub("", alone))
    letters = letters_of(whole)
    holes = (at for at, letter in enumerate(letters) if letter == HOLE)
    return Ready(alone, letters, dict(zip(holes, values, strict=True)))


def skeleton_of(text: str) -> tuple[str, list[str]]:
    """The skeleton, in which the numeral of a place's name is no figure."""
    return skeleton(_numeral_places().sub(lambda place: place[0].translate(_KEPT), text))


def as_printed(letters: str) -> str:
    """Letters of a Ready with its places' names as the text has them."""
    return letters.translate(_READ)


@cache
def _numeral_places() -> re.Pattern[str]:
    return re.compile(rules()["numeral_places"])


def letters_of(text: str) -> str:
    """Letters and figures alone, in lower case."""
    return _NOT_WORD.sub("", text).lower()


def article_alone(text: str) -> str:
    """The text without agency lines, credits and what a page prints after an article; whole where little would be left."""
    lead, ends = _patterns()
    start = 0
    while match := lead.match(text, start):
        start = match.end()
    from_here = start + int(rules()["ends_after"] * (len(text) - start))
    end = ends.search(text, from_here)
    return text[start : end.start() if end else None]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    leads, ends = ("|".join(rules()[name]) for name in ("leads", "ends"))
    return re.compile(rf"\s?(?:{leads})\s?"), re.compile(ends)


@dataclass(frozen=True)
class Shared:
    """How a shorter text stands in a longer one.

    `contained` is the share of the shorter's 5-grams that stand in the longer with the same figures; `core` the same between
    its first and its last long run, where only a reprint's own lead and tail are outside. `replaced` holds what stands in
    place of what before the first run and between neighbouring ones, `figures` the pairs of figures that stand in the same
    words, with the letters after them.
    """

    short: Ready
    long: Ready
    runs: Sequence[Run]
    contained: float
    core: float
    replaced: Sequence[Replaced]
    figures: Sequence[tuple[str, str, str]]

    def unmatched(self) -> tuple[str, str]:
        """The pieces of either text that the other does not have, a line each."""
        return (
            _outside(self.short.letters, sorted((run.at, run.length) for run in self.runs)),
            _outside(self.long.letters, sorted((run.there, run.length) for run in self.runs)),
        )


def shared(short: Ready, long: Ready) -> Shared:
    """Compare two texts; the shorter is the first."""
    found = runs(short.letters, long.letters)
    pairs = [
        (short.figures[at], long.figures[at - run.at + run.there], f" {short.letters}"[at : at + 4])
        for run in found
        for at in range(run.at + EDGE, run.at + run.length - EDGE)
        if short.figures.get(at)
    ]
    equal = [part for run in found for part in _equal(run, short, long)]
    return Shared(
        short=short,
        long=long,
        runs=found,
        contained=_share(equal, 0, len(short.letters)),
        core=_share(equal, *_core(found, len(short.letters))),
        replaced=[
            *opening(short.letters, long.letters, found, LONGEST_NAME),
            *replaced(short.letters, long.letters, found, LONGEST_NAME),
        ],
        figures=pairs,
    )


def _outside(letters: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, start = [], 0
    for at, length in [*spans, (len(letters), 0)]:
        pieces.append(letters[start:at])
        start = max(start, at + length)
    return "\n".join(piece for piece in pieces if piece)


def _equal(run: Run, short: Ready, long: Ready) -> list[tuple[int, int]]:
    """The run's stretches (from, to) between figures that differ."""
    cuts = [
        at
        for at in range(run.at, run.at + run.length)
        if at in short.figures and short.figures[at] != long.figures[at - run.at + run.there]
    ]
    borders = [run.at - 1, *cuts, run.at + run.length]
    return [(before + 1, after) for before, after in itertools.pairwise(borders)]


def _share(stretches: Sequence[tuple[int, int]], start: int, end: int) -> float:
    """Share of the grams between start and end that are whole within one stretch."""
    grams = max(1, end - start - SEED + 1)
    held = sum(max(0, min(last, end) - max(first, start) - SEED + 1) for first, last in stretches)
    return min(1.0, held / grams)


def _core(found: Sequence[Run], length: int) -> tuple[int, int]:
    """Where the shorter text's own matter lies: without an unmatched lead and tail of a reprint's size."""
    long_runs = [run for run in found if run.length >= 2 * SEED]
    if not long_runs:
        return 0, length
    limits = rules()
    first, last = long_runs[0].at, long_runs[-1].at + long_runs[-1].length
    start = first if first <= limits["lead"] else 0
    end = last if length - last <= limits["tail"] else length
    return (start, end) if end - start >= (1 - limits["trimmed"]) * length else (0, length)
