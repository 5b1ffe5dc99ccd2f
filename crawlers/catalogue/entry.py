"""A catalogue entry: one publisher, its list pages, feeds and quote tables; checked as it is read."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from cssselect import SelectorError
from parsel import css2xpath

from pipeline.addresses import host_of
from pipeline.records import Publisher

Cadence = Literal["hourly", "daily", "weekly"]
QuoteColumn = Literal["day", "product", "open", "high", "low", "close", "volume", "turnover", "-"]

COLUMNS = Path(__file__).with_name("columns.toml")
# A list of more pages than this is an archive: import it instead of crawling it every day.
MAX_LIST_PAGES = 50

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class EntryError(ValueError):
    """A value that an entry may not have: the key, what is wrong, and what is allowed."""

    def __init__(self, key: str, what: str, allowed: str) -> None:
        super().__init__(f"{key}: {what}; allowed: {allowed}")


class EntryTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common to the tables of an entry: unknown keys are errors."""


class ListPages(EntryTable, frozen=True, kw_only=True):
    """A list of links to articles, `pages` pages long; page 2 is `paging` with n = `first`."""

    url: str
    articles: str
    links: str = "a"
    date: str = ""
    paging: str = ""
    first: int = 1
    pages: int = 1


class Feed(EntryTable, frozen=True, kw_only=True):
    """An RSS or Atom feed."""

    url: str


class QuoteTable(EntryTable, frozen=True, kw_only=True):
    """A table of daily prices; `turnover_unit` is 元 per printed unit."""

    url: str
    exchange: str
    rows: str
    columns: tuple[QuoteColumn, ...]
    product: str = ""
    day: str = "%Y-%m-%d"
    products: tuple[str, ...] = ()
    turnover_unit: float = 1.0


class ArticlePages(EntryTable, frozen=True, kw_only=True):
    """How an article continues; `next` is the CSS of the link to its next page, "" for the default rule."""

    next: str = ""


class Source(EntryTable, frozen=True, kw_only=True):
    """One publisher. `authority` is 0 to 100; `hosts` are the only ones that its article pages may come from."""

    id: str
    name: str
    hosts: tuple[str, ...]
    home: str = ""
    language: str = "zh"
    region: str = ""
    authority: int = 0
    column: str | None = None
    cadence: Cadence = "daily"
    origin: str = ""
    lists: tuple[ListPages, ...] = ()
    feeds: tuple[Feed, ...] = ()
    quotes: tuple[QuoteTable, ...] = ()
    article: ArticlePages = ArticlePages()

    def publisher(self) -> Publisher:
        """The publisher as pages carry it."""
        return Publisher(
            id=self.id,
            name=self.name,
            authority=self.authority,
            language=self.language,
            region=self.region,
            column=self.column,
        )


@cache
def columns() -> tuple[str, ...]:
    """The names that an entry's `column` may have, from columns.toml."""
    return tuple(tomllib.loads(COLUMNS.read_text())["names"])


def check(source: Source, stem: str) -> None:
    """Raise EntryError for the first value that the types alone cannot refuse; `stem` is the file's name without .toml."""
    if source.id != stem:
        raise EntryError("id", f"{source.id!r}", f"the file's name, {stem!r}")
    if not _ID.fullmatch(source.id):
        raise EntryError("id", f"{source.id!r}", "lower-case letters, digits and single hyphens")
    if not source.name.strip():
        raise EntryError("name", "is empty", "the publisher's name as the bulletin prints it")
    if not 0 <= source.authority <= 100:
        raise EntryError("authority", str(source.authority), "0 to 100")
    if source.column is not None and source.column not in columns():
        raise EntryError("column", f"{source.column!r}", ", ".join(columns()))
    _check_hosts(source.hosts)
    if not (source.lists or source.feeds or source.quotes):
        raise EntryError("lists", "is missing", "at least one [[lists]], [[feeds]] or [[quotes]] in an entry")
    if source.home:
        _address("home", source.home)
    _css("article.next", source.article.next)
    for number, pages in enumerate(source.lists):
        _check_list(f"lists[{number}]", pages)
    for number, feed in enumerate(source.feeds):
        _address(f"feeds[{number}].url", feed.url)
    for number, table in enumerate(source.quotes):
        _check_table(f"quotes[{number}]", table)


def _check_hosts(hosts: tuple[str, ...]) -> None:
    if not hosts:
        raise EntryError("hosts", "is empty", "at least one host name")
    for number, host in enumerate(hosts):
        if not _HOST.fullmatch(host):
            raise EntryError(f"hosts[{number}]", f"{host!r}", "a host name in lower case, without scheme, port or path")


def _check_list(key: str, pages: ListPages) -> None:
    _address(f"{key}.url", pages.url)
    _css(f"{key}.links", pages.links)
    _css(f"{key}.date", pages.date)
    try:
        re.compile(pages.articles)
    except re.error as problem:
        raise EntryError(f"{key}.articles", f"{pages.articles!r}: {problem}", "a regular expression") from problem
    if not 1 <= pages.pages <= MAX_LIST_PAGES:
        raise EntryError(f"{key}.pages", str(pages.pages), f"1 to {MAX_LIST_PAGES}")
    if pages.pages > 1 and not pages.paging:
        raise EntryError(f"{key}.paging", "is missing", "an address with {n} where pages is more than 1")
    if pages.paging and re.findall(r"\{.*?\}", pages.paging) != ["{n}"]:
        raise EntryError(f"{key}.paging", f"{pages.paging!r}", "an address that holds {n} once")


def _check_table(key: str, table: QuoteTable) -> None:
    _address(f"{key}.url", table.url)
    _css(f"{key}.rows", table.rows)
    if not table.exchange.strip():
        raise EntryError(f"{key}.exchange", "is empty", "the exchange's name as the chart prints it")
    named = [column for column in table.columns if column != "-"]
    if "day" not in named or len(set(named)) != len(named):
        raise EntryError(f"{key}.columns", f"{list(table.columns)}", 'each name once, "day" among them')
    if "product" not in named and not table.product:
        raise EntryError(f"{key}.product", "is missing", "a product where no column holds it")
    if table.turnover_unit <= 0:
        raise EntryError(f"{key}.turnover_unit", str(table.turnover_unit), "元 per printed unit, more than 0")
    sample = date(2017, 9, 8)
    try:
        same = datetime.strptime(sample.strftime(table.day), table.day).date() == sample  # noqa: DTZ007 - a day
    except (ValueError, re.error):
        same = False
    if not same:
        raise EntryError(f"{key}.day", f"{table.day!r}", "a strptime format of year, month and day, such as %Y-%m-%d")


def _address(key: str, url: str) -> None:
    if not url.startswith(("http://", "https://")) or not host_of(url):
        raise EntryError(key, f"{url!r}", "an absolute http or https address")


def _css(key: str, selector: str) -> None:
    try:
        if selector:
            css2xpath(selector)
    except SelectorError as problem:
        raise EntryError(key, f"{selector!r}: {problem}", "a CSS selector") from problem
