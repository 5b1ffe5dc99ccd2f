"""Which key of an entry to change where a list comes to less than it should: found by reading it again without that key."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from crawlers.catalogue.list_pages import NEXT, Feed, ListKind, ListPages
from crawlers.catalogue.quote_table import QuoteTable
from crawlers.pages.links import ListReading, host_of_or_none
from crawlers.pages.markup import Markup, script_target
from crawlers.pages.quote_rows import QuoteReading
from crawlers.pages.reading import ListPage, elsewhere, read_list
from crawlers.trial.address_shapes import common_shapes

HintCode = Literal[
    "matches_nothing",
    "fits_none",
    "hosts_fit_none",
    "leaves_nothing",
    "no_address",
    "other_kind",
    "drawn_by_script",
    "dates_without",
    "undated",
    "no_next",
    "no_entries",
    "no_headings",
    "sends_on",
    "not_there",
]
# So many articles make a list: fewer are found by chance where a page is read as another kind.
A_LIST = 3


@dataclass(frozen=True)
class Hint:
    """A key of an entry to look at: `code` says why, `values` what is known of it."""

    key: str
    code: HintCode
    values: Mapping[str, Any] = field(default_factory=dict)


def list_hints(page: ListPage, pages: ListPages, reading: ListReading, has_next: bool = True) -> tuple[Hint, ...]:
    """What to change of a list's entry, from the page that it was read of (or that should have named its data)."""
    return tuple(
        _no_articles(page, pages, reading) if not reading.links else _few_facts(page, pages, reading, has_next)
    )


def feed_hints(feed: Feed, reading: ListReading) -> tuple[Hint, ...]:
    """What to change of a feed's entry."""
    if reading.links:
        return ()
    return (_left_out(reading, feed.articles) if reading.matched else Hint("url", "no_entries"),)


def quote_hints(page: Markup, table: QuoteTable, reading: QuoteReading) -> tuple[Hint, ...]:
    """What to change of a table's entry."""
    if reading.quotes or reading.contradictions:
        return ()
    rows = page.root.css(table.rows)
    if not rows:
        return (_matches_nothing("rows", table.rows, len(page.root.css("tr")), "rows"),)
    return (Hint("columns" if table.columns else "headings", "no_headings", {"rows": len(rows)}),)


def _no_articles(page: ListPage, pages: ListPages, reading: ListReading) -> Iterator[Hint]:
    """The list has no article: which key keeps them out, or of what kind the list is instead, or where it is."""
    script = script_target(page.markup)
    if script and len(page.markup.root.css("a[href]")) < A_LIST:
        yield Hint("url", "sends_on", {"to": script})
        return
    for key in ("rows", "links"):
        without = read_list(page, pages.model_copy(update={key: ""}))[0]
        if getattr(pages, key) and not reading.matched and without.links:
            yield _matches_nothing(key, getattr(pages, key), len(without.links), "articles")
            return
    for kind in get_args(ListKind):
        plain = pages.model_copy(update={"kind": kind, "links": "", "title": "", "date": "", "rows": "", "address": ""})
        named = kind in ("jpaas", "datasource") and bool(elsewhere(page, plain, 1))
        count = len(read_list(page, plain)[0].links)
        if kind != pages.kind and (named or count >= A_LIST):
            yield Hint("kind", "other_kind", {"said": pages.kind, "kind": kind, "articles": count})
            return
    if reading.matched:
        yield _left_out(reading, pages.articles)
        return
    for key in ("rows", "links"):
        if getattr(pages, key):
            yield _matches_nothing(key, getattr(pages, key), 0, "articles")
            without = read_list(page, pages.model_copy(update={key: ""}))[0]
            if without.matched:
                yield _left_out(without, pages.articles)
            return
    yield Hint("kind", "drawn_by_script", {"said": pages.kind, "links": len(page.markup.root.css("a[href]"))})


def _left_out(reading: ListReading, articles: str) -> Hint:
    """The key that the likeliest articles fell out by: what has an article's address, else what there is the most of."""
    reasons = Counter(link.why for link in reading.left_out)
    near = [
        link.why for link in reading.left_out if link.why in ("host", "exclusion") and re.search(articles, link.url)
    ]
    why = near[0] if near else max(reasons, key=lambda reason: (reason == "pattern", reasons[reason]))
    urls = [link.url for link in reading.left_out if link.why == why]
    match why:
        case "host":
            hosts = Counter(filter(None, map(host_of_or_none, urls)))
            return Hint("hosts", "hosts_fit_none", {"hosts": tuple(host for host, _ in hosts.most_common(3))})
        case "exclusion":
            return Hint("exclude", "leaves_nothing", {"looked": len(urls), "example": urls[0]})
        case "address":
            return Hint("address", "no_address", {"looked": len(urls), "example": urls[0]})
    return Hint("articles", "fits_none", {"looked": len(urls), "shapes": common_shapes(urls)})


def _matches_nothing(key: str, said: str, without: int, what: str) -> Hint:
    return Hint(key, "matches_nothing", {"said": said, "without": without, "what": what})


def _few_facts(page: ListPage, pages: ListPages, reading: ListReading, has_next: bool) -> Iterator[Hint]:
    """The list has articles: what is missing beside them."""
    dated, count = sum(link.published is not None for link in reading.links), len(reading.links)
    if pages.date and pages.of_rows and dated < count:
        by_keys = read_list(page, pages.model_copy(update={"date": ""}))[0]
        found = sum(link.published is not None for link in by_keys.links)
        if found > dated:
            yield Hint("date", "dates_without", {"said": pages.date, "dated": dated, "of": count, "found": found})
            dated = count
    elif pages.date and pages.kind == "html" and not page.markup.root.css(pages.date):
        # The reader falls back on what looks like a date, which is right until the page prints another one.
        yield _matches_nothing("date", pages.date, dated, "dates")
    if dated < count:
        yield Hint("date", "undated", {"dated": dated, "of": count})
    if pages.pages > 1 and pages.paging in ("", NEXT) and not has_next:
        yield Hint("paging", "no_next", {"pages": pages.pages})
