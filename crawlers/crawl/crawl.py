"""The crawl: one Scrapy process, one spider a kind of page of each source, all sources side by side."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.python.failure import Failure

from crawlers.catalogue.entry import Source
from crawlers.crawl.known_hosts import KnownHosts
from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.reactor import SIDE_BY_SIDE, run_reactor
from crawlers.crawl.requested_page import RequestedPage
from crawlers.crawl.sink import Sink
from crawlers.crawl.source_crawl import Progress, SourceCrawl, SourceReport
from crawlers.pages.markup import is_document
from crawlers.spiders.articles import SourceSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.quotes import QuotesSpider
from crawlers.spiders.rechecks import RechecksSpider
from crawlers.spiders.requested_address import RequestedSpider
from pipeline.errors import RejectCode, TanxunError

__all__ = ["CrawlOptions", "SourceReport", "crawl", "fetch"]

Job = tuple[SourceCrawl, Sequence[type[SourceSpider]]]


def crawl(sources: Sequence[Source], sink: Sink, options: CrawlOptions, progress: Progress) -> list[SourceReport]:
    """Crawl the sources and return one report each, in their order.

    Once per process: Twisted's reactor cannot be started again. Pages are published as they come. `progress` is told
    (source id, event) with lists, fetched, unchanged, rejected, done. A source that cannot be reached has a problem in
    its report and its state, and stops no other. Raises BackendError where bus, store or files fail, and
    KeyboardInterrupt where a signal ended the crawl early.

    The sink blocks the reactor: a page costs it some ten milliseconds, the pause between two requests to a host is
    a second, and one thread is what SQLite connections and the order of a source's messages are happiest with.
    """
    kinds = {"lists": ListingSpider, "feeds": FeedSpider, "quotes": QuotesSpider}
    hosts = KnownHosts.of(sink.store.sources(), options.now())
    jobs = [
        (
            SourceCrawl(source, sink, options, progress, options.now(), hosts),
            [*(spider for tables, spider in kinds.items() if getattr(source, tables)), RechecksSpider],
        )
        for source in sources
    ]
    return _run(jobs, options, signal_handlers=True)


def fetch(requested: Sequence[RequestedPage], options: CrawlOptions) -> None:
    """Fetch single addresses; what came of each stands in its RequestedPage.

    Once per process, and raises, as `crawl`; signals are left to the process as they are.
    """
    for page in requested:
        if is_document(page.url):
            page.give_up(page.url, RejectCode.NOT_HTML)
    _run([(page, [RequestedSpider]) for page in requested if page.reason is None], options, signal_handlers=False)


def _run(jobs: Sequence[Job], options: CrawlOptions, signal_handlers: bool) -> list[SourceReport]:
    """Run the reactor until every job has ended. Raises the first TanxunError, KeyboardInterrupt after a signal."""
    if not jobs:
        return []
    run = _ProcessRun(jobs)
    task = run_reactor(options, run.all, signal_handlers)
    if run.fatal is not None:
        raise run.fatal
    if not task.done():
        raise KeyboardInterrupt
    return task.result()


class _ProcessRun:
    """All source crawls of one process."""

    _process: AsyncCrawlerProcess

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.fatal: TanxunError | None = None

    async def all(self, process: AsyncCrawlerProcess) -> list[SourceReport]:
        self._process = process
        return list(await asyncio.gather(*(self._crawl_source(*job) for job in self._jobs)))

    async def _crawl_source(self, source_crawl: SourceCrawl, spiders: Sequence[type[SourceSpider]]) -> SourceReport:
        """The spiders of a source one after another, and after those of others on its hosts: these see one at a time."""
        async with AsyncExitStack() as turn:
            for host in sorted(source_crawl.source.asked_hosts):
                await turn.enter_async_context(self._hosts[host])
            await turn.enter_async_context(self._places)
            for spider in spiders:
                if self.fatal is None and not (source_crawl.early and spider is RechecksSpider):
                    await self._process.crawl(self._crawler(spider, source_crawl), crawl=source_crawl)
        try:
            return source_crawl.finish()
        except TanxunError as problem:
            self.fatal = self.fatal or problem
            return SourceReport(source_crawl.source.id, 0, 0, 0, 0, 0, str(problem))

    def _crawler(self, spider: type[SourceSpider], source_crawl: SourceCrawl) -> Crawler:
        """A crawler whose errors and early end are told to the source's crawl, or end the run."""

        def failed(failure: Failure, response: Any, spider: Spider) -> None:
            if not isinstance(failure.value, TanxunError):
                at = getattr(response, "url", spider.name)
                source_crawl.problem(f"stumbled over {at}: {failure.type.__name__}: {failure.value}")  # type: ignore[union-attr]
            elif self.fatal is None:
                # Bus, store or files are out of order: every further page would only be lost.
                self.fatal = failure.value
                self._stopping = asyncio.get_event_loop().create_task(self._process.stop())

        def closed(reason: str) -> None:
            if reason != "finished" and self.fatal is None:
                source_crawl.ended_early(reason)

        crawler = self._process.create_crawler(spider)
        # The handlers must outlive this call: Scrapy holds them weakly by default.
        crawler.signals.connect(failed, signals.spider_error, weak=False)
        crawler.signals.connect(closed, signals.spider_closed, weak=False)
        return crawler
