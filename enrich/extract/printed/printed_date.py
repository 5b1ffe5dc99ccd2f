"""A date as it is printed: Chinese, English and Dutch forms, epochs, Chinese numerals; with its time and zone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

# The zone in which a page's times stand when it names none, by the publisher's language.
ZONES = {"zh": "Asia/Shanghai", "nl": "Europe/Amsterdam", "en": "UTC"}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan januari januar janvier,february feb februari februar février,march mar maart mrt märz mars,april apr avril,"
        "may mei mai,june jun juni juin,july jul juli juillet,august aug augustus août,september sep sept septembre,"
        "october oct oktober okt octobre,november nov novembre,december dec dezember dez décembre".split(","),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:[\s(（,，]{0,9}(?:星期|周|週|礼拜)[一二三四五六日天][)）]?)?"
_CLOCK = (
    r"(?P<half>上午|下午|晚上|凌晨|中午|早上)?\s{0,9}(?P<hour>[01]?\d|2[0-3])\s{0,9}[:：时時]\s{0,9}(?P<minute>[0-5]\d)"
    r"(?:\s{0,9}[:：分]\s{0,9}(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
)
_ZONE = (
    r"(?:\s{0,9}(?P<half_>[ap])\.?m\b\.?)?\s{0,9}"
    # 09:30-11:30 is a span of time: a zone west of Greenwich stands behind seconds.
    r"(?P<zone>Z\b|(?:GMT|UTC)\s?[+-]\d\d:?\d\d(?!\d)|(?(second)[+-]|\+)\d\d:?\d\d(?!\d)|GMT\b|UTC\b)?"
)
_TIME = rf"{_WEEKDAY}(?:[\sT\-/，,|]{{0,9}}{_CLOCK}{_ZONE})?"
# What systems write for the time of a day that has none (seen at news.un.org): noon, in whatever zone.
_NO_TIME = time(12)
_YEAR = r"(?<!\d)(?P<year>19\d\d|20\d\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2026-05-12, 2026年5月12日 09:30, 2026 05/12, 2026.05.1209:30 (the time stuck to the day)
        rf"{_YEAR}(?:\s{{0,9}}[-/.年]\s{{0,9}}|\s{{1,9}}(?=\d\d?\s?[-/月]\s?\d))(?P<month>\d{{1,2}})\s{{0,9}}[-/.月]\s{{0,9}}"
        rf"(?P<day>\d{{1,2}}(?!\d)|\d\d(?=\d\d[:：]\d\d))\s{{0,9}}[日号]?{_TIME}",
        # 20260512, 20260512093000
        r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d))?(?!\d)",
        # 12 May 2026, 12th-May-2026
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?[\s./-]{{1,9}}(?P<name>[a-zäéû]{{3,9}})\.?,?[\s./-]{{1,9}}(?P<year>20\d\d)(?!\d){_TIME}",
        # May 12, 2026
        rf"\b(?P<name>[a-z]{{3,9}})\.?\s{{1,9}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,9}}(?P<year>20\d\d)(?!\d){_TIME}",
        # Tue May 12 16:30:00 CST 2026, as Java prints it
        r"\b(?P<name>[a-z]{3}) (?P<day>\d{1,2}) (?P<hour>[0-2]\d):(?P<minute>[0-5]\d):(?P<second>[0-5]\d) [A-Z]{3,4} (?P<year>20\d\d)\b",
        # 12/05/2026, 5/13/2026
        rf"(?<![\d.])(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second_>\d{{1,2}})(?P=mark)(?P<year>20\d\d)(?!\d){_TIME}",
        # 12 | 2026年05月, 12 | 2026-05: the day in an element before the month's
        r"(?<![\d:.\-/])(?P<day>\d{1,2})日?[\s/|]{1,9}(?P<year>20\d\d)\s{0,9}[-/.年]\s{0,9}(?P<month>\d{1,2})(?![\d:])月?(?!\s{0,9}[-/.]?\s{0,9}\d)",
        # 05-12 | 2026, 5月12日 | 2026年, 12 | 5月 | 2026: the year in the last
        r"(?<![\d:.\-/])(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})日?[\s/|,，]{1,9}(?P<year>20\d\d)(?![\d:])年?(?!\s{0,9}[-/.]?\s{0,9}\d)",
        r"(?<![\d:.\-/])(?P<day>\d{1,2})日?\s{1,9}(?P<month>\d{1,2})月[\s,，]{0,9}(?P<year>20\d\d)(?!\d)",
    )
)
_EPOCH = re.compile(r"\s{0,9}(1\d{9})(?:\d{3})?\s{0,9}")
# squeeze makes a full-width Ｏ a plain O.
_FIGURES = {"〇": "0", "○": "0", "零": "0", "O": "0", "o": "0", "Ο": "0"} | {
    figure: str(number) for number, figure in enumerate("一二三四五六七八九", start=1)
}
_IN_FIGURES = re.compile(
    r"(?P<year>[一二][一二三四五六七八九〇○零OoΟ0]{3})\s*年\s*(?P<month>[元正一二三四五六七八九十]{1,3})\s*月\s*(?P<day>[一二三四五六七八九十廿卅]{1,4})\s*[日号]"
)
# 民國 115 is 2026.
_REPUBLIC = re.compile(r"(?:中華|中华)?(?:民國|民国)\s*(\d{2,3})\s*年")
_REPUBLIC_BEGAN = 1911

# A day without its year, or one that counts from today.
NEAR_DATE = re.compile(
    r"(?<![\d年-])\d{1,2}月\d{1,2}日(?:\s*\d{1,2}[:：]\d\d)?|(?<![\d-])\d\d[-/]\d\d\s+\d\d:\d\d|\d{1,2}\s*(?:分钟|小时|天)前|[昨前今]天\s*\d{1,2}:\d\d"
)


@dataclass(frozen=True)
class FoundDate:
    """A date, the moment with zone where a time is printed, and the rule that gave it."""

    day: date
    moment: datetime | None
    rule: str


def read(text: str, language: str, rule: str) -> FoundDate | None:
    """The first date in a text, with its time; None where there is none."""
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        moment = datetime.fromtimestamp(int(epoch[1]), ZoneInfo(_local(language)))
        return FoundDate(moment.date(), moment, rule)
    plain = in_digits(text)
    matches = [match for pattern in _PATTERNS for match in [pattern.search(plain)] if match]
    for match in sorted(matches, key=lambda match: match.start()):
        found = build(match.groupdict(), language, rule)
        if found is not None:
            return found
    return None


def in_digits(text: str) -> str:
    """The text with dates in Chinese numerals (二〇二六年五月十二日) and years of the Republic (民國115年) in digits."""
    if "年" not in text:
        return text
    text = _REPUBLIC.sub(lambda match: f"{int(match[1]) + _REPUBLIC_BEGAN}年", text)
    return _IN_FIGURES.sub(
        lambda match: (
            f"{''.join(_FIGURES.get(figure, figure) for figure in match['year'])}年"
            f"{_number(match['month'])}月{_number(match['day'])}日"
        ),
        text,
    )


def without_dates(text: str, mark: str | Callable[[re.Match[str]], str] = " ") -> str:
    """The text with `mark` (or what it makes of the match) for each date and its time."""
    plain = in_digits(text)
    for pattern in _PATTERNS:
        plain = pattern.sub(mark, plain)
    return plain


def build(parts: dict[str, Any], language: str, rule: str) -> FoundDate | None:
    """The date of a match's named groups; None where there is no such day."""
    month, day_number = parts.get("month"), parts.get("day")
    half = (parts.get("half_") or "").lower()
    if parts.get("name"):
        month = _MONTHS.get(parts["name"].lower())
    elif parts.get("first"):
        first, second = int(parts["first"]), int(parts["second_"])
        # 2:57 AM stands behind an American date.
        month, day_number = (first, second) if second > 12 or (half and parts["mark"] == "/") else (second, first)
    try:
        day = date(int(parts["year"]), int(month or 0), int(day_number or 0))
    except ValueError:
        return None
    if parts.get("hour") is None or int(parts["hour"]) > 23:
        return FoundDate(day, None, rule)
    hour = int(parts["hour"])
    if hour < 12 and (half == "p" or parts.get("half") in ("下午", "晚上")):
        hour += 12
    elif hour == 12 and half == "a":
        hour = 0
    zone = _zone(parts.get("zone"), language)
    clock = time(hour, int(parts["minute"]), int(parts.get("second") or 0))
    moment = datetime.combine(day, clock, zone)
    local_day = moment.astimezone(ZoneInfo(_local(language))).date() if parts.get("zone") else day
    if local_day != day and clock == _NO_TIME:
        return FoundDate(day, None, rule)
    return FoundDate(local_day, moment, rule)


def _number(figures: str) -> int:
    """一 to 三十一, also 元 and 正 for the first month, 廿 and 卅; 0 for what is no number."""
    figures = figures.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("正", "一")
    tens, mark, ones = figures.rpartition("十")
    value = "".join(_FIGURES.get(figure, "") for figure in ones) or "0"
    return (int(_FIGURES.get(tens, "1")) * 10 if mark else 0) + int(value)


def _local(language: str) -> str:
    return ZONES.get(language.split("-", maxsplit=1)[0], "Asia/Shanghai")


def _zone(text: str | None, language: str) -> timezone | ZoneInfo:
    """The zone that is printed ("Z", "+08:00", "+0800", "GMT"), else that of the language."""
    if not text:
        return ZoneInfo(_local(language))
    offset = re.search(r"([+-])(\d\d):?(\d\d)$", text)
    if offset is None:
        return UTC
    # Real zones lie within 14 hours of Greenwich.
    minutes = min(int(offset[2]) * 60 + int(offset[3]), 14 * 60)
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
