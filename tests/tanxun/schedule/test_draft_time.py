"""The weekly draft is due on Fridays from nine, Beijing's time, whatever zone the clock is in."""

from datetime import UTC, datetime

import pytest

from pipeline.settings import Settings
from tanxun.schedule.draft_time import coming_issue, issue_due


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2017, 9, 8, 0, 59, tzinfo=UTC), None),
        (datetime(2017, 9, 8, 1, 0, tzinfo=UTC), 121),
        (datetime(2017, 9, 8, 15, 59, tzinfo=UTC), 121),
        (datetime(2017, 9, 8, 16, 0, tzinfo=UTC), None),
        (datetime(2017, 9, 14, 3, 0, tzinfo=UTC), None),
        (datetime(2017, 9, 15, 3, 0, tzinfo=UTC), 122),
    ],
)
def test_on_fridays_from_nine_in_beijing(moment: datetime, number: int | None) -> None:
    assert issue_due(Settings(first_issue="121 = 2017-09-08"), moment) == number


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2017, 9, 7, 15, 59, tzinfo=UTC), 121),  # Thursday
        (datetime(2017, 9, 7, 16, 0, tzinfo=UTC), 121),  # Friday, midnight in Beijing
        (datetime(2017, 9, 8, 15, 59, tzinfo=UTC), 121),  # Friday, a minute before its midnight
        (datetime(2017, 9, 8, 16, 0, tzinfo=UTC), 122),  # Saturday
        (datetime(2017, 9, 14, 3, 0, tzinfo=UTC), 122),  # Thursday
    ],
)
def test_the_coming_friday_is_that_day_on_a_friday(moment: datetime, number: int) -> None:
    assert coming_issue(Settings(first_issue="121 = 2017-09-08"), moment) == number
