"""A catalogue entry: one publisher, its list pages, feeds and quote tables; checked as it is read."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, PrivateAttr

from crawlers.catalogue.list_pages import Feed, ListPages
from crawlers.catalogue.quote_table import QuoteColumn, QuoteTable
from crawlers.catalogue.values import MAX_LIST_PAGES, Css, EntryError, EntryTable
from pipeline.addresses import canonical, host_of
from pipeline.records import Publisher

__all__ = [
    "MAX_LIST_PAGES",
    "ArticlePages",
    "Cadence",
    "EntryError",
    "EntryTable",
    "Feed",
    "ListPages",
    "QuoteColumn",
    "QuoteTable",
    "Source",
    "check",
    "columns",
]

Cadence = Literal["hourly", "daily", "weekly"]

COLUMNS = Path(__file__).with_name("columns.toml")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLAIM = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[^\s#]*)?")


class ArticlePages(EntryTable):
    """How an article continues."""

    next: Css = Field("", description="CSS of the link to an article's next page; without it 下一页 and rel=next")


class Source(EntryTable):
    """One publisher. Its `hosts` say where its article pages may come from."""

    id: str = Field(description="the file's name without .toml: lower-case letters, digits, hyphens")
    name: str = Field(description="the publisher's name as the bulletin prints it")
    aliases: tuple[str, ...] = Field(
        (),
        strict=False,
        description="other names that it was printed under: a former one, that of a 子站 or of its news desk",
    )
    hosts: tuple[str, ...] = Field(
        (),
        strict=False,
        description="the hosts that its articles lie on; where a host has several publishers, host and path: the longest wins; "
        "a list's links to other hosts are left out; may be left out where it is got by hand",
    )
    home: str = Field("", description="the publisher's home page")
    language: str = Field("zh", description="language of the articles (ISO 639-1)")
    region: str = Field("", description="province or country, as the bulletin prints it; empty for the whole of China")
    authority: int = Field(
        0,
        ge=0,
        le=100,
        description="0 to 100: whose printing of a text stands first; 95 to 100 a ministry, 85 to 90 a commission or an exchange, "
        "60 the press, 30 to 40 a portal",
    )
    column: str | None = Field(
        None,
        description="the bulletin's column that most of its articles belong to: one of crawlers/catalogue/columns.toml",
    )
    cadence: Cadence = Field("daily", description="how often it is crawled at least: hourly, daily or weekly")
    by_hand: str = Field(
        "", description="of a publisher without list or feed: how an editor gets its articles; it is never crawled"
    )
    headlines_only: bool = Field(
        False,
        description="its articles stand behind a pay wall or are built by script: headlines, addresses and days are taken from "
        "its lists and feeds, and no article is asked for",
    )
    origin: str = Field("", description="where the facts of this entry are from, and whether they were checked")
    verified: date | None = Field(
        None,
        description="the day on which its lists and an article were last asked for and came out right (`tanxun sources check`)",
    )
    lists: tuple[ListPages, ...] = Field((), strict=False, description="lists of links")
    feeds: tuple[Feed, ...] = Field((), strict=False, description="feeds")
    quotes: tuple[QuoteTable, ...] = Field((), strict=False, description="tables of prices")
    article: ArticlePages = Field(ArticlePages(), description="how its articles continue")

    # Longer claims of other entries within this one's, set as the catalogue is read.
    _within: tuple[tuple[str, Publisher], ...] = PrivateAttr(())

    @property
    def host_names(self) -> frozenset[str]:
        """The hosts alone, without paths."""
        return frozenset(claim.partition("/")[0] for claim in self.hosts)

    @property
    def asked_hosts(self) -> frozenset[str]:
        """The hosts that a crawl asks: those of its articles, lists, feeds and tables."""
        urls = [table.url for tables in (self.lists, self.feeds, self.quotes) for table in tables]
        return self.host_names.union(map(host_of, urls))

    def claims(self, url: str) -> bool:
        """Whether an address lies where this source's articles do."""
        return claim_length(self.hosts, url) > 0

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

    def beside(self, others: Iterable["Source"]) -> "Source":
        """This source, knowing what of its hosts belongs to others' longer claims."""
        made = self.model_copy()
        hosts = self.host_names
        made._within = tuple(
            (claim, other.publisher())
            for other in others
            for claim in other.hosts
            if other.id != self.id and "/" in claim and claim.partition("/")[0] in hosts
        )
        return made

    def publisher_at(self, url: str) -> Publisher:
        """Whose an address is that a list of this source leads to: the longest claim wins."""
        longest, publisher = claim_length(self.hosts, url), self.publisher()
        for claim, other in self._within:
            if claim_length((claim,), url) > longest:
                longest, publisher = claim_length((claim,), url), other
        return publisher


def claim_length(claims: Iterable[str], url: str) -> int:
    """How many characters of an address the longest of these claims covers; 0 where none does.

    A claim is a host, perhaps with a path that the address's begins with, perhaps with parameters that it has.
    """
    try:
        address = urlsplit(canonical(url))
    except ValueError:
        return 0
    there = set(parse_qsl(address.query))
    covered = [0]
    for claim in claims:
        part = urlsplit(f"//{claim}")
        below = address.path == part.path or address.path.startswith(part.path.rstrip("/") + "/")
        if part.netloc == address.hostname and below and set(parse_qsl(part.query)) <= there:
            covered.append(len(claim))
    return max(covered)


@cache
def columns() -> tuple[str, ...]:
    """The names that an entry's `column` may have, from columns.toml."""
    return tuple(tomllib.loads(COLUMNS.read_text())["names"])


def check(source: Source, stem: str) -> None:
    """Raise EntryError for what an entry of the file `stem`.toml may not have, though a source in itself may."""
    if source.id != stem:
        raise EntryError("id", f"{source.id!r}", f"the file's name, {stem!r}")
    if not _ID.fullmatch(source.id):
        raise EntryError("id", f"{source.id!r}", "lower-case letters, digits and single hyphens")
    if not source.name.strip():
        raise EntryError("name", "is empty", "the publisher's name as the bulletin prints it")
    if source.column is not None and source.column not in columns():
        raise EntryError("column", f"{source.column!r}", ", ".join(columns()))
    asks = source.lists or source.feeds or source.quotes
    if source.by_hand and asks:
        raise EntryError(
            "by_hand", "stands beside a list, feed or table", "one of the two: what is got by hand is never crawled"
        )
    if not source.hosts and not source.by_hand:
        raise EntryError("hosts", "is empty", "at least one host name")
    if not asks and not source.by_hand:
        raise EntryError(
            "lists", "is missing", "at least one [[lists]], [[feeds]] or [[quotes]] in an entry, or `by_hand`"
        )
    for number, claim in enumerate(source.hosts):
        if not _CLAIM.fullmatch(claim):
            raise EntryError(
                f"hosts[{number}]",
                f"{claim!r}",
                "a host name in lower case, without scheme or port; where a host has several publishers, with the path "
                "below which this one's articles lie (www.ndrc.gov.cn/fggz/gjhz, mp.weixin.qq.com/s?__biz=…)",
            )
    if source.home and not source.home.startswith(("http://", "https://")):
        raise EntryError("home", f"{source.home!r}", "an absolute http or https address")
