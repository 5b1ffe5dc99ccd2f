"""An issue with three items, what editors do to it, and what is read of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bulletin.drafting.items import item_of
from bulletin.issue import Change, Edition, Issue, Item, Journal, Proposal, reading_of, write_change
from index.sqlite.store import SqliteStore
from index.store import Stored
from tests.support.articles import MODEL, NOON, enriched
from tests.support.drafts import draft_of

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)
MARKET, DOMESTIC = "市场热点", "国内资讯"


@contextmanager
def begun(folder: Path) -> Iterator[Journal]:
    """An issue with a, b and c in 市场热点."""
    store = SqliteStore(folder / "store.sqlite")
    store.init(MODEL)
    begin(store)
    yield Journal(store)
    store.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """The issue that `begun` begins, of the test's own."""
    with begun(tmp_path) as one:
        yield one


def begin(store: SqliteStore) -> None:
    write_change(Journal(store), 1, Proposal(draft=draft_of("a", "b", "c")), "tanxun", AT)


def item(name: str) -> Item:
    return item_of([Stored(enriched(name), NOON, 1)])


def do(journal: Journal, change: Change, who: str = "甲", base: int = 10_000) -> Issue:
    write_change(journal, 1, change, who, AT + timedelta(minutes=reading_of(journal, 1).version), base)
    return reading_of(journal, 1).issue


def column(issue: Issue, name: str = MARKET) -> list[str]:
    (found,) = (one for one in issue.draft.columns if one.name == name)
    return [one.id for one in found.items]


def first(issue: Issue, name: str = "a") -> Item:
    return next(one for column in issue.draft.columns for one in column.items if one.id == name)


def printed(edition: Edition) -> dict[str, bytes]:
    return {"issue.txt": "\n".join(item.title for column in edition.columns for item in column.items).encode()}
