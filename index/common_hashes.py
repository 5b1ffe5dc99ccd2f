"""Which of an article's hashes are looked up: those of phrases that thousands of articles share find nobody."""

from collections.abc import Mapping

# A hash of more articles is a phrase. An article is printed some dozen times, so what is its own alone stays below; and
# no look-up reads more than this many rows a hash, however many articles the store holds.
COMMON = 100
# Where every hash is a phrase, this many are looked up all the same.
FEWEST = 4


def rare_hashes(counts: Mapping[int, int]) -> list[int]:
    """The hashes to look up, ascending, from the number of articles that have each; counts beyond COMMON need not be exact."""
    rare = sorted(value for value, count in counts.items() if 0 < count <= COMMON)
    return rare or sorted(value for value, count in counts.items() if count)[:FEWEST]
