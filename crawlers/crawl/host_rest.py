"""A host that says it is busy is left alone: for the rest of the crawl, and for as long as it asks."""

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.crawl.reject_codes import RequestRefused
from pipeline.addresses import host_of
from pipeline.errors import RejectCode

# 429 Too Many Requests (RFC 6585) and 503 Service Unavailable (RFC 9110): both may carry Retry-After.
BUSY = (429, 503)
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=24)
# Rests are lengthened by up to this share, lest all who were sent away come back at the same second.
JITTER = 0.25


class HostResting(RequestRefused):
    """Raised for a request to a host that is left alone until a moment (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(RejectCode.HTTP_STATUS, f"the host is busy, and left alone until {until:%Y-%m-%d %H:%M} UTC")


class Rests(Protocol):
    """What knows which hosts rest: the crawl of a source."""

    def rests_until(self, host: str) -> datetime | None:
        """Until when a host is to be left alone (UTC); None where it may be asked."""

    def is_busy(self, host: str, status: int, retry_after: str) -> None:
        """A host answered with one of BUSY; `retry_after` is its header, "" where it sent none."""


class HostRest:
    """Sends no request to a host that rests, and tells the crawl which hosts do."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        # Sent before the downloader takes the next request of its queue; a middleware would hear of the answer after that.
        crawler.signals.connect(self._downloaded, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler)

    @property
    def _rests(self) -> Rests:
        spider: Any = self._crawler.spider
        rests: Rests = spider.crawl
        return rests

    def process_request(self, request: Request) -> None:
        """Raise HostResting for a host that is to be left alone."""
        until = self._rests.rests_until(host_of(request.url))
        if until is not None:
            raise HostResting(until)

    def _downloaded(self, response: Response, request: Request) -> None:
        """An answer that says "busy" begins a rest; what waits in the downloader for that host is not sent any more."""
        if response.status not in BUSY:
            return
        host = host_of(request.url)
        self._rests.is_busy(host, response.status, (response.headers.get("retry-after") or b"").decode("latin-1"))
        until = self._rests.rests_until(host)
        engine: Any = self._crawler.engine
        slot = engine.downloader.slots.get(engine.downloader.get_slot_key(request))
        while slot is not None and slot.queue and until is not None:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(HostResting(until)))  # type: ignore[no-untyped-call]


def rest(retry_after: str, otherwise: timedelta, now: datetime, key: str) -> datetime:
    """Until when a host is to be left alone: as it asks (seconds or a date), else `otherwise`, within SHORTEST and LONGEST.

    `key` decides how much is added, up to JITTER.
    """
    wanted = otherwise
    if retry_after.strip().isdigit():
        wanted = timedelta(seconds=min(int(retry_after), LONGEST.total_seconds()))
    elif retry_after.strip():
        try:
            at = parsedate_to_datetime(retry_after)
            wanted = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
        except ValueError:
            pass
    wanted = min(max(wanted, SHORTEST), LONGEST)
    return now + wanted * (1 + JITTER * share(key))


def share(key: str) -> float:
    """A number from 0 to 1 that a key has for good: what spreads moments without a die."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) / 2**32
