"""Lists of every kind, crawled whole, as of 15 May 2026."""

import json
from datetime import UTC, date, datetime
from typing import Any

from demo.loopback import Web
from enrich.extract.extract import extract
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, source

SITE = "http://green.example"
NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)


def crawled(
    web: Web, place: CrawlPlace, moment: datetime = NOW, **keys: Any
) -> tuple[list[tuple[str, date | None]], Any]:
    """The addresses and listed days of what a list brought, and the report."""
    green = source(lists=[{"articles": "/art/", **keys}])
    report = run(place, [green], web.address, moment=moment).reports["green"]
    return [(page.url.removeprefix(SITE), page.listed_published) for page in place.pages()], report


def put_articles(web: Web, *numbers: int) -> None:
    for number in numbers:
        web.put(f"{SITE}/art/{number}.html", article(f"第{number}号"))


def entries(*numbers: int) -> str:
    return "".join(f'<li><a href="/art/{n}.html">第{n}号</a><i>2026-05-{n:02d}</i></li>' for n in numbers)


def test_a_json_list_is_followed_page_after_page(web: Web, place: CrawlPlace) -> None:
    for number in (1, 2):
        rows = {"rows": [{"title": f"第{number}号", "url": f"art/{number}.html", "pubDate": f"2026-05-{number:02d}"}]}
        web.put(f"{SITE}/list_{number}.json", json.dumps(rows), content_type="application/json")
    put_articles(web, 1, 2)

    found, report = crawled(
        web, place, url=f"{SITE}/list_1.json", kind="json", paging="list_{n}.json", first=2, pages=2
    )

    assert (found, report.problem) == ([("/art/1.html", date(2026, 5, 1)), ("/art/2.html", date(2026, 5, 2))], "")


def test_records_are_followed_by_their_proxy(web: Web, place: CrawlPlace) -> None:
    def records(number: int) -> str:
        group = '<nextgroup><![CDATA[<a href="/proxy.jsp?page=1&unitid=5"></a>]]></nextgroup>'
        return f"<datastore>{group}<recordset><record><![CDATA[{entries(number)}]]></record></recordset></datastore>"

    web.put(f"{SITE}/col/", f'<html><script type="text/xml">{records(9)}</script></html>')
    web.put(f"{SITE}/proxy.jsp?page=2&unitid=5", records(8), content_type="text/xml")
    put_articles(web, 8, 9)

    found, report = crawled(web, place, url=f"{SITE}/col/", kind="records", pages=2)

    assert (found, report.problem) == ([("/art/8.html", date(2026, 5, 8)), ("/art/9.html", date(2026, 5, 9))], "")


def test_units_are_asked_for_with_the_cookie_of_their_page(web: Web, place: CrawlPlace) -> None:
    web.put(
        f"{SITE}/col/",
        """<script url="/unit" queryData="{'pageId':'7'}"></script>""",
        Set_Cookie="visit=a1; Path=/; HttpOnly",
    )
    for number in (1, 2):
        asked = f"{SITE}/unit?pageId=7&paramJson=%7B%22pageNo%22%3A{number}%2C%22pageSize%22%3A15%7D"
        web.put(asked, json.dumps({"data": {"html": f"<ul>{entries(number)}</ul>"}}), content_type="application/json")
    put_articles(web, 1, 2)

    found, report = crawled(web, place, url=f"{SITE}/col/", kind="jpaas", pages=2)

    assert (found, report.problem) == ([("/art/1.html", date(2026, 5, 1)), ("/art/2.html", date(2026, 5, 2))], "")
    cookies = {headers.get("cookie", "") for url, headers in web.requests if "/unit?" in url}
    assert cookies == {"visit=a1"}


def test_a_data_source_is_fetched_from_beside_its_page(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/xw/yw.htm", '<ul data="datasource:5f"></ul>')
    row = {"title": "第3号", "publishUrl": "../art/3.html", "publishTime": "2026-05-03 08:00:00"}
    web.put(f"{SITE}/xw/ds_5f.json", json.dumps({"datasource": [row]}), content_type="application/json")
    put_articles(web, 3)

    found, report = crawled(web, place, url=f"{SITE}/xw/yw.htm", kind="datasource", headers={"Referer": f"{SITE}/xw/"})

    assert (found, report.problem) == ([("/art/3.html", date(2026, 5, 3))], "")
    assert dict(web.requests)[f"{SITE}/xw/ds_5f.json"]["referer"] == f"{SITE}/xw/"


def test_a_page_of_the_kind_that_has_its_list_in_itself_is_read_as_it_is(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/xw/yw.htm", f"<a href='/zt/'>专题</a><ul>{entries(1, 2)}</ul>")
    put_articles(web, 1, 2)
    found, report = crawled(web, place, url=f"{SITE}/xw/yw.htm", kind="datasource", articles="/art/", title="showTitle")
    assert (found, report.problem) == ([("/art/1.html", date(2026, 5, 1)), ("/art/2.html", date(2026, 5, 2))], "")


def test_a_page_that_names_no_data_is_a_problem(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/xw/yw.htm", "<ul></ul>")
    _, report = crawled(web, place, url=f"{SITE}/xw/yw.htm", kind="jpaas")
    assert report.problem == f"not reached today: {SITE}/xw/yw.htm: names no data of a list (jpaas)"


def test_lists_that_are_posted_for(web: Web, place: CrawlPlace) -> None:
    for number in (1, 2):
        web.put_answer(f"{SITE}/query", f"page={number}&q=a", f"<ul>{entries(number)}</ul>", "text/html")
        row = {"title": "x", "url": f"/art/{number + 2}.html", "date": "2026-05-14"}
        web.put_answer(f"{SITE}/api", json.dumps({"page": number, "size": 1}), json.dumps([row]))
    put_articles(web, 1, 2, 3, 4)
    form = {"url": f"{SITE}/query", "articles": "/art/", "form": {"page": "{n}", "q": "a"}, "first": 2, "pages": 2}
    body = {"url": f"{SITE}/api", "kind": "json", "body": {"page": "{n}", "size": 1}, "first": 2, "pages": 2}

    report = run(place, [source(lists=[form, body])], web.address, moment=NOW).reports["green"]

    assert (report.lists, report.fetched, report.problem) == (4, 4, "")


def test_pages_that_count_down_are_followed_by_their_links(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/tz.htm", f'<ul>{entries(9)}</ul><a href="tz/31.htm">下页</a><a href="tz/1.htm">尾页</a>')
    web.put(f"{SITE}/tz/31.htm", f'<ul>{entries(8)}</ul><a href="../tz.htm">上页</a><a href="30.htm">下页</a>')
    web.put(f"{SITE}/tz/30.htm", f"<ul>{entries(7)}</ul>")
    put_articles(web, 7, 8, 9)

    found, report = crawled(web, place, url=f"{SITE}/tz.htm", paging="next", pages=5)

    assert ([address for address, _ in found], report.problem) == (["/art/7.html", "/art/8.html", "/art/9.html"], "")


def test_a_list_by_year_goes_over_into_the_new_one(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/tz/2026/", f"<ul>{entries(9)}</ul>")
    put_articles(web, 9)

    found, report = crawled(web, place, datetime(2027, 1, 2, tzinfo=UTC), url=f"{SITE}/tz/{{year}}/")

    assert ([address for address, _ in found], report.problem) == (["/art/9.html"], "")
    assert web.asked(f"{SITE}/tz/2027/") == 1


def test_an_index_of_sitemaps_leads_to_the_newest(web: Web, place: CrawlPlace) -> None:
    index = [f"<sitemap><loc>{SITE}/s{n}.xml</loc><lastmod>2026-05-{n:02d}</lastmod></sitemap>" for n in (1, 2)]
    web.put(f"{SITE}/sitemap.xml", f"<sitemapindex>{''.join(index)}</sitemapindex>", content_type="application/xml")
    web.put(
        f"{SITE}/s2.xml", f"<urlset><url><loc>{SITE}/art/2.html</loc></url></urlset>", content_type="application/xml"
    )
    put_articles(web, 2)

    found, report = crawled(web, place, url=f"{SITE}/sitemap.xml", kind="sitemap")

    assert (found, report.problem) == ([("/art/2.html", None)], "")
    assert web.asked(f"{SITE}/s1.xml") == 0


def test_an_entry_that_is_a_file_is_an_article_of_its_title_with_the_file(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/list", '<ul><li><a href="/art/5.pdf">关于抽查 &lt;能效&gt; 的公告</a><i>2026-05-05</i></li></ul>')

    found, report = crawled(web, place, url=f"{SITE}/list", documents=True)

    assert (found, report.problem, report.rejected) == ([("/art/5.pdf", date(2026, 5, 5))], "", 0)
    assert web.asked(f"{SITE}/art/5.pdf") == 0
    read = extract(place.pages()[0])
    assert (read.title, read.published) == ("关于抽查 <能效> 的公告", date(2026, 5, 5))
    assert [file.url for file in read.attachments] == [f"{SITE}/art/5.pdf"]
    again, second = crawled(web, place, url=f"{SITE}/list", documents=True)
    assert (len(again), second.rejected) == (1, 0)


def test_an_entry_without_documents_gives_files_up(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/list", '<ul><li><a href="/art/5.pdf">公告</a></li></ul>')
    assert crawled(web, place, url=f"{SITE}/list")[1].rejected == 1


def test_two_publishers_of_one_host_each_have_their_own(web: Web, place: CrawlPlace) -> None:
    web.put(f"{SITE}/", '<ul><li><a href="/gn/1.html">一</a></li><li><a href="/gj/2.html">二</a></li></ul>')
    for address in ("gn/1", "gj/2"):
        web.put(f"{SITE}/{address}.html", article(address))
    lists = [{"url": f"{SITE}/", "articles": "html$"}]
    whole, part = source(lists=lists), source("inner", hosts=["green.example/gj"], lists=lists)

    run(place, [whole.beside([whole, part])], web.address, moment=NOW)
    assert [(page.url, page.publisher.id) for page in place.pages()] == [
        (f"{SITE}/gj/2.html", "inner"),
        (f"{SITE}/gn/1.html", "green"),
    ]

    report = run(place, [part.beside([whole, part])], web.address, moment=NOW).reports["inner"]
    assert (report.fetched, report.rejected, report.problem) == (0, 0, "")
