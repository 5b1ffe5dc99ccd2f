"""Labelled items for the classifier's benches, and the figures of decisions on them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from enrich.classify.classifier import Lesson
from enrich.classify.classify import Decision, decide
from enrich.classify.column_definitions import Columns, lesson_of
from enrich.classify.rules import OFF_TOPIC
from pipeline.records import Article
from tanxun.wiring.model import Enricher

BINS = 10


@dataclass(frozen=True)
class Labelled:
    """An item with its column or OFF_TOPIC, a second column that an editor could defend, and what it would teach."""

    article: Article
    label: str
    second: str | None
    lesson: Lesson


@dataclass(frozen=True)
class Decided:
    """A decision beside the item's labels."""

    label: str
    second: str | None
    decision: Decision


@dataclass(frozen=True)
class DecisionFigures:
    """Counts of on-topic and off-topic items and, as printed, what `figures` says of them."""

    on: str
    off: str
    strict: str
    lenient: str
    in_two: str
    macro: str
    relevance: str
    auc: str
    ece: str


def labelled(article: Article, label: str, second: str | None, enricher: Enricher) -> Labelled:
    """An item, embedded."""
    (vector,) = enricher.embedder.vectors([article])
    lesson = lesson_of(article.id, article, vector, label, enricher.columns.fired)
    return Labelled(article, label, second, lesson)


def found(one: Labelled, columns: Columns) -> Decided:
    """What these columns decide."""
    return Decided(one.label, one.second, decide(one.article, one.lesson.vector, columns))


def figures(decided: Sequence[Decided], names: Sequence[str]) -> DecisionFigures:
    """Strict (the first label), lenient (either), in two (the first label is one of the two likeliest), macro-F1 of the columns;
    relevance F1 and AUC; ECE of the columns' probabilities."""
    on, off = [one for one in decided if one.label != OFF_TOPIC], [one for one in decided if one.label == OFF_TOPIC]
    strict = [one.decision.column == one.label for one in on]
    lenient = [one.decision.column in (one.label, one.second) for one in on]
    in_two = [one.label in _likeliest_two(one) for one in on]
    sure = [one.decision.scores[one.decision.column] for one in on]
    kept = sum(map(selected, on))
    f1 = 2 * kept / (kept + sum(map(selected, off)) + len(on))
    columns = (np.mean(strict), np.mean(lenient), np.mean(in_two), _macro(on, names))
    values = (*columns, f1, _auc(on, off), calibration_error(sure, strict))
    return DecisionFigures(str(len(on)), str(len(off)), *(f"{value:.3f}" for value in values))


def _likeliest_two(one: Decided) -> list[str]:
    return sorted(one.decision.scores, key=lambda name: -one.decision.scores[name])[:2]


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """ECE: the mean gap between confidence and accuracy over ten bins of equal width, weighted by their counts."""
    bins = np.minimum((np.array(sure) * BINS).astype(int), BINS - 1)
    gaps = [
        (bins == one).mean() * abs(np.array(sure)[bins == one].mean() - np.array(right)[bins == one].mean())
        for one in sorted(set(bins.tolist()))
    ]
    return float(sum(gaps))


def selected(one: Decided) -> bool:
    """Whether the item would be kept."""
    return not one.decision.set_aside and one.decision.relevance >= 0.5


def _auc(on: Sequence[Decided], off: Sequence[Decided]) -> float:
    pairs = [(one.decision.relevance, other.decision.relevance) for one in on for other in off]
    return float(np.mean([(a > b) + 0.5 * (a == b) for a, b in pairs])) if pairs else math.nan


def _macro(on: Sequence[Decided], names: Sequence[str]) -> float:
    def f1(name: str) -> float:
        both = sum(one.label == name == one.decision.column for one in on)
        return 2 * both / max(1, sum(one.label == name for one in on) + sum(one.decision.column == name for one in on))

    return float(np.mean([f1(name) for name in names if any(one.label == name for one in on)]))
