"""Publishers that have more, or take longer, than one crawl will bear: each crawled alone, as it holds up all others."""

from datetime import timedelta

from demo.loopback import Web
from tests.support.awkward.publisher import article, listing
from tests.support.awkward.visits import FIRST
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import source

SITE = "http://green.example"


def test_a_crawl_that_is_ended_by_its_time_has_the_newest_and_the_next_one_the_rest(
    web: Web, place: CrawlPlace
) -> None:
    """Thirty articles that take a quarter of a second each, and as long a pause: the crawl of a slow server."""
    numbers = range(30, 0, -1)
    web.replies[f"{SITE}/list.html"] = listing(numbers)
    web.replies |= {f"{SITE}/a/{number}.html": article(number, wait=0.25) for number in numbers}
    green = source(lists=[{"url": f"{SITE}/list.html", "articles": "/a/"}])

    first = run(place, [green], web.address, moment=FIRST, source_seconds=5.0).reports["green"]
    newest = [page.url for page in place.pages()]
    second = run(place, [green], web.address, moment=FIRST + timedelta(hours=1)).reports["green"]

    assert first.problem == "not reached today: the crawl ended early: closespider_timeout"
    assert 0 < first.fetched == len(newest) < 30
    assert set(newest) == {f"{SITE}/a/{number}.html" for number in numbers[: len(newest)]}
    assert (second.fetched, second.problem) == (30 - len(newest), "")


def test_more_links_than_are_taken_are_cut_and_said_to_be(web: Web, place: CrawlPlace) -> None:
    # Documents, which are given up without a request.
    rows = "".join(f'<li><a href="/{number}.pdf">附件</a></li>' for number in range(20_000))
    web.put(f"{SITE}/list.html", f"<html><body><ul>{rows}</ul></body></html>")
    green = source(lists=[{"url": f"{SITE}/list.html", "articles": r"\.pdf$"}])

    report = run(place, [green], web.address).reports["green"]

    assert report.rejected == 500
    assert report.problem == ""
    assert report.notice.startswith(f"{SITE}/list.html: 20000 links on this list page, the first 500 were taken")
    assert place.state("green").problem == report.notice
    assert place.state("green").last_success is not None
