"""What an article names: rare phrases, 《titles》 and figures of its title and first lines."""

import re
import unicodedata
from collections.abc import Iterable, Set

from pipeline.records import Article

# Characters after the title that count as its first lines: a news lead says who, what, where.
LEAD = 300
# Four characters of Chinese are a name with something to it (长岭地铁), and two words of anything else.
GRAM = 4
# Weights. A 《title》 is one work; a figure with its unit is rarely the same by chance; letters are a name or a term.
TITLED, FIGURE, LETTERS = 3.0, 1.0, 0.5
# Each run of shared characters weighs this much for every character beyond GRAM - 1, up to a whole name.
CHARACTER, LONGEST = 0.5, 3.0

_TITLED = re.compile(r"《([^《》]{3,60})》")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|[万亿]?[\u4e00-\u9fff])")
_LETTERS = re.compile(r"[A-Z][A-Za-z.&-]{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# 5月12日 and 2026年 are when, not what.
_DATE = re.compile(r"\d+\s*[年月日号时点分]")


def opening(article: Article) -> str:
    """Title and first lines, NFKC."""
    return unicodedata.normalize("NFKC", f"{article.title}\n{article.text[:LEAD]}")


def terms(text: str) -> dict[str, float]:
    """《titles》, figures with their unit and words in letters, with their weights."""
    plain = _DATE.sub(" ", text)
    found = dict.fromkeys(_FIGURE.findall(plain), FIGURE)
    found |= dict.fromkeys((word.lower() for word in _LETTERS.findall(plain)), LETTERS)
    return found | dict.fromkeys(_TITLED.findall(text), TITLED)


def grams(text: str) -> set[str]:
    """Every GRAM neighbouring Chinese characters."""
    return {run[at : at + GRAM] for run in _CHINESE.findall(text) for at in range(len(run) - GRAM + 1)}


def runs(text: str, shared: Set[str]) -> dict[str, float]:
    """The longest runs of characters of which every gram is in `shared`, with their weights."""
    found: dict[str, float] = {}
    for run in _CHINESE.findall(text):
        start = at = 0
        while at <= len(run) - GRAM:
            start = at
            while at <= len(run) - GRAM and run[at : at + GRAM] in shared:
                at += 1
            if at > start:
                name = run[start : at + GRAM - 1]
                found[name] = min(LONGEST, CHARACTER * (len(name) - GRAM + 1) + CHARACTER)
            else:
                at += 1
    return found


def phrase_grams(phrases: Iterable[str]) -> set[str]:
    """The grams of phrases that say nothing."""
    return {gram for phrase in phrases for gram in grams(phrase)}
