"""Logistic regressions on vectors and on weighted n-grams; the only module that imports scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_ROUNDS = 3000


@dataclass(frozen=True)
class VectorFit:
    """A regression: `weights` (classes, features) and `biases` (classes); one row where there are two classes."""

    classes: tuple[str, ...]
    weights: Floats
    biases: Floats


@dataclass(frozen=True)
class GramFit:
    """A regression of yes or no on a text's n-grams and some counts; `idf` and `weights` stand beside `grams`."""

    grams: tuple[str, ...]
    idf: Floats
    weights: Floats
    count_weights: Floats
    bias: float


@dataclass(frozen=True)
class BlocksFit:
    """A regression over classes on several blocks of n-grams, each of length 1: `weights` (classes, grams), `biases`."""

    grams: tuple[str, ...]
    idf: Floats
    weights: Floats
    biases: Floats


def logistic(features: Floats, labels: Sequence[str], strength: float, weights: Floats) -> VectorFit:
    """Fit one regression over the labels' classes, balanced; `strength` is the inverse of the penalty.

    `weights`, here and below, are those of the rows.
    """
    model = _over_classes(features, labels, strength, weights)
    return VectorFit(tuple(str(name) for name in model.classes_), model.coef_, model.intercept_)


def gram_regression(
    grams: Sequence[Sequence[str]],
    counts: Floats,
    wanted: Sequence[bool],
    strength: float,
    least: int,
    weights: Floats,
) -> GramFit:
    """Fit yes or no on TF-IDF of n-grams (those in at least `least` texts; 1 + log tf, L2) beside the counts' columns."""
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=least)
    features = hstack([vectorizer.fit_transform([list(row) for row in grams]), csr_matrix(counts)]).tocsr()
    regression = LogisticRegression(C=strength, max_iter=MOST_ROUNDS, class_weight="balanced")
    model = regression.fit(features, list(wanted), sample_weight=weights)
    vocabulary = tuple(str(gram) for gram in vectorizer.get_feature_names_out())
    fitted = np.asarray(model.coef_[0], np.float64)
    return GramFit(
        vocabulary,
        np.asarray(vectorizer.idf_, np.float64),
        fitted[: len(vocabulary)],
        fitted[len(vocabulary) :],
        float(model.intercept_[0]),
    )


def block_regression(
    texts: Sequence[Sequence[Sequence[str]]],
    labels: Sequence[str],
    names: Sequence[str],
    strength: float,
    least: int,
    weights: Floats,
) -> BlocksFit:
    """Fit the labels, in the order of `names`, on TF-IDF of each block of n-grams (as in `gram_regression`) apart."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = [
        (vectorizer, vectorizer.fit_transform(block))
        for block in zip(*texts, strict=True)
        for vectorizer in [TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=least)]
    ]
    model = _over_classes(hstack([features for _, features in made]).tocsr(), labels, strength, weights)
    order = [list(model.classes_).index(name) for name in names]
    return BlocksFit(
        tuple(str(gram) for vectorizer, _ in made for gram in vectorizer.get_feature_names_out()),
        np.concatenate([vectorizer.idf_ for vectorizer, _ in made]).astype(np.float64),
        np.asarray(model.coef_[order], np.float64),
        np.asarray(model.intercept_[order], np.float64),
    )


def likeliest_weights(views: Floats, wanted: Sequence[int], weights: Floats) -> Floats:
    """Of logits (n, views, classes) the weight of each view, at least 0, under which the wanted classes are likeliest.

    1 each where there is nothing to fit.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    rows = np.arange(len(wanted))

    def loss(parts: Floats) -> tuple[float, Floats]:
        likely = shares(np.tensordot(views, parts, (1, 0)))
        missed = views[rows, :, wanted] - np.einsum("nvc,nc->nv", views, likely)
        lost = -np.log(likely[rows, wanted] + 1e-12)
        return float(np.average(lost, weights=weights)), -np.average(missed, axis=0, weights=weights)

    first = np.ones(views.shape[1])
    if not len(wanted):
        return first
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(first))
    return np.asarray(found.x, np.float64)


def shares(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float64)


def _over_classes(features: Any, labels: Sequence[str], strength: float, weights: Floats) -> Any:
    """scikit-learn's regression, balanced, on dense or sparse features."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # A thousand rows are too few to share out: threads that wait for each other on a busy machine take ten times as long.
    with threadpool_limits(1):
        model = LogisticRegression(C=strength, max_iter=MOST_ROUNDS, class_weight="balanced")
        return model.fit(features, list(labels), sample_weight=weights)
