"""Which step somebody's undo or redo is about: always one of their own."""

import msgspec

from bulletin.issue.clashes import text_with
from bulletin.issue.journal import IssueReading
from bulletin.issue.operations.apply import find_item
from bulletin.issue.operations.operation_kinds import (
    Add,
    AnswerRemark,
    AnyEdit,
    Delete,
    Drop,
    Join,
    Publish,
    Redo,
    RemarkEdit,
    ReopenRemark,
    Restore,
    Rewrite,
    SettleRemark,
    Swap,
    Undo,
    Withdraw,
    items_of,
    parts_of,
    targets,
)
from bulletin.issue.operations.steps import Step, steps_of
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.problems import NotThere
from index.store import Operation


def to_undo(reading: IssueReading, who: str) -> Undo:
    """Takes back the last step of `who` that counts. Raises NotThere where there is none, or others built on it.

    A text that was changed and changed back in one step is no step: taking it back would show nothing. Of a text of which
    others have changed other paragraphs since, only one's own change goes.
    """
    undone = reading.issue.undone
    steps = [one for one in steps_of(reading.operations) if one[0].number >= reading.issue.begun]
    own = (one for one in reversed(steps) if one[-1].who == who and _is_undoable(one[-1]))
    step = next((one for one in own if one[-1].number not in undone and not _came_to_nothing(reading, one)), None)
    if step is None:
        raise NotThere("没有可以撤销的操作")
    last = step[-1]
    undo = Undo(of=last.number, since=step[0].number if len(step) > 1 else 0)
    others = _by_others(reading, who, last.number)
    edit = edit_of(last)
    if isinstance(edit, Rewrite) and _text_was_set(reading, edit.item, last.number):
        rewrite = text_with(reading, edit.item, last.number, step[0].number - 1)
        if rewrite is not None:
            return msgspec.structs.replace(undo, rewrite=rewrite)
    parts = parts_of(edit) if edit else ()
    later = [[one for one in others if _builds_on(part, one)] for part in parts]
    # What others did to some of several stays as it is, and the rest goes back.
    lost = [one for part, one in zip(parts, later, strict=True) if one and isinstance(part, Add | Swap | Restore)]
    lost += [[one] for one in others if _is_about_remark(one, last.number)]
    if lost or all(later):
        raise NotThere(f"{(lost or later)[-1][-1].who}此后也改动了这一条，不能撤销；请直接修改")
    return undo


def _came_to_nothing(reading: IssueReading, step: Step) -> bool:
    if len(step) == 1:
        return False
    before, after = (reading.at(number).draft for number in (step[0].number - 1, step[-1].number))
    return find_item(before, step[0].data["item"]) == find_item(after, step[0].data["item"])


def can_undo(reading: IssueReading, who: str) -> bool:
    """Whether `who` has an operation that could be taken back, as far as others have not built on it."""
    undone, operations = reading.issue.undone, reading.operations[reading.issue.begun - 1 :]
    return any(one.who == who and _is_undoable(one) and one.number not in undone for one in operations)


def to_redo(reading: IssueReading, who: str) -> Redo:
    """Makes the step that `who` took back last count again.

    Raises NotThere where a newer one of theirs came between, or where somebody else has changed since what it would take
    out of its column.
    """
    waiting = list[tuple[Undo, int]]()
    for operation in reading.operations[reading.issue.begun - 1 :]:
        if operation.who != who:
            continue
        edit = edit_of(operation)
        if isinstance(edit, Undo):
            waiting.append((edit, operation.number))
        elif isinstance(edit, Redo):
            waiting = [one for one in waiting if one[0].of != edit.of]
        elif _is_undoable(operation):
            waiting.clear()
    if not waiting:
        raise NotThere("没有可以重做的操作")
    undo, number = waiting[-1]
    later = [one for one in _by_others(reading, who, number) if _would_lose(reading.operations[undo.of - 1], one)]
    if later:
        raise NotThere(f"{later[-1].who}此后改动了这一条，重做会丢掉那处改动；请直接再做一次")
    redone, rewrite = edit_of(reading.operations[undo.of - 1]), None
    if isinstance(redone, Rewrite) and (undo.rewrite or _text_was_set(reading, redone.item, number)):
        rewrite = text_with(reading, redone.item, number, number - 1)
        if rewrite is None:
            raise NotThere("别人此后改动了同一段，不能重做；请直接再做一次")
    return Redo(of=undo.of, since=undo.since, rewrite=rewrite)


def _text_was_set(reading: IssueReading, item: str, after: int) -> bool:
    """Whether anything that counts has set the item's text after an operation."""
    later = [one for one in reading.operations[after:] if one.number not in reading.issue.undone]
    edits = [edit for edit in map(edit_of, later) if edit is not None]
    return any((item, "text") in targets(part) for edit in edits for part in parts_of(edit))


def _by_others(reading: IssueReading, who: str, since: int) -> list[Operation]:
    """What others did after an operation, as far as it counts."""
    later = [one for one in reading.operations if one.number > since and one.who != who]
    return [one for one in later if one.number not in reading.issue.undone]


def _builds_on(one: AnyEdit, later: Operation) -> bool:
    edit = edit_of(later)
    for other in parts_of(edit) if edit else ():
        if isinstance(other, RemarkEdit) or not items_of(one) & items_of(other):
            continue
        if isinstance(one, Add | Swap | Restore) or targets(one).keys() == targets(other).keys():
            return True
    return False


def _is_about_remark(later: Operation, number: int) -> bool:
    """Whether somebody has answered, closed or opened again the remark that operation `number` left."""
    edit = edit_of(later)
    return isinstance(edit, AnswerRemark | SettleRemark | ReopenRemark) and edit.of == number


def _would_lose(redone: Operation, later: Operation) -> bool:
    """Whether a later edit would be of an item that is not in its column any more."""
    one, other = edit_of(redone), edit_of(later)
    if isinstance(one, Delete):
        return True
    if one is None or other is None or isinstance(other, RemarkEdit):
        return False
    going = [part for part in parts_of(one) if isinstance(part, Drop | Swap | Join)]
    return any(items_of(part) & items_of(other) for part in going)


def _is_undoable(operation: Operation) -> bool:
    return not isinstance(edit_of(operation), Undo | Redo | Publish | Withdraw | None)
