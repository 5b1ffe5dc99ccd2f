"""Lists are read newest first, as far as there is news, and no further."""

from datetime import UTC, date, datetime, timedelta

from crawlers.crawl.list_walk import ListWalk
from demo.loopback import Reply, Web
from index.crawl_state import ListState
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
LATER = MOMENT + timedelta(hours=6)
HOST = "http://green.example"
NEWS = f"{HOST}/news/"
PAGED = {"url": NEWS, "articles": r"/t\d+\.html$", "links": "ul.list a", "paging": "index_{n}.html"}


def numbered(web: Web, url: str, *numbers: int, **more: object) -> None:
    """A list page of these articles, which are there."""
    web.put(url, listing(*((f"/news/t{number}.html", f"第{number}篇") for number in numbers)), **more)  # type: ignore[arg-type]
    for number in numbers:
        web.put(f"{NEWS}t{number}.html", article(f"第{number}篇"))


def asked(web: Web, since: int = 0) -> list[str]:
    """The addresses asked for since that many requests, without robots.txt."""
    urls = [url.removeprefix(HOST) for url, _ in web.requests[since:]]
    return [url for url in urls if url != "/robots.txt"]


def test_the_heads_of_all_lists_come_first(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, *range(30, 0, -1))
    numbered(web, f"{HOST}/notices/", *range(60, 30, -1))
    lists = [{**PAGED, "url": url, "paging": ""} for url in (NEWS, f"{HOST}/notices/")]

    report = run(place, [source(lists=lists)], web.address).reports["green"]

    assert report.fetched == 60
    in_order = asked(web)
    assert in_order[:2] == ["/news/", "/notices/"]
    rank = [in_order.index(f"/news/t{number}.html") for number in range(30, 0, -1)]
    other = [in_order.index(f"/news/t{number}.html") for number in range(60, 30, -1)]
    assert rank == sorted(rank)
    assert other == sorted(other)
    # Both heads are among the first of all, not one whole list before the other.
    assert max(rank[4], other[4]) < 20


def test_further_pages_come_after_the_articles_of_the_first(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 9, 8, 7, 6, 5, 4)
    numbered(web, f"{NEWS}index_1.html", 3, 2, 1)

    run(place, [source(lists=[{**PAGED, "pages": 2}])], web.address)

    order = asked(web)
    assert order.index("/news/t9.html") < order.index("/news/index_1.html") < order.index("/news/t3.html")


def test_reading_ends_where_all_is_known(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 4, 3)
    numbered(web, f"{NEWS}index_1.html", 2, 1)
    green = source(lists=[{**PAGED, "pages": 2}])
    run(place, [green], web.address, moment=MOMENT)
    before = len(web.requests)

    report = run(place, [green], web.address, moment=LATER).reports["green"]

    assert asked(web, before) == ["/news/"]
    assert (report.lists, report.fetched, report.unchanged, report.problem) == (1, 0, 0, "")


def test_ten_known_in_a_row_end_it_and_what_is_pinned_at_the_head_does_not(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, *range(20, 0, -1))
    green = source(lists=[{**PAGED, "pages": 2}])
    run(place, [green], web.address, moment=MOMENT)
    numbered(web, NEWS, 20, 19, 18, *range(40, 30, -1))
    numbered(web, f"{NEWS}index_1.html", 30, *range(20, 8, -1))
    numbered(web, f"{NEWS}index_2.html", *range(8, 0, -1))
    before = len(web.requests)

    report = run(place, [green], web.address, moment=LATER).reports["green"]

    assert report.fetched == 11
    assert "/news/index_1.html" in asked(web, before)
    assert "/news/index_2.html" not in asked(web, before)


def test_a_weeks_outage_is_caught_up_beyond_the_usual_pages(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 2, 1)
    green = source(lists=[PAGED])
    run(place, [green], web.address, moment=MOMENT)
    numbered(web, NEWS, 8, 7)
    numbered(web, f"{NEWS}index_1.html", 6, 5)
    numbered(web, f"{NEWS}index_2.html", 4, 3)
    numbered(web, f"{NEWS}index_3.html", 2, 1)
    numbered(web, f"{NEWS}index_4.html", 100)

    report = run(place, [green], web.address, moment=MOMENT + timedelta(days=7)).reports["green"]

    assert (report.lists, report.fetched, report.problem) == (4, 6, "")
    assert "/news/index_4.html" not in asked(web)


def test_a_first_crawl_reads_as_many_pages_as_the_entry_says(web: Web, place: CrawlPlace) -> None:
    for number in range(9):
        numbered(web, f"{NEWS}index_{number}.html", number)
    numbered(web, NEWS, 10)

    run(place, [source(lists=[{**PAGED, "pages": 3}])], web.address)

    assert [url for url in asked(web) if "index" in url] == ["/news/index_1.html", "/news/index_2.html"]


def test_a_page_past_the_end_is_the_end(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 2, 1)

    report = run(place, [source(lists=[{**PAGED, "pages": 5}])], web.address).reports["green"]

    assert (report.lists, report.fetched, report.rejected, report.problem) == (1, 2, 0, "")
    assert asked(web)[-1] == "/news/index_1.html"
    assert place.state("green").last_success is not None


def test_a_server_that_repeats_its_last_page_is_not_asked_for_more(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 2, 1)
    numbered(web, f"{NEWS}index_1.html", 2, 1)

    run(place, [source(lists=[{**PAGED, "pages": 5}])], web.address)

    assert "/news/index_2.html" not in asked(web)


def test_a_reading_that_was_broken_off_is_taken_up_though_its_head_is_known(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 6, 5, etag=True)
    web.put(f"{NEWS}index_1.html", "busy", status=500)
    numbered(web, f"{NEWS}index_2.html", 2, 1)
    green = source(lists=[{**PAGED, "pages": 3}])
    first = run(place, [green], web.address, moment=MOMENT, retries=0).reports["green"]
    numbered(web, f"{NEWS}index_1.html", 4, 3)

    second = run(place, [green], web.address, moment=LATER).reports["green"]
    before = len(web.requests)
    run(place, [green], web.address, moment=LATER + timedelta(minutes=1))

    assert first.problem == f"not reached today: {NEWS}index_1.html: status 500"
    assert (first.fetched, second.fetched, second.problem) == (2, 4, "")
    assert asked(web, before) == ["/news/"]


def conditions(web: Web, since: int = 0) -> list[tuple[str | None, str | None]]:
    """If-None-Match and If-Modified-Since of each request for the list."""
    own = [headers for url, headers in web.requests[since:] if url == NEWS]
    return [(headers.get("if-none-match"), headers.get("if-modified-since")) for headers in own]


def test_a_list_is_asked_for_conditionally_and_once_a_fortnight_whole(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 1, last_modified="Fri, 08 Sep 2017 01:00:00 GMT")
    reply = web.replies[NEWS]
    assert isinstance(reply, Reply)
    web.replies[NEWS] = Reply(200, {**reply.headers, "etag": '"a"'}, reply.body)
    green = source()
    run(place, [green], web.address, moment=MOMENT)
    # The server gives another tag with its 304: that one counts from then on.
    web.replies[NEWS] = Reply(304, {"etag": '"b"'})
    report = run(place, [green], web.address, moment=LATER).reports["green"]
    run(place, [green], web.address, moment=MOMENT + timedelta(days=13))
    web.replies[NEWS] = reply
    run(place, [green], web.address, moment=MOMENT + timedelta(days=14))

    since = "Fri, 08 Sep 2017 01:00:00 GMT"
    assert conditions(web) == [(None, None), ('"a"', since), ('"b"', since), (None, None)]
    assert (report.lists, report.problem) == (1, "")


def test_a_list_is_read_anew_with_another_entry(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 1, etag=True)
    run(place, [source()], web.address, moment=MOMENT)
    other = source(lists=[{"url": NEWS, "articles": r"t\d\.html$"}])

    run(place, [other], web.address, moment=LATER)
    run(place, [other], web.address, moment=LATER)

    assert [tag is None for tag, _ in conditions(web)] == [True, True, False]


def test_after_a_redesign_the_mended_entry_reads_on_to_what_is_known(web: Web, place: CrawlPlace) -> None:
    numbered(web, NEWS, 2, 1)
    run(place, [source(lists=[PAGED])], web.address, moment=MOMENT)
    numbered(web, NEWS, 8, 7)
    numbered(web, f"{NEWS}index_1.html", 6, 5)
    numbered(web, f"{NEWS}index_2.html", 2, 1)
    numbered(web, f"{NEWS}index_3.html", 100)

    mended = source(lists=[{**PAGED, "links": "li a"}])
    report = run(place, [mended], web.address, moment=MOMENT + timedelta(days=3)).reports["green"]

    assert (report.lists, report.fetched, report.problem) == (3, 4, "")
    assert "/news/index_3.html" not in asked(web)


def test_a_list_without_an_article_is_never_unchanged(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, "<html><body>please wait</body></html>", etag=True)

    reports = [run(place, [source()], web.address, moment=MOMENT).reports["green"] for _ in range(2)]

    assert all("no link to an article" in report.problem for report in reports)
    assert conditions(web) == [(None, None), (None, None)]


WALL = "<html><head><title>安全验证</title></head><body><p>您的访问过于频繁，请拖动滑块。</p></body></html>"

CHALLENGE = "<html><script>document.cookie='x=1';location.reload()</script></html>"


def test_a_wall_is_reported_and_not_climbed(web: Web, place: CrawlPlace) -> None:
    names = ("shut", "script", "cookie", "slider", "articles")
    lists = {name: f"http://{name}.example/news/" for name in names}
    web.put(lists["shut"], "no", status=403)
    web.put(lists["script"], "<script>document.cookie='x=1';location.reload()</script>", status=412)
    web.put(lists["cookie"], CHALLENGE)
    web.put(lists["slider"], WALL)
    web.put(lists["articles"], listing(*((f"t{number}.html", "题") for number in range(4))))
    for number in range(3):
        web.put(f"{lists['articles']}t{number}.html", "no", status=403)
    web.put(f"{lists['articles']}t3.html", CHALLENGE)

    reports = run(place, [source(name) for name in names], web.address, moment=MOMENT).reports

    assert {name: report.problem for name, report in reports.items()} == {
        "shut": f"blocked: {lists['shut']}: status 403",
        "script": f"blocked: {lists['script']}: status 412",
        "cookie": f"blocked: {lists['cookie']}: a page that asks for a person",
        "slider": f"blocked: {lists['slider']}: a page that asks for a person",
        "articles": "blocked: all 4 articles that were asked for were refused",
    }
    assert [web.asked(url) for url in lists.values()] == [1, 1, 1, 1, 1]


def test_a_shrunken_list_is_told_for_some_crawls_and_then_taken_for_what_it_is() -> None:
    state, told = ListState(url=NEWS, form="f", asked_at=MOMENT, links=40), []
    for day in range(1, 20):
        walk = ListWalk(NEWS, "f", MOMENT + timedelta(days=day), state, answered=True, head=1)
        walk.saw([True], repeated=False)
        told.append(len(list(walk.remarks())))
        after = walk.ended()
        assert after is not None
        state = after
    assert told == sorted(told, reverse=True)
    assert 3 <= sum(told) <= 10


def test_a_list_is_silent_by_its_newest_day_where_most_of_it_has_one() -> None:
    old, pinned = date(2016, 1, 5), date(2010, 1, 1)
    cases: list[tuple[list[date | None], int]] = [
        ([old, pinned, None], 1),
        ([old, MOMENT.date()], 0),
        ([pinned, None, None], 0),
        ([], 0),
        ([date(2017, 1, 5)], 0),
    ]
    for days, told in cases:
        walk = ListWalk(NEWS, "f", MOMENT, answered=True)
        walk.saw([False] * len(days), repeated=False, days=days)
        assert len(list(walk.remarks())) == told, days
