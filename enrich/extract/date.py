"""发布日期: the article's own date, from the page's marks, in a stated order."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, timedelta

from enrich.extract.html_document import LISTED, HtmlDocument
from enrich.extract.lines import squeeze
from enrich.extract.printed.info_line import ADDRESS
from enrich.extract.printed.printed_date import FoundDate, build, read, without_dates
from enrich.extract.printed.surroundings import LONGEST_INFO, Surroundings

METAS = (
    "pubdate publishdate publish_date publishtime publication_date article:published_time og:published_time "
    "og:article:published_time firstpublishedtime datepublished date dc.date dcterms.created og:release_date "
    "weibo:article:create_at apub:time releasedate dateupdate"
).split()
_LABEL = re.compile(
    r"(发布日期|发布时间|发布于|发文日期|更新时间|公开日期|发表时间|时\s{0,9}间|日\s{0,9}期|published(?: on)?|gepubliceerd(?: op)?|posted(?: on)?)[\]】]?\s{0,9}[:：]?\s{0,9}"
    r"(?=[(（\[]?\s{0,9}(?:\d|[A-Z][a-z]{2}))",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"成文日期|生成日期|印发日期|签发日期|制发日期|实施日期|生效日期|废止日期|截止|有效期|施行|失效|(?:访问|浏览)(?:时间|日期)|上一篇|下一篇|今天是|今日是|现在是|©|copyright|版权",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    r"(?:成文|生成|印发|签发|制发|截止|施行|实施|生效|失效|废止)日期[\]】]?\s{0,9}[:：]?\s{0,9}\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
)
_SCRIPT_STAMP = re.compile(
    r"""(?<![?&\w])(?:ct|publish_time|publishTime|createTime|create_time|oriCreateTime)["']?\s*[=:]\s*["']?(1\d{9}(?:\d{3})?)(?!\d)"""
)
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
_YEAR_IN_ADDRESS = re.compile(r"/(20[0-3]\d)(?=[/\d-])")
_EDITION = re.compile(
    r"[?&;](?:publish_?date|pub_?date|paper_?date|date|day|riqi)=(20\d\d-?[01]\d-?[0-3]\d)(?!\d)", re.IGNORECASE
)
# Fewer such links may be of anything.
_LEAST_EDITION = 3
_YEARLESS = re.compile(
    r"(?:发布(?:时间|日期)?|时间|日期)?\s{0,9}[:：]?\s{0,9}(?P<month>\d\d?)\s{0,9}[-/月]\s{0,9}(?P<day>\d\d?)日?\s{1,9}(?P<clock>\d{1,2}:\d\d)(?!\d)"
)
# The rule of a line that tells when the page was last changed.
UPDATED = "visible line of an update"
_UPDATE = re.compile(r"更新|修改|updated|modified|bijgewerkt", re.IGNORECASE)
# What stands beside the date on an info line that has no word of _INFO: a name, a time, a counter.
_LONGEST_BARE = 30
_INFO = re.compile(
    r"来源|来自|发布者|作者|编辑|记者|字号|字体|浏览|点击|阅读|访问|分享|打印|source|\bby\b", re.IGNORECASE
)


def published(document: HtmlDocument, around: Surroundings) -> FoundDate | None:
    """The date of publication, or None where the page has none. Never later than a day after the fetch.

    In order: meta marks, JSON-LD, custom tags, scripts, the labelled or bare line next to the headline, <time>, the
    list page, the address. Where a mark and the line name different days, `_chosen` says which one counts.
    """
    latest = document.fetched_at.astimezone(UTC).date() + timedelta(days=1)
    language = document.publisher.language

    def first(texts: Iterable[tuple[str, str]]) -> FoundDate | None:
        found = (read(text, language, rule) for rule, text in texts)
        return next((one for one in found if one is not None and one.day <= latest), None)

    address = _from_address(_own_address(document), latest)
    listed = document.listed_published
    others = {*([address.day] if address else ()), *([listed] if listed and listed <= latest else ())}
    lines = _near(around)
    found = _chosen(first(_marked(document)), first(_printed(lines, document.links)), others)
    found = found or first(_elsewhere(document, around))
    if found is None and listed and listed <= latest:
        return FoundDate(listed, None, LISTED)
    return found or address or _of_edition(document, latest) or _without_year(document, lines, latest)


def _chosen(marked: FoundDate | None, printed: FoundDate | None, others: Collection[date]) -> FoundDate | None:
    """What is printed next to the headline before a mark that names another day, which may be the day the page was built.

    Not where the line tells of an update, nor where the address or the list page says the mark's day.
    """
    if marked is None or printed is None:
        return marked or printed
    if marked.day == printed.day:
        return marked
    if marked.day in others and printed.day not in others:
        return marked
    updated = printed.rule == UPDATED and marked.day < printed.day
    return marked if updated else printed


def _marked(document: HtmlDocument) -> Iterator[tuple[str, str]]:
    """The rules and texts of the page's own marks."""
    for name in METAS:
        if name in document.metas:
            yield f"meta {name}", re.sub(r"^(\d{4}-\d\d-\d\d)-(\d\d:)", r"\1 \2", document.metas[name])
    for thing in document.json_ld:
        dates = (thing.get(key) for key in ("datePublished", "pubDate", "uploadDate", "dateCreated"))
        yield from (("JSON-LD", one) for one in dates if isinstance(one, str))
    for tag in ("publishtime", "pubdate"):
        yield from (("tag " + tag, squeeze(element.text_content())) for element in document.tree.iter(tag))
    stamp = _SCRIPT_STAMP.search(document.scripts)
    if stamp:
        yield "script", stamp[1]


def _printed(lines: Sequence[str], links: Collection[str]) -> Iterator[tuple[str, str]]:
    """The lines next to the headline that may print the date: with a label, then bare."""
    labels = [(label[0], line[label.start() :]) for line in lines for label in _LABEL.finditer(line)]
    yield from (("visible line with a label", text) for label, text in labels if not _UPDATE.search(label))
    for line in lines:
        if _is_info(line, links):
            yield UPDATED if _UPDATE.search(line) else "visible line", line
    yield from ((UPDATED, text) for label, text in labels if _UPDATE.search(label))


def _elsewhere(document: HtmlDocument, around: Surroundings) -> Iterator[tuple[str, str]]:
    """What names a date with less certainty: <time>, a script's variables, a labelled line far from the headline."""
    yield from (
        ("<time>", element.get("datetime") or squeeze(element.text_content())) for element in document.tree.iter("time")
    )
    script = _SCRIPT_TIME.search(document.scripts)
    if script:
        yield "script", script[1] or script[2]
    anywhere = [
        line
        for line in map(" ".join, around.lines)
        if len(line) <= LONGEST_INFO and _LABEL.match(line) and not _OTHER.search(line)
    ]
    yield from (("labelled line", line) for line in anywhere[:3])


def _is_info(line: str, links: Collection[str]) -> bool:
    """Whether a line says little beside its date: a sentence may begin with one, and neighbours are listed with one."""
    rest = squeeze(ADDRESS.sub(" ", without_dates(line)))
    if rest in links:
        return False
    return len(rest) <= _LONGEST_BARE or bool(_INFO.search(rest))


def _near(around: Surroundings) -> list[str]:
    """The short lines next to the headline, without what dates of another kind say (成文日期, a footer's …)."""
    cleaned = (_OTHER.split(_OTHER_DATE.sub("", " ".join(line)))[0] for line in around.beside())
    return [line for line in cleaned if line]


def _from_address(url: str, latest: date) -> FoundDate | None:
    """The day in an address, where it is not after `latest`."""
    for pattern in _ADDRESS:
        match = pattern.search(url)
        if match:
            parts = match.groupdict()
            parts["year"] = parts["year"] if len(parts["year"]) == 4 else f"20{parts['year']}"
            found = build(parts, "zh", "address")
            if found is not None and found.day <= latest:
                return found
    return None


def _own_address(document: HtmlDocument) -> str:
    """The page's address; where it was saved without one, that which it gives for itself."""
    if document.url.startswith("http"):
        return document.url
    links = document.tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    return str(links[0]) if links else document.meta("og:url")


def _of_edition(document: HtmlDocument, latest: date) -> FoundDate | None:
    """The day that all links to an e-paper's other pages name (?publish_date=2026-05-12)."""
    named = _EDITION.findall(document.text)
    if len(named) < _LEAST_EDITION or len(set(named)) > 1:
        return None
    found = read(named[0], "zh", "address")
    return found if found is not None and found.day <= latest else None


def _without_year(document: HtmlDocument, lines: Sequence[str], latest: date) -> FoundDate | None:
    """05-12 09:30 in a line next to the headline: of the year in the address, else the last such day before the fetch."""
    for line in lines:
        match = _YEARLESS.match(line)
        if not match:
            continue
        named = _YEAR_IN_ADDRESS.search(document.url)
        for year in (int(named[1]),) if named else (latest.year, latest.year - 1):
            text = f"{year}-{match['month']}-{match['day']} {match['clock'] or ''}"
            found = read(text, document.publisher.language, "visible line without a year")
            if found is not None and found.day <= latest:
                return found
    return None
