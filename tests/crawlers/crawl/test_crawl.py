"""Whole crawls, in a process of their own, of a real web on loopback."""

import gzip
import os
from datetime import UTC, date, datetime, timedelta

from demo.loopback import Reply, Web
from pipeline.addresses import page_id
from pipeline.records import PagePart
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
NEWS = "http://green.example/news/"


def bodies(parts: tuple[PagePart, ...]) -> list[bytes]:
    return [part.unpack() for part in parts]


def test_lists_are_paged_and_their_articles_fetched(web: Web, place: CrawlPlace) -> None:
    web.put(
        NEWS, listing(("t1.html", "碳市场 一周综述"), ("http://other.example/t9.html", "外站"), ("about.html", "关于"))
    )
    web.put(f"{NEWS}index_1.html", listing(("/news/t2.html#top", "第二篇"), ("t1.html", "碳市场")))
    web.put(f"{NEWS}t1.html", article("一"))
    web.put(f"{NEWS}t2.html", article("二").encode("gb18030"), content_type="text/html", etag=True)
    entry = {"url": NEWS, "articles": r"/t\d+\.html$", "links": "ul.list a", "date": "span"}
    green = source(lists=[{**entry, "paging": "index_{n}.html", "pages": 2}], authority=70, column="国内资讯")

    crawled = run(place, [green], web.address, moment=MOMENT, contact="https://tanxun.example/bot")

    report = crawled.reports["green"]
    assert (report.lists, report.fetched, report.unchanged, report.rejected, report.problem) == (2, 2, 0, 0, "")
    one, two = place.pages()
    assert (one.id, one.url, one.canonical) == (page_id(f"{NEWS}t1.html"), f"{NEWS}t1.html", f"{NEWS}t1.html")
    assert (one.listed_title, one.listed_published) == ("碳市场 一周综述", date(2017, 9, 8))
    assert (one.publisher.name, one.publisher.authority, one.publisher.column) == ("GREEN", 70, "国内资讯")
    assert (one.fetched_at, one.first_seen, one.via, one.status) == (MOMENT, MOMENT, "crawl", 200)
    assert bodies(two.parts) == [article("二").encode("gb18030")]
    assert "etag" in two.headers
    assert [entry.fate for entry in place.accounts()] == ["waiting", "waiting"]
    assert {entry.account for entry in place.accounts()} == {one.account, two.account}
    assert place.state("green").last_success == MOMENT
    assert not any("other.example" in url for url in web.by_host())
    agents = {headers["user-agent"] for _, headers in web.requests}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith("tanxun")
    assert agent.endswith("(+https://tanxun.example/bot)")
    assert not any("referer" in headers or "cookie" in headers for _, headers in web.requests)
    assert crawled.events["green", "fetched"] == 2
    assert crawled.events["green", "done"] == 1


def test_unchanged_pages_are_asked_conditionally_and_published_once(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "有标签"), ("t2.html", "无标签"), ("t3.html", "要改")))
    web.put(f"{NEWS}t1.html", article("一"), etag=True)
    web.put(f"{NEWS}t2.html", article("二"), last_modified="Fri, 08 Sep 2017 01:00:00 GMT")
    web.put(f"{NEWS}t3.html", article("三"))
    later = datetime(2017, 9, 9, 9, 0, tzinfo=UTC)

    run(place, [source()], web.address, moment=MOMENT)
    web.put(f"{NEWS}t3.html", article("三", "更正后的正文"))
    report = run(place, [source()], web.address, moment=later).reports["green"]

    assert (report.fetched, report.unchanged) == (1, 2)
    assert len(place.pages()) == 4
    corrected = next(page for page in place.pages() if page.fetched_at == later)
    assert (corrected.url, corrected.first_seen) == (f"{NEWS}t3.html", MOMENT)
    assert place.page_state(page_id(f"{NEWS}t1.html")).fetched_at == later
    conditional = [headers for url, headers in web.requests if url.endswith("t2.html")][-1]
    assert conditional["if-modified-since"] == "Fri, 08 Sep 2017 01:00:00 GMT"
    assert len(place.accounts()) == 4


def test_an_article_of_several_addresses_is_one_page(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "长文"), ("t2.html", "缺页"), ("t3.html", "邻居")))
    web.put(f"{NEWS}t1.html", article("长文", more='<a href="t1_2.html">下一页</a>'))
    web.put(
        f"{NEWS}t1_2.html", article("长文", "二", '<a href="t1_3.html">下一页 &gt;</a><a href="t1.html">上一页</a>')
    )
    web.put(f"{NEWS}t1_3.html", article("长文", "三"))
    web.put(f"{NEWS}t2.html", article("缺页", more='<a href="t2_2.html">下一页</a>'))
    web.put(f"{NEWS}t3.html", article("邻居", more='<link rel="next" href="t2.html"><a href="t2.html">下一篇</a>'))

    report = run(place, [source()], web.address).reports["green"]

    assert (report.fetched, report.rejected) == (3, 0)
    pages = {page.url: page for page in place.pages()}
    long = pages[f"{NEWS}t1.html"]
    assert [part.url for part in long.parts] == [f"{NEWS}t1.html", f"{NEWS}t1_2.html", f"{NEWS}t1_3.html"]
    assert [len(pages[f"{NEWS}t{n}.html"].parts) for n in (2, 3)] == [1, 1]


def test_half_an_article_never_undoes_the_whole(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "长文")))
    web.put(f"{NEWS}t1.html", article("长文", more='<a href="t1_2.html">下一页</a>'))
    web.put(f"{NEWS}t1_2.html", article("长文", "二"))
    run(place, [source()], web.address, moment=MOMENT)
    web.put(f"{NEWS}t1_2.html", "busy", status=503)

    report = run(place, [source()], web.address, moment=MOMENT + timedelta(days=1)).reports["green"]

    assert (report.fetched, report.unchanged) == (0, 1)
    (page,) = place.pages()
    assert len(page.parts) == 2


GIVEN_UP = {
    "gone": "not_found",
    "dead": "http_status",
    "loop": "redirect_loop",
    "away": "foreign_host",
    "big": "too_large",
    "zip": "too_large",
    "pdf": "not_html",
    "login": "http_status",
    "slow": "unreachable",
    "local": "private_address",
    "no/secret": "robots",
}


def test_every_give_up_has_its_reason(web: Web, place: CrawlPlace) -> None:
    urls = {name: f"{NEWS}{name}.html" for name in GIVEN_UP}
    document = f"{NEWS}plan.pdf"
    web.put(NEWS, listing((document, "附件"), *((url, name) for name, url in urls.items())))
    web.put("http://green.example/robots.txt", "User-agent: *\nDisallow: /news/no/", content_type="text/plain")
    web.put(urls["gone"], "gone", status=410)
    web.put(urls["dead"], "broken", status=500)
    web.put(urls["loop"], status=302, location=urls["loop"])
    web.put(urls["away"], status=301, location="http://elsewhere.example/x.html")
    web.put(urls["big"], b"<html>" + b"x" * 200_000)
    web.put(urls["zip"], gzip.compress(b"<html>" + b"x" * 200_000), content_encoding="gzip")
    web.put(urls["pdf"], b"%PDF-1.4", content_type="application/pdf")
    web.put(urls["login"], "who?", status=403)
    web.hang(urls["slow"])
    web.put(urls["local"], status=302, location=f"{web.address}/admin")
    green = source(lists=[{"url": NEWS, "articles": r"/news/.+\.(html|pdf)$"}])

    report = run(place, [green], web.address, max_page_bytes=100_000, retries=1, timeout=1.5).reports["green"]

    assert place.reasons() == {urls[name]: reason for name, reason in GIVEN_UP.items()} | {document: "not_html"}
    assert (report.fetched, report.rejected, report.problem) == (0, 12, "")
    assert [web.asked(urls["dead"]), web.asked(urls["no/secret"]), web.asked(document)] == [2, 0, 0]
    assert "elsewhere.example" not in web.by_host()
    assert not any(url.endswith("/admin") for url, _ in web.requests)


def test_a_redirect_within_the_source_is_followed_to_the_page_itself(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "搬家"), ("t2.html", "刷新")))
    web.put(f"{NEWS}t1.html", status=302, location="/new/1.html")
    web.put(f"{NEWS}t2.html", '<html><head><meta http-equiv="refresh" content="0; url=/new/2.html"></head></html>')
    web.put("http://green.example/new/1.html", article("新址"))
    web.put("http://green.example/new/2.html", article("新址二"))

    report = run(place, [source()], web.address).reports["green"]

    assert report.fetched == 2
    assert [page.url for page in place.pages()] == [
        "http://green.example/new/1.html",
        "http://green.example/new/2.html",
    ]


def test_a_list_that_says_nothing_is_a_loud_problem_and_stops_no_other(web: Web, place: CrawlPlace) -> None:
    web.put("http://empty.example/news/", "<html><body>please enable JavaScript</body></html>")
    web.put("http://down.example/news/", "no", status=500)
    web.put("http://shut.example/robots.txt", "User-agent: tanxun\nDisallow: /", content_type="text/plain")
    web.put("http://shut.example/news/", listing(("t1.html", "不许")))
    web.hang("http://slow.example/news/")
    web.put("http://fine.example/news/", listing(("t1.html", "好")))
    web.put("http://fine.example/news/t1.html", article("好"))
    names = ["empty", "down", "shut", "slow", "fine"]

    crawled = run(place, [source(name) for name in names], web.address, retries=0, timeout=1.5)

    problems = {name: crawled.reports[name].problem for name in names}
    assert problems == {
        "empty": "not reached today: http://empty.example/news/: no link to an article on this list page",
        "down": "not reached today: http://down.example/news/: status 500",
        "shut": "not reached today: http://shut.example/news/: robots",
        "slow": "not reached today: http://slow.example/news/: unreachable",
        "fine": "",
    }
    assert [place.state(name).last_success is None for name in names] == [True, True, True, True, False]
    assert place.state("down").problem == problems["down"]
    assert [page.url for page in place.pages()] == ["http://fine.example/news/t1.html"]


def test_a_robots_file_that_fails_forbids_and_one_that_is_missing_does_not(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/robots.txt", "User-agent: *\nDisallow: /", status=404)
    web.put(NEWS, listing(("t1.html", "好")))
    web.put(f"{NEWS}t1.html", article("好"))
    web.put("http://grey.example/robots.txt", "oops", status=500)
    web.put("http://grey.example/news/", listing(("t1.html", "好")))

    crawled = run(place, [source(), source("grey")], web.address, retries=0)

    assert crawled.reports["green"].fetched == 1
    assert crawled.reports["grey"].problem == "not reached today: http://grey.example/news/: robots"


def test_a_page_too_large_for_the_bus_is_too_large(web: Web, place: CrawlPlace) -> None:
    noise = os.urandom(7_000_000).replace(b"<", b"x")
    web.put(NEWS, listing(("t1.html", "大")))
    web.put(f"{NEWS}t1.html", b"<html>" + noise)

    report = run(place, [source()], web.address).reports["green"]

    assert report.rejected == 1
    assert place.reasons() == {f"{NEWS}t1.html": "too_large"}
    assert place.pages() == []


def test_a_store_out_of_order_ends_the_crawl_in_one_line(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一")))
    web.put(f"{NEWS}t1.html", article("一"))
    (place.home / "files").write_text("in the way")

    crawled = run(place, [source()], web.address)

    assert crawled.error.startswith("BackendError")


def test_a_page_seen_at_two_addresses_of_a_crawl_is_asked_for_once(web: Web, place: CrawlPlace) -> None:
    web.put(NEWS, listing(("t1.html", "一"), ("http://green.example:80/news/t1.html#x", "一")))
    web.replies[f"{NEWS}t1.html"] = Reply(200, {"content-type": "text/html"}, article("一").encode())

    run(place, [source()], web.address)

    assert sum("t1.html" in url for url, _ in web.requests) == 1
