"""Remarks of colleagues: what an operation makes of them. One is open until somebody closes it, whatever is published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bulletin.issue.operations.operation_kinds import AnswerRemark, Remark, RemarkEdit, SettleRemark
from index.store import Operation


@dataclass(frozen=True)
class RemarkAnswer:
    """An answer to a remark: who, when (UTC), text."""

    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class RemarkTurn:
    """A remark was closed (`settled`) or opened again: by whom, when (UTC)."""

    who: str
    at: datetime
    settled: bool


@dataclass(frozen=True)
class RemarkRecord:
    """A remark: number of its operation, item ("" for the issue), who, when (UTC), text; its answers, in order.

    `turn` is the last time that it was closed or opened again; None where it never was.
    """

    number: int
    item: str
    who: str
    at: datetime
    text: str
    answers: tuple[RemarkAnswer, ...] = ()
    turn: RemarkTurn | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.turn is None or not self.turn.settled


def remarks_after(remarks: Sequence[RemarkRecord], edit: RemarkEdit, operation: Operation) -> tuple[RemarkRecord, ...]:
    """The remarks after an edit of them; of one that is gone (its operation was undone) it changes nothing."""
    who, at = operation.who, operation.at
    if isinstance(edit, Remark):
        return (*remarks, RemarkRecord(operation.number, edit.item, who, at, edit.text))

    def changed(one: RemarkRecord) -> RemarkRecord:
        if isinstance(edit, AnswerRemark):
            return replace(one, answers=(*one.answers, RemarkAnswer(who, at, edit.text)))
        return replace(one, turn=RemarkTurn(who, at, isinstance(edit, SettleRemark)))

    return tuple(changed(one) if one.number == edit.of else one for one in remarks)
