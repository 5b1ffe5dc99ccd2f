"""The classifier's head: logistic regressions on vectors; the only module that imports scikit-learn."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Inverse regularisation, chosen by leave-one-out on the exemplars: e5's vectors lie close together (cosines of .75 to
# .95), so a weak penalty is needed for margins to open.
STRENGTH = 30.0
MOST_ROUNDS = 2000


@dataclass(frozen=True)
class Head:
    """Weights over centred vectors: columns (6, dimension), relevance (dimension)."""

    middle: Floats
    columns: Floats
    column_bias: Floats
    relevance: Floats
    relevance_bias: float

    def logits(self, vector: npt.NDArray[np.float32]) -> tuple[Floats, float]:
        """The columns' logits and the relevance's, for one vector."""
        centred = vector.astype(np.float64) - self.middle
        return self.columns @ centred + self.column_bias, float(self.relevance @ centred) + self.relevance_bias


def load_or_train(vectors: npt.NDArray[np.float32], labels: Sequence[str], names: Sequence[str], home: Path) -> Head:
    """The head for these exemplars, trained on first use and kept under home/model. Deterministic."""
    digest = hashlib.sha256(vectors.tobytes() + "\0".join([*labels, *names, str(STRENGTH)]).encode()).hexdigest()[:16]
    file = home / "model" / f"head-{digest}.npz"
    if not file.exists():
        trained = train(vectors, labels, names)
        part = home / "model" / f"head-{digest}.part.npz"
        np.savez(
            part, middle=trained.middle, columns=trained.columns, column_bias=trained.column_bias,
            relevance=trained.relevance, relevance_bias=trained.relevance_bias,
        )  # fmt: skip
        part.replace(file)
    kept = np.load(file)
    return Head(kept["middle"], kept["columns"], kept["column_bias"], kept["relevance"], float(kept["relevance_bias"]))


def train(vectors: npt.NDArray[np.float32], labels: Sequence[str], names: Sequence[str]) -> Head:
    """Fit both regressions; `labels` outside `names` are off-topic."""
    from sklearn.linear_model import LogisticRegression

    middle = vectors.astype(np.float64).mean(axis=0)
    centred = vectors.astype(np.float64) - middle
    on_topic = np.array([label in names for label in labels])
    wanted = [label for label in labels if label in names]
    column = LogisticRegression(C=STRENGTH, max_iter=MOST_ROUNDS, class_weight="balanced")
    column.fit(centred[on_topic], wanted)
    relevance = LogisticRegression(C=STRENGTH, max_iter=MOST_ROUNDS, class_weight="balanced")
    relevance.fit(centred, on_topic)
    order = [list(column.classes_).index(name) for name in names]
    return Head(
        middle, column.coef_[order], column.intercept_[order], relevance.coef_[0], float(relevance.intercept_[0])
    )
