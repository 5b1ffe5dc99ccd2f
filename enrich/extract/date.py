"""发布日期: the article's own date, from the page's marks, in a stated order."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import labelled, squeeze

# The zone in which a page's times stand when it names none, by the publisher's language.
ZONES = {"zh": "Asia/Shanghai", "nl": "Europe/Amsterdam", "en": "UTC"}
METAS = (
    "pubdate publishdate publish_date publishtime publication_date article:published_time og:published_time "
    "og:article:published_time firstpublishedtime datepublished date dc.date dcterms.created og:release_date "
    "weibo:article:create_at apub:time releasedate dateupdate"
).split()
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan januari,february feb februari,march mar maart mrt,april apr,may mei,june jun juni,july jul juli,"
        "august aug augustus,september sep sept,october oct oktober okt,november nov,december dec".split(","),
        start=1,
    )
    for name in names.split()
}
_TIME = (
    r"(?:[\sT\-/，,]*(?P<hour>[01]?\d|2[0-3])\s*[:：时]\s*(?P<minute>[0-5]\d)(?:\s*[:：分]\s*(?P<second>[0-5]\d))?)?"
)
# What systems write for the time of a day that has none (seen at news.un.org): noon, in whatever zone.
_NO_TIME = time(12)
_ZONE = r"\s*(?P<zone>Z|[+-]\d\d:?\d\d)?"
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>19\d\d|20\d\d)(?:\s*[-/.年]\s*|\s+(?=\d\d/\d\d))(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)"
    r"\s*[日号]?" + _TIME + _ZONE
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d))?(?!\d)"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?P<name>[A-Za-z]{3,9})\.?,?[\s./-]+(?P<year>20\d\d)" + _TIME
)
_MONTH_FIRST = re.compile(
    r"\b(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)" + _TIME
)
_SLASHED = re.compile(
    r"(?<![\d.])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second_>\d{1,2})(?P=mark)(?P<year>20\d\d)(?!\d)" + _TIME
)
_LABEL = re.compile(
    r"(发布日期|发布时间|发布于|发文日期|更新时间|公开日期|发表时间|时\s*间|日\s*期|published(?: on)?|gepubliceerd(?: op)?|posted(?: on)?)[\]】]?\s*[:：]?\s*"
    r"(?=[(（\[]?\s*(?:\d|[A-Z][a-z]{2}))",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"成文日期|生成日期|印发日期|签发日期|制发日期|实施日期|生效日期|废止日期|截止|有效期|施行|失效|访问|浏览|上一篇|下一篇|今天是|今日是|现在是|©|copyright|版权",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    r"(?:成文|生成|印发|签发|制发|截止|施行|实施|生效|失效|废止)日期[\]】]?\s*[:：]?\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
)
_SCRIPT_STAMP = re.compile(r"""\b(?:ct|publish_time|createTime|create_time|oriCreateTime)\s*[=:]\s*["'](\d{10})["']""")
_SCRIPT_TIME = re.compile(
    r"""["']?\b(?:writetime|pubtime|publishTime|publish_time|pubDate|publishDate|createTime|create_time|ptime|datePublished)["']?\s*[=:]\s*["']([^"']{8,32})["']""",
    re.IGNORECASE,
)
_ADDRESS = (
    re.compile(r"(?P<year>20\d\d)[-/]?(?P<month>[01]\d)[-/](?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"/(?P<year>20\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})/"),
    re.compile(r"[/t_](?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=[/_\d.])"),
    re.compile(r"/(?P<year>\d\d)/(?P<month>[01]\d)(?P<day>[0-3]\d)/"),
)
# Lines looked at after the headline, and before it: the info line stands next to it.
_AFTER, _BEFORE = 12, 4
_LONGEST_INFO = 160
# What stands beside the date on an info line that has no word of _INFO: a name, a time, a counter.
_LONGEST_BARE = 30
_INFO = re.compile(
    r"来源|来自|发布者|作者|编辑|记者|字号|字体|浏览|点击|阅读|访问|分享|打印|source|\bby\b", re.IGNORECASE
)
_RELATED = re.compile(
    r"^(?:相关|延伸阅读|热门|频道热点|推荐阅读|最新(?:发布|文章|新闻)|猜你喜欢|latest|related|more on)", re.IGNORECASE
)


@dataclass(frozen=True)
class FoundDate:
    """A date, the moment with zone where a time is printed, and the rule that gave it."""

    day: date
    moment: datetime | None
    rule: str


def published(document: HtmlDocument, headline: str) -> FoundDate | None:
    """The date of publication, or None where the page has none. Never later than a day after the fetch.

    In order: meta marks, JSON-LD, custom tags, scripts, the labelled or bare line next to the headline, <time>, the
    list page, the address.
    """
    latest = document.fetched_at.astimezone(UTC).date() + timedelta(days=1)
    for rule, text in _dated_texts(document, headline):
        found = read(text, document.publisher.language, rule)
        if found is not None and found.day <= latest:
            return found
    if document.listed_published and document.listed_published <= latest:
        return FoundDate(document.listed_published, None, "list page")
    return _from_address(document.url, latest)


def read(text: str, language: str, rule: str) -> FoundDate | None:
    """The first date in a text, with its time; None where there is none."""
    patterns = [_NUMERIC, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _SLASHED]
    matches = [match for pattern in patterns for match in [pattern.search(text)] if match]
    for match in sorted(matches, key=lambda match: match.start()):
        found = _build(match.groupdict(), language, rule)
        if found is not None:
            return found
    return None


def _build(parts: dict[str, Any], language: str, rule: str) -> FoundDate | None:
    """The date of a match's named groups; None where there is no such day."""
    month, day_number = parts.get("month"), parts.get("day")
    if parts.get("name"):
        month = _MONTHS.get(parts["name"].lower())
    elif parts.get("first"):
        first, second = int(parts["first"]), int(parts["second_"])
        month, day_number = (first, second) if second > 12 else (second, first)
    try:
        day = date(int(parts["year"]), int(month or 0), int(day_number or 0))
    except ValueError:
        return None
    if parts.get("hour") is None:
        return FoundDate(day, None, rule)
    zone = _zone(parts.get("zone"), language)
    moment = datetime(
        day.year,
        day.month,
        day.day,
        int(parts["hour"]),
        int(parts["minute"]),
        int(parts.get("second") or 0),
        tzinfo=zone,
    )
    local_day = moment.astimezone(ZoneInfo(_local(language))).date() if parts.get("zone") else day
    if local_day != day and moment.time() == _NO_TIME:
        return FoundDate(day, None, rule)
    return FoundDate(local_day, moment, rule)


def _local(language: str) -> str:
    return ZONES.get(language.split("-", maxsplit=1)[0], "Asia/Shanghai")


def _zone(text: str | None, language: str) -> timezone | ZoneInfo:
    """The zone that is printed ("Z", "+08:00", "+0800"), else that of the language."""
    if not text:
        return ZoneInfo(_local(language))
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _dated_texts(document: HtmlDocument, headline: str) -> Iterator[tuple[str, str]]:
    """The rules and the texts in which each may find the date, in the order that `published` states."""
    for name in METAS:
        if name in document.metas:
            yield f"meta {name}", re.sub(r"^(\d{4}-\d\d-\d\d)-(\d\d:)", r"\1 \2", document.metas[name])
    yield from (("JSON-LD", text) for text in _json_ld(document))
    for tag in ("publishtime", "pubdate"):
        yield from (("tag " + tag, squeeze(element.text_content())) for element in document.tree.iter(tag))
    stamp = _SCRIPT_STAMP.search(document.scripts)
    if stamp:
        moment = datetime.fromtimestamp(int(stamp[1]), ZoneInfo("Asia/Shanghai"))
        yield "script", moment.strftime("%Y-%m-%d %H:%M:%S")
    lines = near_headline(labelled(document.lines), headline)
    yield from (("visible line with a label", line) for line in lines if _LABEL.search(line))
    yield from (("visible line", line) for line in lines if _is_info(line, document.links))
    yield from (
        ("<time>", element.get("datetime") or squeeze(element.text_content())) for element in document.tree.iter("time")
    )
    script = _SCRIPT_TIME.search(document.scripts)
    if script:
        yield "script", script[1]
    anywhere = [
        line
        for line in labelled(document.lines)
        if len(line) <= _LONGEST_INFO and _LABEL.match(line) and not _OTHER.search(line)
    ]
    yield from (("labelled line", line) for line in anywhere[:3])


def _is_info(line: str, links: Collection[str]) -> bool:
    """Whether a line says little beside its date: a sentence may begin with one, and neighbours are listed with one."""
    rest = line
    for pattern in (_NUMERIC, _DAY_FIRST, _MONTH_FIRST, _SLASHED):
        rest = pattern.sub("", rest)
    if rest.strip() in links:
        return False
    return len(rest) <= _LONGEST_BARE or bool(_INFO.search(rest))


def near_headline(lines: list[str], headline: str) -> list[str]:
    """The info lines next to the headline: short, with a date, and of no other kind (成文日期, a footer's …)."""
    key = re.sub(r"\s", "", headline)
    at = [number for number, line in enumerate(lines) if key and key[:20] in re.sub(r"\s", "", line)]
    near: list[str] = []
    for number in at[:4]:
        after = takewhile(lambda line: not _RELATED.match(line), lines[number : number + _AFTER])
        near += [*after, *lines[max(0, number - _BEFORE) : number]]
    cleaned = [_OTHER.split(_OTHER_DATE.sub("", line))[0] for line in near]
    return [line for line in cleaned if line and len(line) <= _LONGEST_INFO]


def _json_ld(document: HtmlDocument) -> Iterator[str]:
    """The dates of publication in the page's JSON-LD."""
    for script in document.tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for one in data if isinstance(data, list) else [data]:
            yield from _published_in(one)


def _published_in(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        return
    for key in ("datePublished", "pubDate", "dateCreated"):
        if isinstance(data.get(key), str):
            yield data[key]
    graph = data.get("@graph")
    for one in graph if isinstance(graph, list) else []:
        yield from _published_in(one) if isinstance(one, dict) and "@graph" not in one else ()


def _from_address(url: str, latest: date) -> FoundDate | None:
    """The day in an address, where it is not after `latest`."""
    for pattern in _ADDRESS:
        match = pattern.search(url)
        if match:
            parts = match.groupdict()
            parts["year"] = parts["year"] if len(parts["year"]) == 4 else f"20{parts['year']}"
            found = _build(parts, "zh", "address")
            if found is not None and found.day <= latest:
                return found
    return None
