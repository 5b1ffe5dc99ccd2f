"""Visits to awkward publishers: one crawl of all of them a visit, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.loopback import Web
from pipeline.addresses import page_id
from tests.support.awkward.publisher import AwkwardPublisher
from tests.support.crawl_running import CrawlPlace, run

FIRST = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)
# The next day, when known articles are looked at again, and two hours on, when what had failed is.
MOMENTS = (FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=1, hours=2))
# Above what any well-behaved page of these publishers has.
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Visited:
    """What came of one publisher in one visit, as an Expected names it."""

    report: Any
    reasons: dict[str, str]
    requests: list[tuple[str, dict[str, str]]]
    gone: tuple[str, ...]


def visit_all(web: Web, place: CrawlPlace, publishers: Sequence[AwkwardPublisher]) -> dict[tuple[str, int], Visited]:
    """Each visit of each publisher, by name and number (0: the first)."""
    found = {}
    for number, moment in enumerate(MOMENTS):
        there = [publisher for publisher in publishers if number < len(publisher.visits)]
        for publisher in there:
            publisher.serve(web, number)
        before, options = len(web.requests), {"timeout": 6.0, "retries": 0, "max_page_bytes": MOST_BYTES}
        crawled = run(place, [publisher.source for publisher in there], web.address, moment=moment, **options)
        assert not crawled.error, crawled.error
        reasons = place.reasons()
        for publisher in there:
            start, paths = f"{publisher.site}/", list(publisher.visits[number][1].gone)
            found[publisher.name, number] = Visited(
                crawled.reports[publisher.name],
                {url.removeprefix(publisher.site): why for url, why in reasons.items() if url.startswith(start)},
                [
                    (url.removeprefix(publisher.site), sent)
                    for url, sent in web.requests[before:]
                    if url.startswith(start)
                ],
                tuple(path for path in paths if place.page_state(page_id(publisher.site + path)).is_gone),
            )
    return found
