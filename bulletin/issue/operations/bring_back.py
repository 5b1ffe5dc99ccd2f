"""The edits that make what an operation changed as it was before or after it."""

from contextlib import suppress
from typing import Literal

import msgspec

from bulletin.issue.content import Item
from bulletin.issue.journal import IssueReading
from bulletin.issue.operations import apply
from bulletin.issue.operations.operation_kinds import (
    FIRST,
    Add,
    AnyEdit,
    Assembled,
    Drop,
    Field,
    Join,
    Move,
    Reprice,
    Restore,
    Rewrite,
    Several,
    Single,
    Split,
    Swap,
    Withdraw,
    targets,
)
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.problems import NotThere
from bulletin.issue.state import Issue, field_value

Side = Literal["before", "after"]


def brought_back(reading: IssueReading, number: int, side: Side) -> list[AnyEdit | Assembled]:
    """What makes a field what it was before or after operation `number`, or an item stand where it stood before it.

    Raises NotThere where the operation has nothing of the kind.
    """
    edit = edit_of(reading.operations[number - 1]) if 0 < number <= reading.version else None
    step = number if side == "after" else number - 1
    then = reading.at(step)
    if edit is None or number < 2:
        raise _nothing(number)
    if not isinstance(edit, Several):
        return _back(edit, reading.issue, then, number, step)
    parts = list[AnyEdit | Assembled]()
    for part in edit.edits:
        with suppress(NotThere):
            parts += _back(part, reading.issue, then, number, step)
    if not parts:
        raise _nothing(number)
    return [Several(edits=tuple(one for one in parts if isinstance(one, Single)))]


def _back(edit: AnyEdit, issue: Issue, then: Issue, number: int, step: int) -> list[AnyEdit | Assembled]:
    """For one edit: what makes `issue` again as `then`, when `step` was the last, as far as the edit changed it."""
    match edit:
        case Drop() | Withdraw():
            return [Restore(item=edit.item)]
        case Add():
            return [Drop(item=edit.item.id)]
        case Swap():
            return [Swap(item=edit.other.id, other=_as_it_left(issue, edit.item))]
        case Join():
            gone = issue.displaced.get(edit.other)
            other, column = _as_it_left(issue, edit.other), gone.column if gone else ""
            return [
                Split(item=edit.item, other=edit.other),
                Add(item=other, column=column, after=edit.item, origin="split"),
            ]
    if not isinstance(edit, Field | Move | Reprice):
        raise _nothing(number)
    replace = msgspec.structs.replace
    if isinstance(edit, Reprice):
        figures = tuple(replace(one, value=field_value(then, one.where)) for one in edit.figures)
        return [Reprice(figures=figures, reason="", back_to=step)]
    found = apply.find_item(then.draft, edit.item)
    if found is None:
        raise NotThere(f"第{step}步时没有《{then.title_of(edit.item)}》这一条，无法恢复")
    column, item = found
    if isinstance(edit, Move):
        names = [one.id for every in then.draft.columns if every.name == column for one in every.items]
        at = names.index(item.id)
        return [Move(item=item.id, column=column, after=names[at - 1] if at else FIRST)]
    (where,) = targets(edit)
    # With the places of the pictures, which a text is compared without.
    value = item.blocks if isinstance(edit, Rewrite) else field_value(then, where)
    return [replace(edit, value=value, back_to=step)]


def _nothing(number: int) -> NotThere:
    return NotThere(f"第{number}步没有可以恢复的内容")


def _as_it_left(issue: Issue, name: str) -> Item:
    kept = issue.kept(name)
    if kept is None:
        raise NotThere("本期已没有原来那一条的内容，无法恢复")
    return kept
