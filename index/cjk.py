"""Text as both backends index it: CJK in overlapping bigrams, other scripts in words."""

import re
import unicodedata

# CJK ideographs with their extensions, kana and hangul: scripts written without spaces.
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


def tokens(text: str) -> list[str]:
    """The text in index terms, in order: NFKC and lower case; 碳排放 → 碳排 排放; one lone character stays itself."""
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if _IS_CJK.match(run) and len(run) > 1:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            found.append(run)
    return found


def phrases(words: str) -> list[list[str]]:
    """A search in phrases: the terms of each word that a space sets apart must stand side by side."""
    return [terms for word in words.split() if (terms := tokens(word))]


def is_lone(phrase: list[str]) -> bool:
    """Whether a phrase is one CJK character: it is looked for at the beginning of bigrams."""
    return len(phrase) == 1 and len(phrase[0]) == 1 and bool(_IS_CJK.match(phrase[0]))
