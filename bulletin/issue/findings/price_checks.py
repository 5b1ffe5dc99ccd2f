"""What of a week's prices an editor should look at: what is missing, and figures that hardly fit each other."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bulletin.issue.content import Draft, Prices
from bulletin.issue.prices import price_days, price_series
from pipeline.records import Quote, Reason, Value

SATURDAY = 5
# Prices are printed to the 分 (0.01 元): a step of just the limit may be that much more by rounding.
HALF_A_FEN = 0.005001
# A product's day: exchange, product, day.
PriceDay = tuple[str, str, date]


def trading_days(prices: Prices, since: date, until: date) -> list[date]:
    """The weekdays of the window, and the weekend days (holidays' make-up days) that have quotes."""
    every = [since + timedelta(days=at) for at in range((until - since).days + 1)]
    return sorted({*price_days(prices), *(day for day in every if day.weekday() < SATURDAY)})


def missing_prices(draft: Draft, before: Sequence[Quote]) -> Iterator[Reason]:
    """What the price table and the chart lack. `before` are the quotes of the weeks before."""
    if not draft.prices.quotes:
        yield Reason("price_none")
        return
    week, series = price_days(draft.prices), price_series(draft.prices)
    for (exchange, product), by_day in series.items():
        traded = [day for day, quote in by_day.items() if quote.close is None and quote.volume]
        for code, days in (("price_missing", [day for day in week if day not in by_day]), ("price_no_close", traded)):
            if days:
                yield Reason(code, {"exchange": exchange, "product": product, "days": _written(days)})
    closed = [day for day in trading_days(draft.prices, draft.since, draft.until) if day not in week]
    if closed:
        yield Reason("price_closed", {"days": _written(closed)})
    for exchange, product in sorted({(one.exchange, one.product) for one in before} - set(series)):
        yield Reason("price_vanished", {"exchange": exchange, "product": product})


def odd_prices(prices: Prices, before: Sequence[Quote], checked: frozenset[PriceDay], jump: float) -> Iterator[Reason]:
    """Closes outside of their own day's lowest and highest price, or more than `jump` (a share) from the close before.

    `before` are the quotes of the weeks before, in any order; of a product that has none there the first close of the week
    is compared with nothing. What an editor has `checked` is asked no more, nor a day without trade, whose close is only
    carried on. A price of 0 is no price.
    """
    for (exchange, product), by_day in price_series(prices).items():
        earlier = [one for one in before if (one.exchange, one.product) == (exchange, product) and _close(one)]
        last = max(earlier, key=lambda one: one.day, default=None)
        for day, quote in sorted(by_day.items()):
            close = _close(quote)
            if not close:
                continue
            previous, last = last, quote
            if (exchange, product, day) in checked:
                continue
            about: dict[str, Value] = {"exchange": exchange, "product": product, "day": day.isoformat(), "close": close}
            if quote.low and close < quote.low:
                yield Reason("price_below_low", {**about, "low": quote.low})
            if quote.high and close > quote.high:
                yield Reason("price_above_high", {**about, "high": quote.high})
            was = _close(previous) if previous else None
            if previous and was and abs(close - was) > was * jump + HALF_A_FEN:
                step: dict[str, Value] = {
                    "before": was,
                    "before_day": previous.day.isoformat(),
                    "change": close / was - 1,
                }
                yield Reason("price_jump", {**about, **step})


def _close(quote: Quote) -> float | None:
    return quote.close if quote.volume != 0 else None


def _written(days: Sequence[date]) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in days)
