"""learn: a challenger taught by editors' labels beside the champion, on labels that taught neither. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from enrich.classify.calibration import fold_of
from enrich.classify.classifier import Lesson, train
from enrich.classify.classify import Decision
from enrich.classify.column_definitions import Columns
from enrich.classify.rules import OFF_TOPIC

# One group of labelled articles that are the same in four is held back and never learned from.
HELD_BACK = 4
# What editors printed as it stood counts as a quarter of an exemplar: it mostly repeats what the champion thought anyway.
UNTOUCHED_WEIGHT = 0.25
# Fewer held-back labels than these say nothing: at twenty, one article more or less right is five per cent.
LEAST, LEAST_RARE = 20, 4


def is_held_back(group: str) -> bool:
    """Whether a group's labels are for scoring only: by the hash of its name, so as long as it has that."""
    return fold_of(group, HELD_BACK) == 0


@dataclass(frozen=True)
class Measure:
    """Of `count` labels, how many were met, and the mean loss (-ln of the probability given to what the label says)."""

    count: int
    right: int
    loss: float

    def better_than(self, other: "Measure") -> bool:
        """More right; or as many with more confidence in what is right."""
        return (self.right, -self.loss) > (other.right, -other.loss)


@dataclass(frozen=True)
class Score:
    """A classifier's figures on the held-back labels: overall, and on those of the rare columns."""

    classifier: str
    overall: Measure
    rare: Measure


@dataclass(frozen=True)
class Verdict:
    """Champion and challenger compared; `why` is a line for a person."""

    champion: Score
    challenger: Score
    promote: bool
    why: str


def challenger(columns: Columns, taught: Sequence[Lesson]) -> Columns:
    """The columns with a classifier trained on exemplars and labels. Deterministic."""
    trained = train(
        f"labels-{len(taught)}",
        columns.classifier.model,
        [*columns.lessons, *taught],
        columns.names,
        columns.classifier.lexical.field,
    )
    return replace(columns, classifier=trained)


def score(columns: Columns, decided: Sequence[tuple[Decision, str]]) -> Score:
    """How the decisions on held-back articles meet what was said of them."""
    met = [(label, _probability(decision, label, columns)) for decision, label in decided]
    return Score(
        columns.signature,
        _figure([one for _, one in met]),
        _figure([one for label, one in met if label in columns.rare]),
    )


def verdict(champion: Score, challenger: Score) -> Verdict:
    """Promote only what is better both overall and on the rare columns, on enough labels to tell."""
    overall, rare = challenger.overall, challenger.rare
    if overall.count < LEAST or rare.count < LEAST_RARE:
        why = (
            f"too few held-back labels to tell: {overall.count} of at least {LEAST}, {rare.count} of at least {LEAST_RARE} "
            "in the rare columns"
        )
    elif not overall.better_than(champion.overall):
        why = "the challenger is not better overall"
    elif not rare.better_than(champion.rare):
        why = "the challenger is not better on the rare columns"
    else:
        return Verdict(
            champion, challenger, promote=True, why="the challenger is better overall and on the rare columns"
        )
    return Verdict(champion, challenger, promote=False, why=why)


def _probability(decision: Decision, label: str, columns: Columns) -> tuple[bool, float]:
    """Whether the decision is what the label says, and the probability that it gave to that."""
    selected = not decision.set_aside and decision.relevance >= columns.thresholds.relevance
    if label == OFF_TOPIC:
        return not selected, 1 - decision.relevance
    if not label:
        return selected, decision.relevance
    return selected and decision.column == label, decision.relevance * decision.scores[label]


def _figure(met: Sequence[tuple[bool, float]]) -> Measure:
    loss = sum(-math.log(max(share, 1e-6)) for _, share in met) / len(met) if met else 0.0
    return Measure(len(met), sum(right for right, _ in met), loss)
