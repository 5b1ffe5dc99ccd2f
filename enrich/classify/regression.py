"""Logistic regressions on vectors and on weighted n-grams; the only module that imports scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def logistic(features: Floats, labels: Sequence[str], strength: float) -> VectorFit:
    """Fit one regression over the labels' classes, balanced; `strength` is the inverse of the penalty."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # A thousand rows are too few to share out: threads that wait for each other on a busy machine take ten times as long.
    with threadpool_limits(1):
        model = LogisticRegression(C=strength, max_iter=MOST_ROUNDS, class_weight="balanced").fit(
            features, list(labels)
        )
    return VectorFit(tuple(str(name) for name in model.classes_), model.coef_, model.intercept_)


def gram_regression(
    grams: Sequence[Sequence[str]], counts: Floats, wanted: Sequence[bool], strength: float, least: int
) -> GramFit:
    """Fit yes or no on TF-IDF of n-grams (those in at least `least` texts; 1 + log tf, L2) beside the counts' columns."""
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=least)
    features = hstack([vectorizer.fit_transform([list(row) for row in grams]), csr_matrix(counts)]).tocsr()
    model = LogisticRegression(C=strength, max_iter=MOST_ROUNDS, class_weight="balanced").fit(features, list(wanted))
    vocabulary = tuple(str(gram) for gram in vectorizer.get_feature_names_out())
    weights = np.asarray(model.coef_[0], np.float64)
    return GramFit(
        vocabulary,
        np.asarray(vectorizer.idf_, np.float64),
        weights[: len(vocabulary)],
        weights[len(vocabulary) :],
        float(model.intercept_[0]),
    )
