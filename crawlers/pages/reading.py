"""Reads one page of a list, of whatever kind: its articles, and what further is asked for to have the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crawlers.catalogue.list_pages import NEXT, ListPages
from crawlers.pages.indirect import datasource_address, next_records, next_unit, records, unit_address, unit_markup
from crawlers.pages.links import ListReading, article_links
from crawlers.pages.list_addresses import Asked, asked, next_list_page
from crawlers.pages.markup import Markup
from crawlers.pages.rows import best_rows, json_rows, script_rows
from crawlers.pages.sitemap import sitemap_links

# The keys that are JMESPath where a list is rows.
_ROW_KEYS = ("rows", "links", "title", "date", "address")


@dataclass(frozen=True)
class ListPage:
    """A page of a list as it came. `own` says whether an address is one of the source's; `moment` is when it was read."""

    body: bytes
    content_type: str
    url: str
    own: Callable[[str], bool]
    moment: datetime
    chinese: bool = True

    @cached_property
    def markup(self) -> Markup:
        """Its tree."""
        return Markup(self.body, self.content_type, self.url, self.chinese)


def elsewhere(page: ListPage, pages: ListPages, number: int) -> str:
    """Where the page says that page `number` of its list is to be had, where its kind of page says so; else ""."""
    match pages.kind:
        case "jpaas":
            return next_unit(page.url, number) if number > 1 else unit_address(page.markup, 1)
        case "datasource" if number == 1:
            return datasource_address(page.markup)
        case "records" if number > 1 and not pages.paging:
            return next_records(page.markup, number)
    return next_list_page(page.markup, pages.next) if pages.paging == NEXT else ""


def following(page: ListPage, pages: ListPages, number: int, year: int) -> Asked:
    """How the page after page `number` of a list is asked for; with the address "" where there is none."""
    address = elsewhere(page, pages, number + 1)
    if not address and (pages.numbered or pages.paging not in ("", NEXT)):
        return asked(pages, number + 1, year)
    return Asked(address)


def read_list(page: ListPage, pages: ListPages) -> tuple[ListReading, list[str]]:
    """The articles of a list page (for kinds that keep them elsewhere: of what came from there), and further sitemaps."""
    match pages.kind:
        case "sitemap":
            return sitemap_links(page.body, pages, page.own, page.moment)
        case "json" | "datasource":
            rows, base = json_rows(page.body, page.content_type, pages), Markup("", "", page.url)
            if not rows and pages.kind == "datasource" and pages.articles:
                return article_links(page.markup, _as_html(pages), page.own, page.moment), []
            return best_rows(rows, base, pages, page.own, page.moment), []
        case "script":
            return best_rows(script_rows(page.markup, pages), page.markup, pages, page.own, page.moment), []
        case "records":
            return article_links(records(page.markup), pages, page.own, page.moment), []
        case "jpaas":
            return article_links(unit_markup(page.body, page.url), pages, page.own, page.moment), []
    return article_links(page.markup, pages, page.own, page.moment), []


def _as_html(pages: ListPages) -> ListPages:
    """The list of a 新华 page that is not filled from a data file but has its entries in itself: links by their address."""
    return pages.model_copy(update={"kind": "html"} | dict.fromkeys(_ROW_KEYS, ""))
