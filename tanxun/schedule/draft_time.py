"""When the weekly draft is due, and of which issue."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bulletin.issue import Journal, issue_calendar
from index.store import Store
from pipeline.errors import SettingError
from pipeline.settings import Settings
from pipeline.time_zone import ZONE, local_day

FRIDAY = 4
# The editors' day begins at nine, as in dags/assemble_issue.py.
DRAFT_HOUR = 9
# A round of `tanxun run` begins a quarter of an hour after the one before, crawls and works before it drafts.
PATIENCE = timedelta(hours=2)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class NextDraft:
    """The issue that is to be drafted next and since or from when (Asia/Shanghai); overdue where nobody did for PATIENCE."""

    issue: int
    at: datetime
    overdue: bool

    def row(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"issue": self.issue, "at": self.at.isoformat(), "overdue": self.overdue}


def coming_issue(settings: Settings, store: Store, moment: datetime) -> int:
    """The number of the issue that is drafted on the coming Friday with an issue, on such a Friday that day's (Asia/Shanghai)."""
    calendar = issue_calendar(settings, Journal(store))
    return calendar.number(calendar.coming(local_day(moment)))


def issue_due(settings: Settings, store: Store, moment: datetime) -> int | None:
    """The number of the issue that is to be drafted at this moment (Asia/Shanghai); None otherwise.

    That is Fridays from nine, but for those whose week is skipped.
    """
    local = moment.astimezone(ZONE)
    if local.weekday() != FRIDAY or local.hour < DRAFT_HOUR:
        return None
    calendar = issue_calendar(settings, Journal(store))
    return None if calendar.is_skipped(local.date()) else calendar.number(local.date())


def next_draft(settings: Settings, store: Store, moment: datetime) -> NextDraft | None:
    """The last Friday's issue where it is not drafted, else the coming one; None where the numbers begin later.

    Fridays whose week is skipped do not count.
    Where no issue was ever drafted, no Friday before today's was missed.
    """
    local, journal = moment.astimezone(ZONE), Journal(store)
    calendar = issue_calendar(settings, journal)
    friday = local.date() - timedelta(days=(local.weekday() - FRIDAY) % 7)
    if datetime.combine(friday, time(DRAFT_HOUR), ZONE) > local:
        friday -= WEEK
    while calendar.is_skipped(friday):
        friday -= WEEK
    if friday != local.date() and not store.issues():
        friday = calendar.coming(friday + WEEK)
    try:
        reading = journal.reading(calendar.number(friday))
        if reading and not reading.issue.deleted:
            friday = calendar.coming(friday + WEEK)
        number = calendar.number(friday)
    except SettingError:
        return None
    at = datetime.combine(friday, time(DRAFT_HOUR), ZONE)
    return NextDraft(number, at, overdue=local - at > PATIENCE)
