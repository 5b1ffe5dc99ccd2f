"""Lists are asked for at their own rate, at their own minute, and not before a feed wants it."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.crawl.due_times import DAY, SHORTEST, interval, next_due, rate
from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

MOMENT = datetime(2017, 9, 8, 9, 5, tzinfo=UTC)
HOUR, NONE = timedelta(hours=1), timedelta()
WEEK = timedelta(days=7)


def test_the_rate_follows_what_came() -> None:
    assert rate(None, 10, DAY) == 10
    assert rate(None, 10, DAY / 2) == 20
    assert rate(10, 0, DAY) == pytest.approx(7)
    assert rate(10, 50, timedelta(minutes=1)) == 10
    assert rate(None, 3, NONE) is None


PAUSES = [
    (None, DAY, NONE, DAY),
    (0.0, DAY, NONE, DAY),
    (1.0, DAY, NONE, DAY),
    (10.0, DAY, NONE, DAY / 2),
    (5000.0, DAY, NONE, SHORTEST),
    (0.1, WEEK, NONE, WEEK),
    (5000.0, DAY, 3 * HOUR, 3 * HOUR),
    (5000.0, HOUR, 90 * DAY, DAY),
    (None, HOUR, NONE, HOUR),
]


@pytest.mark.parametrize(("a_day", "cadence", "ttl", "wanted"), PAUSES)
def test_the_pause_stays_within_bounds(
    a_day: float | None, cadence: timedelta, ttl: timedelta, wanted: timedelta
) -> None:
    assert interval(a_day, cadence, ttl) == wanted


def test_turns_are_spread_over_the_hour_and_do_not_drift() -> None:
    minutes = {next_due(MOMENT, None, DAY, f"http://{number}.example/").minute for number in range(60)}
    assert len(minutes) > 20
    due = next_due(MOMENT, None, DAY, "key")
    assert abs(due - MOMENT - DAY) < HOUR
    for _ in range(9):
        # A scheduler that comes by at the full hour, after each turn.
        came = (due + HOUR).replace(minute=0) if due.minute else due
        after = next_due(came, due, DAY, "key")
        assert after - due == DAY
        due = after


def test_only_the_lists_whose_turn_it_is_are_asked_for(web: Web, place: CrawlPlace) -> None:
    """One list brings forty articles a day, the other none."""
    busy, quiet = "http://green.example/busy/", "http://green.example/quiet/"
    green = source(lists=[{"url": url, "articles": r"/t\d+\.html$"} for url in (busy, quiet)])
    for number in range(90):
        web.put(f"http://green.example/t{number}.html", article("题"))
    web.put(quiet, listing(("/t89.html", "题")))

    def crawl(moment: datetime, *numbers: int, **options: bool) -> tuple[int, int]:
        before = web.asked(busy), web.asked(quiet)
        web.put(busy, listing(*((f"/t{number}.html", "题") for number in numbers)))
        report = run(place, [green], web.address, moment=moment, **options).reports["green"]
        assert report.problem == ""
        return web.asked(busy) - before[0], web.asked(quiet) - before[1]

    first = crawl(MOMENT, 1)
    second = crawl(MOMENT + DAY, *range(1, 42))
    states = {state.url: state for state in place.state("green").known_lists}
    due = place.state("green").due
    assert due is not None
    third = crawl(due, *range(1, 42), only_due=True)
    by_hand = crawl(due + timedelta(minutes=1), *range(1, 42))

    assert (first, second, third, by_hand) == ((1, 1), (1, 1), (1, 0), (1, 1))
    assert (states[busy].a_day, states[quiet].a_day) == (40, 0)
    assert due == states[busy].due
    assert 2 * HOUR <= due - MOMENT - DAY <= 4 * HOUR
    later = states[quiet].due
    assert later is not None
    assert 23 * HOUR <= later - MOMENT - DAY <= 25 * HOUR


def test_the_ttl_of_a_feed_is_respected(web: Web, place: CrawlPlace) -> None:
    rss = "http://green.example/rss.xml"
    item = "<item><title>x</title><link>http://green.example/t1.html</link></item>"
    web.put(
        rss,
        f'<?xml version="1.0"?><rss version="2.0"><channel><ttl>720</ttl>{item}</channel></rss>',
        content_type="application/rss+xml",
        etag=True,
    )
    web.put("http://green.example/t1.html", article("题"))
    green = source(feeds=[{"url": rss}], cadence="hourly")
    pauses = []
    for moment in (MOMENT, MOMENT + DAY):
        run(place, [green], web.address, moment=moment)
        due = place.state("green").due
        assert due is not None
        pauses.append(due - moment)

    # The second answer is a 304, which says nothing of the TTL: what it was counts.
    assert all(11 * HOUR < pause < 13 * HOUR for pause in pauses)
