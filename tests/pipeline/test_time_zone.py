"""Days and clocks are Beijing's, whatever zone a moment comes in."""

from datetime import UTC, date, datetime, timedelta, timezone

from pipeline.time_zone import local_day, local_time

LATE = datetime(2026, 5, 14, 16, 30, tzinfo=UTC)


def test_an_evening_in_utc_is_the_next_day_in_beijing() -> None:
    assert local_day(LATE) == date(2026, 5, 15)
    assert local_day(LATE - timedelta(minutes=31)) == date(2026, 5, 14)


def test_the_clock_is_the_same_for_one_moment_in_two_zones() -> None:
    assert local_time(LATE) == "05-15 00:30"
    assert local_time(LATE.astimezone(timezone(timedelta(hours=-5)))) == "05-15 00:30"
