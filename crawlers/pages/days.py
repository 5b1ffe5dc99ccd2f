"""A day as lists, feeds and tables print it: with or without a year, in words, in two boxes, hours ago."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from pipeline.time_zone import local_day

DateOrder = Literal["", "DMY", "MDY"]

# What systems write for the time of a day that has none (seen at news.un.org): noon, in whatever zone.
_NO_TIME = time(12)
# A list prints the last years; a year of two digits, or of an era, that would be longer ago was no year.
_OLDEST_SHORT_YEAR = timedelta(days=3653)
_FIRST_YEAR = 1990
# Publishers east of Beijing are a day ahead; anything later is a deadline or a conference.
_AHEAD = timedelta(days=1)

_FULL = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,9}\.?"
# With dots the day stands first: 20.08.2026.
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(20\d\d)(?![\d.]\d)")
# A date in English words with its year, somewhere in a line: News — 10 September 2026.
_WORDED = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?\s{1,9}"
    + _MONTH
    + r"|"
    + _MONTH.replace("name", "first")
    + r"\s{1,9}(?P<later>\d{1,2})(?:st|nd|rd|th)?)"
    r"\s{0,9},?\s{1,9}(?P<y>20\d\d)(?!\d)"
)
_CHINESE_MONTHS = ("十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一")

_LABEL = re.compile(
    r"^(?:发布时间|发布日期|发表时间|更新时间|更新日期|发稿时间|公布时间|上传时间|时间|日期|published|posted|updated|date"
    r"|(?:發[布佈]|發表|刊登|張貼|更新|公布)(?:日期|時間)|時間|掲載日|公開日|公表日|更新日)"
    r"(?:\s+on\b)?\s*:?\s*"
)
# What stands behind a day instead of a label before it: 令和8年11月19日発表.
_SAID_OF_IT = re.compile(r"(?<=[日\d])\s{0,9}(?:発表|公表|掲載|公開|更新|发布|發布|發表|公布)$")
_WEEKDAY = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]|\b(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?\b[,.]?"
)
_CLOCK = re.compile(
    r"(?:(?<=\d)t|\bat\b|\s)\s{0,9}\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s{0,9}(?:am|pm|z|gmt|utc|cst|[+-]\d\d:?\d\d)?$"
)
_BRACKETS = str.maketrans(dict.fromkeys("[](){}【】〔〕<>《》|·•", " "))
_ZONED = re.compile(r"\d{4}-\d\d-\d\dt?\s{0,9}\d\d:\d\d.{0,40}(?:z|[+-]\d\d:?\d\d)$", re.IGNORECASE)

# y, m, d; "two" is a year of two digits, "minguo" and "reiwa" one of Taiwan's (1 is 1912) and of Japan's era (1 is 2019), "a" and "b" a
# day and a month in either order.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})\s{0,9}[-/.年]\s{0,9}(?P<m>\d{1,2})(?:\s{0,9}[-/.月]\s{0,9}|\s{1,9})(?P<d>\d{1,2})\s{0,9}日?",
        r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)",
        r"(?:(?:中華)?民國|民国)?\s{0,9}(?P<minguo>1\d\d)\s{0,9}[-/.年]\s{0,9}(?P<m>\d{1,2})\s{0,9}[-/.月]\s{0,9}(?P<d>\d{1,2})\s{0,9}日?",
        r"令和\s{0,9}(?P<reiwa>\d{1,2})\s{0,9}年\s{0,9}(?P<m>\d{1,2})\s{0,9}月\s{0,9}(?P<d>\d{1,2})\s{0,9}日",
        r"(?P<y>\d{4})\s{0,9}年?\s{1,9}(?P<m>\d\d?)[-/.月](?P<d>\d\d?)日?",
        r"(?P<m>\d\d?)[-/.月](?P<d>\d\d?)日?\s{1,9}(?P<y>\d{4})年?",
        r"(?P<d>\d{1,2})\s{0,9}日?\s{0,9}[/]?\s{0,9}(?P<y>\d{4})\s{0,9}[-/.年]\s{0,9}(?P<m>\d{1,2})\s{0,9}月?",
        r"(?P<two>\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})",
        r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<two>\d\d)",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s{1,9}of)?[\s-]+" + _MONTH + r"(?:[\s,-]+(?P<y>\d{4}))?",
        _MONTH + r"\s{0,9}(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s{0,9},\s{0,9}|\s{1,9}|$)(?P<y>\d{4})?",
        _MONTH + r"\s{1,9}(?P<y>\d{4})\s{1,9}(?P<d>\d{1,2})",
        r"(?P<m>\d{1,2})\s{0,9}月\s{0,9}(?P<d>\d{1,2})\s{0,9}日?",
        r"(?P<d>\d{1,2})\s{0,9}日?\s{1,9}(?P<m>\d{1,2})\s{0,9}月(?:\s{1,9}(?P<y>\d{4})年?)?",
        r"(?P<a>\d\d)[-/.](?P<b>\d\d)",
    )
)
# What is added to the years that are counted from another one.
_ERAS = {"two": 2000, "minguo": 1911, "reiwa": 2018}
_SHORT = re.compile(r"\d{1,2}[-/.]\d{1,2}")
_AGO = re.compile(
    r"(?P<count>\d{1,4}|an?|one)\s*(?P<unit>秒钟?|分钟?|个?小时|天|日|周|个?星期|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?)"
    r"\s*(?:以?前|ago)"
)
_UNITS = {
    "秒": 0,
    "分": 1 / 1440,
    "小": 1 / 24,
    "天": 1,
    "日": 1,
    "周": 7,
    "星": 7,
    "s": 0,
    "m": 1 / 1440,
    "h": 1 / 24,
    "d": 1,
    "w": 7,
}
_NAMED_DAYS = {
    "今天": 0,
    "今日": 0,
    "刚刚": 0,
    "today": 0,
    "just now": 0,
    "昨天": 1,
    "昨日": 1,
    "yesterday": 1,
    "前天": 2,
}

# Days of a document that are not its publication's, which policy libraries print beside it; the date may follow in a box
# of its own.
_OTHER_LABEL = r"(?:成文|生成|签署|签发|印发|制发|施行|实施|生效|失效|废止|截止)(?:日期|时间)\s{0,9}[:：]?\s{0,9}"
_OTHER_DAY = re.compile(_OTHER_LABEL + r"(?:\d{4}\s{0,9}[-/.年]\s{0,9}\d{1,2}\s{0,9}[-/.月]\s{0,9}\d{1,2}\s{0,9}日?)")
_ENDS_IN_OTHER_LABEL = re.compile(_OTHER_LABEL + r"$")


def without_other_days(text: str) -> str:
    """A text without the days in it that are labelled as those of signature, effect or deadline."""
    return _OTHER_DAY.sub(" ", text)


def heralds_other_day(text: str) -> bool:
    """Whether what follows a text is a day of signature, effect or deadline."""
    return _ENDS_IN_OTHER_LABEL.search(text) is not None


def day_in(text: str) -> date | None:
    """The first full date in a text; None where there is none, or only a month and a day."""
    match = _FULL.search(text) or _COMPACT.search(text)
    if match:
        return _real(int(match[1]), int(match[2]), int(match[3]))
    dotted = _DOTTED.search(text)
    if dotted:
        return _real(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    worded = _WORDED.search(text.lower())
    if worded is None:
        return None
    month = _MONTHS.index(worded["name"] or worded["first"]) + 1
    return _real(int(worded["y"]), month, int(worded["d"] or worded["later"]))


def printed_day(text: str, moment: datetime, order: DateOrder = "", sure: bool = False) -> date | None:
    """The day that a text is, where it is nothing but a day: with a label, brackets, a weekday or a time of day at most.

    `moment` is when it was read: the year that is not printed is the one that puts the day nearest before it, and what
    is later than the day after it is no day of publication. `order` tells 05/09/2026 and 05/09 apart; "": a day first
    where a year follows, a month first where none does. `sure` says that the place is known to hold a date, so that 9-8 is one. A time with a zone is
    taken to Asia/Shanghai before its day is, but for noon, which stands for no time.
    """
    zoned = moment_in(text)
    today = local_day(moment)
    if zoned is not None:
        found: date | None = zoned.date() if zoned.time() == _NO_TIME else local_day(zoned)
    else:
        plain = _plain(text)
        plain = re.sub(r"(?<!\d)(\d)(?!\d)", r"0\1", plain) if sure and _SHORT.fullmatch(plain) else plain
        found = _relative(plain, moment) or next(_readings(plain, today, order), None)
    return found if found is not None and found <= today + _AHEAD else None


def moment_in(text: str) -> datetime | None:
    """The moment that a text is, where it says its time zone (ISO 8601, RFC 822); None for any other text."""
    try:
        if _ZONED.fullmatch(text.strip()):
            return datetime.fromisoformat(text.strip())
        found = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo is not None else None


def _plain(text: str) -> str:
    """The text without label, brackets, weekday and time of day, in lower case, month names in figures."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).lower().split())
    plain = _SAID_OF_IT.sub("", _LABEL.sub("", plain))
    for number, name in enumerate(_CHINESE_MONTHS):
        plain = plain.replace(f"{name}月", f"{12 - number}月")
    return " ".join(_CLOCK.sub("", _WEEKDAY.sub(" ", plain).strip()).split()).strip(" ,;")


def _relative(plain: str, moment: datetime) -> date | None:
    for name, days in _NAMED_DAYS.items():
        if plain == name or re.fullmatch(rf"{name}\s*\d{{1,2}}:\d\d(:\d\d)?", plain):
            return local_day(moment - timedelta(days=days))
    match = _AGO.fullmatch(plain)
    if match is None:
        return None
    unit = match["unit"].removeprefix("个")[0]
    count = int(match["count"]) if match["count"].isdigit() else 1
    return local_day(moment - timedelta(days=count * _UNITS[unit]))


def _readings(plain: str, today: date, order: DateOrder) -> Iterator[date]:
    """The days that a text may mean, the likeliest first."""
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match is None:
            continue
        part = match.groupdict()
        month_name = part.get("name")
        month = _MONTHS.index(month_name) + 1 if month_name else int(part.get("m") or 0)
        days = [(month, int(part.get("d") or 0))]
        if part.get("a"):
            a, b = int(part["a"]), int(part["b"])
            day_first = order == "DMY" or (not order and (part.get("y") or part.get("two")) is not None)
            days = [(b, a), (a, b)] if day_first else [(a, b), (b, a)]
            # Without a year only the order that was said, or the Chinese one, is a date: 13-09 is none.
            days = days if part.get("y") or part.get("two") else days[:1]
        for month, day in days:
            found = _in_year(part, month, day, today)
            if found is not None and found <= today + _AHEAD:
                yield found


def _in_year(part: dict[str, str | None], month: int, day: int, today: date) -> date | None:
    if part.get("y"):
        return _real(int(part["y"] or 0), month, day)
    short = next((era for era in _ERAS if part.get(era)), None)
    if short:
        found = _real(_ERAS[short] + int(part[short] or 0), month, day)
        return found if found is not None and today - found < _OLDEST_SHORT_YEAR else None
    # 29 February may be as far as eight years ago.
    years = (_real(today.year - back, month, day) for back in range(9))
    return next((found for found in years if found is not None and found <= today), None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None
