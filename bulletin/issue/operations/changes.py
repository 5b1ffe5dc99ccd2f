"""What is asked for as a change of an issue, by whichever form, key, route or command: one union, told by `kind`.

Most changes are an operation as it will be written. The others say what somebody wants, and become operations when they
meet the issue as it stands.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from bulletin.issue.content import Draft, Item, LeftOut
from bulletin.issue.journal import IssueReading
from bulletin.issue.operations import apply
from bulletin.issue.operations.bring_back import Side, brought_back
from bulletin.issue.operations.operation_kinds import (
    DRAFT,
    FIRST,
    NEWCOMERS,
    Add,
    AnyEdit,
    Assembled,
    Drop,
    Move,
    Newcomers,
    NewDraft,
    PassReview,
    Restore,
    Several,
    Split,
    Undo,
)
from bulletin.issue.operations.undo import to_redo, to_undo
from bulletin.issue.problems import ItemGone, NotThere
from bulletin.issue.reviews import check_pass
from bulletin.issue.shown_article import shown_article
from bulletin.issue.state import Issue, issue_of
from index.store import Operation
from pipeline.records import Reason


class Intent(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Common to what becomes operations only when it meets the issue."""


class MoveUp(Intent, frozen=True, kw_only=True, tag="up"):
    """Put an item one place up within its column."""

    item: str


class MoveDown(Intent, frozen=True, kw_only=True, tag="down"):
    """Put an item one place down within its column."""

    item: str


class MoveSeveral(Intent, frozen=True, kw_only=True, tag="move_several"):
    """Put items at the end of a column, in the order of the issue; those that stand in it already stay where they are."""

    items: tuple[str, ...]
    column: str


class DropSeveral(Intent, frozen=True, kw_only=True, tag="drop_several"):
    """Take items out; `off_topic` as in Drop."""

    items: tuple[str, ...]
    off_topic: bool = False


class Arrange(Intent, frozen=True, kw_only=True, tag="arrange"):
    """Put a column's items into this order; what has come into the column since stays behind them."""

    column: str
    items: tuple[str, ...]


class TakeIn(Intent, frozen=True, kw_only=True, tag="take_in"):
    """Bring an article in at the end of a column; what was taken out before comes back as it was then."""

    item: Item
    column: str
    origin: Literal["left_out", "search", "address"]


class SplitOff(Intent, frozen=True, kw_only=True, tag="split_add"):
    """`other` is no duplicate of the item: it leaves the item's alternates and stands behind it as an item."""

    item: str
    other: Item


class Revert(Intent, frozen=True, kw_only=True, tag="bring_back"):
    """Make what operation `of` changed as it was before or after it."""

    of: int
    side: Side


class UndoLast(Intent, frozen=True, kw_only=True, tag="undo_last"):
    """Take back one's own last step that counts."""


class RedoLast(Intent, frozen=True, kw_only=True, tag="redo_last"):
    """Make the step that one took back last count again."""


class Undelete(Intent, frozen=True, kw_only=True, tag="undelete"):
    """Bring the issue back as it was before somebody deleted it."""


class Proposal(Intent, frozen=True, kw_only=True, tag="proposal"):
    """The window's articles, assembled anew: a draft where no person has touched the issue, else newcomers.

    An issue that was deleted is drafted anew, without what anybody had done to it.
    """

    draft: Draft


Change = (
    AnyEdit
    | MoveUp
    | MoveDown
    | MoveSeveral
    | DropSeveral
    | Arrange
    | TakeIn
    | SplitOff
    | Revert
    | UndoLast
    | RedoLast
    | Undelete
    | Proposal
)


def operations_of(change: Change, reading: IssueReading | None, who: str) -> list[AnyEdit | Assembled]:  # noqa: PLR0912 - a case a kind
    """The operations that a change by `who` comes to, in order; none where a proposal would change nothing.

    `reading` is the issue as it stands; only a proposal may do without. Raises NotThere for what cannot be done.
    """
    if isinstance(change, Proposal):
        proposed = proposed_operation(reading.operations if reading else (), change.draft)
        return [proposed] if proposed else []
    assert reading is not None
    issue = reading.issue
    match change:
        case MoveUp() | MoveDown():
            return [_step(issue, change)]
        case MoveSeveral():
            return [Several(edits=_moves(issue, change))]
        case Arrange():
            return [Several(edits=_order(issue, change))]
        case DropSeveral():
            names = _in_order(issue, change.items)
            return [Several(edits=tuple(Drop(item=name, off_topic=change.off_topic) for name in names))]
        case TakeIn():
            return _taken_in(issue, change)
        case SplitOff():
            found = apply.find_item(issue.draft, change.item)
            if found is None:
                raise ItemGone(issue, change.item)
            beside = Add(item=change.other, column=found[0], after=change.item, origin="split")
            return [Split(item=change.item, other=change.other.id), beside]
        case Revert():
            return brought_back(reading, change.of, change.side)
        case PassReview():
            check_pass(issue, change, who)
            return [change]
        case UndoLast():
            return [to_undo(reading, who)]
        case RedoLast():
            return [to_redo(reading, who)]
        case Undelete():
            return _brought_back_whole(issue)
        case _:
            return [change]


def _brought_back_whole(issue: Issue) -> list[AnyEdit | Assembled]:
    if issue.deleted:
        return [Undo(of=issue.deleted.number)]
    if issue.begun > 1:
        raise NotThere("本期删除后已经重新起草，不能再恢复")
    return []


def last_of(issue: Issue, column: str) -> str:
    """The id of a column's last item; FIRST where it has none."""
    items = [item.id for one in issue.draft.columns if one.name == column for item in one.items]
    return items[-1] if items else FIRST


def _step(issue: Issue, change: MoveUp | MoveDown) -> Move:
    found = apply.find_item(issue.draft, change.item)
    if found is None:
        raise ItemGone(issue, change.item)
    column, up = found[0], isinstance(change, MoveUp)
    names = [item.id for one in issue.draft.columns if one.name == column for item in one.items]
    at = names.index(change.item)
    if at == (0 if up else len(names) - 1):
        raise NotThere(f"已经是{column}的{'第一条' if up else '最后一条'}")
    rest = [FIRST, *(name for name in names if name != change.item)]
    return Move(item=change.item, column=column, after=rest[at - 1 if up else at + 1])


def _in_order(issue: Issue, items: Sequence[str]) -> list[str]:
    """The items as they stand in the issue, each once; those that are gone last."""
    standing = [item.id for one in issue.draft.columns for item in one.items]
    wanted = dict.fromkeys(items)
    return [*(name for name in standing if name in wanted), *(name for name in wanted if name not in standing)]


def _moves(issue: Issue, change: MoveSeveral) -> tuple[Move, ...]:
    columns = {one.name: [item.id for item in one.items] for one in issue.draft.columns}
    if change.column not in columns:
        raise NotThere(f"没有“{change.column}”这个栏目")
    moves, after = list[Move](), last_of(issue, change.column)
    for name in _in_order(issue, change.items):
        if name not in columns[change.column]:
            moves.append(Move(item=name, column=change.column, after=after))
            after = name
    return tuple(moves)


def _order(issue: Issue, change: Arrange) -> tuple[Move, ...]:
    standing = {item.id for one in issue.draft.columns if one.name == change.column for item in one.items}
    moves, after = list[Move](), FIRST
    for name in dict.fromkeys(change.items):
        moves.append(Move(item=name, column=change.column, after=after))
        # One that has left the column cannot be moved back into it, and is told; the next stands behind the one before.
        after = name if name in standing else after
    return tuple(moves)


def _taken_in(issue: Issue, change: TakeIn) -> list[AnyEdit | Assembled]:
    item, column, last = change.item, change.column, last_of(issue, change.column)
    if apply.find_item(issue.draft, item.id) is None:
        for one in (one for every in issue.draft.columns for one in every.items):
            if item.id in {alternate.id for alternate in one.alternates}:
                raise NotThere(f"它是《{one.title}》的备选；请在那一条的备选里换用，或先拆开")
        gone = issue.dropped.get(item.id) or issue.withdrawn.get(item.id)
        if gone is not None:
            back = Restore(item=item.id)
            return [back] if gone.column == column else [back, Move(item=item.id, column=column, after=last)]
    known = {one.id for one in issue.draft.left_out}
    origin = "left_out" if change.origin == "search" and item.id in known else change.origin
    return [Add(item=item, column=column, after=last, origin=origin)]


def proposed_operation(operations: Sequence[Operation], made: Draft) -> Assembled | None:
    """The operation that a newly assembled draft asks for, or None where nothing would change.

    Where nobody but the assembler has touched the issue it is a new draft; else only newcomers are added, as
    alternates.
    """
    if not operations:
        return NewDraft(draft=made)
    issue = issue_of(operations)
    if issue.deleted:
        return NewDraft(draft=made)
    now = issue.draft
    if all(operation.kind in (DRAFT, NEWCOMERS) for operation in operations[issue.begun - 1 :]):
        changed = msgspec.structs.replace(now, version=0) != msgspec.structs.replace(made, version=0)
        return NewDraft(draft=made) if changed else None
    known = issue.known
    newcomers = tuple(
        LeftOut(
            **shown_article(item),
            column=column.name,
            score=item.score,
            reasons=(Reason("drafted_later"), *item.reasons),
            near=True,
        )
        for column in made.columns
        for item in column.items
        if item.id not in known
    )
    return Newcomers(left_out=newcomers) if newcomers else None
