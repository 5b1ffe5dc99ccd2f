"""When the weekly draft is due, and of which issue."""

from datetime import datetime, timedelta

from bulletin.issue import issue_number
from pipeline.settings import Settings
from pipeline.time_zone import ZONE, local_day

FRIDAY = 4
# The editors' day begins at nine, as in dags/assemble_issue.py.
DRAFT_HOUR = 9


def coming_issue(settings: Settings, moment: datetime) -> int:
    """The number of the issue that is drafted on the coming Friday, on a Friday that day's (Asia/Shanghai)."""
    day = local_day(moment)
    return issue_number(day + timedelta(days=(FRIDAY - day.weekday()) % 7), settings.first_issue)


def issue_due(settings: Settings, moment: datetime) -> int | None:
    """The number of the issue that is to be drafted at this moment, Fridays from nine (Asia/Shanghai); None otherwise."""
    local = moment.astimezone(ZONE)
    is_due = local.weekday() == FRIDAY and local.hour >= DRAFT_HOUR
    return issue_number(local.date(), settings.first_issue) if is_due else None
