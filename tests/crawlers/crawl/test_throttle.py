"""Crawl-delay is kept, within bounds."""

import time

import pytest
from scrapy.robotstxt import ProtegoRobotParser

from crawlers.crawl.throttle import LONGEST_PAUSE, pause
from demo.loopback import Reply, Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

ASKED = [("5", 5.0), ("0.5", 0.5), ("86400", LONGEST_PAUSE), ("-3", 0.0), ("0", 0.0), ("soon", 0.0)]


@pytest.mark.parametrize(("asked", "kept"), ASKED)
def test_it_is_kept_within_bounds(asked: str, kept: float) -> None:
    robots = f"User-agent: *\nCrawl-delay: {asked}\n"
    assert pause(ProtegoRobotParser(robots.encode(), None)) == kept


def test_requests_keep_the_distance_that_robots_txt_asks_for(web: Web, place: CrawlPlace) -> None:
    seen: list[float] = []

    def timed(text: str) -> Reply:
        seen.append(time.monotonic())
        return Reply(200, {"content-type": "text/html; charset=utf-8"}, text.encode())

    news = "http://green.example/news/"
    robots = "User-agent: *\nCrawl-delay: 0.4\n"
    web.replies["http://green.example/robots.txt"] = lambda: timed(robots)
    web.put(news, listing(*((f"t{number}.html", "题") for number in range(4))))
    for number in range(4):
        web.replies[f"{news}t{number}.html"] = lambda: timed(article("题"))

    run(place, [source()], web.address)

    # Each request is sent that long after the one before, so the last came no earlier, however slow the machine is.
    assert len(seen) == 5
    assert seen[-1] - seen[0] >= 4 * 0.4
