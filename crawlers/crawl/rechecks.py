"""When the crawl looks at a known page again: seldomer and seldomer, then never."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.time_zone import ZONE, local_day

# Days after the first sight. Publishers correct on the next day, take away within the week, and tidy up within the month
# (the promise to editors in docs/operations.md).
PLAN = (1, 3, 7, 30)
# After a look that brought no page: the first three within the day, then the plan.
AFTER_FAILURES = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
# Some servers answer "unchanged" for ever: after so long, one request without conditions.
WHOLE_EVERY = timedelta(days=14)
# Pages looked at again in one crawl of a source: with a second between them, two minutes and a half.
MOST = 150


def next_look(first_seen: datetime, looked: datetime, zone: ZoneInfo = ZONE) -> datetime | None:
    """The first look of the plan after `looked`, at the beginning of its day; None where the plan is done.

    Days are the calendar's, so that a crawl which begins a little earlier than the day before misses none.
    """
    begin = datetime.combine(local_day(first_seen), datetime.min.time(), zone)
    return next((due for days in PLAN if (due := begin + timedelta(days=days)) > looked), None)


def after_failures(failures: int) -> timedelta:
    """The pause after `failures` (1 or more) in a row; from the third on it stays what it is."""
    return AFTER_FAILURES[min(failures, len(AFTER_FAILURES)) - 1]


def look_after_failure(first_tried: datetime, now: datetime, failures: int) -> datetime | None:
    """The next look at a page that brought nothing `failures` times in a row (1: the first time)."""
    if failures <= len(AFTER_FAILURES):
        return now + after_failures(failures)
    return next_look(first_tried, now)


def wants_whole(whole_at: datetime | None, now: datetime) -> bool:
    """Whether the next request must be without conditions; a page of the version before says nothing of when it was whole."""
    return whole_at is not None and now - whole_at >= WHOLE_EVERY
