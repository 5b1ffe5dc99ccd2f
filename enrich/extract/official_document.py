"""What an official document prints of itself: 文号, 索引号, 成文日期, 发文机关."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from enrich.extract.html_document import HtmlDocument
from enrich.extract.printed.printed_date import read
from pipeline.records import Block

# A 文号: issuing letters, year in brackets, number. 〔〕 is the standard's form (GB/T 9704); others occur, and numbers in words.
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fffA-Za-z]{2,16})\s{0,9}[〔﹝\[［【(（〈<]\s{0,9}(?P<year>(?:19|20)\d\d)\s{0,9}[〕﹞\]］】)）〉>]\s{0,9}(?P<number>(?:第)?\s{0,9}(?:\d{1,5}|[〇○零一二三四五六七八九十百]{1,7}))\s{0,9}号"
)
# Announcements and orders are numbered in the year: 公告2026年第15号, 2026年第15号公告.
_ANNOUNCED = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{0,16}(?:公告|通告|公报|令))\s{0,9}[〔﹝\[［【(（]?\s{0,9}(?P<year>(?:19|20)\d\d)\s{0,9}年\s{0,9}第\s{0,9}(?P<number>\d{1,5})\s{0,9}号\s{0,9}[〕﹞\]］】)）]?"
)
_ANNOUNCED_AFTER = re.compile(
    r"^(?P<year>(?:19|20)\d\d)\s*年\s*第\s*(?P<number>\d{1,5})\s*号\s*(?P<body>公告|通告|令)?$"
)
_LABEL = re.compile(r"(?:发文字号|文\s*号|(?:文件|公文|发文)(?:编号|号))\s*[:：]?\s*")
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
_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "00001234567" + "89")
# What stands above a title: 某某委员会文件, a secrecy or urgency mark, a copy's number.
_LETTERHEAD = re.compile(r".{2,40}文件|(?:特急|加急|平急|急件|密级.*|公开|[\d\s]+|签发人.*|附\s*件\s*\d*\s*[:：]?)")
# A line that ends like a title of 公文 (GB/T 9704-2012 and the Regulations of 2012, art. 8) or of what is issued with one.
_KIND = re.compile(
    r"(?:通知|公告|公示|通告|通报|意见|决定|决议|命令|批复|请示|报告|函|纪要|方案|办法|规定|规则|细则|条例|规划|计划|纲要|"
    r"要点|目录|名单|清单|指南|标准|规范|规程|解读|通则)(?:[（(].{1,20}[）)])?$"
)
# An addressee, a sentence, a figure: here the text has begun.
_NO_TITLE = re.compile(r"[：:。；，,]$|^[一二三四五六七八九十]+、|^第[一二三四五六七八九十\d]+[章条]")
_TITLE_WITHIN, _SHORTEST_TITLE, _LONGEST_TITLE = 10, 6, 120
# Lines of signers over the date of a joint document.
_MOST_SIGNERS = 12


def document_number(document: HtmlDocument, blocks: tuple[Block, ...]) -> str | None:
    """The 文号 of an official document, in the form 发改环资〔2026〕12号, or None."""
    labelled = [line for line in document.lines if _LABEL.match(line) and len(line) <= _LONGEST_LINE]
    after = [document.lines[at + 1] for at, line in enumerate(document.lines[:-1]) if _LABEL.fullmatch(line)]
    return number_in([*labelled, *after, *(block.text for block in blocks[:_FIRST_BLOCKS])])


def number_in(lines: Sequence[str]) -> str | None:
    """The first 文号 in lines that are short enough to be of one, in the form 发改环资〔2026〕12号 or 公告2026年第15号, or None."""
    for line in lines:
        bare = _LABEL.sub("", line).strip()
        if len(line) > _LONGEST_LINE:
            continue
        match = _NUMBER.search(bare)
        if match:
            return f"{match['body']}〔{match['year']}〕{match['number'].replace(' ', '')}号"
        match = _ANNOUNCED.fullmatch(bare) or _ANNOUNCED_AFTER.fullmatch(bare)
        if match:
            return f"{match['body'] or '公告'}{match['year']}年第{match['number']}号"
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
    return _names(_labelled(document, _ISSUER_LABEL)) or signers(blocks)


def number_at_top(blocks: tuple[Block, ...]) -> str | None:
    """The 文号 that a document has over its title, or None."""
    return number_in([block.text for block in blocks[:_FIRST_BLOCKS]])


def title_of(blocks: tuple[Block, ...]) -> str:
    """The title that a document begins with, below its letterhead and 文号; "" where it begins with something else."""
    lines: list[str] = []
    for block in blocks[:_TITLE_WITHIN]:
        line = "".join(block.text.split())
        if _NUMBER.search(line) and len(line) <= _LONGEST_LINE:
            lines = []  # what stands above a 文号 is who issued it
            continue
        if not lines and _LETTERHEAD.fullmatch(line):
            continue
        if block.kind not in ("paragraph", "heading") or not line or _NO_TITLE.search(line):
            break
        lines.append(line)
        # A printed title is broken into lines; it ends with what kind of document it is.
        if _KIND.search(line):
            whole = "".join(lines)
            return whole if _SHORTEST_TITLE <= len(whole) <= _LONGEST_TITLE else ""
    return ""


def without_head(blocks: tuple[Block, ...], title: str, number: str | None) -> tuple[Block, ...]:
    """A document without the title and the 文号 that are told beside it, nor the letterhead above them; whole where its title
    is another.
    """
    lines = ["".join(block.text.split()) for block in blocks[:_TITLE_WITHIN]]
    whole = "".join(title.split())
    runs = [(at, end) for at in range(len(lines)) for end in range(at + 1, len(lines) + 1)]
    found = next(((at, end) for at, end in runs if whole and "".join(lines[at:end]) == whole), None)
    if found is None:
        return blocks

    def told(at: int) -> bool:
        above = at < found[0] and (_LETTERHEAD.fullmatch(lines[at]) or _names(blocks[at].text))
        return found[0] <= at < found[1] or bool(above) or (number is not None and number_in([lines[at]]) == number)

    return tuple(block for at, block in enumerate(blocks) if at >= len(lines) or not told(at))


def signers(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The bodies that sign a document over its last date; () for none."""
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


def signed_on(blocks: tuple[Block, ...]) -> date | None:
    """The day that stands by itself at a document's end, below who signs it: its 成文日期. None where none does."""
    for at in range(len(blocks) - 1, 0, -1):
        line = blocks[at].text.strip()
        if _SIGNED_DAY.fullmatch(line) and _names(blocks[at - 1].text):
            year, month, day = (_figures(one) for one in re.split(r"[年月日]", "".join(line.split()))[:3])
            # A misprinted or misread day, such as 2月30日, is none.
            with suppress(ValueError):
                return date(year, month, day)
    return None


def _figures(written: str) -> int:
    """A number of a date, in figures or in Chinese: 2026, 二〇二六, 十二, 二十九; 0 for what is none."""
    plain = written.translate(_DIGITS)
    tens, ten, ones = plain.partition("十")
    if ten:
        plain = f"{tens or 1}{ones or 0}"
    return int(plain) if plain.isdigit() else 0


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
