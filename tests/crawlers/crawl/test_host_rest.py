"""A host that says it is busy is asked for nothing more, in this crawl and until it has rested."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.crawl.host_rest import JITTER, LONGEST, SHORTEST, rest, share
from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
NEWS = "http://green.example/news/"
HOUR = timedelta(hours=1)


def numbered(web: Web, count: int) -> None:
    web.put(NEWS, listing(*((f"t{number}.html", f"第{number}篇") for number in range(count))))
    for number in range(count):
        web.put(f"{NEWS}t{number}.html", article(f"第{number}篇"))


ASKED = [
    ("120", timedelta(seconds=120)),
    ("0", SHORTEST),
    ("999999999999999999999", LONGEST),
    ("Fri, 08 Sep 2017 12:00:00 GMT", 3 * HOUR),
    ("Fri, 08 Sep 2000 12:00:00 GMT", SHORTEST),
    ("soon", 4 * HOUR),
    ("", 4 * HOUR),
]


@pytest.mark.parametrize(("header", "wanted"), ASKED)
def test_a_rest_is_as_long_as_asked_within_bounds_and_a_little_longer(header: str, wanted: timedelta) -> None:
    ends = {rest(header, 4 * HOUR, MOMENT, key) for key in ("a", "b", "c")}
    assert len(ends) == 3
    assert all(wanted <= end - MOMENT <= wanted * (1 + JITTER) for end in ends)
    assert rest(header, 4 * HOUR, MOMENT, "a") in ends
    assert 0 <= share("a") < 1


def test_after_a_429_nothing_more_is_asked_until_the_host_has_rested(web: Web, place: CrawlPlace) -> None:
    numbered(web, 5)
    web.put(f"{NEWS}t2.html", "slow down", status=429, retry_after="7200")

    report = run(place, [source()], web.address, moment=MOMENT).reports["green"]
    before = len(web.requests)
    early = run(place, [source()], web.address, moment=MOMENT + HOUR).reports["green"]
    numbered(web, 5)
    late = run(place, [source()], web.address, moment=MOMENT + 3 * HOUR).reports["green"]

    assert (report.fetched, report.rejected) == (2, 0)
    assert report.problem.startswith("busy: green.example answered 429 and is left alone until 2017-09-08 11:")
    assert [url for url, _ in web.requests[:before]][-1] == f"{NEWS}t2.html"
    assert "the host is busy, and left alone until 2017-09-08 11:" in early.problem
    assert {url for url, _ in web.requests[before:]} == {
        NEWS,
        *(f"{NEWS}t{number}.html" for number in (2, 3, 4)),
    }
    assert (late.fetched, late.rejected, late.problem) == (3, 0, "")
    assert place.accounts() != []
    assert place.reasons() == {}


def test_a_503_is_not_tried_again_at_once(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, "busy", status=503)

    report = run(place, [source()], web.address, moment=MOMENT).reports["green"]

    state = place.state("green")
    assert web.asked(NEWS) == 1
    assert f"not reached today: {NEWS}: status 503" in report.problem
    assert state.failures == 1
    assert state.due == state.rests["green.example"]
    assert HOUR <= state.rests["green.example"] - MOMENT <= HOUR * (1 + JITTER)


def test_a_source_that_fails_is_due_sooner_than_by_its_cadence_and_seldomer_each_time(
    web: Web, place: CrawlPlace
) -> None:
    web.put(NEWS, "oops", status=500)
    waits = []
    for number in range(4):
        moment = MOMENT + timedelta(days=number)
        run(place, [source()], web.address, moment=moment, retries=0)
        due = place.state("green").due
        assert due is not None
        waits.append((due - moment) / HOUR)
    numbered(web, 1)
    run(place, [source()], web.address, moment=MOMENT + timedelta(days=5))

    state = place.state("green")
    assert waits == [1, 4, 12, 12]
    assert state.failures == 0
    assert state.due is not None
    assert state.due - MOMENT - timedelta(days=5) > timedelta(hours=22)
