"""edit: write a person's change as the issue's next operation, unless it clashes with somebody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bulletin.issue import apply, operation_kinds
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.labels import labels_of
from bulletin.issue.state import Issue
from index.store import Operation
from pipeline.errors import Conflict, TanxunError
from pipeline.time_zone import local_time

# Somebody who loses the race for a number this often is in a loop, not in a newsroom.
MOST_TRIES = 50


class NotThere(TanxunError):
    """The item, the column or the operation that an edit names is not there (any more)."""


@dataclass
class Clash(TanxunError):
    """Two people set the same field: what it was when the editor looked, what it is now, who did that and when."""

    item: str
    field: str
    before: Any
    theirs: Any
    who: str
    at: datetime
    version: int

    def __str__(self) -> str:
        return f"{self.field} of {self.item} was changed by {self.who} at {self.at:%Y-%m-%d %H:%M} UTC; take one of the two"


def edit(
    journal: Journal,
    number: int,
    change: operation_kinds.AnyEdit,
    who: str,
    at: datetime,
    base: int,
    only_next: bool = False,
) -> Operation:
    """Write a change that `who` made looking at version `base`; returns the operation, durable.

    With `only_next` it is written only if nothing came after `base`, and Conflict is raised otherwise.

    Raises Clash where somebody has set the same field of the same item to something else since, NotThere where what it
    names is not there. Changes of other items or fields merge.
    """
    for _ in range(MOST_TRIES):
        page = reading_of(journal, number)
        if only_next and page.version != base:
            raise Conflict(f"issue {number}: version {page.version} came after {base}; look again")
        _check(page.issue, change)
        _refuse_clash(page, change, base)
        operation = Operation(
            issue=number,
            number=page.version + 1,
            kind=operation_kinds.kind_of(change),
            at=at,
            who=who,
            data=operation_kinds.data_of(change),
        )
        try:
            journal.store.append(operation)
        except Conflict:
            if only_next:
                raise
            continue
        for label in labels_of(page.operations, page.issue, operation):
            journal.store.put_label(label)
        return operation
    raise Conflict(f"issue {number}: {MOST_TRIES} other operations came first; try again")


def undo(journal: Journal, number: int, who: str, at: datetime) -> Operation:
    """Take back the last operation of `who` that counts. Raises NotThere where there is none, or others built on it."""
    page = reading_of(journal, number)
    own = [one for one in page.operations if one.who == who and _undoable(one) and one.number not in page.issue.undone]
    if not own:
        raise NotThere("没有可以撤销的操作")
    last = own[-1]
    later = [one for one in _by_others(page, who, last.number) if _builds_on(last, one)]
    if later:
        raise NotThere(f"{later[-1].who}此后也改动了这一条，不能撤销；请直接修改")
    return edit(journal, number, operation_kinds.Undo(of=last.number), who, at, page.version)


def redo(journal: Journal, number: int, who: str, at: datetime) -> Operation:
    """Make the operation that `who` took back last count again.

    Raises NotThere where a newer one of theirs came between, or where somebody else has changed since what it would take
    out of its column.
    """
    page = reading_of(journal, number)
    own = [one for one in page.operations if one.who == who and (_undoable(one) or one.kind in ("undo", "redo"))]
    waiting = list[tuple[int, int]]()
    for operation in own:
        change = operation_kinds.edit_of(operation)
        if isinstance(change, operation_kinds.Undo):
            waiting.append((change.of, operation.number))
        elif isinstance(change, operation_kinds.Redo):
            waiting = [one for one in waiting if one[0] != change.of]
        else:
            waiting.clear()
    if not waiting:
        raise NotThere("没有可以重做的操作")
    of, undone = waiting[-1]
    later = [one for one in _by_others(page, who, undone) if _loses(page.operations[of - 1], one)]
    if later:
        raise NotThere(f"{later[-1].who}此后改动了这一条，重做会丢掉那处改动；请直接再做一次")
    return edit(journal, number, operation_kinds.Redo(of=of), who, at, page.version)


def _by_others(page: IssueReading, who: str, since: int) -> list[Operation]:
    """What others did after an operation, as far as it counts."""
    return [
        one for one in page.operations if one.number > since and one.who != who and one.number not in page.issue.undone
    ]


def _loses(redone: Operation, later: Operation) -> bool:
    """Whether a later edit would be of an item that is not in its column any more."""
    one, other = operation_kinds.edit_of(redone), operation_kinds.edit_of(later)
    if (
        not isinstance(one, operation_kinds.Drop | operation_kinds.Swap | operation_kinds.Join)
        or other is None
        or isinstance(other, operation_kinds.Remark)
    ):
        return False
    return bool(operation_kinds.items_of(one) & operation_kinds.items_of(other))


def reading_of(journal: Journal, number: int) -> IssueReading:
    """The issue now. Raises NotThere where it was never drafted."""
    page = journal.page(number)
    if page is None:
        raise NotThere(f"第{number}期还没有起草；请先运行 tanxun draft --issue {number}")
    return page


def field_value(issue: Issue, where: tuple[str, str]) -> Any:
    """What a target (see edits.target) is set to in an issue; None where the item is not there."""
    name, field = where
    if field in ("close", "volume"):
        exchange, product, day = name.rsplit("/", 2)
        for quote in issue.draft.prices.quotes:
            if (quote.exchange, quote.product, str(quote.day)) == (exchange, product, day):
                return getattr(quote, field)
        return None
    found = apply.find_item(issue.draft, name)
    if found is None:
        return None
    column, item = found
    text = tuple(block for block in item.blocks if block.kind != "image")
    of_its_own = {"column": column, "text": text, "pictures": item.images}
    return of_its_own[field] if field in of_its_own else getattr(item, field)


def _refuse_clash(page: IssueReading, change: operation_kinds.AnyEdit, base: int) -> None:
    where = operation_kinds.target(change)
    if where is None or base >= page.version:
        return
    before, now = field_value(page.at(base), where), field_value(page.issue, where)
    if before == now or now == _wanted(change):
        return
    theirs = next((one for one in reversed(page.operations) if one.number > base and _sets(page, one, where)), None)
    if theirs is None:
        return
    raise Clash(where[0], where[1], before, now, theirs.who, theirs.at, page.version)


def _wanted(change: operation_kinds.AnyEdit) -> Any:
    if isinstance(change, operation_kinds.Move):
        return change.column
    value = change.value if isinstance(change, operation_kinds.Field | operation_kinds.Price) else None
    if operation_kinds.kind_of(change) == "text" and isinstance(value, tuple):
        return tuple(block for block in value if getattr(block, "kind", "") != "image")
    return value


def _sets(page: IssueReading, operation: Operation, where: tuple[str, str]) -> bool:
    change = operation_kinds.edit_of(operation)
    if isinstance(change, operation_kinds.Undo | operation_kinds.Redo):
        change = operation_kinds.edit_of(page.operations[change.of - 1])
    return change is not None and (
        operation_kinds.target(change) == where
        or (isinstance(change, operation_kinds.Swap) and change.item == where[0])
    )


def _builds_on(first: Operation, later: Operation) -> bool:
    one, other = operation_kinds.edit_of(first), operation_kinds.edit_of(later)
    if one is None or other is None or isinstance(other, operation_kinds.Remark):
        return False
    same_items = bool(operation_kinds.items_of(one) & operation_kinds.items_of(other))
    return same_items and (
        isinstance(one, operation_kinds.Add | operation_kinds.Swap | operation_kinds.Restore)
        or operation_kinds.target(one) == operation_kinds.target(other)
    )


def _undoable(operation: Operation) -> bool:
    return not isinstance(
        operation_kinds.edit_of(operation),
        operation_kinds.Undo | operation_kinds.Redo | operation_kinds.Publish | operation_kinds.Withdraw | None,
    )


def _check(issue: Issue, change: operation_kinds.AnyEdit) -> None:
    """Raises NotThere where the change would do nothing."""
    if isinstance(change, operation_kinds.Move | operation_kinds.Add) and change.column not in [
        column.name for column in issue.draft.columns
    ]:
        raise NotThere(f"没有“{change.column}”这个栏目")
    if isinstance(change, operation_kinds.Add) and (found := apply.find_item(issue.draft, change.item.id)):
        raise NotThere(f"《{change.item.title}》已经在“{found[0]}”里")
    if isinstance(change, operation_kinds.Swap) and apply.find_item(issue.draft, change.other.id):
        raise NotThere(f"《{change.other.title}》已经在本期里，请先取下")
    if isinstance(change, operation_kinds.Restore):
        _must(change.item in (*issue.dropped, *issue.withdrawn), "这一条没有被取下，无法放回")
    if isinstance(
        change,
        operation_kinds.Move
        | operation_kinds.Field
        | operation_kinds.Drop
        | operation_kinds.Swap
        | operation_kinds.Split
        | operation_kinds.Join
        | operation_kinds.Withdraw,
    ):
        _must(apply.find_item(issue.draft, change.item) is not None, _where_now(issue, change.item))
    if isinstance(change, operation_kinds.Join):
        _must(apply.find_item(issue.draft, change.other) is not None, _where_now(issue, change.other))
    if isinstance(change, operation_kinds.Withdraw):
        _must(bool(issue.editions), "本期还没有发布，直接取下即可")


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotThere(otherwise)


def _where_now(issue: Issue, item: str) -> str:
    gone = issue.gone(item)
    if gone is None:
        return f"本期没有 {item} 这一条"
    if item in issue.displaced and gone == issue.displaced[item]:
        return f"《{gone.item.title}》已被{gone.who}于{local_time(gone.at)}{gone.why}，可在那一条的备选里换回或拆开"
    return f"《{gone.item.title}》已被{gone.who}于{local_time(gone.at)}{'撤稿' if gone.withdrawn else '取下'}，可先放回"


def undoable(operations: Sequence[Operation], issue: Issue, who: str) -> bool:
    """Whether `undo` has anything to take back."""
    return any(one.who == who and _undoable(one) and one.number not in issue.undone for one in operations)
