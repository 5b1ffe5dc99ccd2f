"""Several items at once: one operation, one undo; who was there first is told, and the rest is done."""

from datetime import timedelta

import pytest

from bulletin.issue import (
    Arrange,
    Change,
    Clash,
    Done,
    Drop,
    DropSeveral,
    ItemGone,
    Journal,
    Move,
    MoveSeveral,
    NotThere,
    RedoLast,
    Retitle,
    Revert,
    Several,
    UndoLast,
    edit_of,
    reading_of,
    write_change,
)
from bulletin.issue.operations.operation_kinds import Restore
from tests.support.begun_issue import AT, DOMESTIC, MARKET, column, first


def make(journal: Journal, change: Change, who: str = "甲", base: int | None = None) -> Done:
    version = reading_of(journal, 1).version
    at = AT + timedelta(minutes=version)
    return write_change(journal, 1, change, who, at, version if base is None else base)


def columns(journal: Journal) -> tuple[list[str], list[str]]:
    issue = reading_of(journal, 1).issue
    return column(issue, MARKET), column(issue, DOMESTIC)


def test_several_move_in_the_order_of_the_issue_and_one_undo_brings_them_back(journal: Journal) -> None:
    done = make(journal, MoveSeveral(items=("c", "a"), column=DOMESTIC))
    assert columns(journal) == (["b"], ["a", "c"])
    assert [one.kind for one in done.written] == ["several"]
    make(journal, UndoLast())
    assert columns(journal) == (["a", "b", "c"], [])
    make(journal, RedoLast())
    assert columns(journal) == (["b"], ["a", "c"])


def test_those_that_stand_in_the_column_already_stay_where_they_are(journal: Journal) -> None:
    make(journal, Move(item="b", column=DOMESTIC))
    make(journal, MoveSeveral(items=("a", "b"), column=DOMESTIC))
    assert columns(journal) == (["c"], ["b", "a"])
    assert make(journal, MoveSeveral(items=("a", "b"), column=DOMESTIC)).written == ()
    with pytest.raises(NotThere, match="没有“体育”这个栏目"):
        make(journal, MoveSeveral(items=("a",), column="体育"))


def test_several_are_taken_out_where_they_stood_and_come_back_there(journal: Journal) -> None:
    make(journal, DropSeveral(items=("a", "b"), off_topic=True))
    issue = reading_of(journal, 1).issue
    assert (column(issue), {one.item.id for one in issue.out}) == (["c"], {"a", "b"})
    make(journal, UndoLast())
    assert columns(journal)[0] == ["a", "b", "c"]
    taught = [(one.article, one.before, one.after) for one in journal.store.labels()]
    assert sorted(taught) == sorted(
        (name, *way) for name in "ab" for way in (("on-topic", "off-topic"), ("off-topic", "on-topic"))
    )


@pytest.mark.parametrize("change", [MoveSeveral(items=("a", "b"), column=DOMESTIC), DropSeveral(items=("a", "b"))])
def test_what_is_sent_twice_is_written_once(journal: Journal, change: Change) -> None:
    base = reading_of(journal, 1).version
    make(journal, change, base=base)
    again = make(journal, change, base=base)
    assert (again.written, again.refused, again.version) == ((), (), base + 1)


def test_of_two_people_the_second_is_told_which_are_gone_and_the_rest_is_done(journal: Journal) -> None:
    make(journal, Drop(item="b"), "乙")
    for change in (MoveSeveral(items=("a", "b"), column=DOMESTIC), DropSeveral(items=("a", "b", "c"))):
        done = make(journal, change, base=1)
        [problem] = done.refused
        assert isinstance(problem, ItemGone)
        assert problem.item == "b"
    assert columns(journal) == ([], [])
    edit = edit_of(reading_of(journal, 1).operations[-1])
    assert edit == Several(edits=(Drop(item="c"), Drop(item="a")))


def test_one_that_a_colleague_has_moved_elsewhere_stays_there(journal: Journal) -> None:
    make(journal, Move(item="b", column="国际资讯"), "乙")
    done = make(journal, MoveSeveral(items=("a", "b", "c"), column=DOMESTIC), base=1)
    [problem] = done.refused
    assert isinstance(problem, Clash)
    assert (problem.item, problem.theirs, problem.who) == ("b", "国际资讯", "乙")
    assert columns(journal) == ([], ["a", "c"])


def test_where_none_is_left_nothing_is_written(journal: Journal) -> None:
    make(journal, DropSeveral(items=("a", "b")), "乙")
    done = make(journal, DropSeveral(items=("a", "b")), base=1)
    assert ([str(one)[:5] for one in done.refused], done.written) == (["《题目a》", "《题目b》"], ())


def test_undo_leaves_what_a_colleague_has_done_since(journal: Journal) -> None:
    make(journal, MoveSeveral(items=("a", "b"), column=DOMESTIC))
    make(journal, Move(item="b", column="国际资讯"), "乙")
    make(journal, UndoLast())
    issue = reading_of(journal, 1).issue
    assert (column(issue), column(issue, "国际资讯")) == (["a", "c"], ["b"])


def test_undo_of_what_a_colleague_has_changed_all_of_is_refused(journal: Journal) -> None:
    make(journal, MoveSeveral(items=("a", "b"), column=DOMESTIC))
    make(journal, MoveSeveral(items=("b", "a"), column="国际资讯"), "乙")
    with pytest.raises(NotThere, match="乙此后也改动了这一条，不能撤销"):
        make(journal, UndoLast())


def test_undo_of_what_was_put_back_never_takes_a_colleague_s_edit_away(journal: Journal) -> None:
    make(journal, DropSeveral(items=("a", "b")), "丙")
    make(journal, Several(edits=(Restore(item="a"), Restore(item="b"))))
    make(journal, Retitle(item="a", value="乙的题目"), "乙")
    with pytest.raises(NotThere, match="乙此后也改动了"):
        make(journal, UndoLast())


def test_redo_never_takes_a_colleague_s_edit_away(journal: Journal) -> None:
    make(journal, DropSeveral(items=("a", "b")))
    make(journal, UndoLast())
    make(journal, Retitle(item="a", value="乙的题目"), "乙")
    with pytest.raises(NotThere, match="重做会丢掉那处改动"):
        make(journal, RedoLast())


def test_the_history_brings_several_back(journal: Journal) -> None:
    make(journal, MoveSeveral(items=("b", "c"), column=DOMESTIC))
    make(journal, Revert(of=2, side="before"))
    assert columns(journal)[0] == ["a", "b", "c"]
    make(journal, Several(edits=(Retitle(item="a", value="甲"), Retitle(item="b", value="乙"), Drop(item="c"))))
    make(journal, Drop(item="a"))
    make(journal, Revert(of=4, side="before"))
    issue = reading_of(journal, 1).issue
    assert (column(issue), first(issue, "b").title) == (["b", "c"], "题目b")


def test_an_edit_after_several_clashes_with_them(journal: Journal) -> None:
    make(journal, MoveSeveral(items=("a", "b"), column=DOMESTIC), "乙")
    with pytest.raises(Clash, match="乙"):
        make(journal, Move(item="a", column="国际资讯"), base=1)


def test_a_column_is_put_in_order_as_one_step(journal: Journal) -> None:
    done = make(journal, Arrange(column=MARKET, items=("c", "a", "b")))
    assert columns(journal)[0] == ["c", "a", "b"]
    # Only what has to move is moved.
    assert edit_of(done.written[0]) == Several(edits=(Move(item="c", column=MARKET),))
    assert make(journal, Arrange(column=MARKET, items=("c", "a", "b"))).written == ()
    make(journal, UndoLast())
    assert columns(journal)[0] == ["a", "b", "c"]


def test_an_order_leaves_what_came_and_went_meanwhile(journal: Journal) -> None:
    make(journal, Move(item="b", column=DOMESTIC), "乙")
    make(journal, Drop(item="c"), "乙")
    done = make(journal, Arrange(column=MARKET, items=("c", "b", "a")), base=1)
    assert [type(one) for one in done.refused] == [ItemGone, Clash]
    assert columns(journal) == (["a"], ["b"])
    make(journal, Revert(of=2, side="before"))
    make(journal, Arrange(column=MARKET, items=("b",)))
    assert columns(journal)[0] == ["b", "a"]
