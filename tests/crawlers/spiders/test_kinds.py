"""Feeds and tables of prices, crawled whole; and the guard of addresses on direct connections."""

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.spiders.feed import feed_links
from crawlers.spiders.quotes import number
from demo.loopback import Web
from tests.crawlers.conftest import article, listing, source
from tests.support.crawl_running import CrawlPlace, run

MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>绿</title><link>http://green.example/</link>
<item><title>EU &amp; carbon</title><link>http://green.example/a?utm_source=rss</link>
<pubDate>Fri, 08 Sep 2017 23:30:00 +0800</pubDate></item>
<item><title>elsewhere</title><link>http://other.example/b</link></item>
</channel></rss>"""
TABLE = """<html><body><table class="hq">
<tr><th>日期</th><th>品种</th><th>开盘</th><th>收盘</th><th>成交量(吨)</th><th>成交额(万元)</th></tr>
<tr><td>20170907</td><td>DHEA</td><td>25.10</td><td>25.60</td><td>12,340</td><td>31.59</td></tr>
<tr><td>20170908</td><td>DHEA</td><td>-</td><td>25.60</td><td>--</td><td>—</td></tr>
<tr><td>20170908</td><td>CCER</td><td>3</td><td>3</td><td>1</td><td>1</td></tr>
<tr><td colspan="6">单位：元/吨</td></tr>
</table></body></html>"""


def quoting(**keys: object) -> dict[str, object]:
    return {
        "url": "http://green.example/hq.html",
        "exchange": "东海环境能源交易所",
        "product": "DHEA",
        "rows": "table.hq tr",
        "columns": ["day", "product", "open", "close", "volume", "turnover"],
        "day": "%Y%m%d",
        **keys,
    }


def test_a_feed_leads_to_the_articles_on_its_own_hosts(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/rss.xml", FEED, content_type="application/rss+xml")
    web.put("http://green.example/a?utm_source=rss", article("EU & carbon"))

    report = run(place, [source(feeds=[{"url": "http://green.example/rss.xml"}])], web.address).reports["green"]

    assert (report.lists, report.fetched, report.problem) == (1, 1, "")
    (page,) = place.pages()
    assert (page.canonical, page.listed_title) == ("http://green.example/a", "EU & carbon")
    assert page.listed_published == date(2017, 9, 8)


def test_a_feed_and_a_list_of_one_source_fetch_an_article_once(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/rss.xml", FEED, content_type="application/rss+xml")
    web.put("http://green.example/", listing(("a", "也在列表里")))
    web.put("http://green.example/a", article("EU & carbon"))
    lists = [{"url": "http://green.example/", "articles": "/a$"}]

    report = run(place, [source(lists=lists, feeds=[{"url": "http://green.example/rss.xml"}])], web.address).reports

    assert (report["green"].lists, report["green"].fetched, report["green"].unchanged) == (2, 1, 0)
    assert web.asked("http://green.example/a") == 1


def test_what_is_no_feed_is_a_problem(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/rss.xml", "<html>verify you are human</html>")

    report = run(place, [source(feeds=[{"url": "http://green.example/rss.xml"}])], web.address).reports["green"]

    assert report.problem == "not reached today: http://green.example/rss.xml: no link to an article in this feed"


def test_atom_entries_have_links_and_days() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
    <entry><title>第一</title><link href="/1.html"/><updated>2017-09-08T01:00:00+08:00</updated></entry></feed>"""

    (link,) = feed_links(atom.encode(), "application/atom+xml", "http://green.example/feed")

    assert (link.url, link.title, link.published) == ("http://green.example/1.html", "第一", date(2017, 9, 8))


def test_a_feed_that_is_the_name_of_a_file_opens_none(tmp_path: Path) -> None:
    file = tmp_path / "inner.xml"
    file.write_text(FEED)
    assert feed_links(str(file).encode(), "application/xml", "http://green.example/feed") == []


def test_a_table_of_prices_goes_to_the_bus_once(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/hq.html", TABLE)
    green = source(quotes=[quoting(products=["DHEA"], turnover_unit=10000)])

    report = run(place, [green], web.address, moment=MOMENT).reports["green"]

    assert (report.quotes, report.problem) == (2, "")
    traded, idle = place.quotes()
    assert (traded.exchange, traded.product, traded.day) == ("东海环境能源交易所", "DHEA", date(2017, 9, 7))
    assert (traded.open, traded.close, traded.volume, traded.turnover) == (25.1, 25.6, 12340.0, 315900.0)
    assert (idle.open, idle.close, idle.volume, idle.turnover) == (None, 25.6, None, None)
    assert (idle.publisher, idle.fetched_at) == ("green", MOMENT)

    with closing(place.store()) as store:
        store.put_quotes([traded, idle])
    web.put("http://green.example/hq.html", TABLE.replace("12,340", "12,440"))
    run(place, [green], web.address)
    assert [quote.volume for quote in place.quotes()] == [12340.0, None, 12440.0]


def test_a_table_without_a_price_is_a_problem(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/hq.html", TABLE.replace("table", "div"))

    report = run(place, [source(quotes=[quoting()])], web.address).reports["green"]

    assert report.problem == "not reached today: http://green.example/hq.html: no price in this table"


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1,234.50", 1, 1234.5),
        ("12.5万元", 1, 125000.0),
        ("12.5万元", 10000, 125000.0),
        ("51.3（BEA）", 1, 51.3),
        ("70.074.00（BEA）", 1, None),
        ("-0.5", 1, -0.5),
        ("-", 1, None),
        ("——", 1, None),
        ("", 1, None),
        ("无成交", 1, None),
    ],
)
def test_numbers_as_exchanges_print_them(cell: str, unit: float, value: float | None) -> None:
    assert number(cell, unit) == value


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localtest"])
def test_a_direct_connection_reaches_private_addresses_only_where_the_setting_says_so(
    web: Web, place: CrawlPlace, host: str
) -> None:
    if host == "localtest":
        host = _own_name()
    home = f"http://{host}:{web.port}/"
    web.put(home, listing(("t1.html", "内网")))
    web.put(f"{home}t1.html", article("内网"))
    inner = source("inner", hosts=[host.lower()], lists=[{"url": home, "articles": r"t\d\.html$"}])

    refused = run(place, [inner], retries=0).reports["inner"]

    assert refused.problem == f"not reached today: {home}: private_address"
    assert web.requests == []

    allowed = run(place, [inner], allow_private=True).reports["inner"]
    assert (allowed.fetched, allowed.problem) == (1, "")


def _own_name() -> str:
    """A name, not literal, that resolves to a private address: the machine's own."""
    import socket

    name = socket.gethostname().lower()
    try:
        socket.getaddrinfo(name, 80, socket.AF_INET)
    except OSError:
        pytest.skip("the machine's own name does not resolve")
    return name
