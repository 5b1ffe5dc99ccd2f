"""Where a list's dates stand, for the lists whose dates are not found by their form alone; and in which order they are."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from lxml.html import HtmlElement

from crawlers.catalogue.list_pages import ListPages
from crawlers.pages.days import day_in, printed_day
from crawlers.pages.markup import Markup, words
from crawlers.pages.reading import ListPage, read_list
from crawlers.suggestions.list_candidates import ListCandidate

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"date|time|day|rq|riqi|sj|shijian", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:发布|公布|公开|发文|發[布佈]|刊登|張貼)(?:日期|时间|時間)|(?:date )?(?:published|posted|released)|publication date",
    re.IGNORECASE,
)
_ENOUGH = 0.6
_LONGEST = 80


def with_dates(page: ListPage, pages: ListPages, candidate: ListCandidate) -> ListPages:
    """The list as it is where its dates are found without more; else with the selector that finds the most."""
    if pages.of_rows or pages.kind == "sitemap":
        return pages
    markup = page.markup
    if _month_first(markup):
        pages = pages.model_copy(update={"date_order": "MDY"})
    best, found = pages, _dated(page, pages)
    for css in _headed_columns(markup):
        tried = pages.model_copy(update={"date": css})
        if _dated(page, tried) >= max(found, _ENOUGH * len(candidate.wanted)) and _days(page, tried) != _days(
            page, pages
        ):
            return tried
    if found >= _ENOUGH * len(candidate.wanted):
        return pages
    for css in _date_selectors(markup, page):
        tried = pages.model_copy(update={"date": css})
        count = _dated(page, tried)
        if count > max(found, _ENOUGH * len(candidate.wanted)):
            best, found = tried, count
    return best


def _headed_columns(markup: Markup) -> Iterator[str]:
    """The columns of tables that are headed as the day of publication, where an entry names other days as well."""
    for row in markup.root.css("tr"):
        heads = [words(cell) for cell in row.xpath("./th | ./td")]
        for number, head in enumerate(heads, start=1):
            if len(heads) > 1 and _PUBLISHED.fullmatch(head):
                yield f"td:nth-child({number})"


def _days(page: ListPage, pages: ListPages) -> list[date | None]:
    return [link.published for link in read_list(page, pages)[0].links]


def _dated(page: ListPage, pages: ListPages) -> int:
    return sum(1 for link in read_list(page, pages)[0].links if link.published)


def _date_selectors(markup: Markup, page: ListPage) -> Sequence[str]:
    """Classes of elements that hold a day, the most frequent first."""
    counted = Counter[str]()
    for node in markup.root.css("[class]"):
        element: HtmlElement = node.root
        text = words(node)
        if len(text) > _LONGEST or not any(character.isdigit() for character in text):
            continue
        if printed_day(text, page.moment, sure=True) or day_in(text):
            named = [name for name in str(element.get("class") or "").split() if re.fullmatch(r"[A-Za-z][\w-]*", name)]
            counted.update(f".{name}" for name in named)
    return [
        css
        for css, count in sorted(counted.items(), key=lambda item: (not _NAMED.search(item[0]), -item[1]))
        if count > 2
    ][:5]


def _month_first(markup: Markup) -> bool:
    """Whether numeric dates on the page are written month first: a second number above 12 and never a first one."""
    pairs = [(int(a), int(b)) for a, b in _NUMERIC.findall(" ".join(markup.root.css("body *::text").getall()))]
    return any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)
