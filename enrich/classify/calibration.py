"""Probabilities that mean what they say: folds that stay the same, and one factor fitted on what was not trained on."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from enrich.classify.regression import Floats

# Factors that are tried: from a tenth as sharp to ten times as sharp, in steps of two per cent.
FACTORS = np.exp(np.linspace(np.log(0.1), np.log(10), 233))


def fold_of(key: str, count: int) -> int:
    """The fold of a text, 0..count-1: by its hash, so that it stays where it is when others come or go."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % count


def folds(keys: Sequence[str], count: int) -> list[npt.NDArray[np.intp]]:
    """The rows of each fold; empty folds are left out."""
    own = np.array([fold_of(key, count) for key in keys])
    return [rows for rows in (np.flatnonzero(own == fold) for fold in range(count)) if len(rows)]


def yes_sharpness(logits: Floats, offsets: Floats, wanted: npt.NDArray[np.bool_], weights: Floats) -> float:
    """The factor on the logits of yes, before the fixed offsets are added; both answers count the same in all."""
    if not wanted.any() or wanted.all():
        return 1.0
    share = np.average(wanted, weights=weights)
    weight = weights * np.where(wanted, 0.5 / share, 0.5 / (1 - share))
    sign = np.where(wanted, -1.0, 1.0)
    losses = [(weight * np.logaddexp(0, sign * (logits * factor + offsets))).mean() for factor in FACTORS]
    return float(FACTORS[int(np.argmin(losses))])
