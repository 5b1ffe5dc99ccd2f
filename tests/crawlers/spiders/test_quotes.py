"""Tables of prices, crawled whole."""

from contextlib import closing
from datetime import UTC, date, datetime

from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import source

MOMENT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)


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


def test_rows_that_contradict_themselves_stay_away_and_are_named(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/hq.html", TABLE)

    report = run(
        place, [source(quotes=[quoting(products=["DHEA"], turnover_unit=1)])], web.address, moment=MOMENT
    ).reports["green"]

    assert report.quotes == 1
    assert report.problem == (
        "rows of http://green.example/hq.html contradict themselves: 2017-09-07 DHEA: turnover 31.59 is not about price × volume "
        "12340: 0.00255997 apiece"
    )


def test_a_table_whose_newest_day_is_long_ago_says_so(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/hq.html", TABLE)
    later = datetime(2017, 9, 15, 9, 0, tzinfo=UTC)

    report = run(place, [source(quotes=[quoting(products=["DHEA"])])], web.address, moment=later).reports["green"]

    assert report.problem == (
        "http://green.example/hq.html: the newest price is of 2017-09-08, 4 trading days before 2017-09-15"
    )
