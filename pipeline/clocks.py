"""Clocks that are wrong: which moments cannot be, because they lie ahead of now."""

from datetime import datetime, timedelta

# Machines that work together differ by seconds, and one whose zone is set wrongly by less than a day: what is later than
# that was written by a clock, or stands in a file, that is wrong.
AHEAD = timedelta(days=1)


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Whether a moment is so far ahead of now that a wrong clock wrote it."""
    return moment > now + AHEAD
