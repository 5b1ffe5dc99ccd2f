"""An issue's operations for the command line; the desk calls the same functions of `bulletin`."""

from datetime import datetime

from bulletin.issue import IssueReading, Journal, edit, operation_kinds, reading_of
from index.store import Store
from pipeline.errors import SettingError


def look(store: Store, number: int) -> IssueReading:
    """The issue as it stands. Raises bulletin.issue.write.NotThere where it was never drafted."""
    return reading_of(Journal(store), number)


def item_id(page: IssueReading, beginning: str) -> str:
    """The item whose id begins so. Raises SettingError where none or several do."""
    found = [item.id for column in page.issue.draft.columns for item in column.items if item.id.startswith(beginning)]
    if len(found) != 1:
        number = page.issue.draft.number
        many = "no item's id begins" if not found else f"{len(found)} items' ids begin"
        raise SettingError(f"issue {number}: {many} with {beginning!r}; `tanxun issue show {number}` lists them")
    return found[0]


def change(store: Store, page: IssueReading, edit_: operation_kinds.AnyEdit, who: str, at: datetime) -> str:
    """Write one edit; returns a line for a person."""
    number = page.issue.draft.number
    done = edit(Journal(store), number, edit_, who, at, page.version)
    return f"issue {number}: version {done.number}, {done.kind} by {who}"
