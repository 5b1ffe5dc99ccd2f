"""An editor's change, from what was sent to the operation that it became; sent twice, it is made once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bulletin.issue import (
    Clash,
    Issue,
    IssueReading,
    NotThere,
    edit,
    find_item,
    move_item,
    operation_kinds,
    reading_of,
    set_field,
)
from desk.editing.changes import Said, Unclear, change_of, why_gone
from desk.editing.clashes import Clashing, clashing
from desk.services import Desk
from index.store import Operation
from pipeline.errors import TanxunError

# Edits of an item that has to stand in the issue.
_CONCERNING = (
    operation_kinds.Move
    | operation_kinds.Field
    | operation_kinds.Drop
    | operation_kinds.Swap
    | operation_kinds.Split
    | operation_kinds.Join
)


@dataclass(frozen=True)
class Done:
    """What became of a change: the issue's version, the change's kind and item, who made it and when (UTC)."""

    version: int
    kind: str
    item: str
    who: str
    at: datetime


class Clashed(TanxunError):
    """Somebody else set the same field to something else; `clash` has both versions."""

    def __init__(self, clash: Clashing) -> None:
        super().__init__(clash.line)
        self.clash = clash


def make_change(desk: Desk, number: int, said: Said, who: str) -> Done:
    """Make the change that was sent. Raises Unclear, bulletin.issue.write.NotThere, Clashed."""
    page, base = reading_of(desk.journal, number), base_of(said)
    change = change_of(said, page.issue, desk.store)
    now = desk.clock()
    if is_done(page.issue, change, who, base):
        return Done(page.version, operation_kinds.kind_of(change), _item(change), who, now)
    _check(page.issue, change)
    try:
        return done(edit(desk.journal, number, change, who, now, base), change)
    except Clash as clash:
        raise Clashed(clashing(clash, said, reading_of(desk.journal, number), base)) from clash


def _check(issue: Issue, change: operation_kinds.AnyEdit) -> None:
    """Raises NotThere in an editor's words where a colleague has taken the item out."""
    if isinstance(change, _CONCERNING) and find_item(issue.draft, change.item) is None:
        raise NotThere(why_gone(issue, change.item))


def base_of(said: Said) -> int:
    """The version that the editor looked at. Raises Unclear."""
    try:
        base = int(said.get("base", ""))
    except (ValueError, TypeError):
        raise Unclear("不知道您看的是哪一版；请刷新页面后再试") from None
    return max(1, base)


def is_done(issue: Issue, change: operation_kinds.AnyEdit, who: str, base: int) -> bool:
    """Whether the change would change nothing: it was sent twice, because the first answer was lost, or by two."""
    match change:
        case operation_kinds.Move():
            found = find_item(issue.draft, change.item)
            stays = found is not None and found[0] == change.column
            return stays and _same(issue, move_item(issue.draft, change))
        case operation_kinds.Restore():
            return find_item(issue.draft, change.item) is not None
        case operation_kinds.Drop():
            gone = issue.dropped.get(change.item)
            return gone is not None and gone.who == who and find_item(issue.draft, change.item) is None
        case operation_kinds.Remark():
            own = [one for one in issue.remarks if one.number > base and one.who == who]
            return any((one.item, one.text) == (change.item, change.text) for one in own)
        case _ if isinstance(change, operation_kinds.Field):
            there = find_item(issue.draft, change.item) is not None
            return there and _same(issue, set_field(issue.draft, change))
        case _:
            return False


def _same(issue: Issue, draft: Any) -> bool:
    return bool(draft.columns == issue.draft.columns)


def done(operation: Operation, change: operation_kinds.AnyEdit) -> Done:
    """What an operation came to."""
    return Done(operation.number, operation.kind, _item(change), operation.who, operation.at)


def undone(page: IssueReading, operation: Operation) -> Done:
    """What an undo or redo came to: its item is that of the operation that it concerns."""
    change = operation_kinds.edit_of(operation)
    first = (
        operation_kinds.edit_of(page.operations[change.of - 1])
        if isinstance(change, operation_kinds.Undo | operation_kinds.Redo)
        else None
    )
    return done(operation, first or operation_kinds.Remark(text=""))


def _item(change: operation_kinds.AnyEdit) -> str:
    item = getattr(change, "item", "")
    return item if isinstance(item, str) else str(item.id)
