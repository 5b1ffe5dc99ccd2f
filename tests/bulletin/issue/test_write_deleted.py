"""An issue that was never published is deleted, brought back and drafted anew, all of it in the journal of either backend."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bulletin.issue import (
    Change,
    Delete,
    DeletedIssue,
    Done,
    Drop,
    Issue,
    Journal,
    NotThere,
    Proposal,
    RedoLast,
    Remark,
    Retitle,
    Stale,
    Undelete,
    UndoLast,
    can_undo,
    complete_publication,
    publish,
    reading_of,
    write_change,
)
from index.folder.files import FolderFiles
from index.store import Store
from tests.support.begun_issue import column, first, printed
from tests.support.drafts import draft_of

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)


@pytest.fixture
def journal(store: Store) -> Journal:
    """Issue 1 with a, b and c, to whose a an editor has given another title."""
    made = Journal(store)
    write_change(made, 1, Proposal(draft=draft_of("a", "b", "c")), "tanxun", AT)
    do(made, Retitle(item="a", value="新题目"), "乙")
    return made


def do(journal: Journal, change: Change, who: str = "甲", base: int | None = None) -> Done:
    reading = journal.reading(1)
    assert reading is not None
    return write_change(journal, 1, change, who, AT, reading.version if base is None else base)


def now(journal: Journal) -> Issue:
    """As another process reads it, from the first operation."""
    return reading_of(Journal(journal.store), 1).issue


def redraft(journal: Journal) -> Done:
    return do(journal, Proposal(draft=draft_of("a", "b")), "tanxun")


def test_a_deleted_issue_is_nowhere_and_takes_no_change(journal: Journal) -> None:
    before = now(journal)
    assert list(journal.standing()) == [1]
    done = do(journal, Delete())
    assert (done.kind, done.version) == ("delete", 3)
    assert list(journal.standing()) == list(Journal(journal.store).standing()) == []
    with pytest.raises(DeletedIssue, match="第1期已被甲于05-15 10:00删除"):
        reading_of(journal, 1)
    assert do(journal, Delete(), "乙").written == ()
    for change in (Drop(item="a"), Remark(text="还在吗"), UndoLast()):
        with pytest.raises(NotThere):
            do(journal, change, "乙")
    assert not complete_publication(journal, 1)
    assert do(journal, Undelete(), "丙").written
    assert now(journal).draft.columns == before.draft.columns
    assert do(journal, Undelete(), "丙").written == ()


def test_it_is_undone_and_redone_by_whoever_did_it(journal: Journal) -> None:
    do(journal, Delete())
    do(journal, UndoLast())
    assert first(now(journal)).title == "新题目"
    do(journal, RedoLast())
    with pytest.raises(DeletedIssue):
        now(journal)
    do(journal, UndoLast())
    do(journal, Drop(item="b"), "乙")
    with pytest.raises(NotThere, match="乙此后改动了这一条"):
        do(journal, RedoLast())


def test_what_changed_since_one_looked_is_not_deleted(journal: Journal) -> None:
    with pytest.raises(Stale, match="乙于"):
        do(journal, Delete(), base=1)
    assert column(now(journal)) == ["a", "b", "c"]


def test_a_published_issue_is_not_deleted(journal: Journal, tmp_path: Path) -> None:
    do(journal, Delete())
    do(journal, UndoLast())
    publish(journal, FolderFiles(tmp_path), 1, "甲", AT, 4, "", printed)
    for change in (Delete(), RedoLast()):
        with pytest.raises(NotThere, match=r"不能删除.*撤稿"):
            do(journal, change)
    assert len(now(journal).editions) == 1


def test_nothing_deleted_is_published(journal: Journal, tmp_path: Path) -> None:
    do(journal, Delete())
    with pytest.raises(DeletedIssue):
        publish(journal, FolderFiles(tmp_path), 1, "主编", AT, 3, "", printed)


def test_the_next_draft_begins_anew(journal: Journal, tmp_path: Path) -> None:
    do(journal, Remark(text="旧备注"), "乙")
    do(journal, Drop(item="c"), "乙")
    do(journal, Delete())
    assert redraft(journal).kind == "draft"
    issue = now(journal)
    assert (column(issue), first(issue).title, issue.remarks, issue.out) == (["a", "b"], "题目a", (), [])
    assert issue == reading_of(journal, 1).issue, "read on and read from the beginning it is the same"
    assert redraft(journal).written == ()
    with pytest.raises(NotThere, match="已经重新起草"):
        do(journal, Undelete())
    for who in ("甲", "乙"):
        assert not can_undo(reading_of(journal, 1), who)
        with pytest.raises(NotThere, match="没有可以撤销的操作"):
            do(journal, UndoLast(), who)
    do(journal, Retitle(item="b", value="又一个题目"), "乙")
    assert do(journal, Proposal(draft=draft_of("a", "b", "d")), "tanxun").kind == "newcomers"
    assert publish(journal, FolderFiles(tmp_path), 1, "主编", AT, 8, "", printed).edition == 1
