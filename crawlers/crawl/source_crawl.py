"""The crawl of one source: what its spiders share, and its report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.catalogue.entry import Source
from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.sink import Sink, TooLargeMessage
from index.store import PageState, SourceState
from pipeline.addresses import page_id
from pipeline.errors import RejectCode
from pipeline.records import Page, Publisher, Quote, Via

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class SourceReport:
    """What the crawl of one source brought. `lists` are the list pages, feeds and tables that answered.

    `fetched` counts pages published (new or changed), `quotes` the rows read from its tables.
    """

    id: str
    lists: int
    fetched: int
    unchanged: int
    rejected: int
    quotes: int
    problem: str = ""

    def __str__(self) -> str:
        counts = f"{self.fetched} fetched, {self.unchanged} unchanged, {self.rejected} rejected, {self.quotes} quotes"
        return f"{self.id}: {self.lists} lists, {counts}" + (f"; {self.problem}" if self.problem else "")


@dataclass
class SourceCrawl:
    """One source while it is crawled: counts, problems, and the addresses already asked for."""

    source: Source
    sink: Sink
    options: CrawlOptions
    progress: Progress
    started: datetime
    lists: int = 0
    fetched: int = 0
    unchanged: int = 0
    rejected: int = 0
    quotes: int = 0
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    via: Via = "crawl"

    @property
    def publisher(self) -> Publisher:
        """The publisher of the pages that come."""
        return self.source.publisher()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that article pages may come from."""
        return frozenset(self.source.hosts)

    def first_time(self, url: str) -> bool:
        """Whether this crawl has not asked for the address yet; from now on it has."""
        known = page_id(url) in self.seen
        self.seen.add(page_id(url))
        return not known

    def listed(self) -> None:
        """A list page, feed or table answered."""
        self.lists += 1
        self.progress(self.source.id, "lists")

    def problem(self, text: str) -> None:
        """Something that a person must see: the source was not, or not wholly, reached."""
        self.problems.append(text)

    def ended_early(self, why: str) -> None:
        """Scrapy closed a spider before it was done: `why` in Scrapy's words (closespider_timeout, shutdown)."""
        self.problem(f"not reached today: the crawl ended early: {why}")

    def page(self, page: Page) -> None:
        """A page, whole or as far as it could be had."""
        try:
            changed = self.sink.page(page)
        except TooLargeMessage:
            self.give_up(page.url, RejectCode.TOO_LARGE)
            return
        self.fetched += changed
        self.unchanged += not changed
        self.progress(self.source.id, "fetched" if changed else "unchanged")

    def not_modified(self, state: PageState) -> None:
        """The server answered 304."""
        self.sink.unchanged(state, self.options.now())
        self.unchanged += 1
        self.progress(self.source.id, "unchanged")

    def give_up(self, url: str, reason: RejectCode) -> None:
        """An article's address that is not fetched."""
        self.sink.rejected(self.source.id, url, reason, self.options.now())
        self.rejected += 1
        self.progress(self.source.id, "rejected")

    def quoted(self, quotes: Sequence[Quote]) -> None:
        """Rows of a table of prices."""
        self.sink.quotes(quotes)
        self.quotes += len(quotes)

    def finish(self) -> SourceReport:
        """Write the source's state; its `last_success` moves only where there was no problem."""
        problem = "; ".join(dict.fromkeys(self.problems))
        self.sink.source(
            SourceState(
                id=self.source.id,
                name=self.source.name,
                last_attempt=self.started,
                last_success=None if problem else self.started,
                lists=self.lists,
                fetched=self.fetched,
                unchanged=self.unchanged,
                problem=problem,
            )
        )
        self.progress(self.source.id, "done")
        return SourceReport(
            self.source.id, self.lists, self.fetched, self.unchanged, self.rejected, self.quotes, problem
        )
