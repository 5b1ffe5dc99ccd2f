"""When the weekly draft is due, and of which issue."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bulletin.issue import Journal, issue_number
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


def coming_issue(settings: Settings, moment: datetime) -> int:
    """The number of the issue that is drafted on the coming Friday, on a Friday that day's (Asia/Shanghai)."""
    day = local_day(moment)
    return issue_number(day + timedelta(days=(FRIDAY - day.weekday()) % 7), settings.first_issue)


def issue_due(settings: Settings, moment: datetime) -> int | None:
    """The number of the issue that is to be drafted at this moment, Fridays from nine (Asia/Shanghai); None otherwise."""
    local = moment.astimezone(ZONE)
    is_due = local.weekday() == FRIDAY and local.hour >= DRAFT_HOUR
    return issue_number(local.date(), settings.first_issue) if is_due else None


def next_draft(settings: Settings, store: Store, moment: datetime) -> NextDraft | None:
    """The last Friday's issue where it is not drafted, else the coming one; None where the numbers begin later.

    Where no issue was ever drafted, no Friday before today's was missed.
    """
    local = moment.astimezone(ZONE)
    friday = local.date() - timedelta(days=(local.weekday() - FRIDAY) % 7)
    if datetime.combine(friday, time(DRAFT_HOUR), ZONE) > local:
        friday -= WEEK
    if friday != local.date() and not store.issues():
        friday += WEEK
    try:
        reading = Journal(store).reading(issue_number(friday, settings.first_issue))
        if reading and not reading.issue.deleted:
            friday += WEEK
        number = issue_number(friday, settings.first_issue)
    except SettingError:
        return None
    at = datetime.combine(friday, time(DRAFT_HOUR), ZONE)
    return NextDraft(number, at, overdue=local - at > PATIENCE)
