"""The journal between threads: each operation counts once, and nobody's late reading takes anything back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from bulletin.issue import operation_kinds, write_change
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.operations.changes import Proposal
from index.sqlite.store import SqliteStore
from index.store import Operation
from tests.support.articles import MODEL
from tests.support.drafts import draft_of

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)


class Slow(SqliteStore):
    """A store whose next answer, once `held`, is only given when it is `released`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.hold, self.held, self.released = False, Event(), Event()

    def operations(self, issue: int, after: int = 0) -> list[Operation]:
        found = super().operations(issue, after)
        if self.hold:
            self.hold = False
            self.held.set()
            assert self.released.wait(60)
        return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Slow]:
    made = Slow(tmp_path / "store.sqlite")
    made.init(MODEL)
    write_change(Journal(made), 1, Proposal(draft=draft_of("a", "b")), "tanxun", AT)
    yield made
    made.close()


def write(journal: Journal, title: str, base: int) -> None:
    write_change(journal, 1, operation_kinds.Retitle(item="a", value=title), "甲", AT, base)


def numbers(reading: IssueReading | None) -> list[int]:
    assert reading is not None
    return [operation.number for operation in reading.operations]


@pytest.mark.parametrize("known", [False, True])
def test_a_late_reading_takes_nothing_back_and_counts_nothing_twice(store: Slow, known: bool) -> None:
    journal, elsewhere = Journal(store), Journal(store)
    if known:
        assert numbers(journal.reading(1)) == [1]
    write(elsewhere, "第二版", 1)
    with ThreadPoolExecutor(1) as pool:
        store.hold = True
        late = pool.submit(journal.reading, 1)
        assert store.held.wait(60)
        write(elsewhere, "第三版", 2)
        assert numbers(journal.reading(1)) == [1, 2, 3], "a reader does not wait for another's answer"
        store.released.set()
        assert numbers(late.result()) == [1, 2, 3]
    reading = journal.reading(1)
    assert numbers(reading) == [1, 2, 3]
    assert reading is not None
    assert reading.issue.draft.columns[0].items[0].title == "第三版"


def test_a_late_reading_of_nothing_new_is_no_older_page(store: Slow) -> None:
    journal = Journal(store)
    journal.reading(1)
    with ThreadPoolExecutor(1) as pool:
        store.hold = True
        late = pool.submit(journal.reading, 1)
        assert store.held.wait(60)
        write(Journal(store), "第二版", 1)
        assert numbers(journal.reading(1)) == [1, 2]
        store.released.set()
        assert numbers(late.result()) == [1, 2]
