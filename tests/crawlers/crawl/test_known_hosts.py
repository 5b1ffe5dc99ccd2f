"""A host is one host, however many publishers lie on it: one robots.txt a day, one rest."""

from datetime import UTC, datetime, timedelta

from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
HOST = "http://shared.example"
ROBOTS = f"{HOST}/robots.txt"
HOUR = timedelta(hours=1)
# Two publishers on one host, each in a room of its own.
TWO = [
    source(
        name, hosts=[f"shared.example/{name}"], lists=[{"url": f"{HOST}/{name}/", "articles": rf"/{name}/t\d+\.html$"}]
    )
    for name in ("news", "notices")
]


def rooms(web: Web) -> None:
    for room in ("news", "notices"):
        web.put(f"{HOST}/{room}/", listing((f"/{room}/t1.html", "一")))
        web.put(f"{HOST}/{room}/t1.html", article("一"))


def test_a_robots_file_is_asked_for_once_a_day(web: Web, place: CrawlPlace) -> None:
    rooms(web)
    web.put(ROBOTS, "User-agent: *\nDisallow: /notices/t", content_type="text/plain")
    asked = []
    for hours, sources in ((0, TWO[:1]), (1, TWO), (23, TWO), (24, TWO), (25, TWO)):
        run(place, sources, web.address, moment=MOMENT + hours * HOUR)
        asked.append(web.asked(ROBOTS))

    assert asked == [1, 1, 1, 2, 2]
    assert web.asked(f"{HOST}/notices/t1.html") == 0
    assert place.reasons() == {f"{HOST}/notices/t1.html": "robots"}


def test_a_robots_file_that_failed_is_asked_for_again(web: Web, place: CrawlPlace) -> None:
    rooms(web)
    web.put(ROBOTS, "oops", status=500)
    run(place, TWO[:1], web.address, moment=MOMENT, retries=0)
    web.put(ROBOTS, "not here", status=404)
    reports = [run(place, TWO[:1], web.address, moment=MOMENT + hours * HOUR).reports["news"] for hours in (1, 2)]

    assert [report.problem for report in reports] == ["", ""]
    assert web.asked(ROBOTS) == 2
    assert place.state("news").robots["shared.example"].rules == ""


def test_a_busy_host_is_left_alone_by_all_its_publishers(web: Web, place: CrawlPlace) -> None:
    rooms(web)
    web.put(f"{HOST}/news/", "slow down", status=429, retry_after="7200")
    run(place, TWO[:1], web.address, moment=MOMENT)
    before = len(web.requests)

    resting = run(place, TWO, web.address, moment=MOMENT + HOUR).reports
    asked_while_resting = len(web.requests) - before
    rooms(web)
    rested = run(place, TWO, web.address, moment=MOMENT + 3 * HOUR).reports

    assert asked_while_resting == 0
    assert all("the host is busy, and left alone until 2017-09-08 11:" in one.problem for one in resting.values())
    assert [one.fetched for one in rested.values()] == [1, 1]


def test_articles_that_were_not_asked_for_in_a_rest_are_found_after_it(web: Web, place: CrawlPlace) -> None:
    """Their list is on another host, which calls itself unchanged meanwhile."""
    lists, pages = "http://lists.example/news/", "http://pages.example/t1.html"
    green = source(hosts=["pages.example"], lists=[{"url": lists, "articles": r"/t\d+\.html$"}])
    web.put(lists, listing((pages, "一")), etag=True)
    web.put(pages, "slow down", status=503, retry_after="7200")
    for hours in (0, 1):
        run(place, [green], web.address, moment=MOMENT + hours * HOUR)
    web.put(pages, article("一"))

    report = run(place, [green], web.address, moment=MOMENT + 3 * HOUR).reports["green"]

    assert (report.fetched, report.problem) == (1, "")
    assert web.asked(pages) == 2
