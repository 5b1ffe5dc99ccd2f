"""The crawl: one Scrapy process, one spider a kind of page of each source, all sources side by side."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.python.failure import Failure

from crawlers.entry import Source
from crawlers.options import Options
from crawlers.scrapy_settings import settings
from crawlers.sink import Sink
from crawlers.spiders.articles import SourceSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.quotes import QuotesSpider
from crawlers.visit import Progress, SourceReport, Visit
from pipeline.errors import TanxunError

__all__ = ["Options", "SourceReport", "crawl"]

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
    if not sources:
        return []
    process = AsyncCrawlerProcess(settings(options))
    _hush()
    run = _Run(process, [Visit(source, sink, options, progress, options.now()) for source in sources])
    task = asyncio.get_event_loop().create_task(run.all())
    task.add_done_callback(lambda _: _stop_reactor())
    process.start(stop_after_crawl=False)
    if run.fatal is not None:
        raise run.fatal
    if not task.done():
        raise KeyboardInterrupt
    return task.result()


class _Run:
    """All visits of one process."""

    def __init__(self, process: AsyncCrawlerProcess, visits: Sequence[Visit]) -> None:
        self._process = process
        self._visits = visits
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self.fatal: TanxunError | None = None

    async def all(self) -> list[SourceReport]:
        return list(await asyncio.gather(*(self._visit(visit) for visit in self._visits)))

    async def _visit(self, visit: Visit) -> SourceReport:
        """The spiders of a source one after another, so that its hosts see one at a time."""
        async with self._places:
            for spider in _spiders(visit.source):
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
                visit.problem(f"not reached today: the crawl ended early: {reason}")

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
