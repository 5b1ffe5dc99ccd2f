"""What else a page says of its article: 文号, language, whether it is a repost."""

import re

from enrich.extract.page import Document
from pipeline.records import Block

# A 文号: issuing letters, year in brackets, number. 〔〕 is the standard's form (GB/T 9704); [] and ［］ occur.
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fffA-Za-z]{2,16})\s*[〔\[［【(（]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]］】)）]\s*(?P<number>(?:第)?\s*\d{1,5})\s*号"
)
_LABEL = re.compile(r"(?:发文字号|文\s*号)\s*[:：]?\s*")
# A 文号 of the document itself stands at its top; further down other documents are cited.
_FIRST_BLOCKS = 4
_LONGEST_LINE = 60
_CJK = re.compile(r"[\u4e00-\u9fff]")
_DUTCH = re.compile(r"\b(?:het|een|van|niet|ook|zijn|voor|met|wordt|naar|deze)\b", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Dutch function words are a tenth of Dutch prose and hardly occur in English.
_DUTCH_SHARE = 0.04
_CJK_SHARE = 0.15


def document_number(document: Document, blocks: tuple[Block, ...]) -> str | None:
    """The 文号 of an official document, in the form 发改环资〔2026〕12号, or None."""
    labelled = [line for line in document.lines if _LABEL.match(line) and len(line) <= _LONGEST_LINE]
    after = [document.lines[at + 1] for at, line in enumerate(document.lines[:-1]) if _LABEL.fullmatch(line)]
    top = [block.text for block in blocks[:_FIRST_BLOCKS] if len(block.text) <= _LONGEST_LINE]
    for line in [*labelled, *after, *top]:
        match = _NUMBER.search(_LABEL.sub("", line))
        if match:
            return f"{match['body']}〔{match['year']}〕{match['number'].replace(' ', '')}号"
    return None


def language(document: Document, text: str) -> str:
    """The language of the text: zh, nl or en by its script and words; else what the page or its publisher says."""
    if text and len(_CJK.findall(text)) > _CJK_SHARE * len(text):
        return "zh"
    words = _LATIN_WORD.findall(text)
    if len(words) >= 10:
        return "nl" if len(_DUTCH.findall(text)) > _DUTCH_SHARE * len(words) else "en"
    declared = (document.tree.get("lang") or document.publisher.language).split("-")[0].lower()
    return declared if re.fullmatch(r"[a-z]{2,3}", declared) else "zh"


def is_repost(document: Document, source: str | None) -> bool:
    """Whether the page says that the article is somebody else's: a 来源 that is not the publisher's own name."""
    own = document.publisher.name
    return source is not None and source not in own and own not in source
