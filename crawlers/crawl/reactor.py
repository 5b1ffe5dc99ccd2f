"""Scrapy's reactor, run once for a piece of work: what the crawl and a trial share."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from scrapy.crawler import AsyncCrawlerProcess

from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.scrapy_settings import settings

# Sources crawled, or tried, side by side: each holds one connection and waits most of its time.
SIDE_BY_SIDE = 32
# Loggers of which only what is critical is let through.
NOISY = (
    "scrapy.downloadermiddlewares.robotstxt",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.core.downloader.handlers",
    "scrapy.core.scraper",
    "twisted",
)

Ended = TypeVar("Ended")


def run_reactor(
    options: CrawlOptions,
    work: Callable[[AsyncCrawlerProcess], Coroutine[Any, Any, Ended]],
    signal_handlers: bool = True,
) -> "asyncio.Task[Ended]":
    """Run the reactor until the work has ended, or a signal ended it early: then the task is not done.

    Once per process: Twisted's reactor cannot be started again.
    """
    process = AsyncCrawlerProcess(settings(options))
    # Scrapy says at length what the reports and the ledger say already.
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    task = asyncio.get_event_loop().create_task(work(process))

    def stop_reactor(_: object) -> None:
        from twisted.internet import reactor

        running: Any = reactor  # typed by zope interfaces, which no checker reads
        # After a signal it has stopped already.
        running.callLater(0, lambda: running.running and running.stop())

    task.add_done_callback(stop_reactor)
    process.start(stop_after_crawl=False, install_signal_handlers=signal_handlers)
    return task
