"""What editors type, checked: a line, a remark, a day. What is wrong with it is said in Chinese."""

import re
from datetime import date

from pipeline.errors import TanxunError

# A title of this many characters fills a page: longer ones are a paste that went wrong. 来源 and captions likewise.
LONGEST_LINE = 500


LONGEST_REMARK = 2000


_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


class Unclear(TanxunError):
    """What was sent is no change: the message says in Chinese what is wrong and what is expected."""


def day_of(text: str) -> date | None:
    """A 发布日期 as editors write it: 2026-05-13, 2026.5.13 or 2026年5月13日; None for nothing. Raises Unclear."""
    text = text.strip()
    if not text:
        return None
    try:
        match = _DAY.fullmatch(text)
        if match:
            return date(*map(int, match.groups()))
    except ValueError:
        pass
    raise Unclear(f"“{text[:40]}”不是日期；请写成 2026-05-13 这样，或者留空")


def one_line(text: str, what: str, *, empty: bool = False) -> str:
    """The text on one line. Raises Unclear, with the field's name, where it is too long or (unless `empty`) missing."""
    line = " ".join(text.split())
    if not line and not empty:
        raise Unclear(f"{what}不能为空")
    if len(line) > LONGEST_LINE:
        raise Unclear(f"{what}最长{LONGEST_LINE}字，现有{len(line)}字")
    return line


def remark_text(value: str) -> str:
    """The remark as it is kept. Raises Unclear where it is empty or too long."""
    text = value.replace("\r\n", "\n").strip()
    if not text:
        raise Unclear("备注是空的；请先写几个字")
    if len(text) > LONGEST_REMARK:
        raise Unclear(f"备注最长{LONGEST_REMARK}字，现有{len(text)}字")
    return text
