"""Lists of every kind read dry: of saved pages, so that nothing but the entry decides what comes."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from crawlers.trial.list_trial import ListTrial, first_page, parts_of, try_part
from crawlers.trial.visit import SavedPages
from tests.support.small_pages import listing, source

SITE = "http://green.example"
NEWS = f"{SITE}/news/"
MOMENT = datetime(2026, 1, 5, 1, tzinfo=UTC)


def tried(saved: dict[str, str], part: str = "lists", **keys: Any) -> ListTrial:
    """The trial of an entry's one list, feed or table; the web is these pages."""
    tables: dict[str, Any] = {part: [{"url": NEWS, **keys}]}
    green = source(**tables)
    ((key, only),) = parts_of(green)
    web = SavedPages({url: page.encode() for url, page in saved.items()})
    return asyncio.run(try_part(key, only, green, web, MOMENT))


def came(trial: ListTrial) -> list[str]:
    return [link.url.removeprefix(SITE) for link in trial.reading.links]


def test_what_matched_what_fell_out_and_page_2_are_said() -> None:
    page = listing(
        ("t1.html", "一"), ("t2.html", "解读二"), ("/about.html", "关于"), ("http://x.example/t3.html", "三")
    )
    trial = tried({NEWS: page}, articles=r"/t\d+", exclude="解读", paging="index_{n}.html", pages=2)

    assert (trial.key, trial.problem, trial.reading.matched, trial.dated) == ("lists[0]", "", 4, 1)
    assert came(trial) == ["/news/t1.html"]
    assert [(link.url, link.why) for link in trial.reading.left_out] == [
        (f"{NEWS}t2.html", "exclusion"),
        (f"{SITE}/about.html", "pattern"),
        ("http://x.example/t3.html", "host"),
    ]
    assert trial.next is not None
    assert trial.next.url == f"{NEWS}index_1.html"


def test_a_page_that_is_not_there_is_a_problem() -> None:
    trial = tried({}, articles="/t")

    assert (trial.problem, trial.next, came(trial)) == ("no saved page of this address", None, [])


def test_a_page_in_place_of_the_list_is_a_problem() -> None:
    gone = "<html><head><title>404 - 页面不存在</title></head><body><p>您访问的页面不存在</p><a href='/t1.html'>首页</a></body></html>"
    assert tried({NEWS: gone}, articles="/t").problem == "the page says that there is none; find the list's new address"


def test_a_list_by_form_says_how_it_is_asked_for() -> None:
    trial = tried({NEWS: '{"rows": [{"title": "一", "url": "/t1.html"}]}'}, kind="json", form={"page": "{n}"}, first=2)

    assert [(visit.asked.method, visit.asked.body) for visit in trial.visits] == [("POST", b"page=1")]
    assert trial.next is not None
    assert (trial.next.method, trial.next.body) == ("POST", b"page=2")


def test_a_unit_is_asked_for_where_the_page_names_it() -> None:
    unit = "<script url='/unit' querydata=\"{'webId':'4','tagId':'信息列表'}\"></script>"
    whole = tried({NEWS: f"<html>{unit}</html>"}, kind="jpaas", articles="/t")
    answer = json.dumps({"data": {"html": listing(("/t1.html", "一"))}})

    assert whole.problem == "no saved page of this address"
    address = whole.visits[1].asked.url
    assert address.startswith(f"{SITE}/unit?webId=4&")
    assert came(tried({NEWS: f"<html>{unit}</html>", address: answer}, kind="jpaas", articles="/t")) == ["/t1.html"]
    # What the unit answered may be what was saved.
    assert came(tried({NEWS: answer}, kind="jpaas", articles="/t")) == ["/t1.html"]


def test_the_sitemaps_of_an_index_are_read_as_one() -> None:
    index = f"<sitemapindex><sitemap><loc>{SITE}/m1.xml</loc></sitemap><sitemap><loc>{SITE}/m2.xml</loc></sitemap></sitemapindex>"
    maps = {f"{SITE}/m{n}.xml": f"<urlset><url><loc>{SITE}/t{n}.html</loc></url></urlset>" for n in (1, 2)}

    assert came(tried({NEWS: index, **maps}, kind="sitemap", articles="/t", pages=2)) == ["/t1.html", "/t2.html"]
    assert came(tried({NEWS: index, **maps}, kind="sitemap", articles="/t")) == ["/t1.html"]
    missing = tried({NEWS: index}, kind="sitemap", articles="/t")
    assert missing.problem == "no saved page of this address"


def test_a_list_by_year_is_asked_for_this_year() -> None:
    green = source(lists=[{"url": f"{NEWS}{{year}}/", "articles": "/t"}])
    ((_, part),) = parts_of(green)

    assert first_page(part, MOMENT).url == f"{NEWS}2026/"


def test_a_feed_and_a_table_are_read_as_the_crawl_does() -> None:
    items = "".join(f"<item><title>周报{n}</title><link>{SITE}/w/{n}</link></item>" for n in (1, 2))
    feed = tried({NEWS: f"<rss><channel>{items}</channel></rss>"}, "feeds", exclude="/2$")
    assert (came(feed), feed.reading.matched) == (["/w/1"], 2)

    rows = "<tr><th>日期</th><th>收盘价</th></tr><tr><td>2026-01-04</td><td>80.5</td></tr><tr><td>2026-01-03</td><td>-3</td></tr>"
    table = tried({NEWS: f"<table>{rows}</table>"}, "quotes", exchange="绿地", product="GEA")
    assert [(str(quote.day), quote.close) for quote in table.quotes] == [("2026-01-04", 80.5)]
    assert (table.reading.matched, table.contradictions) == (3, ("2026-01-03 GEA: close -3",))


def test_the_parts_of_an_entry_have_their_places() -> None:
    lists = [{"url": f"{NEWS}{n}", "articles": "/t"} for n in (0, 1)]
    green = source(lists=lists, feeds=[{"url": f"{SITE}/rss"}], quotes=[{"url": f"{SITE}/p", "exchange": "绿地"}])

    assert [key for key, _ in parts_of(green)] == ["lists[0]", "lists[1]", "feeds[0]", "quotes[0]"]
