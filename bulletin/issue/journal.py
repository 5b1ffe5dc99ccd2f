"""The operations of issues as one process sees them: read on from where it was, folded once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock

from bulletin.issue.operations.operation_kinds import Redo, Undo
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.state import Issue, issue_after, issue_of
from index.store import Operation, Store


@dataclass(frozen=True)
class IssueReading:
    """An issue at one moment: its operations and what they come to."""

    operations: tuple[Operation, ...]
    issue: Issue

    @property
    def version(self) -> int:
        """The last operation's number."""
        return self.operations[-1].number

    def at(self, version: int) -> Issue:
        """What the issue was when `version` was its last operation (clipped to 1 and the last)."""
        return issue_of(self.operations[: max(1, version)])

    def until(self, version: int) -> "IssueReading":
        """The issue as it was then."""
        return IssueReading(self.operations[: max(1, version)], self.at(version))


@dataclass
class Journal:
    """Reads issues through a cache that asks the store only for what is new. Safe between threads.

    `watchers` are called with an issue's number after each operation that was written through this journal.
    """

    store: Store
    watchers: list[Callable[[int], None]] = field(default_factory=list)
    _readings: dict[int, IssueReading] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def reading(self, number: int) -> IssueReading | None:
        """The issue now; None where it was never drafted."""
        known = self._readings.get(number)
        # Without the lock: a store that takes long to answer keeps nobody waiting for anybody else's answer.
        found = self.store.operations(number, known.version if known else 0)
        if not found:
            return self._readings.get(number)
        with self._lock:
            # Whoever read at the same time may have been here first, and may have read further.
            known = self._readings.get(number)
            more = [operation for operation in found if known is None or operation.number > known.version]
            if not more:
                return known
            operations = (*known.operations, *more) if known else tuple(more)
            if known is None or any(isinstance(edit_of(operation), Undo | Redo) for operation in more):
                issue = issue_of(operations)
            else:
                issue = issue_after(known.issue, more)
            self._readings[number] = IssueReading(operations, issue)
            return self._readings[number]

    def standing(self, before: int | None = None) -> Iterator[int]:
        """The numbers of the issues (below `before`) that were not deleted, newest first; each is read as it is come to."""
        for number in reversed(self.store.issues()):
            reading = self.reading(number) if before is None or number < before else None
            if reading and not reading.issue.deleted:
                yield number

    def numbers(self) -> list[int]:
        """The issues that were read here."""
        with self._lock:
            return list(self._readings)

    def wake(self, number: int) -> None:
        """Tell the watchers that the issue has a new operation."""
        for watcher in self.watchers:
            watcher(number)
