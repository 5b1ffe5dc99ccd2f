"""Issues' numbers and windows, counted from one known issue."""

import re
from datetime import date, timedelta

from pipeline.errors import SettingError

WEEK = timedelta(days=7)


def issue_number(drafted_on: date, first_issue: str) -> int:
    """The number of the issue drafted on a Friday, counted from one known issue ("121 = 2017-09-08").

    Raises SettingError for a day that is no Friday or lies before issue 1.
    """
    known, friday = _known(first_issue)
    weeks, rest = divmod((drafted_on - friday).days, 7)
    if rest or known + weeks < 1:
        raise SettingError(f"no issue is drafted on {drafted_on}; issues are drafted on Fridays ({first_issue})")
    return known + weeks


def window_of(number: int, first_issue: str) -> tuple[date, date]:
    """An issue's first and last day: the Friday a week before it is drafted, and the Thursday before."""
    known, friday = _known(first_issue)
    try:
        drafted_on = friday + (number - known) * WEEK
        return drafted_on - WEEK, drafted_on - timedelta(days=1)
    except OverflowError as problem:
        raise SettingError(
            f"issue {number} lies outside the calendar ({first_issue}); give another number"
        ) from problem


def _known(first_issue: str) -> tuple[int, date]:
    match = re.fullmatch(r"(\d+)\s*=\s*(\d{4}-\d\d-\d\d)", first_issue)
    if match is None:
        raise SettingError(f"first_issue: expected NUMBER = YYYY-MM-DD, not {first_issue!r}")
    return int(match[1]), date.fromisoformat(match[2])
