"""Rows of tables of prices: columns by their headings, and figures that cannot be."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from crawlers.catalogue.entry import QuoteTable
from crawlers.pages.markup import Markup
from crawlers.pages.quote_rows import QuoteReading, contradiction, number, read_quotes
from pipeline.records import Quote

HERE = "http://green.example/hq"
NOW = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)


def read(rows: list[list[str]], **keys: Any) -> QuoteReading:
    html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = QuoteTable.model_validate({"url": HERE, "exchange": "东海", "product": "DHEA", **keys})
    return read_quotes(Markup(f"<table>{html}</table>", "", HERE), table, "green", NOW)


def figures(quote: Quote) -> tuple[float | None, ...]:
    return quote.open, quote.high, quote.low, quote.close, quote.volume, quote.turnover


HEADINGS = [
    "交易日期",
    "交易品种",
    "成交量（万吨）",
    "最高价",
    "最低价",
    "开盘价",
    "收盘价(元/吨)",
    "涨跌幅",
    "成交额（万元）",
    "累计成交量",
]
ROW = ["2026-05-14", "DHEA25", "1.2", "26.1", "25.2", "25.5", "26.0", "1.96%", "30.84", "998"]


def test_columns_are_found_by_their_headings_and_so_are_units() -> None:
    (quote,) = read([HEADINGS, ROW]).quotes
    assert (quote.product, quote.day) == ("DHEA25", date(2026, 5, 14))
    assert figures(quote) == (25.5, 26.1, 25.2, 26.0, 12000.0, 308400.0)


def test_a_column_put_in_by_the_exchange_moves_no_figure() -> None:
    counted = {"columns": ["day", "close", "volume", "turnover"]}
    before = read([["日期", "均价", "成交量", "成交额"], ["2026-05-14", "26", "100", "2600"]], **counted)
    after = read([["日期", "开盘", "均价", "成交量", "成交额"], ["2026-05-14", "25", "26", "100", "2600"]], **counted)
    assert figures(before.quotes[0]) == figures(after.quotes[0]) == (None, None, None, 26.0, 100.0, 2600.0)


def test_columns_are_counted_where_there_is_no_heading() -> None:
    (quote,) = read(
        [["DHEA", "2026.05.14", "26", "7"]], columns=["product", "day", "close", "-"], day="%Y.%m.%d"
    ).quotes
    assert (quote.product, figures(quote)) == ("DHEA", (None, None, None, 26.0, None, None))


def test_a_heading_over_several_columns_moves_none() -> None:
    html = """<table><tr><td rowspan=2>日期</td><td colspan=2>成交量（吨）</td><td colspan=2>成交均价（元/吨）</td></tr>
        <tr><td>线上</td><td>协议</td><td>线上</td><td>协议</td></tr>
        <tr><td>2026-05-14</td><td>1,200</td><td>9,000</td><td>26.00</td><td>24.10</td></tr></table>"""
    keys = {"url": HERE, "exchange": "东海", "product": "DHEA", "columns": ["day", "volume", "-", "close", "-"]}
    quote = read_quotes(Markup(html, "", HERE), QuoteTable.model_validate(keys), "green", NOW).quotes[0]
    assert (quote.close, quote.volume) == (26.0, 1200.0)


def test_an_entry_names_headings_of_its_own() -> None:
    rows = [["日期", "挂牌价", "均价", "成交量"], ["05-14", "26", "25", "10"]]
    (quote,) = read(rows, headings={"close": "挂牌价"}).quotes
    assert (quote.day, quote.close) == (date(2026, 5, 14), 26.0)


GOOD = Quote(
    exchange="东海",
    product="DHEA",
    day=date(2026, 5, 14),
    open=25,
    high=26,
    low=24,
    close=25.5,
    volume=100,
    turnover=2540,
)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, ""),
        ({"close": 26.5}, "close 26.5 is outside of 24 to 26"),
        ({"open": 23.0}, "open 23 is outside"),
        ({"low": 27.0}, "is outside of 27 to 26"),
        ({"close": -1.0}, "close -1"),
        ({"close": 0.0}, "close 0"),
        ({"volume": -1.0}, "volume -1"),
        ({"turnover": 0.254}, "not about price × volume"),
        ({"turnover": 25_400_000.0}, "not about price × volume"),
        ({"turnover": 1900.0}, ""),
        ({"open": 0.0, "high": 0.0, "low": 0.0, "close": 25.0, "volume": 0.0, "turnover": 0.0}, ""),
        ({"open": None, "high": None, "low": None, "volume": None, "turnover": None}, ""),
    ],
)
def test_figures_that_cannot_be(change: dict[str, float | None], says: str) -> None:
    found = contradiction(msgspec.structs.replace(GOOD, **change))
    assert says in found
    assert bool(found) is bool(says)


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
