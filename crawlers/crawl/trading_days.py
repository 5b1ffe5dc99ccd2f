"""The State Council's public holidays: trading days since a table's newest price, and a year's Fridays off."""

from collections.abc import Collection
from datetime import date, timedelta

# An exchange that has published nothing for longer than this has stopped, moved its table, or is read wrongly.
MOST_WITHOUT_PRICE = 3
FRIDAY = 4


def last_known_year() -> int:
    """The last year whose public holidays the calendar (chinesecalendar) knows; after it weekdays alone are counted."""
    from chinese_calendar import constants

    return int(max(constants.holidays).year)


def fridays_off(year: int) -> list[tuple[date, str]]:
    """The year's Fridays that are public holidays, each with the holiday's Chinese name; none for a year that is not known."""
    from chinese_calendar import constants

    days = sorted(day for day in constants.holidays if day.year == year and day.weekday() == FRIDAY)
    return [(day, constants.Holiday(constants.holidays[day]).chinese) for day in days]


def trading_days_since(newest: date, today: date, quoted: Collection[date]) -> int:
    """How many trading days lie between two days, neither counted: today's prices may still be to come.

    Weekdays that are no public holiday, corrected by `quoted`, the days for which any exchange did publish prices.
    """
    days = (newest + timedelta(days=number) for number in range(1, max((today - newest).days, 1)))
    return sum(day in quoted or (day.weekday() < 5 and not _is_holiday(day)) for day in days)


def _is_holiday(day: date) -> bool:
    from chinese_calendar import constants

    return day in constants.holidays
