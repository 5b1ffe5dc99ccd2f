"""What an official document prints of itself: 文号, 索引号, 成文日期, 发文机关."""

import re
from collections.abc import Sequence
from datetime import date

from enrich.extract.date import read
from enrich.extract.html_document import HtmlDocument
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


def document_number(document: HtmlDocument, blocks: tuple[Block, ...]) -> str | None:
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


def index_number(document: HtmlDocument) -> str | None:
    """The 索引号 of a government page's table, or None."""
    value = _labelled(document, _INDEX_LABEL)
    return value if re.fullmatch(r"[\w/\-—–.]{4,40}", value) and re.search(r"\d", value) else None


def issued(document: HtmlDocument) -> date | None:
    """The 成文日期: when an official document was signed, not when it was published. None where none is printed."""
    found = read(_labelled(document, _ISSUED_LABEL), "zh", "成文日期")
    return found.day if found else None


def issuers(document: HtmlDocument, blocks: tuple[Block, ...]) -> tuple[str, ...]:
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


def _labelled(document: HtmlDocument, label: re.Pattern[str]) -> str:
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
