"""What is trained: the lexical model, the views on a column, and the weights that make probabilities of their logits."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from enrich.classify import column_grams, lexical_model
from enrich.classify import vector_model as heads
from enrich.classify.calibration import folds, yes_sharpness
from enrich.classify.column_grams import ColumnGrams
from enrich.classify.lexical_model import FieldWords, Lexical
from enrich.classify.regression import BlocksFit, Floats, GramFit, likeliest_weights
from enrich.classify.rules import OFF_TOPIC, Fired
from enrich.classify.vector_model import Head
from enrich.embed.embedder import Vectors

# Part of the lexical logit in the relevance beside the head's: two views on a text, of which the vector's sees more.
# From a quarter to one the figures of cross-validation are the same.
LEXICAL_PART = 0.25
# Folds of the cross-validation that the factors are fitted on.
FOLDS = 5


@dataclass(frozen=True)
class Lesson:
    """A text to learn from. `label` is a column, OFF_TOPIC, or "" for on-topic in an unknown column.

    `fired` are its rules, `key` what its fold goes by. `weight` is how much it counts beside an exemplar (1).
    """

    key: str
    title: str
    text: str
    vector: Vectors
    label: str
    fired: Fired
    weight: float = 1.0

    @property
    def on_topic(self) -> bool:
        """Whether it teaches that such texts are relevant."""
        return self.label != OFF_TOPIC


@dataclass(frozen=True)
class Classifier:
    """A trained classifier: of a column there are three views, the head's on the vector, the n-grams' and the rules'.

    `views` are their weights (3), `relevance_sharpness` a factor on the relevance's logit; both fitted by cross-validation.
    """

    name: str
    model: str
    lexical: Lexical
    head: Head
    grams: ColumnGrams
    views: Floats
    relevance_sharpness: float

    @cached_property
    def digest(self) -> str:
        """16 hex digits over all weights."""
        total = hashlib.sha256()
        for name, array in sorted(_arrays(self).items()):
            total.update(name.encode() + b"\0" + array.tobytes())
        return total.hexdigest()[:16]

    @property
    def signature(self) -> str:
        """Name and digest."""
        return f"{self.name}@{self.digest}"

    def column_logits(self, head: Floats, grams: Floats, rules: Floats) -> Floats:
        """The columns' logits: each view's share of the decision."""
        return np.asarray(self.views @ np.stack([head, grams, rules]), np.float64)

    def relevance_logit(self, head: float, lexical: float, against: float) -> float:
        """The relevance's logit from the head's and the lexical one, less what the rules take off."""
        return (head + LEXICAL_PART * lexical) * self.relevance_sharpness - against

    def save(self, file: Path) -> None:
        """Write it whole or not at all."""
        part = file.with_name(f"{file.stem}.{os.getpid()}.part.npz")
        np.savez(part, **_arrays(self))
        part.replace(file)

    @classmethod
    def load(cls, file: Path, field: FieldWords) -> "Classifier":
        """Read what `save` wrote; raises OSError or KeyError where it is not that.

        What was learned before there was a view of n-grams decides as it did then: by vector and rules.
        """
        with np.load(file) as kept:
            parts: dict[str, Any] = {name: kept[name] for name in kept.files}
        fit = GramFit(
            tuple(parts["grams"].tolist()), parts["idf"], parts["weights"], parts["count_weights"], float(parts["bias"])
        )
        head = Head(
            parts["middle"], parts["columns"], parts["column_bias"], parts["relevance"], float(parts["relevance_bias"])
        )
        return cls(
            str(parts["name"]),
            str(parts["model"]),
            Lexical(fit, field),
            head,
            *_views(parts),
            float(parts["relevance_sharpness"]),
        )


def train(name: str, model: str, lessons: Sequence[Lesson], names: Sequence[str], field: FieldWords) -> Classifier:
    """Fit everything on all lessons; the factors on what folds without a lesson say of it. Deterministic."""
    views, relevance = np.zeros((len(lessons), 3, len(names))), np.zeros(len(lessons))
    views[:, 2] = [lesson.fired.columns for lesson in lessons]
    for rows in folds([lesson.key for lesson in lessons], FOLDS):
        rest = [lesson for at, lesson in enumerate(lessons) if at not in set(rows.tolist())]
        head, words, grams = _fit(rest, names, field)
        for at in rows:
            one = lessons[at]
            views[at, 0], own = head.logits(one.vector)
            views[at, 1] = grams.logits(one.title, one.text)
            relevance[at] = own + LEXICAL_PART * words.logit(one.title, one.text)
    head, words, grams = _fit(lessons, names, field)
    placed = [at for at, one in enumerate(lessons) if one.label in names]
    weights = np.array([one.weight for one in lessons])
    return Classifier(
        name,
        model,
        words,
        head,
        grams,
        likeliest_weights(views[placed], [names.index(lessons[at].label) for at in placed], weights[placed]),
        yes_sharpness(
            relevance,
            -np.array([one.fired.against for one in lessons]),
            np.array([one.on_topic for one in lessons]),
            weights,
        ),
    )


def _fit(lessons: Sequence[Lesson], names: Sequence[str], field: FieldWords) -> tuple[Head, Lexical, ColumnGrams]:
    on_topic, weights = [lesson.on_topic for lesson in lessons], np.array([lesson.weight for lesson in lessons])
    vectors = np.stack([lesson.vector for lesson in lessons])
    head = heads.train(vectors, [lesson.label for lesson in lessons], on_topic, names, weights)
    words = lexical_model.train([(lesson.title, lesson.text) for lesson in lessons], on_topic, field, weights)
    placed = [lesson for lesson in lessons if lesson.label in names]
    grams = column_grams.train(
        [(one.title, one.text) for one in placed],
        [one.label for one in placed],
        names,
        np.array([one.weight for one in placed]),
    )
    return head, words, grams


def _views(parts: dict[str, Any]) -> tuple[ColumnGrams, Floats]:
    """The n-grams' view and the weights of all three, of a saved classifier."""
    if "column_grams" not in parts:
        return ColumnGrams.none(len(parts["column_bias"])), float(parts["sharpness"]) * np.array([1.0, 0.0, 1.0])
    fit = BlocksFit(
        tuple(parts["column_grams"].tolist()), parts["column_idf"], parts["column_weights"], parts["column_biases"]
    )
    return ColumnGrams(fit), parts["views"]


def _arrays(classifier: Classifier) -> dict[str, Any]:
    fit = classifier.lexical.fit
    return {
        **{name: np.asarray(value) for name, value in asdict(classifier.head).items()},
        "grams": np.array(fit.grams),
        "idf": fit.idf,
        "weights": fit.weights,
        "count_weights": fit.count_weights,
        "bias": np.asarray(fit.bias),
        "name": np.array(classifier.name),
        "model": np.array(classifier.model),
        "column_grams": np.array(classifier.grams.fit.grams, np.str_),
        "column_idf": classifier.grams.fit.idf,
        "column_weights": classifier.grams.fit.weights,
        "column_biases": classifier.grams.fit.biases,
        "views": classifier.views,
        "relevance_sharpness": np.asarray(classifier.relevance_sharpness),
    }
