"""What editors type, checked: a line, a remark, a day, a figure. What is wrong with it is said in Chinese."""

import re
import unicodedata
from datetime import date

from pipeline.errors import TanxunError

# A title of this many characters fills a page: longer ones are a paste that went wrong. 来源 and captions likewise.
LONGEST_LINE = 500


LONGEST_REMARK = 2000


# A figure with or without commas at the thousands, as spreadsheets write them.
_FIGURE = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?|\.[0-9]+")
_NO_FIGURE = frozenset({"", "-", "--", "—", "——", "–", "无", "无成交"})
# Above any price (元/吨) or volume (吨) of a day: what is larger is a slip.
FIGURE_BELOW = 1e12
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


def figure_of(text: str) -> float | None:
    """A price or a volume as editors type or paste it, in full-width characters too; None for nothing and for 无成交.

    Raises Unclear for what is no figure, a comma that is not at the thousands among it: 77,5 is not 775.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed in _NO_FIGURE:
        return None
    if not _FIGURE.fullmatch(typed):
        if typed[0] in "-−":
            raise Unclear(f"“{text[:40]}”不合理；价格和成交量不能是负数")
        if _FIGURE.fullmatch(typed.replace(",", "")):
            raise Unclear(f"“{text[:40]}”里的逗号不在千位上；小数点请用“.”")
        raise Unclear(f"“{text[:40]}”不是数；没有成交请留空")
    value = float(typed.replace(",", ""))
    if value >= FIGURE_BELOW:
        raise Unclear(f"“{text[:40]}”太大了，不合理")
    return value


def typed_figure(value: float | None) -> str:
    """A figure as one would type it; "" where there is none."""
    return "" if value is None else repr(value).removesuffix(".0")


def remark_text(value: str) -> str:
    """The remark as it is kept. Raises Unclear where it is empty or too long."""
    text = value.replace("\r\n", "\n").strip()
    if not text:
        raise Unclear("备注是空的；请先写几个字")
    if len(text) > LONGEST_REMARK:
        raise Unclear(f"备注最长{LONGEST_REMARK}字，现有{len(text)}字")
    return text
