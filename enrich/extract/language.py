"""The language of an article's text."""

import re

from enrich.extract.html_document import HtmlDocument

_CJK = re.compile(r"[\u4e00-\u9fff]")
_DUTCH = re.compile(r"\b(?:het|een|van|niet|ook|zijn|voor|met|wordt|naar|deze)\b", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Dutch function words are a tenth of Dutch prose and hardly occur in English.
_DUTCH_SHARE = 0.04
_CJK_SHARE = 0.15
LEAST_WORDS = 10


def language(document: HtmlDocument, text: str) -> str:
    """The language of the text: zh, nl or en by its script and words; else what the page or its publisher says."""
    found = language_of(text)
    if found:
        return found
    declared = (document.tree.get("lang") or document.publisher.language).split("-")[0].lower()
    return declared if re.fullmatch(r"[a-z]{2,3}", declared) else "zh"


def language_of(text: str) -> str:
    """zh, nl or en by the text's script and words; "" where it says too little."""
    if text and len(_CJK.findall(text)) > _CJK_SHARE * len(text):
        return "zh"
    words = _LATIN_WORD.findall(text)
    if len(words) >= LEAST_WORDS:
        return "nl" if len(_DUTCH.findall(text)) > _DUTCH_SHARE * len(words) else "en"
    return ""
