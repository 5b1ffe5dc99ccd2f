"""Sources whose articles are closed to the crawl: titles, days and addresses come from their lists and feeds alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawlers.catalogue.entry import Source
from demo.loopback import Web
from enrich.extract.extract import extract
from pipeline.addresses import page_id
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

MOMENT = datetime(2017, 9, 8, 12, 0, tzinfo=UTC)
NEWS, RSS = "http://green.example/news/", "http://green.example/rss.xml"
ITEM = "<item><title>{0}</title><link>http://green.example/news/t{0}.html</link><guid>{0}</guid><pubDate>Thu, 07 Sep 2017 16:00:00 GMT</pubDate></item>"


def feed(*numbers: int) -> str:
    return f'<rss version="2.0"><channel>{"".join(map(ITEM.format, numbers))}</channel></rss>'


def green(closed: bool = True, **keys: Any) -> Source:
    lists = [{"url": NEWS, "articles": r"/t\d+\.(html|pdf)$", "links": "ul.list a"}]
    return source(lists=lists, feeds=[{"url": RSS}], headlines_only=closed, **keys)


def test_headlines_are_taken_from_lists_and_feeds_and_no_article_is_asked_for(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t3.html", "三"), ("t2.pdf", "二 · 表"), ("t1.html", "一")))
    web.put(RSS, feed(4, 3))
    web.put(f"{NEWS}t5.html", article("五"))
    first = run(place, [green()], web.address, moment=MOMENT).reports["green"]
    web.put(NEWS, listing(("t5.html", "五"), ("t3.html", "三"), ("t2.pdf", "二 · 表"), ("t1.html", "一")))

    again = run(place, [green()], web.address, moment=MOMENT + timedelta(days=1)).reports["green"]

    assert (first.fetched, first.rejected, first.problem) == (4, 0, "")
    assert (again.fetched, again.unchanged, again.rejected) == (1, 0, 0)
    assert {url for url, _ in web.requests} == {NEWS, RSS, "http://green.example/robots.txt"}
    read = [extract(page) for page in place.pages()]
    said = [(one.url.removeprefix(NEWS), one.title, one.published, one.blocks) for one in read]
    friday = date(2017, 9, 8)
    assert said == [
        ("t1.html", "一", friday, ()),
        ("t2.pdf", "二 · 表", friday, ()),
        ("t3.html", "三", friday, ()),
        ("t4.html", "4", friday, ()),
        ("t5.html", "五", friday, ()),
    ]
    assert sorted(one.account for one in read) == sorted(one.account for one in place.accounts())
    assert place.page_state(page_id(f"{NEWS}t1.html")).due is None


def test_what_was_asked_for_before_an_entry_said_so_is_asked_for_no_more(web: Web, place: CrawlPlace) -> None:
    """What had come stays as it is; of what had not, the headline is taken."""
    web.put(NEWS, listing(("t2.html", "二"), ("t1.html", "一")))
    web.put(RSS, feed())
    web.put(f"{NEWS}t1.html", article("一"))
    web.put(f"{NEWS}t2.html", "subscribers only", status=403)
    run(place, [green(closed=False)], web.address, moment=MOMENT)
    asked = [web.asked(f"{NEWS}t{number}.html") for number in (1, 2)]

    run(place, [green()], web.address, moment=MOMENT + timedelta(days=1))

    assert [web.asked(f"{NEWS}t{number}.html") for number in (1, 2)] == asked
    assert [(page.url.removeprefix(NEWS), page.headline_only) for page in place.pages()] == [
        ("t1.html", False),
        ("t2.html", True),
    ]
