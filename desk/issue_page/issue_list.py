"""The issues, a line each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bulletin.issue import Journal
from desk.issue_page.issue_view import state_of

# Issues on one page of the list; each is read once for the life of the process.
SHOWN = 20


@dataclass(frozen=True)
class Line:
    """An issue in the list: window, number of items, state in words and its tone, last change, whether readers ever saw it."""

    number: int
    since: date
    until: date
    count: int
    state: str
    tone: str
    who: str
    at: datetime
    published: bool


def listed(journal: Journal, numbers: Iterable[int]) -> list[Line]:
    """The lines of these issues."""
    return [line for number in numbers if (line := _line(journal, number)) is not None]


def _line(journal: Journal, number: int) -> Line | None:
    reading = journal.reading(number)
    if reading is None:
        return None
    draft, last = reading.issue.draft, reading.operations[-1]
    state, tone = state_of(reading.issue)
    count = sum(len(column.items) for column in draft.columns)
    return Line(number, draft.since, draft.until, count, state, tone, last.who, last.at, bool(reading.issue.editions))
