"""What an entry of the catalogue must make of the pages that were written for it in tests/crawlers/sources/<id>/."""

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from crawlers.catalogue.entry import QuoteTable, Source
from crawlers.pages.feed_entries import chosen, feed_links
from crawlers.pages.links import ArticleLink, ListReading
from crawlers.pages.list_addresses import asked, years
from crawlers.pages.markup import Markup
from crawlers.pages.quote_rows import read_quotes
from crawlers.pages.reading import ListPage, elsewhere, following, read_list
from enrich.extract.extract import extract
from pipeline.records import Article, PagePart
from tests.support.pages import page_of
from tests.support.paths import ROOT

CONTRACTS = ROOT / "tests" / "crawlers" / "sources"
# When the pages are read, unless a contract says otherwise.
READ_AT = datetime(2026, 9, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ListContract:
    """One list or feed of an entry, the page that is its answer (for kinds that keep their rows elsewhere also that), and
    what must come out: (address, title, day or "") of every article in order, and the address of the next page."""

    url: str
    page: str
    links: list[list[str]]
    next: str | None = None
    data_url: str = ""
    data: str = ""
    content_type: str = ""
    posted: str = ""
    left_out: int | None = None


@dataclass(frozen=True)
class ArticleContract:
    """One article of the source: fields that must come out exactly ("" where the page has none), beginnings and ends that must
    and must not be in its text."""

    url: str
    page: str
    title: str
    published: str = ""
    source: str = ""
    text: tuple[str, ...] = ()
    not_text: tuple[str, ...] = ()
    pictures: int | None = None
    attachments: int | None = None
    content_type: str = ""


@dataclass(frozen=True)
class QuotesContract:
    """One table of prices: how many rows, and the first as day, product, close and volume (t)."""

    url: str
    page: str
    rows: int
    first: list[Any]
    content_type: str = ""


@dataclass(frozen=True)
class SourceContract:
    """The contract of one source, in its folder."""

    folder: Path

    @cached_property
    def says(self) -> dict[str, Any]:
        """contract.toml."""
        return tomllib.loads((self.folder / "contract.toml").read_text(encoding="utf-8"))

    @property
    def read_at(self) -> datetime:
        """When its pages are read."""
        moment: datetime = self.says.get("read_at", READ_AT)
        return moment

    @property
    def lists(self) -> list[ListContract]:
        """Its lists and feeds."""
        return [msgspec.convert(table, ListContract) for table in self.says.get("lists", [])]

    @property
    def articles(self) -> list[ArticleContract]:
        """Its articles."""
        return [msgspec.convert(table, ArticleContract) for table in self.says.get("articles", [])]

    @property
    def quotes(self) -> list[QuotesContract]:
        """Its tables of prices."""
        return [msgspec.convert(table, QuotesContract) for table in self.says.get("quotes", [])]

    def body(self, name: str) -> bytes:
        """A page of the folder."""
        return (self.folder / name).read_bytes()

    def kind(self, name: str, said: str) -> str:
        """The content type that its server gives a page."""
        kinds = {".json": "application/json", ".xml": "application/xml"}
        return said or kinds.get(Path(name).suffix, "text/html; charset=utf-8")

    def read(self, source: Source, contract: ListContract) -> tuple[ListReading, str]:
        """What the entry's list or feed of that address makes of the page, and where it goes on."""
        body, kind = self.body(contract.page), self.kind(contract.page, contract.content_type)
        feed = next((feed for feed in source.feeds if feed.url == contract.url), None)
        if feed:
            return chosen(feed_links(body, kind, feed.url, self.read_at), feed, source.claims), ""
        pages = next(pages for pages in source.lists if pages.url == contract.url)
        year = years(pages, self.read_at)[0]
        first = asked(pages, 1, year)
        assert first.body.decode() == contract.posted
        page = ListPage(body, kind, first.url, source.claims, self.read_at, source.language == "zh")
        if contract.data:
            assert elsewhere(page, pages, 1) == contract.data_url
            body, kind = self.body(contract.data), self.kind(contract.data, "")
            page = replace(page, body=body, content_type=kind, url=contract.data_url)
        return read_list(page, pages)[0], following(page, pages, 1, year).url

    def extracted(self, source: Source, contract: ArticleContract) -> Article:
        """The article that is made of a page."""
        part = PagePart.pack(contract.url, self.body(contract.page))
        page = page_of((part,), source.publisher_at(contract.url), self.kind(contract.page, contract.content_type))
        listed = next((link for table in self.lists for link in table.links if link[0] == contract.url), None)
        day = date.fromisoformat(listed[2]) if listed and listed[2] else None
        page = msgspec.structs.replace(page, fetched_at=self.read_at, first_seen=self.read_at)
        return extract(msgspec.structs.replace(page, listed_title=listed[1] if listed else None, listed_published=day))

    def quoted(self, source: Source, contract: QuotesContract) -> list[Any]:
        """The quotes of a table, in its order."""
        table: QuoteTable = next(table for table in source.quotes if table.url == contract.url)
        page = Markup(self.body(contract.page), self.kind(contract.page, contract.content_type), contract.url)
        return list(read_quotes(page, table, source.id, self.read_at).quotes)


def as_rows(links: tuple[ArticleLink, ...]) -> list[list[str]]:
    """Links as a contract writes them."""
    return [[link.url, link.title or "", str(link.published or "")] for link in links]
