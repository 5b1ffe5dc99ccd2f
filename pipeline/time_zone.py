"""The bulletin's time zone: moments are UTC in records and stores; people read days and times of Beijing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    """The day of a moment."""
    return moment.astimezone(ZONE).date()


def local_time(moment: datetime) -> str:
    """Month, day and time, as 05-14 16:02: for messages, which are read in the same week."""
    return f"{moment.astimezone(ZONE):%m-%d %H:%M}"
