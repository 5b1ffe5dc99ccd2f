"""Asks for addresses as the crawl does (robots.txt, pauses, hosts, limits, redirects), without bus, store or files."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.crawl.host_rest import rest
from crawlers.crawl.middlewares import HOSTS
from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.reactor import SIDE_BY_SIDE, run_reactor
from crawlers.crawl.reject_codes import told
from crawlers.pages.list_addresses import Asked
from crawlers.trial.visit import Ask, Visit

# A host that says it is busy and not for how long is asked nothing more in this run: it takes no longer.
REST = timedelta(hours=1)

Found = TypeVar("Found")
TrialJob = Callable[[Ask], Awaitable[Found]]


def dry_run(jobs: Sequence[TrialJob[Found]], options: CrawlOptions) -> list[Found]:
    """What each job makes of the addresses that it asks for, in their order. Once per process: the reactor starts once.

    A job has the time of `options.source_seconds`; what it asks for after that is answered by a problem. Raises what a
    job raises, and KeyboardInterrupt where a signal ended the run early.
    """
    if not jobs:
        return []
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def do(process: AsyncCrawlerProcess, job: TrialJob[Found]) -> "asyncio.Future[Found]":
        spoken: asyncio.Future[Found] = asyncio.get_event_loop().create_future()
        async with places:
            await process.crawl(TrialSpider, job=job, options=options, outcome=spoken)
        return spoken

    async def all_jobs(process: AsyncCrawlerProcess) -> "list[asyncio.Future[Found]]":
        return list(await asyncio.gather(*(do(process, job) for job in jobs)))

    # What a job raises is raised after the end of all: a reactor that stops under a crawl waits for its answers for ever.
    task = run_reactor(options, all_jobs)
    if not task.done() or not all(spoken.done() for spoken in task.result()):
        raise KeyboardInterrupt
    return [spoken.result() for spoken in task.result()]


@dataclass
class TrialRests:
    """The hosts that said in this run that they are busy; see crawlers/crawl/host_rest.py."""

    now: Callable[[], datetime]
    until: dict[str, datetime] = field(default_factory=dict)

    def rests_until(self, host: str) -> datetime | None:
        """Until when a host is to be left alone (UTC); None where it may be asked."""
        return self.until.get(host)

    def is_busy(self, host: str, status: int, retry_after: str) -> None:
        """A host is left alone from now on."""
        now = self.now()
        self.until.setdefault(host, rest(retry_after, REST, now, f"{host} {status} {now.isoformat()}"))

    def robots_of(self, netloc: str) -> None:
        """Nothing is kept from another run: each asks for robots.txt."""

    def robots_came(self, netloc: str, rules: str) -> None:
        """A host gave its robots.txt, which this run's spider remembers."""


class TrialSpider(Spider, Generic[Found]):
    """Does one job: each address that it asks for goes the crawl's way, and what came goes back to it."""

    name = "trial"
    # The job is told that its time is over, where the crawl would be closed.
    custom_settings = {"CLOSESPIDER_TIMEOUT": 0}  # noqa: RUF012 - Scrapy's own form

    def __init__(self, job: TrialJob[Found], options: CrawlOptions, outcome: "asyncio.Future[Found]") -> None:
        super().__init__()
        self.crawl = TrialRests(options.now)
        self._job = job
        self._outcome = outcome
        self._ends = time.monotonic() + options.source_seconds

    async def start(self) -> AsyncIterator[Request]:
        """The job from its first address to its last: requests go out as it asks."""
        work = asyncio.ensure_future(self._job(self.ask))
        try:
            await asyncio.wait([work])
        finally:
            work.cancel()  # where a signal ended this first
        error = work.exception()
        if error is None:
            self._outcome.set_result(work.result())
        else:
            self._outcome.set_exception(error)
        for request in list[Request]():
            yield request

    async def ask(self, asked: Asked, hosts: frozenset[str] | None = None) -> Visit:
        """See Ask."""
        if time.monotonic() > self._ends:
            return Visit(asked, problem="unreachable: the time for this source is over")
        came: asyncio.Future[Visit] = asyncio.get_event_loop().create_future()

        def answered(response: Response) -> None:
            came.set_result(Visit(asked, response))

        def failed(failure: Failure) -> None:
            came.set_result(Visit(asked, problem=told(failure.value)))

        try:
            request = Request(
                asked.url,
                answered,
                asked.method,
                headers=dict(asked.headers or {}),
                body=asked.body,
                meta={} if hosts is None else {HOSTS: hosts},
                errback=failed,
                dont_filter=True,
            )
        except ValueError as problem:
            return Visit(asked, problem=f"no address that can be asked for: {problem}")
        engine: Any = self.crawler.engine
        engine.crawl(request)
        return await came
