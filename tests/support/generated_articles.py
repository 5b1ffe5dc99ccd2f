"""Generated articles for measuring: words and phrases as unevenly common as in life, forms, reprints, digests. From a seed."""

import random
from collections.abc import Iterator
from itertools import accumulate

from pipeline.records import Article
from tests.support.articles import article

WORDS, PHRASES, FORMS = 8_000, 400, 25
# A quarter of the sentences are said by others too; of articles three in ten carry a form, one in twenty is a reprint,
# one in a hundred a digest of others.
COMMON, FORMED, REPRINTED, DIGESTS = 0.25, 0.3, 0.05, 0.01
_LETTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 2_500)))


class GeneratedArticles:
    """Articles by number; the same number is the same article."""

    def __init__(self, seed: str = "press") -> None:
        chance = random.Random(seed)
        self._seed = seed
        self._words = ["".join(chance.choices(_LETTERS, k=chance.choice((2, 2, 3)))) for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
        self._phrases = [self._sentence(chance) for _ in range(PHRASES)]
        self._forms = ["".join(self._sentence(chance) for _ in range(5)) for _ in range(FORMS)]
        self._phrase_weights = list(accumulate(1 / (rank + 1) for rank in range(PHRASES)))

    def articles(self, first: int, last: int) -> Iterator[Article]:
        """Articles `first` to `last` - 1."""
        for number in range(first, last):
            chance = random.Random(f"{self._seed}/{number}")
            yield article(f"{chance.getrandbits(64):016x}", title=self._title(number), text=self._text(number, chance))

    def _title(self, number: int) -> str:
        chance = random.Random(f"{self._seed}/{number}/title")
        return "".join(self._chosen(chance, 7))

    def _text(self, number: int, chance: random.Random) -> str:
        kind = chance.random()
        if number and kind < REPRINTED:
            return "本报讯 " + self._own(chance.randrange(number))
        if number and kind < REPRINTED + DIGESTS:
            return "\n".join(self._own(chance.randrange(number)) for _ in range(chance.randrange(4, 12)))
        return self._own(number)

    def _own(self, number: int) -> str:
        chance = random.Random(f"{self._seed}/{number}/text")
        length = min(6_000, int(chance.lognormvariate(6.3, 0.7)))
        sentences = []
        while length > 0:
            common = chance.random() < COMMON
            (one,) = (
                chance.choices(self._phrases, cum_weights=self._phrase_weights) if common else [self._sentence(chance)]
            )
            sentences.append(one)
            length -= len(one)
        if chance.random() < FORMED:
            sentences.append(chance.choice(self._forms))
        return "".join(sentences)

    def _sentence(self, chance: random.Random) -> str:
        words = self._chosen(chance, chance.randrange(6, 14))
        words.insert(len(words) // 2, f"{chance.randrange(1, 9_999)}万吨，")
        return "".join(words) + "。"

    def _chosen(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self._words, cum_weights=self._weights, k=count)
