"""What a title names that tells it from another in the same words: which batch, when, where, whose."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.text.figures import FIGURE, value_of

FILE = Path(__file__).parent / "places.toml"

_UNITS = "批|期|号|届|次|轮|场|周|阶段|部分|辑|讲|例|标段|包"
_ORDINAL = re.compile(
    rf"第\s{{0,9}}(\S{{1,6}}?)\s{{0,9}}({_UNITS})|(\d{{1,9}}|[一二三四五六七八九十]{{1,9}})(期|号|标段)|(首)({_UNITS})"
)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d)|([一二][〇零○九][〇零○一二三四五六七八九]{2})")
_MONTHS = re.compile(
    r"(?:(\S{1,2}?)\s{0,9}[-~—–至到]{1,4}\s{0,9})?(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?!\s{0,9}\d+\s{0,9}日|\d)"
)
_FIRST_MONTHS = re.compile(r"前(\d{1,2}|[一二三四五六七八九十]{1,2})个?月")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日?")
_QUARTER = re.compile(r"(前)?第?([一二三四1-4])季度")
_HALF = re.compile("([上下])半年")
# 碳市场, 上市, 城市 and their like are no places, nor is 全省 or 各市.
_PLACE = re.compile(
    r"(?:[与和在对]|关于)?([\u4e00-\u9fff]{2,4}?)(?:省|自治区|自治州|(?<![城上股都超楼碳门入夜本全各我两省])市(?![场值民政委])|(?<![各全本该])[县州盟])"
)
_COMPANY = re.compile(r"([\u4e00-\u9fff（）()]{2,24}?)(?:股份|有限|责任|集团){0,4}公司")
_LAST = {"1": 3, "2": 6, "3": 9, "4": 12}

# The kinds of marks, as an editor reads them.
KINDS = ("批次", "年份", "时段", "日期", "地方", "单位")


@cache
def _names() -> re.Pattern[str]:
    read = tomllib.loads(FILE.read_text())
    names = [name for group in ("provinces", "cities", "countries") for name in read[group].split()]
    return re.compile("|".join(sorted(names, key=lambda name: (-len(name), name))))


def known(text: str) -> set[str]:
    """The places of places.toml that a text names."""
    return set(_names().findall(text))


def places(text: str) -> set[str]:
    """The places that a text names: known ones, and what 省, 市, 县 or 州 makes one."""
    return known(text) | set(_PLACE.findall(_names().sub("　", text)))


@cache
def marks(title: str) -> Mapping[str, frozenset[str]]:
    """A title's marks by kind (KINDS, an ordinal's with its unit); a kind that is not named is missing."""
    text = unicodedata.normalize("NFKC", title)
    found: dict[str, set[str]] = {}
    for first, unit, second, other, head, counted in _ORDINAL.findall(text):
        number = first or second or head
        found.setdefault(f"批次（{unit or other or counted}）", set()).add("1" if number == "首" else _value(number))
    found["年份"] = {_value(year) for pair in _YEAR.findall(text) for year in pair if year}
    found["时段"] = _periods(text)
    found["日期"] = {f"{int(month)}月{int(day)}日" for month, day in _DAY.findall(text)}
    found["地方"] = places(text)
    found["单位"] = set(_COMPANY.findall(text))
    return {kind: frozenset(values) for kind, values in found.items() if values}


def apart(title: str, other: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """The kinds in which both titles name something and nothing that is the same, with what they name."""
    mine, theirs = marks(title), marks(other)
    return [
        (kind, mine[kind], theirs[kind])
        for kind in mine
        if kind in theirs and not any(_same(one, two) for one in mine[kind] for two in theirs[kind])
    ]


def _same(one: str, other: str) -> bool:
    """徐州 and 征集徐州 are the same: what stands before a name is cut by guess."""
    return one == other or (not one.isascii() and not other.isascii() and (one.endswith(other) or other.endswith(one)))


def _periods(text: str) -> set[str]:
    """Months, quarters and halves as the months they span: 一季度 is 1-3, 前三季度 1-9, 上半年 1-6, 5月 5-5."""
    spans = {(1, int(_value(month))) for month in _FIRST_MONTHS.findall(text)}
    for first, last in _MONTHS.findall(_FIRST_MONTHS.sub("", text)):
        end, begin = int(_value(last)), _value(first) if first else ""
        spans.add((int(begin) if begin.isdecimal() else end, end))
    for first, quarter in _QUARTER.findall(text):
        end = _LAST[_value(quarter)]
        spans.add((1 if first else end - 2, end))
    spans |= {(1, 6) if half == "上" else (7, 12) for half in _HALF.findall(text)}
    return {f"{begin}-{end}月" for begin, end in spans}


def _value(numeral: str) -> str:
    match = FIGURE.fullmatch(numeral)
    return value_of(match) if match else numeral
