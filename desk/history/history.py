"""The history of an issue: an entry a step, newest first, with what changed and what can be brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bulletin.issue import (
    Issue,
    IssueReading,
    Side,
    edit_of,
    field_value,
    find_item,
    operation_kinds,
    steps_of,
    text_of_blocks,
)
from desk.history.diff import DiffPiece, diff, shortened
from desk.history.operation_words import (
    FIGURES_TOLD,
    KINDS,
    AppliedStep,
    applied_steps,
    figure,
    figure_name,
    numbered,
    title,
    words_of,
)
from index.store import Operation

# What brings an item in or takes it away, as a whole.
Placing = (
    operation_kinds.Drop | operation_kinds.Withdraw | operation_kinds.Swap | operation_kinds.Join | operation_kinds.Add
)
TextEdit = operation_kinds.Retitle | operation_kinds.Resource | operation_kinds.Rewrite | operation_kinds.Repicture
# Entries of one page of the history.
A_PAGE = 100


@dataclass(frozen=True)
class BringBack:
    """A button of the history: it brings back the value before or after operation `of`."""

    of: int
    which: Side
    label: str


@dataclass(frozen=True)
class HistoryEntry:
    """One step as an editor reads it; its number is that of its last operation, `first` that of its first.

    `item` is the id of what it is about ("" for the issue), `standing` whether that is in the issue now; `pieces` are the
    changes of a text, `undone` says that the operation does not count, `back` what can be brought back.
    """

    number: int
    first: int
    who: str
    at: datetime
    kind: str
    words: str
    item: str
    standing: bool
    pieces: Sequence[DiffPiece]
    undone: bool
    back: Sequence[BringBack]

    @property
    def name(self) -> str:
        """第4步, or 第4至6步."""
        return numbered(self.first, self.number)


@dataclass(frozen=True)
class History:
    """Entries, newest first; `older` is the number to go on from, 0 where these are the oldest."""

    entries: Sequence[HistoryEntry]
    older: int


def history(reading: IssueReading, item: str = "", before: int = 0, most: int = A_PAGE) -> History:
    """The entries of an issue, or those that concern one item, below the number `before` (0: from the newest on)."""
    wanted = [
        step
        for step in applied_steps(reading.operations)
        if (not item or item in concerned(step, reading.operations)) and (not before or step.operation.number < before)
    ]
    shown = wanted[-most:]
    entries = [_entry(step, reading) for step in reversed(shown)]
    return History(entries, shown[0].operation.number if len(wanted) > most else 0)


def since(reading: IssueReading, base: int) -> list[HistoryEntry]:
    """What was done after version `base`, oldest first."""
    return [_entry(step, reading) for step in applied_steps(reading.operations, base)]


def until(reading: IssueReading, version: int) -> HistoryEntry:
    """The step that led to a version; where that stands within one, as much of it."""
    return _entry(applied_steps(reading.operations, until=version)[-1], reading)


def next_step(reading: IssueReading, version: int) -> int:
    """The version that the step after this one led to; 0 where there is none."""
    return next((step[-1].number for step in steps_of(reading.operations) if step[-1].number > version), 0)


def concerned(step: AppliedStep, operations: Sequence[Operation]) -> set[str]:
    """The ids of the items that a step is about; an undo is about what it undoes."""
    edit = step.edit
    if isinstance(edit, operation_kinds.Undo | operation_kinds.Redo):
        edit = edit_of(operations[edit.of - 1])
    return operation_kinds.items_of(edit) if edit is not None else set()


def _entry(step: AppliedStep, reading: IssueReading) -> HistoryEntry:
    done = step.operation
    about = sorted(concerned(step, reading.operations) - {""})
    standing = [one for one in about if find_item(reading.issue.draft, one)]
    return HistoryEntry(
        number=done.number,
        first=step.first.number,
        who=done.who,
        at=done.at,
        kind=done.kind,
        words=words_of(step, reading.operations),
        item=(standing or about or [""])[0],
        standing=bool(standing),
        pieces=_pieces(step),
        undone=done.number in reading.issue.undone,
        back=_backs(step, reading),
    )


def _pieces(step: AppliedStep) -> list[DiffPiece]:
    """The change of a text, where the step changed one; of several, one after the other under their names."""
    edit = step.edit
    if edit is None or step.before is None:
        return []
    if isinstance(edit, operation_kinds.Reprice) and len(edit.figures) > FIGURES_TOLD:
        return diff(*(_figures(issue, edit) for issue in (step.before, step.after)))
    pieces = list[DiffPiece]()
    for part in operation_kinds.parts_of(edit):
        if not isinstance(part, TextEdit):
            continue
        was, now = (_as_text(issue, part) for issue in (step.before, step.after))
        if was != now and part is not edit:
            end = "\n" if pieces else ""
            pieces.append(
                DiffPiece("same", f"{end}{title(step, part.item)}{KINDS[operation_kinds.kind_of(part)][1:]}：")
            )
        pieces += shortened(diff(was, now)) if was != now else []
    return pieces


def _figures(issue: Issue, edit: operation_kinds.Reprice) -> str:
    return "\n".join(f"{figure_name(one)} {figure(field_value(issue, one.where), one.field)}" for one in edit.figures)


def _as_text(issue: Issue, edit: operation_kinds.Field) -> str:
    found = find_item(issue.draft, edit.item)
    if found is None:
        return ""
    if isinstance(edit, operation_kinds.Repicture):
        return "\n".join(one.caption or "（没有图注）" for one in found[1].images)
    return (
        text_of_blocks(found[1].blocks)
        if isinstance(edit, operation_kinds.Rewrite)
        else str(getattr(found[1], operation_kinds.kind_of(edit)))
    )


def _backs(step: AppliedStep, reading: IssueReading) -> list[BringBack]:
    """What of this step can be brought back and is not so now."""
    edit = step.edit
    if isinstance(edit, operation_kinds.Several):
        number = step.operation.number
        whole = BringBack(number, "before", f"恢复到第{number - 1}步的样子")
        backs = [one for part in edit.edits for one in _part_backs(part, step, reading)]
        return [whole] if any(one.which == "before" for one in backs) else []
    return _part_backs(edit, step, reading) if edit is not None else []


def _part_backs(edit: operation_kinds.AnyEdit, step: AppliedStep, reading: IssueReading) -> list[BringBack]:
    first, last = step.first.number, step.operation.number
    if isinstance(edit, Placing):
        label = _placing_back(reading.issue, edit)
        return [BringBack(last, "before", label)] if label else []
    sets = operation_kinds.targets(edit)
    if not sets or step.before is None:
        return []
    ways: list[tuple[BringBack, Issue]] = [
        (BringBack(first, "before", f"恢复到第{first - 1}步的样子"), step.before),
        (BringBack(last, "after", f"恢复到这一步（第{last}步）的样子"), step.after),
    ]
    return [back for back, issue in ways if any(_differs(issue, where, reading.issue) for where in sets)]


def _placing_back(issue: Issue, edit: Placing) -> str:
    """What the button says that undoes a swap, a join, or what came in or was taken out; "" where nothing is to undo."""

    def stands(name: str) -> bool:
        return find_item(issue.draft, name) is not None

    match edit:
        case operation_kinds.Drop() | operation_kinds.Withdraw():
            return "放回" if edit.item in {one.item.id for one in issue.out} else ""
        case operation_kinds.Swap():
            return "换回原来的一条" if stands(edit.other.id) and not stands(edit.item) else ""
        case operation_kinds.Join():
            return "拆开，放回原来的一条" if stands(edit.item) and not stands(edit.other) else ""
        case operation_kinds.Add():
            return "取下" if stands(edit.item.id) else ""


def _differs(issue: Issue, where: operation_kinds.Target, current: Issue) -> bool:
    """Whether a value from then would change anything now; what is gone from the issue cannot be set."""
    is_price = where[1] in ("close", "volume")
    standing = is_price or (find_item(issue.draft, where[0]) and find_item(current.draft, where[0]))
    return bool(standing) and field_value(issue, where) != field_value(current, where)
