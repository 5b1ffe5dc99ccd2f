"""The lexical model: is a text of the field at all? Linear on character n-grams and on counts of the field's words.

It sets aside what is certainly off-topic before anything is embedded, in about a millisecond an article.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from enrich.classify.regression import Floats, GramFit, gram_regression

FIELD = Path(__file__).parent / "columns" / "field.toml"

# What is read: the title with this much of the body, and the passage of that length richest in the field's words.
PASSAGE = 300
# Of a text, where a news item's first sentence says who did something.
FIRST_LINE = 60
# A passage further on is looked at only where it holds this many of the field's certain words: one is chance.
LEAST_WORDS = 3
# Beyond this nothing is looked for: a whole book would cost more to read than to embed.
MOST_TEXT = 20_000
# Chinese n-grams of one to three characters; of Latin words three to five letters, ends marked by a blank.
CHINESE, LATIN = (1, 2, 3), (3, 4, 5)
# Inverse regularisation, least texts of an n-gram, and the weight of a count beside a text's n-grams (whose squares sum
# to 1): chosen by ten-fold cross-validation over exemplars, with the labelled items and the demo's texts as a check.
STRENGTH, LEAST_TEXTS, COUNTED = 3.0, 2, 0.5

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z\u00df-\u00ff]+|\d+")


@dataclass(frozen=True)
class FieldWords:
    """The field's vocabulary as patterns over lower-case text: `certain` words, and words that others use too.

    `read` are names of offices and persons: whatever names one of them is read to the end.
    """

    certain: re.Pattern[str]
    possible: re.Pattern[str]
    read: re.Pattern[str]

    @classmethod
    def load(cls, file: Path = FIELD) -> "FieldWords":
        """Read columns/field.toml."""
        words = tomllib.loads(file.read_text())
        return cls(*(re.compile("|".join(words[kind])) for kind in ("certain", "possible", "read")))

    def must_be_read(self, title: str, text: str) -> bool:
        """Whether a title or the first line below it names a leader of the state or the State Council."""
        return self.read.search(f"{title}\n{text[:FIRST_LINE]}") is not None

    def counts(self, title: str, passage: str) -> list[float]:
        """Of one passage (lower case): whether and how often each kind of word occurs, and whether in the title."""
        certain = sum(1 for _ in self.certain.finditer(passage))
        possible = sum(1 for _ in self.possible.finditer(passage))
        in_title = self.certain.search(title) is not None
        raw = (certain > 0, math.log1p(certain), possible > 0, math.log1p(possible), in_title)
        return [COUNTED * float(count) for count in raw]


@dataclass(frozen=True)
class Lexical:
    """The model ready to use."""

    fit: GramFit
    field: FieldWords

    @cached_property
    def _places(self) -> dict[str, int]:
        return {gram: at for at, gram in enumerate(self.fit.grams)}

    def logit(self, title: str, text: str) -> float:
        """The logit of being on-topic: the highest of the passages that are looked at."""
        own, body = title.lower(), text[:MOST_TEXT].lower()
        return max(self._passage(own, passage) for passage in passages(own, body, self.field))

    def _passage(self, title: str, passage: str) -> float:
        places, idf, weights = self._places, self.fit.idf, self.fit.weights
        total = square = 0.0
        for gram, count in Counter(grams(passage)).items():
            at = places.get(gram)
            if at is not None:
                value = (1 + math.log(count)) * float(idf[at])
                square += value * value
                total += value * float(weights[at])
        counted = float(np.dot(self.field.counts(title, passage), self.fit.count_weights))
        return (total / math.sqrt(square) if square else 0.0) + counted + self.fit.bias


def train(texts: Sequence[tuple[str, str]], on_topic: Sequence[bool], field: FieldWords, weights: Floats) -> Lexical:
    """Fit the model on (title, text) pairs, each of its weight: on the title and the beginning of each."""
    leads = [(title.lower(), f"{title}\n{text[:PASSAGE]}".lower()) for title, text in texts]
    counts: Floats = np.array([field.counts(title, lead) for title, lead in leads])
    rows = [list(grams(lead)) for _, lead in leads]
    return Lexical(gram_regression(rows, counts, on_topic, STRENGTH, LEAST_TEXTS, weights), field)


def grams(text: str) -> Iterator[str]:
    """Character n-grams of lower-case text; every number is one and the same."""
    for match in _RUN.finditer(text):
        run = match[0]
        if run[0].isdigit():
            yield "0"
            continue
        chinese = run[0] >= "\u3400"
        whole = run if chinese else f" {run} "
        for size in CHINESE if chinese else LATIN:
            for start in range(len(whole) - size + 1):
                yield whole[start : start + size]


def passages(title: str, body: str, field: FieldWords) -> list[str]:
    """The title with the body's beginning, and the richest passage further on where there is one."""
    found = [f"{title}\n{body[:PASSAGE]}"]
    starts = [match.start() for match in field.certain.finditer(body, PASSAGE)]
    most, richest, first = LEAST_WORDS - 1, -1, 0
    for at, start in enumerate(starts):
        while start - starts[first] > PASSAGE:
            first += 1
        if at - first + 1 > most:
            most, richest = at - first + 1, starts[first]
    return found if richest < 0 else [*found, f"{title}\n{body[richest : richest + PASSAGE]}"]
