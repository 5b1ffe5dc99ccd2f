"""The classifier's second view: a column by the character n-grams of a text's title, and of its beginning."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from enrich.classify.lexical_model import grams
from enrich.classify.regression import BlocksFit, Floats, block_regression

# What is read of a text: where an editor sees its form, who acts, and on whom.
BEGINNING = 400
# Inverse regularisation and least texts of an n-gram: chosen by five-fold cross-validation over exemplars.
STRENGTH, LEAST_TEXTS = 5.0, 2


@dataclass(frozen=True)
class ColumnGrams:
    """The view ready to use: of title and beginning apart, since a country in a title says more than one below it."""

    fit: BlocksFit

    @classmethod
    def none(cls, columns: int) -> "ColumnGrams":
        """A view that says nothing."""
        return cls(BlocksFit((), np.zeros(0), np.zeros((columns, 0)), np.zeros(columns)))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {gram: at for at, gram in enumerate(self.fit.grams)}

    def logits(self, title: str, text: str) -> Floats:
        """The columns' logits for one text."""
        total = self.fit.biases.copy()
        for block in blocks(title, text):
            counts = [(self._places[gram], count) for gram, count in Counter(block).items() if gram in self._places]
            places = [place for place, _ in counts]
            values = np.array([1 + math.log(count) for _, count in counts]) * self.fit.idf[places]
            if len(values):
                total += self.fit.weights[:, places] @ (values / np.linalg.norm(values))
        return np.asarray(total, np.float64)


def train(
    texts: Sequence[tuple[str, str]], labels: Sequence[str], names: Sequence[str], weights: Floats
) -> ColumnGrams:
    """Fit the view on (title, text) pairs, each labelled with one of `names`, each of its weight."""
    found = [[list(block) for block in blocks(title, text)] for title, text in texts]
    return ColumnGrams(block_regression(found, labels, names, STRENGTH, LEAST_TEXTS, weights))


def blocks(title: str, text: str) -> tuple[Iterator[str], Iterator[str]]:
    """The n-grams of the title, marked as such, and those of the title with the text's beginning."""
    own = title.lower()
    return (f"^{gram}" for gram in grams(own)), grams(f"{own}\n{text[:BEGINNING].lower()}")
