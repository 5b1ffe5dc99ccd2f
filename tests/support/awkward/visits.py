"""Visits to awkward publishers: one crawl of all of them a visit, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.loopback import Web
from pipeline.addresses import page_id
from tests.support.awkward.publisher import Arrivals, AwkwardPublisher, Expected
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
    requests: Arrivals
    gone: tuple[str, ...]

    def check(self, wanted: Expected) -> None:
        """Fail, saying what came, where that is not what was wanted."""
        report = self.report
        counts = (report.lists, report.fetched, report.unchanged, report.rejected)
        assert counts == (wanted.lists, wanted.fetched, wanted.unchanged, wanted.rejected), report
        for said, parts in ((report.problem, wanted.says), (report.notice, wanted.tells)):
            assert bool(said) == bool(parts), report
            assert all(part in said for part in parts), said
        assert self.reasons == dict(wanted.reasons)
        asked = [path for path, _ in self.requests]
        assert {path: asked.count(path) for path in wanted.asked} == dict(wanted.asked)
        if wanted.conditional is not None:
            assert sum("if-none-match" in sent for _, sent in self.requests) == wanted.conditional
        assert self.gone == wanted.gone


def visit_all(web: Web, place: CrawlPlace, publishers: Sequence[AwkwardPublisher]) -> dict[tuple[str, int], Visited]:
    """Each visit of each publisher, by name and number (0: the first)."""
    found = {}
    for number, moment in enumerate(MOMENTS):
        there = [publisher for publisher in publishers if number < len(publisher.visits)]
        for publisher in there:
            publisher.serve(web, number)
        before, options = len(web.requests), {"timeout": 6.0, "retries": 0, "max_page_bytes": MOST_BYTES}
        reports = visit(place, there, proxy=web.address, moment=moment, **options)
        for publisher in there:
            found[publisher.name, number] = came_of(place, publisher, number, reports, web.requests[before:])
    return found


def visit(place: CrawlPlace, publishers: Sequence[AwkwardPublisher], proxy: str = "", **options: Any) -> dict[str, Any]:
    """The reports of a crawl of publishers, by name."""
    crawled = run(place, [publisher.source for publisher in publishers], proxy, **options)
    assert not crawled.error, crawled.error
    return crawled.reports


def came_of(
    place: CrawlPlace, publisher: AwkwardPublisher, number: int, reports: dict[str, Any], requests: Arrivals
) -> Visited:
    """What came of a publisher in the visit of that number, which has these reports and was seen as these requests."""
    site, looked_at = publisher.site, publisher.visits[number][1].gone
    reasons = {url.removeprefix(site): why for url, why in place.reasons().items() if url.startswith(f"{site}/")}
    return Visited(
        reports[publisher.name],
        reasons,
        [(url.removeprefix(site), sent) for url, sent in requests if url.startswith(f"{site}/")],
        tuple(path for path in looked_at if place.page_state(page_id(site + path)).is_gone),
    )
