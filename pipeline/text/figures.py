"""Figures as values: 3.2亿, 32000万 and 三亿二千万 are one number; 15%, ％15 and 百分之十五 another."""

import re
import unicodedata
from decimal import Decimal

# No number of a text has more characters; rows of digits are telephone books, account numbers and noise.
LONGEST = 30
# The character that stands for a figure in a skeleton; every digit of the text is part of a figure, so it is free.
HOLE = "0"

_DIGITS = {
    name: value
    for value, names in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for name in names
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
# 千瓦 is a unit: its 千 is no part of a numeral before it.
_NUMERAL = "(?:[〇零○一二两三四五六七八九十百]|千(?![瓦克米伏卡赫焦乏]))"
_ARABIC = r"(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>(?:[百千](?=[万亿]))?[万亿]{0,2})(?P<percent>\s*%)?"
_CHINESE = (
    rf"(?P<share>百分之)?(?P<chinese>{_NUMERAL}(?:{_NUMERAL}|[万亿])*(?:点[〇零一二三四五六七八九]+[万亿]{{0,2}})?)"
)
FIGURE = re.compile(f"{_ARABIC}|{_CHINESE}")
# What a lone numeral counts; elsewhere it is part of a word (统一, 一些).
_COUNTED = "年月日号时批期届次轮季个项家名人元吨万亿度倍成座台条处组艘辆户所只"


def skeleton(text: str) -> tuple[str, list[str]]:
    """The text with HOLE for each figure, and the figures' values in order, as plain strings (% after a share).

    The text is expected in NFKC. A lone numeral that counts nothing is a HOLE with the value "".
    """
    values: list[str] = []

    def hole(match: re.Match[str]) -> str:
        lone = len(match[0]) == 1 and match["chinese"]
        counts = text[match.end() : match.end() + 1] in _COUNTED or text[match.start() - 1 : match.start()] == "第"
        values.append(value_of(match) if counts or not lone else "")
        return HOLE

    return FIGURE.sub(hole, text), values


def figures(text: str) -> set[str]:
    """The values of a text's figures, as in `skeleton`."""
    return {value_of(match) for match in FIGURE.finditer(unicodedata.normalize("NFKC", text))}


def value_of(match: re.Match[str]) -> str:
    """The value of a match of FIGURE; itself where it is too long for a number."""
    if len(match[0]) > LONGEST:
        return match[0]
    if match["arabic"]:
        number = Decimal(match["arabic"].replace(",", ""))
        for scale in match["scale"]:
            number *= _TENS.get(scale) or _SCALES[scale]
        return _plain(number) + ("%" if match["percent"] else "")
    return _plain(_chinese_number(match["chinese"])) + ("%" if match["share"] else "")


def _plain(number: Decimal) -> str:
    """Without exponent and trailing zeros."""
    return f"{number.normalize():f}"


def _chinese_number(numeral: str) -> Decimal:
    """三点二亿 as 320000000; what is before 点 as _chinese_integer."""
    whole, _, rest = numeral.partition("点")
    fraction = "".join(str(_DIGITS[name]) for name in rest if name in _DIGITS)
    number = Decimal(f"{_chinese_integer(whole)}.{fraction or 0}")
    for scale in rest[len(fraction) :]:
        number *= _SCALES[scale]
    return number


def _chinese_integer(numeral: str) -> int:
    """二〇二六 is read digit by digit, everything else by its tens and scales; 十四五 is no number, but a value of its own."""
    if len(numeral) > 1 and all(name in _DIGITS for name in numeral):
        return int("".join(str(_DIGITS[name]) for name in numeral))
    total = part = digit = 0
    for name in numeral:
        if name in _DIGITS:
            digit = 10 * digit + _DIGITS[name]
        elif name in _TENS:
            part += (digit or 1) * _TENS[name]
            digit = 0
        else:
            scaled = (part + digit or total or 1) * _SCALES[name]
            total = scaled if not part + digit else total + scaled
            part = digit = 0
    return total + part + digit
