"""An issue whose history is read: two editors, steps by number, entries in words."""

from datetime import datetime, timedelta

from bulletin.issue import (
    Change,
    Issue,
    IssueReading,
    Journal,
    Revert,
    Side,
    operation_kinds,
    reading_of,
    write_change,
)
from desk.history.history import HistoryEntry, history
from tests.support.begun_issue import AT, MARKET


class HistoryDesk:
    """The issue of `journal`: what editors do to it, and what its history says of that."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    @property
    def page(self) -> IssueReading:
        return reading_of(self.journal, 1)

    def do(self, change: Change, who: str = "王编辑", at: datetime | None = None) -> HistoryEntry:
        """A step of its own, where its time is not said: longer after the one before than a step's pauses are."""
        version = self.page.version
        write_change(self.journal, 1, change, who, at or AT + timedelta(minutes=6 * version), version)
        return self.newest

    def write(self, *titles: str, item: str = "a", who: str = "王编辑") -> HistoryEntry:
        """A title, in one go of writing: saved so often."""
        begun = AT + timedelta(minutes=6 * self.page.version)
        for at, title in enumerate(titles):
            self.do(operation_kinds.Retitle(item=item, value=title), who, begun + timedelta(seconds=at))
        return self.newest

    @property
    def newest(self) -> HistoryEntry:
        return history(self.page).entries[0]

    def bring_back(self, number: int, which: Side) -> Issue:
        self.do(Revert(of=number, side=which))
        return self.page.issue


def order(issue: Issue, name: str = MARKET) -> list[str]:
    return [item.id for column in issue.draft.columns if column.name == name for item in column.items]
