"""Trading days between a newest price and a day."""

from datetime import date

import pytest

from crawlers.crawl.trading_days import last_known_year, trading_days_since


@pytest.mark.parametrize(
    ("newest", "today", "quoted", "days"),
    [
        (date(2026, 5, 14), date(2026, 5, 15), [], 0),
        (date(2026, 5, 8), date(2026, 5, 15), [], 4),
        (date(2026, 5, 15), date(2026, 5, 15), [], 0),
        (date(2025, 9, 30), date(2025, 10, 9), [], 0),
        (date(2025, 9, 30), date(2025, 10, 9), [date(2025, 10, 8)], 1),
        (date(2026, 5, 8), date(2026, 5, 11), [date(2026, 5, 9)], 1),
        (date(2040, 5, 4), date(2040, 5, 11), [], 4),
    ],
)
def test_weekdays_without_holidays_corrected_by_who_did_quote(
    newest: date, today: date, quoted: list[date], days: int
) -> None:
    assert trading_days_since(newest, today, quoted) == days


def test_the_calendar_says_how_far_it_goes() -> None:
    assert last_known_year() >= 2026
