"""Rows of a table of prices: which column is what, by the headings; and rows that contradict themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from parsel import Selector

from crawlers.catalogue.quote_table import QuoteTable
from crawlers.pages.days import printed_day
from crawlers.pages.markup import Markup, attribute, words
from pipeline.records import Quote

# What exchanges write over their columns, the best first: an average stands in for a close where none is printed.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "day": ("交易日期", "日期", "交易日", "时间"),
    "product": ("交易品种", "品种", "产品", "交易指数", "标的", "代码"),
    "open": ("开盘",),
    "high": ("最高",),
    "low": ("最低",),
    "close": ("收盘", "成交均价", "均价", "平均价", "成交价", "最新"),
    "volume": ("总成交量", "成交总量", "成交数量", "成交量", "交易量"),
    "turnover": ("总成交额", "成交总额", "成交金额", "成交额", "交易额"),
}
# Sums since the market's beginning, and the changes of what is named, are no day's figure.
_OTHER = re.compile(r"累计|涨跌|涨幅|跌幅|幅度|昨|前")
_UNITS = (("亿", 1e8), ("万", 1e4))
# A number, perhaps followed by its unit or a remark; "70.074.00" (seen on bjets.com.cn) is none.
_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(?![\d.,])")
# Cells over more columns than any table of prices has are a page's layout.
_WIDEST = 20
# Bulk agreements may be priced up to 30 % from the last close, and volumes are rounded: beyond that a unit is wrong.
_AGREEMENT = 0.3


@dataclass
class QuoteReading:
    """The quotes of a table, and one line for each row that contradicts itself and is therefore left out."""

    quotes: list[Quote] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Columns:
    """The place of each figure in a row, and the factor that its heading asks for."""

    places: Mapping[str, int]
    factors: Mapping[str, float] = field(default_factory=dict)


def read_quotes(page: Markup, table: QuoteTable, publisher: str, moment: datetime) -> QuoteReading:
    """The rows with a date in their day cell, of the products that the entry keeps."""
    rows = [_cells(row) for row in page.root.css(table.rows)]
    columns = _columns(page, rows, table)
    reading = QuoteReading()
    for cells in rows:
        named = {name: cells[place] for name, place in columns.places.items() if place < len(cells)}
        day = _day(named.get("day", ""), table.day, moment)
        product = named.get("product") or table.product
        if day is None or not product or (table.products and product not in table.products):
            continue
        factors = {**columns.factors, **({"turnover": table.turnover_unit} if table.turnover_unit else {})}
        quote = Quote(
            exchange=table.exchange,
            product=product,
            day=day,
            open=number(named.get("open", "")),
            high=number(named.get("high", "")),
            low=number(named.get("low", "")),
            close=number(named.get("close", "")),
            volume=number(named.get("volume", ""), factors.get("volume", 1.0)),
            turnover=number(named.get("turnover", ""), factors.get("turnover", 1.0)),
            publisher=publisher,
            url=page.url,
            fetched_at=moment,
        )
        wrong = contradiction(quote)
        if wrong:
            reading.contradictions.append(f"{day} {product}: {wrong}")
        else:
            reading.quotes.append(quote)
    return reading


def contradiction(quote: Quote) -> str:
    """In what a day's figures contradict each other, or cannot be; "" where they can."""
    prices = {name: getattr(quote, name) for name in ("open", "close", "high", "low")}
    printed = {name: price for name, price in prices.items() if price is not None}
    for name, price in printed.items():
        # A day without a trade has nothing, or zeroes, for its prices.
        if price < 0 or (price == 0 and quote.volume):
            return f"{name} {price:g}"
    traded = {name: price for name, price in printed.items() if price > 0}
    low, high = traded.get("low", 0.0), traded.get("high", float("inf"))
    for name, price in traded.items():
        if not low <= price <= high:
            return f"{name} {price:g} is outside of {low:g} to {high:g}"
    if quote.volume is not None and quote.volume < 0:
        return f"volume {quote.volume:g}"
    if traded and quote.volume and quote.turnover:
        average = quote.turnover / quote.volume
        if not min(traded.values()) * (1 - _AGREEMENT) <= average <= max(traded.values()) * (1 + _AGREEMENT):
            return f"turnover {quote.turnover:g} is not about price × volume {quote.volume:g}: {average:g} apiece"
    return ""


def number(cell: str, unit: float = 1.0) -> float | None:
    """A cell's number in the unit asked for; None where the exchange prints none ("-") or what is no number.

    A cell that says 万 itself is multiplied by 10,000, unless `unit` does that already.
    """
    match = _NUMBER.match(cell.replace(" ", "").replace("，", ","))
    if match is None:
        return None
    factor = next((by for word, by in _UNITS if word in cell), unit) if unit == 1.0 else unit
    return round(float(match[1].replace(",", "")) * factor, 6)


def _cells(row: Selector) -> list[str]:
    """The texts of a row's cells, that of a cell over several columns once for each."""
    texts: list[str] = []
    for cell in row.xpath("./td|./th"):
        span = attribute(cell, "colspan").strip()
        texts += [words(cell)] * (int(span) if span.isdecimal() and 1 <= int(span) <= _WIDEST else 1)
    return texts


def _columns(page: Markup, rows: Sequence[Sequence[str]], table: QuoteTable) -> _Columns:
    """The columns as the entry counts them, as far as the table's headings do not say that they have moved."""
    counted: dict[str, int] = {name: place for place, name in enumerate(table.columns) if name != "-"}
    for cells in _heading_rows(page, rows, table):
        headed = _by_headings(cells, table)
        if "day" not in headed.places or not {"close", "open"} & headed.places.keys():
            continue
        moved = any(headed.places.get(name, place) != place for name, place in counted.items())
        wanted = counted or headed.places
        places = (
            {name: headed.places[name] for name in wanted if name in headed.places} if moved or not counted else counted
        )
        return _Columns(places, {name: by for name, by in headed.factors.items() if name in places})
    return _Columns(counted)


def _heading_rows(page: Markup, rows: Sequence[Sequence[str]], table: QuoteTable) -> Iterator[Sequence[str]]:
    """The rows that may be the headings: among the entry's, else in the table that they are in."""
    yield from rows[:3]
    first: Selector
    for first in page.root.css(table.rows)[:1]:
        for row in first.xpath("ancestor::table[1]//tr")[:3]:
            yield _cells(row)


def _by_headings(cells: Sequence[str], table: QuoteTable) -> _Columns:
    places: dict[str, int] = {}
    factors: dict[str, float] = {}
    for name, usual in _HEADINGS.items():
        own = table.headings.get(name)  # type: ignore[call-overload]
        for heading in (own,) if own else usual:
            fits = (n for n, cell in enumerate(cells) if heading in cell and (own or not _OTHER.search(cell)))
            place = next((n for n in fits if n not in places.values()), None)
            if place is not None:
                places[name] = place
                if name in ("volume", "turnover"):
                    factors[name] = next((by for word, by in _UNITS if word in cells[place]), 1.0)
                break
    return _Columns(places, factors)


def _day(cell: str, form: str, moment: datetime) -> date | None:
    if not form:
        return printed_day(cell, moment)
    try:
        return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
