"""Closes that hardly fit: outside of their day's range, or far from the close before; asked until an editor has looked."""

from datetime import date

import pytest

from bulletin.issue.findings.finding_table import finding_limits
from bulletin.issue.findings.price_checks import PriceDay, odd_prices
from bulletin.issue.prices import prices_of
from bulletin.reasons import in_words
from pipeline.records import Quote

SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)
JUMP = finding_limits().price_jump


def quote(
    day: int,
    close: float | None,
    low: float | None = None,
    high: float | None = None,
    volume: float | None = 10.0,
    exchange: str = "东海",
) -> Quote:
    return Quote(
        exchange=exchange, product="DHEA", day=date(2026, 5, day), close=close, low=low, high=high, volume=volume
    )


def asked(*quotes: Quote, before: tuple[Quote, ...] = (), checked: frozenset[PriceDay] = frozenset()) -> list[str]:
    return [in_words(one) for one in odd_prices(prices_of(quotes, SINCE, UNTIL), before, checked, JUMP)]


def test_a_jump_is_asked_with_both_figures_and_days() -> None:
    assert asked(quote(8, 77.0), quote(11, 86.5), quote(12, 77.5)) == [
        "东海 DHEA 5-11 收盘价86.50，前一次（5-8）77.00，变动+12.3%，请核对",
        "东海 DHEA 5-12 收盘价77.50，前一次（5-11）86.50，变动-10.4%，请核对",
    ]


@pytest.mark.parametrize(("close", "count"), [(85.0, 1), (84.0, 0), (84.7, 0), (84.71, 1), (69.5, 0), (69.0, 1)])
def test_what_is_within_a_tenth_is_not_asked(close: float, count: int) -> None:
    assert len(asked(quote(8, 77.0), quote(11, close))) == count


def test_a_limit_that_was_rounded_to_the_fen_is_within_it() -> None:
    assert asked(quote(8, 77.05), quote(11, 84.76)) == []
    assert len(asked(quote(8, 77.05), quote(11, 84.77))) == 1


def test_the_first_close_of_the_week_is_compared_with_the_last_of_the_weeks_before() -> None:
    before = (quote(7, 70.0), quote(6, 80.0), quote(7, 8000.0, exchange="西原"))
    assert asked(quote(8, 78.0), before=before) == ["东海 DHEA 5-8 收盘价78.00，前一次（5-7）70.00，变动+11.4%，请核对"]
    assert asked(quote(8, 78.0)) == []


def test_a_day_without_trade_is_neither_asked_nor_compared_with() -> None:
    assert asked(quote(8, 77.0), quote(11, 7.7, volume=0.0), quote(12, 77.5), quote(13, None), quote(14, 78.0)) == []
    assert len(asked(quote(8, 77.0), quote(11, 7.7, volume=None))) == 1


def test_a_close_lies_within_its_day() -> None:
    assert asked(quote(8, 77.0, 76.0, 78.0), quote(11, 76.0, 76.0, 76.0)) == []
    assert asked(quote(8, 75.9, 76.0, 78.0)) == ["东海 DHEA 5-8 收盘价75.90低于当天最低价76.00，请核对"]
    assert asked(quote(8, 78.1, None, 78.0)) == ["东海 DHEA 5-8 收盘价78.10高于当天最高价78.00，请核对"]
    # Where nothing was traded exchanges print 0.
    assert asked(quote(8, 77.0, 0.0, 0.0)) == []


def test_what_was_checked_is_asked_no_more() -> None:
    week = (quote(8, 77.0), quote(11, 86.5, 80.0, 86.0))
    assert len(asked(*week)) == 2
    assert asked(*week, checked=frozenset({("东海", "DHEA", date(2026, 5, 11))})) == []
