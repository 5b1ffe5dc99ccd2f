"""One way to change an issue: what it has already is not written again, and whoever watches is woken once an operation."""

import re
from pathlib import Path

import pytest

from bulletin.issue import (
    Add,
    Change,
    Clash,
    Drop,
    Issue,
    Journal,
    MoveDown,
    NotThere,
    Proposal,
    Publish,
    RedoLast,
    Remark,
    Retitle,
    Revert,
    SplitOff,
    Stale,
    TakeIn,
    UndoLast,
    Withdraw,
    find_item,
    reading_of,
    write_change,
)
from bulletin.issue.operations.operation_kinds import Join, Restore, Split, Swap
from pipeline.errors import Conflict
from tests.support.begun_issue import AT, DOMESTIC, MARKET, column, first, item
from tests.support.drafts import draft_of
from tests.support.reprices import figure, reprice

HERE = Path(__file__).parents[3]
PRICES = reprice(figure(12, 71.5), figure(13, 1200.0, "volume"))


def make(journal: Journal, change: Change, who: str = "甲", base: int | None = None) -> Issue:
    version = reading_of(journal, 1).version
    write_change(journal, 1, change, who, AT, version if base is None else base)
    return reading_of(journal, 1).issue


# Each with what comes before it.
ONCE: list[tuple[list[Change], Change]] = [
    ([], Retitle(item="a", value="新题目")),
    ([], Drop(item="a")),
    ([Drop(item="a")], Restore(item="a")),
    ([], Add(item=item("d"), column=DOMESTIC)),
    ([], TakeIn(item=item("d"), column=DOMESTIC, origin="search")),
    ([Drop(item="a")], TakeIn(item=item("a"), column=DOMESTIC, origin="search")),
    ([], Swap(item="b", other=item("d"))),
    ([], Join(item="a", other="b")),
    ([Join(item="a", other="b")], Split(item="a", other="b")),
    ([Join(item="a", other="b")], SplitOff(item="a", other=item("b"))),
    ([], Remark(item="a", text="请核对")),
    ([], PRICES),
    ([], Publish(edition=1)),
    ([Publish(edition=1)], Withdraw(item="a", why="原网页已撤下")),
    ([Retitle(item="a", value="新题目")], Revert(of=2, side="before")),
]


@pytest.mark.parametrize(("before", "change"), ONCE, ids=lambda one: type(one).__name__)
def test_a_change_that_is_sent_twice_is_written_once(journal: Journal, before: list[Change], change: Change) -> None:
    for one in before:
        make(journal, one)
    base = reading_of(journal, 1).version
    done = write_change(journal, 1, change, "甲", AT, base)
    assert done.written
    version = reading_of(journal, 1).version
    again = write_change(journal, 1, change, "甲", AT, base)
    assert (again.written, again.version, again.item) == ((), version, done.item)
    assert reading_of(journal, 1).version == version


def test_a_colleague_s_drop_is_not_one_s_own(journal: Journal) -> None:
    make(journal, Drop(item="a"))
    with pytest.raises(NotThere, match="已被甲于"):
        make(journal, Drop(item="a"), "乙")


def test_a_price_that_a_colleague_changed_since_is_not_done_but_clashes(journal: Journal) -> None:
    make(journal, PRICES, base=1)
    make(journal, reprice(figure(12, 80.0), reason="核对"), "乙")
    with pytest.raises(Clash):
        make(journal, PRICES, base=1)


def test_what_was_taken_out_comes_back_where_it_is_wanted(journal: Journal) -> None:
    make(journal, Retitle(item="a", value="改过的题目"))
    make(journal, Drop(item="a"))
    now = make(journal, TakeIn(item=item("a"), column=DOMESTIC, origin="search"))
    assert (column(now), column(now, DOMESTIC), first(now).title) == (["b", "c"], ["a"], "改过的题目")


def test_an_alternate_is_not_taken_in_beside_its_item(journal: Journal) -> None:
    make(journal, Join(item="a", other="b"))
    with pytest.raises(NotThere, match="它是《题目a》的备选"):
        make(journal, TakeIn(item=item("b"), column=DOMESTIC, origin="search"))


def test_a_split_off_item_stands_behind_the_other(journal: Journal) -> None:
    make(journal, Join(item="a", other="c"))
    assert column(make(journal, SplitOff(item="a", other=item("c")))) == ["a", "c", "b"]


def test_an_undo_undoes_one_step(journal: Journal) -> None:
    make(journal, Retitle(item="a", value="一"))
    make(journal, Retitle(item="b", value="二"))
    now = make(journal, UndoLast())
    assert (first(now).title, first(now, "b").title) == ("一", "题目b")
    assert first(make(journal, RedoLast()), "b").title == "二"


def test_a_version_that_has_changed_is_not_published(journal: Journal) -> None:
    make(journal, MoveDown(item="a"))
    with pytest.raises(Stale, match="您看的是第1版，甲于"):
        make(journal, Publish(edition=1), base=1)


def test_a_proposal_begins_an_issue_and_never_overwrites_a_person_s(journal: Journal) -> None:
    assert write_change(journal, 2, Proposal(draft=draft_of("a")), "tanxun", AT).version == 1
    assert write_change(journal, 2, Proposal(draft=draft_of("a")), "tanxun", AT).written == ()
    make(journal, Retitle(item="a", value="甲的题目"))
    write_change(journal, 1, Proposal(draft=draft_of("a", "b", "c", "d")), "tanxun", AT)
    now = reading_of(journal, 1).issue
    assert (first(now).title, find_item(now.draft, "d")) == ("甲的题目", None)
    assert [one.id for one in now.draft.left_out][:1] == ["d"]


def test_a_proposal_that_somebody_came_before_is_refused(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    append, store = journal.store.append, journal.store

    def second(operation: object) -> None:
        monkeypatch.setattr(store, "append", append)
        write_change(Journal(store), 1, Retitle(item="a", value="甲的题目"), "甲", AT, 1)
        append(operation)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "append", second)
    with pytest.raises(Conflict, match="draft again"):
        write_change(journal, 1, Proposal(draft=draft_of("a", "b")), "tanxun", AT)
    assert column(reading_of(journal, 1).issue) == ["a", "b", "c"]


def test_whoever_watches_the_journal_is_woken_by_every_operation_that_is_written(journal: Journal) -> None:
    woken = list[int]()
    journal.watchers.append(woken.append)
    make(journal, Join(item="a", other="b"))
    base = reading_of(journal, 1).version
    make(journal, SplitOff(item="a", other=item("b")), base=base)
    make(journal, SplitOff(item="a", other=item("b")), base=base)
    assert woken == [1, 1, 1]
    assert MARKET in {one.name for one in reading_of(journal, 1).issue.draft.columns}


def test_nothing_else_writes_operations() -> None:
    rooms = [HERE / name for name in ("bulletin", "desk", "tanxun", "crawlers", "enrich", "dags")]
    files = [path for room in rooms for path in room.rglob("*.py")]
    writing = {path.relative_to(HERE).as_posix() for path in files if re.search(r"store\.append\(", path.read_text())}
    assert writing == {"bulletin/issue/write.py"}
