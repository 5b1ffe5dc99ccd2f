"""Remarks: answered, closed, opened again, each undone; as an issue of the version before has them."""

from datetime import timedelta

import pytest

from bulletin.issue import (
    AnyEdit,
    Done,
    Drop,
    Journal,
    NotThere,
    RedoLast,
    Remark,
    RemarkRecord,
    UndoLast,
    operation_kinds,
    reading_of,
    write_change,
)
from tests.support.begun_issue import AT

ONE, OTHER = "编辑甲", "主编乙"


def do(journal: Journal, change: AnyEdit | UndoLast | RedoLast, who: str = ONE) -> Done:
    version = reading_of(journal, 1).version
    return write_change(journal, 1, change, who, AT + timedelta(minutes=version), version)


def remark(journal: Journal) -> RemarkRecord:
    (found,) = reading_of(journal, 1).issue.remarks
    return found


def test_a_remark_as_it_was_stored_before_is_open(journal: Journal) -> None:
    do(journal, Remark(item="a", text="请核对"))
    assert reading_of(journal, 1).operations[-1].data == {"item": "a", "text": "请核对"}
    said = remark(journal)
    assert (said.who, said.is_open, said.answers, said.turn) == (ONE, True, (), None)


def test_a_remark_is_answered_closed_and_opened_again(journal: Journal) -> None:
    of = do(journal, Remark(item="a", text="请核对")).version
    do(journal, operation_kinds.AnswerRemark(of=of, item="a", text="已核对"), OTHER)
    do(journal, operation_kinds.SettleRemark(of=of, item="a"), OTHER)
    said = remark(journal)
    assert [(one.who, one.at, one.text) for one in said.answers] == [(OTHER, AT + timedelta(minutes=of), "已核对")]
    assert said.turn is not None
    assert (said.is_open, said.turn.who, said.turn.at) == (False, OTHER, AT + timedelta(minutes=of + 1))
    assert reading_of(journal, 1).issue.open_remarks == []
    # Somebody else's second click writes nothing.
    assert do(journal, operation_kinds.SettleRemark(of=of, item="a")).written == ()
    do(journal, operation_kinds.ReopenRemark(of=of, item="a"))
    said = remark(journal)
    assert said.turn is not None
    assert (said.is_open, said.turn.who) == (True, ONE)


def test_each_is_undone_and_redone(journal: Journal) -> None:
    of = do(journal, Remark(text="周五前发")).version
    do(journal, operation_kinds.SettleRemark(of=of), OTHER)
    do(journal, UndoLast(), OTHER)
    assert remark(journal).turn is None
    do(journal, RedoLast(), OTHER)
    assert not remark(journal).is_open
    do(journal, operation_kinds.AnswerRemark(of=of, text="好"), OTHER)
    do(journal, UndoLast(), OTHER)
    assert remark(journal).answers == ()


def test_a_remark_that_was_answered_is_not_undone_under_the_answer(journal: Journal) -> None:
    of = do(journal, Remark(text="周五前发")).version
    do(journal, operation_kinds.AnswerRemark(of=of, text="好"), OTHER)
    with pytest.raises(NotThere, match=OTHER):
        do(journal, UndoLast())
    do(journal, UndoLast(), OTHER)
    do(journal, UndoLast())
    assert reading_of(journal, 1).issue.remarks == ()
    with pytest.raises(NotThere, match="这条备注已不在本期里"):
        do(journal, operation_kinds.AnswerRemark(of=of, text="好"), OTHER)


def test_an_answer_keeps_nobody_from_undoing_a_change_of_the_item(journal: Journal) -> None:
    of = do(journal, Remark(item="a", text="请核对")).version
    do(journal, Drop(item="a"))
    do(journal, operation_kinds.AnswerRemark(of=of, item="a", text="好"), OTHER)
    do(journal, UndoLast())
    assert reading_of(journal, 1).issue.dropped.keys() == set()
    assert [one.number for one in reading_of(journal, 1).issue.open_remarks] == [of]
