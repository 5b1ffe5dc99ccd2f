"""The week's prices on the exchanges: the first item of 市场热点."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bulletin.issue.content import Prices
from pipeline.records import Quote

SOURCE = "各碳排放权交易所"
NONE = "—"
NO_TRADE = "无成交"


@dataclass(frozen=True)
class PriceTable:
    """The table as printed: a heading row, and one row a product with its figures as text."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def prices_of(quotes: Iterable[Quote], since: date, until: date) -> Prices:
    """The window's quotes, by exchange, product and day, under the bulletin's title for them."""
    week = sorted(
        (quote for quote in quotes if since <= quote.day <= until),
        key=lambda quote: (quote.exchange, quote.product, quote.day),
    )
    span = f"{since.year}年{since.month}月{since.day}日—{until.month}月{until.day}日"
    return Prices(
        title=f"各交易所碳市价格走势（{span}）",
        published=max((quote.day for quote in week), default=None),
        source=SOURCE,
        quotes=tuple(week),
    )


def price_days(shown: Prices) -> list[date]:
    """The trading days of the week: those on which any exchange has a quote."""
    return sorted({quote.day for quote in shown.quotes})


def is_charted(shown: Prices) -> bool:
    """Whether the week has anything to draw: a close of any product."""
    return any(quote.close is not None for quote in shown.quotes)


def price_series(shown: Prices) -> dict[tuple[str, str], dict[date, Quote]]:
    """The quotes by exchange and product, then by day."""
    found: dict[tuple[str, str], dict[date, Quote]] = {}
    for quote in shown.quotes:
        found.setdefault((quote.exchange, quote.product), {})[quote.day] = quote
    return found


def price_table(shown: Prices) -> PriceTable:
    """Close by day (元/吨), then the week's volume (吨) and change; 无成交 where nothing was traded on a day."""
    week = price_days(shown)
    heading = ("交易所", "产品", *(f"{day.month}-{day.day}" for day in week), "周涨跌", "周成交量（吨）")
    rows = tuple(
        (exchange, product, *(_close(by_day.get(day)) for day in week), _change(list(by_day.values())), _volume(by_day))
        for (exchange, product), by_day in price_series(shown).items()
    )
    return PriceTable(heading, rows)


def _close(quote: Quote | None) -> str:
    if quote is None:
        return NONE
    if quote.close is None or quote.volume == 0:
        return NO_TRADE
    return f"{quote.close:.2f}"


def _change(week: Sequence[Quote]) -> str:
    closes = [quote.close for quote in week if quote.close is not None]
    if len(closes) < 2 or not closes[0]:
        return NONE
    return f"{(closes[-1] / closes[0] - 1) * 100:+.1f}%"


def _volume(by_day: dict[date, Quote]) -> str:
    volumes = [quote.volume for quote in by_day.values() if quote.volume is not None]
    return f"{sum(volumes):,.0f}" if volumes else NONE
