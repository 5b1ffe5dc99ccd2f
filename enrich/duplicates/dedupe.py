"""dedupe: is an article the same as one of these candidates, printed again?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from enrich.duplicates.consultation_drafts import other_draft
from enrich.duplicates.differences import told_apart
from enrich.duplicates.same_text import Ready, Shared, letters_of, ready, rules, shared, simplified
from enrich.duplicates.titles import Titles, titles
from index.store import Fingerprint
from pipeline.records import Article, Duplicate, Reason
from pipeline.text.title_names import apart

# Five characters of Chinese are two to three words: rare enough to tell articles apart, short enough to survive edits.
GRAM = 5
# Winnowing (Schleimer, Wilkerson, Aiken 2003): any 5 + window - 1 common characters share a fingerprint. The least hash of
# a wide window is also that of every narrower one around it, so a text may be read through wider windows than another
# and they still meet: a short text gives all it can, a long one no more than it needs for its parts to be found.
NARROW, WIDE = 8, 64
# Hashes that a text gives before its windows widen: 40 of 800 characters, 625 of 20,000.
ENOUGH = 40
MOST_HASHES = 2000
# Share of the hashes that a text as long as the shorter would share with its copy. Copies have .5 and more, articles of the
# same week at most .13 (invented pairs, the demo's articles).
GLANCE = 0.3


@dataclass(frozen=True)
class Comparison:
    """Whether two articles are the same, how much of the shorter stands in the longer (0..1, 4 places), and why (not)."""

    same: bool
    score: float
    why: Reason


def normalised(text: str) -> str:
    """Text as it is fingerprinted: NFKC, simplified characters, lower case, nothing but letters and digits."""
    return letters_of(simplified(text[: rules()["most_text"]]))


def fingerprint(article: Article) -> Fingerprint:
    """What the search for duplicates needs of an article: winnowed hashes (signed 64-bit) and the text to compare.

    Title and text as a whole have a hash each, for texts of which every part is a phrase that thousands share.
    """
    title, text = normalised(article.title), normalised(article.text)
    whole = _hashes([f"title:{title}", f"text:{text or title}"]).tolist()
    return Fingerprint(
        id=article.id,
        version=int(article.fetched_at.timestamp() * 1000),
        text_hash=article.text_hash,
        title=article.title,
        text=article.text[: rules()["most_text"]],
        hashes=tuple(sorted({*winnow(text or title), *whole})),
        published=article.published,
    )


def winnow(text: str) -> tuple[int, ...]:
    """The least hash of neighbouring 5-grams, of every window of as many as the text's length asks for, ascending."""
    hashes = _hashes(text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1)))
    windows = sliding_window_view(hashes, min(len(hashes), _window(len(text))))
    return tuple(np.unique(windows.min(axis=1))[:MOST_HASHES].tolist())


def _window(length: int) -> int:
    return min(WIDE, max(NARROW, 2 * length // ENOUGH))


def _hashes(grams: Iterable[str]) -> npt.NDArray[np.int64]:
    # Read all at once: a thousand of them are most of what a fingerprint takes.
    digests = b"".join([blake2b(gram.encode(), digest_size=8).digest() for gram in grams])
    return np.frombuffer(digests, ">i8").astype(np.int64)


def dedupe(own: Fingerprint, candidates: Sequence[Fingerprint]) -> tuple[Duplicate, ...]:
    """The candidates that are the same article, by id. Symmetrical: either article finds the other, alike."""
    found = []
    for other in sorted((one for one in candidates if _may_be(own, one)), key=lambda one: one.id):
        result = compare(own.title, own.text, other.title, other.text)
        if result.same:
            found.append(
                Duplicate(
                    other=other.id,
                    score=result.score,
                    why=result.why,
                    own_hash=own.text_hash,
                    other_hash=other.text_hash,
                )
            )
    return tuple(found)


def _may_be(own: Fingerprint, other: Fingerprint) -> bool:
    """Whether the two share as many hashes as a copy might: a glance before the texts are aligned."""
    shorter, longer = sorted((len(own.text), len(other.text)))
    expected = 2 * shorter / (_window(longer) + 1)
    return len({*own.hashes} & {*other.hashes}) >= max(1, GLANCE * expected)


def compare(title: str, text: str, other_title: str, other_text: str) -> Comparison:
    """Compare two articles. Symmetrical."""
    sides = sorted(((title, ready(text)), (other_title, ready(other_text))), key=_order)
    (short_title, short), (long_title, long) = sides
    pair = titles(short_title, long_title)
    if not short.letters:
        return _without_text(pair, long)
    found = shared(short, long)
    score = round(found.contained, 4)
    if found.core < _needed(pair, short):
        return Comparison(False, score, Reason("little_in_common"))
    differs = told_apart(pair, found)
    return Comparison(differs is None, score, differs or _how(pair, found))


def _order(side: tuple[str, Ready]) -> tuple[int, str, tuple[str, ...], str]:
    return len(side[1].letters), side[1].letters, tuple(side[1].figures.values()), side[0]


def _without_text(pair: Titles, long: Ready) -> Comparison:
    if long.letters:
        return Comparison(False, 0.0, Reason("one_without_text"))
    if not pair.same or apart(pair.one, pair.other) or other_draft(pair.one, "", pair.other, ""):
        return Comparison(False, 0.0, Reason("no_text_other_title"))
    return Comparison(True, 1.0, Reason("no_text_same_title"))


def _needed(pair: Titles, short: Ready) -> float:
    """The share of the shorter text that must stand in the longer; above 1 where no share is enough."""
    if pair.same:
        return float(rules()["same_title"])
    if len(short.letters) < rules()["least"]:
        return 2.0
    return float(rules()["short_text" if len(short.letters) < rules()["short"] else "other_title"])


def _how(pair: Titles, found: Shared) -> Reason:
    """How the two are the same."""
    if found.short.whole == found.long.whole:
        return Reason("same_text" if pair.same else "same_text_other_title")
    percent = {"percent": round(100 * found.contained)}
    if len(found.short.letters) > 0.8 * len(found.long.letters):
        return Reason("mostly_same_text" if pair.same else "mostly_same_text_other_title", percent)
    return Reason("one_contains_other" if pair.same else "one_contains_other_other_title", percent)
