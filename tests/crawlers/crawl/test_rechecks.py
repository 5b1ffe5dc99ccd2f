"""Known articles are looked at again on the plan's days, and not between."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec

from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.rechecks import PLAN, look_after_failure, next_look
from demo.loopback import Reply, Web
from index.crawl_state import LATEST_LOOK
from index.raw_pages import keep_old_ids
from pipeline.addresses import page_id
from pipeline.records import Page, PagePart
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

# Friday evening in Beijing.
MOMENT = datetime(2017, 9, 8, 12, 0, tzinfo=UTC)
NEWS = "http://green.example/news/"
FIRST = f"{NEWS}t1.html"


def days(count: float) -> datetime:
    return MOMENT + timedelta(days=count)


def test_the_plan_is_of_calendar_days() -> None:
    looks, now = [], MOMENT
    while (look := next_look(MOMENT, now)) is not None:
        looks.append(look)
        now = look
    midnight = datetime(2017, 9, 7, 16, 0, tzinfo=UTC)
    assert looks == [midnight + timedelta(days=count) for count in (1, 3, 7, 30)]
    assert next_look(MOMENT, days(5)) == midnight + timedelta(days=7)


def test_after_failures_it_is_tried_the_same_day_then_by_the_plan() -> None:
    hours = [look_after_failure(MOMENT, MOMENT, failures) for failures in (1, 2, 3)]
    assert hours == [MOMENT + timedelta(hours=count) for count in (1, 4, 12)]
    assert look_after_failure(MOMENT, days(1), 4) == next_look(MOMENT, days(1))
    assert look_after_failure(MOMENT, days(31), 9) is None


def test_articles_are_asked_for_on_the_plans_days_alone(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一"), ("t2.html", "二")))
    web.put(FIRST, article("一"), etag=True)
    web.put(f"{NEWS}t2.html", article("二"))
    asked = []
    for day in (0, 0.1, 0.5, 2, 3, 30):
        before = len(web.requests)
        run(place, [source()], web.address, moment=days(day))
        asked.append(sorted(headers.get("if-none-match", "") for url, headers in web.requests[before:] if "/t" in url))

    tag = web.replies[FIRST].tag  # type: ignore[union-attr]
    # By the thirtieth day its last whole answer is older than a fortnight.
    assert asked == [["", ""], [], ["", tag], [], ["", tag], ["", ""]]
    assert len(place.pages()) == 2


def test_a_source_is_due_for_looks_on_days_without_a_lists_turn(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一")))
    web.put(FIRST, article("一"))
    web.put("http://daily.example/news/", listing(("t1.html", "一")))
    web.put("http://daily.example/news/t1.html", article("一"))
    dues, weekly = [], source(cadence="weekly")
    for day in (0, 1, 3):
        run(place, [weekly], web.address, moment=days(day), only_due=True)
        dues.append(place.state("green").due)
    run(place, [source("daily")], web.address, moment=MOMENT)

    midnight = datetime(2017, 9, 7, 16, 0, tzinfo=UTC)
    assert dues[:2] == [midnight + timedelta(days=count) for count in (1, 3)]
    # The seventh day is the list's own again.
    assert dues[2] == place.state("green").known_lists[0].due
    assert (web.asked(NEWS), web.asked(FIRST)) == (1, 3)
    assert place.state("daily").due == place.state("daily").known_lists[0].due


def test_an_article_that_left_its_list_is_looked_at_all_the_same(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "旧题")))
    web.put(FIRST, article("一"))
    run(place, [source()], web.address, moment=MOMENT)
    web.put(NEWS, listing(("t2.html", "新题")))
    web.put(f"{NEWS}t2.html", article("二"))
    web.put(FIRST, article("一", "更正后的正文"))

    run(place, [source()], web.address, moment=days(1))

    corrected = [page for page in place.pages() if page.url == FIRST][-1]
    assert (corrected.fetched_at, corrected.first_seen, corrected.listed_title) == (days(1), MOMENT, "旧题")


def test_the_validators_of_a_304_are_kept(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一")))
    web.put(FIRST, article("一"), etag=True)
    run(place, [source()], web.address, moment=MOMENT)
    web.replies[FIRST] = Reply(304, {"etag": '"new"', "last-modified": "Sat, 09 Sep 2017 01:00:00 GMT"})

    report = run(place, [source()], web.address, moment=days(1)).reports["green"]

    state = place.page_state(page_id(FIRST))
    assert report.unchanged == 1
    assert (state.etag, state.last_modified) == ('"new"', "Sat, 09 Sep 2017 01:00:00 GMT")
    assert (state.whole_at, state.fetched_at) == (MOMENT, days(1))


def test_an_address_that_leads_elsewhere_is_asked_for_once_and_where_it_may_change_by_the_plan(
    web: Web, place: CrawlPlace
) -> None:
    web.put(NEWS, listing(("t1.html", "搬家"), ("t2.html", "暂时")))
    web.put(FIRST, status=301, location="/new/1.html")
    web.put(f"{NEWS}t2.html", status=302, location="/new/2.html")
    web.put("http://green.example/new/1.html", article("新址"))
    web.put("http://green.example/new/2.html", article("暂时"))
    run(place, [source()], web.address, moment=MOMENT)

    run(place, [source()], web.address, moment=MOMENT + timedelta(hours=1))
    web.put(f"{NEWS}t2.html", article("又在这里"))
    run(place, [source()], web.address, moment=days(1))

    assert web.asked(FIRST) == 1
    assert web.asked("http://green.example/new/1.html") == 2
    assert web.asked(f"{NEWS}t2.html") == 2
    assert [page.url.removeprefix("http://green.example") for page in place.pages()] == [
        "/new/1.html",
        "/new/2.html",
        "/news/t2.html",
    ]


def test_a_session_in_the_address_is_no_other_page(web: Web, place: CrawlPlace) -> None:
    green = source(lists=[{"url": NEWS, "articles": r"show"}])
    for visit in ("A1", "B2"):
        url = f"show.aspx;jsessionid={visit}?id=9&sessionid={visit}"
        web.put(NEWS, listing((url, "题")))
        web.put(f"{NEWS}{url}", article("题"))
        run(place, [green], web.address, moment=MOMENT)

    assert len(place.pages()) == len(place.accounts()) == 1


def test_what_brought_no_page_is_tried_by_a_plan_of_its_own(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "忙"), ("plan.pdf", "附件")))
    web.put(FIRST, "busy", status=500)
    green = source(lists=[{"url": NEWS, "articles": r"/news/.+\.(html|pdf)$"}])
    counts = []
    for hours in (0, 0.5, 1, 4, 5):
        report = run(place, [green], web.address, moment=MOMENT + timedelta(hours=hours), retries=0).reports["green"]
        counts.append((web.asked(FIRST), report.rejected))
    web.put(FIRST, article("好了"))
    report = run(place, [green], web.address, moment=days(3)).reports["green"]

    assert counts == [(1, 2), (1, 0), (2, 1), (2, 0), (3, 1)]
    assert report.fetched == 1
    (page,) = place.pages()
    assert (page.first_seen, page.listed_title) == (days(3), "忙")
    assert web.asked(f"{NEWS}plan.pdf") == 0


def test_pages_of_the_version_before_come_into_the_plan(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一"), ("t2.html", "二")))
    web.put(FIRST, article("一"))
    web.put(f"{NEWS}t2.html", article("二"))
    run(place, [source()], web.address, moment=MOMENT)
    with closing(place.store()) as store:
        for name, seen in (("t1", days(0)), ("t2", days(-40))):
            state = store.pages([page_id(f"{NEWS}{name}.html")])[page_id(f"{NEWS}{name}.html")]
            old = {"first_seen": seen, "fetched_at": MOMENT, "whole_at": None, "due": None, "listed_title": None}
            store.put_pages([msgspec.structs.replace(state, **old)])
    before = len(web.requests)

    report = run(place, [source()], web.address, moment=days(1)).reports["green"]

    asked = [url for url, _ in web.requests[before:] if "/t" in url]
    assert (asked, report.fetched, report.unchanged) == ([FIRST], 0, 1)


def test_a_home_of_the_version_before_finds_its_pages_under_their_ids(web: Web, place: CrawlPlace) -> None:
    """That version made another id of each session's number."""
    then, now = (f"{NEWS}show.aspx?id=9&sessionid={visit}" for visit in ("old", "new"))
    kept = Page(
        schema=1,
        id="0123456789abcdef",
        url=then,
        canonical=then,
        publisher=source().publisher(),
        fetched_at=MOMENT,
        first_seen=MOMENT,
        status=200,
        headers={},
        parts=(PagePart.pack(then, article("题").encode()),),
        via="crawl",
    )
    with place.sink(CrawlOptions(moment=MOMENT)) as sink:
        sink.page(kept)
        assert keep_old_ids(sink.store) == 1
    web.put(NEWS, listing((now, "题")))
    green = source(lists=[{"url": NEWS, "articles": r"show"}])

    for day in (0, 1, 3):
        web.put(then, article("题", "更正后的正文" if day == 3 else "碳市场"))
        run(place, [green], web.address, moment=days(day))

    assert web.asked(now) == 0
    assert [(page.id, page.fetched_at) for page in place.pages()] == [(kept.id, MOMENT), (kept.id, days(3))]


GONE_PAGE = "<html><head><title>404</title></head><body><p>您访问的页面不存在或已删除！</p></body></html>"


def test_an_article_that_is_gone_twice_is_marked_and_kept(web: Web, place: CrawlPlace) -> None:
    urls = [f"{NEWS}t{number}.html" for number in range(4)]
    web.put(NEWS, listing(*((url, "题目") for url in urls)))
    for url in urls:
        web.put(url, article("题目"))
    run(place, [source()], web.address, moment=MOMENT)
    web.put(urls[0], "gone", status=404)
    web.put(urls[1], "gone", status=410)
    web.put(urls[2], GONE_PAGE)
    web.put(urls[3], "busy", status=500)

    def marked() -> list[bool]:
        return [place.page_state(page_id(url)).is_gone for url in urls]

    marks = []
    for moment in (days(1), days(1) + timedelta(hours=2)):
        run(place, [source()], web.address, moment=moment, retries=0)
        marks.append(marked())
    gone_at = place.page_state(page_id(urls[2])).gone_at
    web.put(urls[0], article("题目"))
    run(place, [source()], web.address, moment=days(2), retries=0)

    assert marks == [[False] * 4, [True, True, True, False]]
    assert gone_at == days(1)
    assert marked() == [False, True, True, False]
    assert len(place.pages()) == 4
    assert place.page_state(page_id(urls[1])).digest != ""


def test_a_wall_in_place_of_a_known_article_is_not_its_text(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一")))
    web.put(FIRST, article("一"))
    run(place, [source()], web.address, moment=MOMENT)
    web.put(
        FIRST, "<html><head><title>安全验证</title></head><body><p>您的访问过于频繁，请完成验证。</p></body></html>"
    )

    report = run(place, [source()], web.address, moment=days(1)).reports["green"]

    assert (report.fetched, report.rejected) == (0, 1)
    assert place.reasons() == {FIRST: "login_wall"}
    assert len(place.pages()) == 1


def test_a_crawl_of_the_future_keeps_nothing_from_being_due(web: Web, place: CrawlPlace) -> None:
    """A machine's clock said 2099; then it was set right, and the publisher corrects."""
    web.put(NEWS, listing(("t1.html", "一")))
    web.put(FIRST, article("一"))
    run(place, [source()], web.address, moment=MOMENT.replace(year=2099))
    web.put(FIRST, article("更正"))
    run(place, [source()], web.address, moment=MOMENT, only_due=True)
    assert len(place.pages()) == 2
    state, known = place.state("green"), place.page_state(page_id(FIRST))
    assert state.due is not None
    assert state.due <= days(2)
    assert (known.first_seen, known.fetched_at) == (MOMENT, MOMENT)
    assert known.due is not None
    assert known.due <= days(2)
    assert [found.fetched_at for found in place.pages()] == [MOMENT.replace(year=2099), MOMENT]


def test_the_plans_last_look_is_before_what_only_a_wrong_clock_can_have_planned() -> None:
    assert timedelta(days=PLAN[-1]) < LATEST_LOOK
