"""The crawl: one Scrapy process, one spider a kind of page of each source, all sources side by side."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.python.failure import Failure

from crawlers.catalogue.entry import Source
from crawlers.crawl.options import Options
from crawlers.crawl.requested_page import RequestedPage
from crawlers.crawl.scrapy_settings import settings
from crawlers.crawl.sink import Sink
from crawlers.crawl.source_crawl import Progress, SourceReport, Visit
from crawlers.pages.markup import is_document
from crawlers.spiders.articles import SourceSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.quotes import QuotesSpider
from crawlers.spiders.requested import RequestedSpider
from pipeline.errors import RejectCode, TanxunError

__all__ = ["Options", "SourceReport", "crawl", "fetch"]

Job = tuple[Visit, Sequence[type[SourceSpider]]]

# Sources crawled side by side: each holds one connection and waits most of its time.
SIDE_BY_SIDE = 32


def crawl(sources: Sequence[Source], sink: Sink, options: Options, progress: Progress) -> list[SourceReport]:
    """Crawl the sources and return one report each, in their order.

    Once per process: Twisted's reactor cannot be started again. Pages are published as they come. `progress` is told
    (source id, event) with lists, fetched, unchanged, rejected, done. A source that cannot be reached has a problem in
    its report and its state, and stops no other. Raises BackendError where bus, store or files fail, and
    KeyboardInterrupt where a signal ended the crawl early.

    The sink blocks the reactor: a page costs it some ten milliseconds, the pause between two requests to a host is
    a second, and one thread is what SQLite connections and the order of a source's messages are happiest with.
    """
    visits = [Visit(source, sink, options, progress, options.now()) for source in sources]
    return _together([(visit, _spiders(visit.source)) for visit in visits], options, signal_handlers=True)


def fetch(errands: Sequence[RequestedPage], options: Options) -> None:
    """Fetch single addresses; what came of each stands in its errand.

    Once per process, and raises, as `crawl`; signals are left to the process as they are.
    """
    for errand in errands:
        if is_document(errand.url):
            errand.give_up(errand.url, RejectCode.NOT_HTML)
    jobs = [(errand, [RequestedSpider]) for errand in errands if errand.reason is None]
    _together(jobs, options, signal_handlers=False)


def _together(jobs: Sequence[Job], options: Options, signal_handlers: bool) -> list[SourceReport]:
    if not jobs:
        return []
    process = AsyncCrawlerProcess(settings(options))
    _hush()
    run = _Run(process, jobs)
    task = asyncio.get_event_loop().create_task(run.all())
    task.add_done_callback(lambda _: _stop_reactor())
    process.start(stop_after_crawl=False, install_signal_handlers=signal_handlers)
    if run.fatal is not None:
        raise run.fatal
    if not task.done():
        raise KeyboardInterrupt
    return task.result()


class _Run:
    """All visits of one process."""

    def __init__(self, process: AsyncCrawlerProcess, jobs: Sequence[Job]) -> None:
        self._process = process
        self._jobs = jobs
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self.fatal: TanxunError | None = None

    async def all(self) -> list[SourceReport]:
        return list(await asyncio.gather(*(self._visit(*job) for job in self._jobs)))

    async def _visit(self, visit: Visit, spiders: Sequence[type[SourceSpider]]) -> SourceReport:
        """The spiders of a source one after another, so that its hosts see one at a time."""
        async with self._places:
            for spider in spiders:
                if self.fatal is None:
                    await self._process.crawl(self._crawler(spider, visit), visit=visit)
        try:
            return visit.finish()
        except TanxunError as problem:
            self.fatal = self.fatal or problem
            return SourceReport(visit.source.id, 0, 0, 0, 0, 0, str(problem))

    def _crawler(self, spider: type[SourceSpider], visit: Visit) -> Crawler:
        def failed(failure: Failure, response: Any, spider: Spider) -> None:
            if isinstance(failure.value, TanxunError):
                self._give_in(failure.value)
            else:
                at = getattr(response, "url", spider.name)
                visit.problem(f"stumbled over {at}: {failure.type.__name__}: {failure.value}")  # type: ignore[union-attr]

        def closed(reason: str) -> None:
            if reason != "finished" and self.fatal is None:
                visit.ended_early(reason)

        crawler = self._process.create_crawler(spider)
        # The handlers must outlive this call: Scrapy holds them weakly by default.
        crawler.signals.connect(failed, signals.spider_error, weak=False)
        crawler.signals.connect(closed, signals.spider_closed, weak=False)
        return crawler

    def _give_in(self, problem: TanxunError) -> None:
        """Bus, store or files are out of order: every further page would only be lost."""
        if self.fatal is None:
            self.fatal = problem
            self._stopping = asyncio.get_event_loop().create_task(self._process.stop())


def _spiders(source: Source) -> list[type[SourceSpider]]:
    kinds = [(source.lists, ListingSpider), (source.feeds, FeedSpider), (source.quotes, QuotesSpider)]
    return [spider for entries, spider in kinds if entries]


def _hush() -> None:
    """Scrapy says at length what the reports and the ledger say already."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    for name in (
        "scrapy.downloadermiddlewares.robotstxt",
        "scrapy.downloadermiddlewares.httpcompression",
        "scrapy.core.downloader.handlers",
        "scrapy.core.scraper",
        "twisted",
    ):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _stop_reactor() -> None:
    from twisted.internet import reactor

    running: Any = reactor  # typed by zope interfaces, which no checker reads
    running.callLater(0, running.stop)
