"""Which operation somebody's undo or redo is about: always one of their own."""

from bulletin.issue.journal import IssueReading
from bulletin.issue.operation_kinds import (
    Add,
    Drop,
    Join,
    Publish,
    Redo,
    Remark,
    Restore,
    Swap,
    Undo,
    Withdraw,
    edit_of,
    items_of,
    targets,
)
from bulletin.issue.problems import NotThere
from index.store import Operation


def to_undo(reading: IssueReading, who: str) -> int:
    """The number of the last operation of `who` that counts. Raises NotThere where there is none, or others built on it."""
    own = [one for one in reading.operations if one.who == who and _is_undoable(one)]
    counting = [one for one in own if one.number not in reading.issue.undone]
    if not counting:
        raise NotThere("没有可以撤销的操作")
    last = counting[-1]
    later = [one for one in _by_others(reading, who, last.number) if _builds_on(last, one)]
    if later:
        raise NotThere(f"{later[-1].who}此后也改动了这一条，不能撤销；请直接修改")
    return last.number


def can_undo(reading: IssueReading, who: str) -> bool:
    """Whether `who` has an operation that could be taken back, as far as others have not built on it."""
    undone = reading.issue.undone
    return any(one.who == who and _is_undoable(one) and one.number not in undone for one in reading.operations)


def to_redo(reading: IssueReading, who: str) -> int:
    """The number of the operation that `who` took back last.

    Raises NotThere where a newer one of theirs came between, or where somebody else has changed since what it would take
    out of its column.
    """
    waiting = list[tuple[int, int]]()
    for operation in reading.operations:
        if operation.who != who:
            continue
        edit = edit_of(operation)
        if isinstance(edit, Undo):
            waiting.append((edit.of, operation.number))
        elif isinstance(edit, Redo):
            waiting = [one for one in waiting if one[0] != edit.of]
        elif _is_undoable(operation):
            waiting.clear()
    if not waiting:
        raise NotThere("没有可以重做的操作")
    of, undone = waiting[-1]
    later = [one for one in _by_others(reading, who, undone) if _would_lose(reading.operations[of - 1], one)]
    if later:
        raise NotThere(f"{later[-1].who}此后改动了这一条，重做会丢掉那处改动；请直接再做一次")
    return of


def _by_others(reading: IssueReading, who: str, since: int) -> list[Operation]:
    """What others did after an operation, as far as it counts."""
    later = [one for one in reading.operations if one.number > since and one.who != who]
    return [one for one in later if one.number not in reading.issue.undone]


def _builds_on(first: Operation, later: Operation) -> bool:
    one, other = edit_of(first), edit_of(later)
    if one is None or other is None or isinstance(other, Remark) or not items_of(one) & items_of(other):
        return False
    return isinstance(one, Add | Swap | Restore) or targets(one).keys() == targets(other).keys()


def _would_lose(redone: Operation, later: Operation) -> bool:
    """Whether a later edit would be of an item that is not in its column any more."""
    one, other = edit_of(redone), edit_of(later)
    if not isinstance(one, Drop | Swap | Join) or other is None or isinstance(other, Remark):
        return False
    return bool(items_of(one) & items_of(other))


def _is_undoable(operation: Operation) -> bool:
    return not isinstance(edit_of(operation), Undo | Redo | Publish | Withdraw | None)
