"""What else a page says of its article: an official document's marks, language, whether it is a repost."""

import re
from collections.abc import Sequence
from datetime import date

from enrich.extract.date import read
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
_INDEX_LABEL = re.compile(r"索\s*引\s*号\s*[:：]?\s*")
_ISSUED_LABEL = re.compile(r"(?:成文|生成|印发|制发)日期\s*[:：]?\s*")
_ISSUER_LABEL = re.compile(r"(?:发文机关|发布机构|发文单位|制发机关|公开责任部门)\s*[:：]?\s*")
_NEXT_LABEL = re.compile(r"\s(?=[\u4e00-\u9fff]{2,6}\s*[:：])")
# What an issuing body's name ends with.
_BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{1,24}(?:委|部|局|厅|办|会|院|署|所|中心|政府|办公室|银行|总局|法院|检察院|集团|公司)"
)
_SIGNED_DAY = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
# 财 政 部: letters set apart to fill a line.
_SPACED = re.compile(r"(?:\S\s+){2,}\S")
# Lines of signers over the date of a joint document.
_MOST_SIGNERS = 12
_CJK = re.compile(r"[\u4e00-\u9fff]")
_DUTCH = re.compile(r"\b(?:het|een|van|niet|ook|zijn|voor|met|wordt|naar|deze)\b", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Dutch function words are a tenth of Dutch prose and hardly occur in English.
_DUTCH_SHARE = 0.04
_CJK_SHARE = 0.15
LEAST_WORDS = 10


def document_number(document: Document, blocks: tuple[Block, ...]) -> str | None:
    """The 文号 of an official document, in the form 发改环资〔2026〕12号, or None."""
    labelled = [line for line in document.lines if _LABEL.match(line) and len(line) <= _LONGEST_LINE]
    after = [document.lines[at + 1] for at, line in enumerate(document.lines[:-1]) if _LABEL.fullmatch(line)]
    return number_in([*labelled, *after, *(block.text for block in blocks[:_FIRST_BLOCKS])])


def number_in(lines: Sequence[str]) -> str | None:
    """The first 文号 in lines that are short enough to be of one, in the form 发改环资〔2026〕12号, or None."""
    for line in lines:
        match = _NUMBER.search(_LABEL.sub("", line)) if len(line) <= _LONGEST_LINE else None
        if match:
            return f"{match['body']}〔{match['year']}〕{match['number'].replace(' ', '')}号"
    return None


def index_number(document: Document) -> str | None:
    """The 索引号 of a government page's table, or None."""
    value = _labelled(document, _INDEX_LABEL)
    return value if re.fullmatch(r"[\w/\-—–.]{4,40}", value) and re.search(r"\d", value) else None


def issued(document: Document) -> date | None:
    """The 成文日期: when an official document was signed, not when it was published. None where none is printed."""
    found = read(_labelled(document, _ISSUED_LABEL), "zh", "成文日期")
    return found.day if found else None


def issuers(document: Document, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The bodies that issued an official document: as labelled, else who signs it over its last date; () for none."""
    names = _names(_labelled(document, _ISSUER_LABEL))
    if names:
        return names
    signed: list[str] = []
    for at in range(len(blocks) - 1, 0, -1):
        if _SIGNED_DAY.fullmatch(blocks[at].text.strip()):
            for block in reversed(blocks[max(0, at - _MOST_SIGNERS) : at]):
                signer = _names(block.text)
                if not signer:
                    break
                signed[:0] = signer
            break
    return tuple(dict.fromkeys(signed))


def _labelled(document: Document, label: re.Pattern[str]) -> str:
    """What follows a label: on its line, or on the next one where the label stands alone in a table's cell."""
    for line, following in zip(document.lines, [*document.lines[1:], ""], strict=False):
        match = label.match(line)
        if match and len(line) <= _LONGEST_LINE:
            return _NEXT_LABEL.split(line[match.end() :] or following)[0].strip()
    return ""


def _names(text: str) -> tuple[str, ...]:
    """The bodies named in a line that names nothing else; ()."""
    if _SPACED.fullmatch(text.strip()):
        text = "".join(text.split())
    names = tuple(name for name in re.split(r"[\s、,，;；]+", text.strip()) if name)
    return names if names and len(text) <= _LONGEST_LINE and all(_BODY.fullmatch(name) for name in names) else ()


def language(document: Document, text: str) -> str:
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


def is_repost(document: Document, source: str | None) -> bool:
    """Whether the page says that the article is somebody else's: a 来源 that is not the publisher's own name."""
    own = document.publisher.name
    return source is not None and source not in own and own not in source
