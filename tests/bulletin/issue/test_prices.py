"""The price table and the chart."""

import io
from datetime import date

from PIL import Image

from bulletin.issue.prices import NO_TRADE, NONE, price_table, prices_of
from bulletin.render.chart import chart
from pipeline.records import Quote

SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)


def quote(exchange: str, day: int, close: float | None, volume: float | None = 100.0) -> Quote:
    return Quote(exchange=exchange, product="配额", day=date(2026, 5, day), close=close, volume=volume)


WEEK = [
    quote("东海", 8, 50.0),
    quote("东海", 11, 55.0),
    quote("东海", 12, 60.0, 1234.0),
    quote("西原", 8, 20.0, 0.0),
    quote("西原", 12, None, None),
    quote("东海", 7, 1.0),
    quote("东海", 15, 1.0),
]


def test_the_title_names_the_window_and_the_date_is_the_last_trading_day() -> None:
    shown = prices_of(WEEK, SINCE, UNTIL)
    assert shown.title == "各交易所碳市价格走势（2026年5月8日—5月14日）"
    assert shown.published == date(2026, 5, 12)
    assert {item.day for item in shown.quotes} <= {date(2026, 5, day) for day in range(8, 15)}


def test_the_table() -> None:
    made = price_table(prices_of(WEEK, SINCE, UNTIL))
    assert made.heading == ("交易所", "产品", "5-8", "5-11", "5-12", "周涨跌", "周成交量（吨）")
    assert made.rows == (
        ("东海", "配额", "50.00", "55.00", "60.00", "+20.0%", "1,434"),
        ("西原", "配额", NO_TRADE, NONE, NO_TRADE, NONE, "0"),
    )


def test_the_chart_is_a_picture_with_lines_and_the_same_each_time() -> None:
    shown = prices_of(WEEK, SINCE, UNTIL)
    first = chart(shown)
    assert first is not None
    assert chart(shown) == first
    picture = Image.open(io.BytesIO(first)).convert("RGB")
    assert picture.size == (1440, 720)
    assert (0, 114, 178) in {colour for _, colour in picture.getcolors(1 << 24) or []}


def test_a_week_without_quotes_says_so() -> None:
    empty = prices_of([], SINCE, UNTIL)
    assert (empty.published, empty.quotes, price_table(empty).rows) == (None, (), ())
    assert chart(empty) is None


def test_a_name_is_no_formula() -> None:
    hostile = [Quote(exchange="$\\frac{1}$ <b>", product="_x^2 $", day=date(2026, 5, 8), close=1.0)]
    assert Image.open(io.BytesIO(chart(prices_of(hostile, SINCE, UNTIL)) or b"")).size == (1440, 720)
