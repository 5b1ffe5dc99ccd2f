"""One address that an editor asked for: fetched like an article of the crawl, wherever it leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from crawlers.catalogue.catalogue import Catalogue
from crawlers.catalogue.entry import Source
from crawlers.crawl.known_hosts import KnownHosts
from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.sink import Sink, TooLargeMessage
from crawlers.crawl.source_crawl import SourceCrawl, SourceReport
from crawlers.pages.links import ArticleLink
from index.crawl_state import PageState
from pipeline.addresses import host_of
from pipeline.errors import RejectCode
from pipeline.records import Page, Publisher, Via


@dataclass
class RequestedPage(SourceCrawl):
    """Brings one page, from whatever public host a redirect ends at.

    In the end `found` is the address of the page that is on the bus, or `reason` says why there is none, and the ledger
    counts that; neither where the crawl itself broke down (`problems`). `late` says that Scrapy ended it by its clock.
    """

    via: Via = "request"
    url: str = ""
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(()))
    found: str = ""
    reason: RejectCode | None = None
    known: PageState | None = None
    late: bool = False

    @classmethod
    def to(cls, url: str, catalogue: Catalogue, sink: Sink, options: CrawlOptions) -> "RequestedPage":
        """The request of this address; raises BackendError where the store cannot say what it knows of it."""
        source = _source(catalogue, url)
        known = next((state for state in sink.known([url]).values() if state.digest), None)
        return cls(
            source,
            sink,
            options,
            lambda _source, _event: None,
            options.now(),
            KnownHosts.of(sink.store.sources(), options.now()),
            url=url,
            catalogue=catalogue,
            known=known,
        )

    def publisher_of(self, url: str) -> Publisher:
        """The entry that claims the page's address, or else its host, marked as not in the catalogue."""
        return self.catalogue.publisher_of(url)

    def arrived(self, url: str) -> None:
        """The page answered at this address: from now on who claims that address is whose page this is."""
        self.source = _source(self.catalogue, url)

    def page(self, page: Page) -> None:
        """The page, published even where an earlier crawl has had it: somebody waits for what becomes of it."""
        try:
            self.sink.page(page, anew=True)
        except TooLargeMessage:
            self.give_up(page.url, RejectCode.TOO_LARGE)
            return
        self.found = page.url

    def not_modified(self, state: PageState, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """A part of the page is missing today, but an earlier crawl had it whole: that page is what was asked for."""
        super().not_modified(state, headers)
        self.found = state.url

    def give_up(self, url: str, reason: RejectCode, link: ArticleLink | None = None) -> None:
        """There is no page; counted for the address that was asked for, whatever it led to."""
        del url, link
        self.arrived(self.url)
        super().give_up(self.url, reason)
        self.reason = reason

    def ended_early(self, why: str) -> None:
        """The host was too slow to come to an end."""
        del why
        self.late = True

    def finish(self) -> SourceReport:
        """The counts; the source's state stays as it is, for one page is no crawl of it."""
        if self.late and not (self.found or self.reason or self.problems):
            self.give_up(self.url, RejectCode.UNREACHABLE)
        return SourceReport(self.source.id, 0, int(bool(self.found)), 0, self.rejected, 0, "; ".join(self.problems))


def _source(catalogue: Catalogue, url: str) -> Source:
    host = host_of(url)
    return catalogue.for_address(url) or Source(id=host, name=host, hosts=(host,))
