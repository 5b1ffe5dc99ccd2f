"""robots.txt that cannot be had, and cookies of a visit."""

from datetime import UTC, datetime

from demo.loopback import Reply, Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

NEWS = "http://green.example/news/"
ROBOTS = "http://green.example/robots.txt"
MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)


def test_a_robots_file_that_cannot_be_reached_forbids(web: Web, place: CrawlPlace) -> None:
    web.hang(ROBOTS)
    web.put(NEWS, listing(("t1.html", "一")))

    report = run(place, [source()], web.address, retries=0, timeout=1.5).reports["green"]

    assert report.problem == f"not reached today: {NEWS}: unreachable: so is robots.txt, which forbids all"
    assert web.asked(NEWS) == 0


def test_a_robots_file_that_answers_429_makes_the_host_rest(web: Web, place: CrawlPlace) -> None:
    web.put(ROBOTS, "slow down", status=429, retry_after="600")
    web.put(NEWS, listing(("t1.html", "一")))

    report = run(place, [source()], web.address, moment=MOMENT).reports["green"]

    assert report.problem.startswith("busy: green.example answered 429")
    assert web.asked(NEWS) == 0
    assert place.state("green").rests["green.example"] > MOMENT


def test_a_cookie_goes_back_to_its_host_in_the_same_visit(web: Web, place: CrawlPlace) -> None:
    """A server that sets a cookie and sends the visitor to the same address again."""

    def with_cookie(text: str) -> Reply:
        if "sid=1" in web.requests[-1][1].get("cookie", ""):
            return Reply(200, {"content-type": "text/html; charset=utf-8"}, text.encode())
        return Reply(302, {"location": web.requests[-1][0], "set-cookie": "sid=1; path=/"})

    web.replies[NEWS] = lambda: with_cookie(listing(("t1.html", "一")))
    web.replies[f"{NEWS}t1.html"] = lambda: with_cookie(article("一"))

    reports = [run(place, [source()], web.address).reports["green"] for _ in range(2)]

    assert [(report.lists, report.problem) for report in reports] == [(1, ""), (1, "")]
    assert reports[0].fetched == 1
    # The second visit brings nothing along from the first.
    assert [headers.get("cookie") for url, headers in web.requests if url == NEWS] == [None, "sid=1", None, "sid=1"]
