"""What an article names in its title and first lines: rare runs of characters, 《titles》, figures with their unit, words in letters."""

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.records import Article
from pipeline.text.figures import FIGURE, value_of

# Characters after the title that count as its first lines: a news lead says who, what, where.
LEAD = 300
# Four characters of Chinese are a name with something to it (长岭地铁), or a phrase that PHRASES lists.
GRAM = 4
# Phrases of the field, which say nothing of an event: runs of four characters that two of the classifier's invented
# exemplars have, and what its news is full of.
PHRASES = Path(__file__).parent / "phrases.txt"

_TITLED = re.compile(r"《([^《》]{4,60})》")
_LETTERS = re.compile(r"[A-Z][A-Za-z&.-]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# What a figure counts; 5月12日 and 三周 are when, not what.
_UNIT = re.compile(r"千?(?![年月日号时点分周天])[\u4e00-\u9fff]")
_PARTED = re.compile(
    rf"(?:{FIGURE.pattern})(?:千?[\u4e00-\u9fff])?|[的了是将被也都其等已就并让把在到]|召开|举行|举办|公布|发布"
)
_PLAN = re.compile("十[一二三四五六]五")


@dataclass(frozen=True)
class Named:
    """An article's opening: what it names, by what is compared (`terms`: with how it is printed), and its title's share."""

    text: str
    terms: dict[str, str]
    grams: frozenset[str]
    title: frozenset[str]


def named(article: Article) -> Named:
    """What the article names."""
    title, lead = (unicodedata.normalize("NFKC", part) for part in (article.title, article.text[:LEAD]))
    own = terms(title)
    text = f"{title}\n{lead}"
    return Named(_words(text), terms(text), grams(text), grams(title) | own.keys())


def terms(text: str) -> dict[str, str]:
    """《titles》, figures with their unit and words in letters: a form that is equal for equal ones, and as printed."""
    found = {}
    for match in FIGURE.finditer(text):
        value, counted = value_of(match), _UNIT.match(text, match.end())
        unit = counted[0] if counted else ""
        if value.endswith("%"):
            found[value] = match[0].strip()
        elif unit and len(value) > 1 and not _PLAN.match(match[0]):
            found[value + unit] = match[0].strip() + unit
    found |= {f"《{name}》": f"《{name}》" for name in _TITLED.findall(text)}
    return found | {word.lower(): word for word in _LETTERS.findall(text)}


def grams(text: str) -> frozenset[str]:
    """Every GRAM neighbouring Chinese characters, figures left out."""
    runs = _CHINESE.findall(_words(text))
    return frozenset(run[at : at + GRAM] for run in runs for at in range(len(run) - GRAM + 1))


@cache
def phrases() -> frozenset[str]:
    """The grams of the field's phrases: a name has at least one that is not among them."""
    return frozenset().union(*map(grams, PHRASES.read_text().splitlines()))


def runs(text: str, shared: Set[str]) -> Iterable[tuple[str, list[str]]]:
    """The longest runs of characters of which every gram is in `shared`, with these."""
    for run in _CHINESE.findall(text):
        kept: list[str] = []
        for at in range(len(run) - GRAM + 2):
            gram = run[at : at + GRAM]
            if len(gram) == GRAM and gram in shared:
                kept.append(gram)
            elif kept:
                yield kept[0] + "".join(gram[-1] for gram in kept[1:]), kept
                kept = []


def _words(text: str) -> str:
    """The text in pieces that names stand in: without figures and what they count, parted at words that no name has."""
    return _PARTED.sub(" ", text)
