"""The operations of issues as one process sees them: read on from where it was, folded once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import RLock

from bulletin.edits import Redo, Undo, read
from bulletin.issue import Issue, advance, state
from index.store import Operation, Store


@dataclass(frozen=True)
class Page:
    """An issue at one moment: its operations and what they come to."""

    operations: tuple[Operation, ...]
    issue: Issue

    @property
    def version(self) -> int:
        """The last operation's number."""
        return self.operations[-1].number

    def at(self, version: int) -> Issue:
        """What the issue was when `version` was its last operation (clipped to 1 and the last)."""
        return state(self.operations[: max(1, version)])

    def until(self, version: int) -> "Page":
        """The page as it was then."""
        return Page(self.operations[: max(1, version)], self.at(version))


@dataclass
class Journal:
    """Reads issues through a cache that asks the store only for what is new. Safe between threads."""

    store: Store
    _pages: dict[int, Page] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def page(self, number: int) -> Page | None:
        """The issue now; None where it was never drafted."""
        with self._lock:
            known = self._pages.get(number)
            more = self.store.operations(number, known.version if known else 0)
            if not more:
                return known
            page = _read_on(known, more)
            self._pages[number] = page
            return page


def _read_on(known: Page | None, more: Sequence[Operation]) -> Page:
    if known is None:
        return Page(tuple(more), state(more))
    operations = (*known.operations, *more)
    if any(isinstance(read(operation), Undo | Redo) for operation in more):
        return Page(operations, state(operations))
    return Page(operations, advance(known.issue, more))
