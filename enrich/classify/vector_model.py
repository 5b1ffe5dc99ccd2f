"""The classifier's head: logistic regressions on vectors, for the column and for the relevance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enrich.classify.regression import Floats, logistic

# Inverse regularisation, chosen by leave-one-out on the exemplars: e5's vectors lie close together (cosines of .75 to
# .95), so a weak penalty is needed for margins to open.
STRENGTH = 30.0


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


def train(
    vectors: npt.NDArray[np.float32],
    labels: Sequence[str],
    on_topic: Sequence[bool],
    names: Sequence[str],
    weights: Floats,
) -> Head:
    """Fit both regressions: the column's on the labels that are one of `names`, the relevance's on all."""
    middle = vectors.astype(np.float64).mean(axis=0)
    centred = vectors.astype(np.float64) - middle
    placed = [at for at, label in enumerate(labels) if label in names]
    column = logistic(centred[placed], [labels[at] for at in placed], STRENGTH, weights[placed])
    relevance = logistic(centred, ["on" if one else "off" for one in on_topic], STRENGTH, weights)
    order = [column.classes.index(name) for name in names]
    return Head(middle, column.weights[order], column.biases[order], relevance.weights[0], float(relevance.biases[0]))
