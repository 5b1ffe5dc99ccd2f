"""How much a text gives to decide by: what says little, or nothing that was learned, gets no confident column."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pipeline.records import Reason

FILE = Path(__file__).parent / "columns" / "certainty.toml"
# Of a text, what is looked at: a language shows in its first lines.
LOOKED_AT = 3_000

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z\u00df-\u00ff]{2,}")
# Of lower-case text what may be a letter of another script; some signs of counting are among it.
_NEITHER = re.compile(r"[^\W\d_a-\u024f\u3400-\u9fff]+")
# Kana beside Chinese characters is Japanese, whatever their share.
_KANA = re.compile(r"[\u3040-\u30ff]")
_LEARNED = re.compile(
    r"\b(?:the|of|and|to|in|that|for|is|was|are|said|with|on|by|from|as|at|it|its|will|has|have|be|an|a|after|without|been|had|were|not|or|but|more|than|until|since|between|below|toward|towards|into|over|under|up|their|they|which|who|while|under|before|last|late|next|now|this|would|may|can|could|new|says|report|reported|among|through|driven|led|following|during|against|"
    r"de|het|een|van|en|op|te|dat|voor|met|zijn|naar|door|aan|meer|uit|bij|niet|ook|om|maar|wordt|worden)\b"
)


@dataclass(frozen=True)
class Uncertainty:
    """What a text leaves of certainty: factors (0..1) on the column's and the relevance's probability, and why."""

    column: float = 1.0
    relevance: float = 1.0
    why: Reason | None = None


def uncertainty(title: str, text: str) -> Uncertainty:
    """The strongest uncertainty about a text; none for one of some length in a language that has exemplars. Pure."""
    kinds = _kinds()
    named = [kinds[name] for name in _uncertainties(f"{title}\n{text}"[:LOOKED_AT].lower(), text)]
    return min(named, key=lambda one: (one.column, one.relevance), default=Uncertainty())


def _uncertainties(seen: str, text: str) -> list[str]:
    chinese, words, letters = set(_CHINESE.findall(seen)), _LATIN.findall(seen), sum(map(str.isalpha, seen))
    said = len(chinese) + len(set(words))
    names = []
    if letters - _other(seen) < 0.5 * letters or _KANA.search(seen) or _unlearned(len(chinese), words):
        names.append("language")
    elif said < 5:
        names.append("nothing")
    elif not chinese:
        names.append("foreign")
    if not text.strip():
        names.append("title")
    if 5 <= said < 20:
        names.append("little")
    return [*names, "long"] if len(text) > 50_000 else names


def _other(seen: str) -> int:
    """Letters that are neither Chinese nor Latin."""
    return sum(map(str.isalpha, "".join(_NEITHER.findall(seen))))


def _unlearned(chinese: int, words: list[str]) -> bool:
    """Whether Latin text is neither English nor Dutch: a quarter of theirs are small words, of others' hardly any."""
    if len(words) < 12 or chinese > len(words):
        return False
    return len(_LEARNED.findall(" ".join(words))) < 0.15 * len(words)


@cache
def _kinds() -> Mapping[str, Uncertainty]:
    return MappingProxyType(
        {
            name: Uncertainty(data["column"], data["relevance"], Reason(f"unsure_{name}"))
            for name, data in tomllib.loads(FILE.read_text())["uncertainty"].items()
        }
    )
