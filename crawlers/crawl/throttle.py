"""The pause between two requests to a host: Scrapy's AutoThrottle, never below what robots.txt asks for."""

from typing import Any

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawlers.crawl.options import PROJECT

# Seconds. A Crawl-delay above it would let a crawl of half an hour see sixty pages, which is what a source brings in a week.
LONGEST_PAUSE = 30.0


def pause(parser: RobotParser) -> float:
    """The Crawl-delay that is kept, in seconds; 0 where robots.txt asks for none that makes sense."""
    asked = parser.crawl_delay(PROJECT) or 0.0
    return min(asked, LONGEST_PAUSE) if asked > 0 else 0.0


class Throttle(AutoThrottle):
    """AutoThrottle with a floor a host."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floors: dict[str, float] = {}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        engine: Any = self.crawler.engine
        key: str = engine.downloader.get_slot_key(request)
        self._floors[key] = pause(robotparser)
        self._keep(key, engine.downloader.slots.get(key))

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        self._keep(key or "", slot)

    def _keep(self, key: str, slot: Slot | None) -> None:
        floor = self._floors.get(key, 0.0)
        if slot is not None and floor and slot.delay <= floor:
            # What robots.txt asks for is the least: no jitter below it.
            slot.delay, slot.jitter = floor, 0.0
