"""What an editor's operation teaches: corrections of a column, a relevance or a duplicate as labels."""

from collections.abc import Sequence
from datetime import datetime

from bulletin.issue.operations import apply, operation_kinds
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.state import Issue, issue_of
from index.store import Label, Operation

# The kinds of operations that may correct the classifier or the search for duplicates.
_TEACHING = frozenset({"move", "drop", "restore", "add", "split", "join", "several", "undo", "redo"})
ON_TOPIC, OFF_TOPIC = "on-topic", "off-topic"
# The field of a label that corrects nothing: an editor had the item's page before them.
OPENED = "opened"


def labels_of(before: Sequence[Operation], issue: Issue, operation: Operation) -> list[Label]:
    """The labels of an operation on an issue as it stood before; what was undone is labelled back.

    A label's `article` is the item; `field` is "column", "relevance" or "duplicate"; of a duplicate, `before` or `after`
    is the other article's id, and the empty one says that they were not, or no longer are, the same.
    """
    edit = edit_of(operation)
    if isinstance(edit, operation_kinds.Undo | operation_kinds.Redo):
        first = before[edit.of - 1]
        was = _taught(edit_of(first), issue_of(before[: edit.of - 1]))
        back = isinstance(edit, operation_kinds.Undo)
        taught = [(item, field, after, old) if back else (item, field, old, after) for item, field, old, after in was]
    else:
        taught = _taught(edit, issue)
    return [
        Label(article=item, field=field, before=old, after=after, who=operation.who, at=operation.at)
        for item, field, old, after in taught
    ]


def opened_label(item: str, who: str, at: datetime) -> Label:
    """That a person opened an item's page, once a day however often."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return Label(article=item, field=OPENED, before="", after="", who=who, at=day)


def all_labels(operations: Sequence[Operation]) -> list[Label]:
    """The labels of all operations of an issue, in order."""
    found = list[Label]()
    for at, operation in enumerate(operations):
        if operation.kind in _TEACHING:
            found += labels_of(operations, issue_of(operations[:at]), operation)
    return found


def _taught(edit: operation_kinds.AnyEdit | None, issue: Issue) -> list[tuple[str, str, str, str]]:
    """Item, field, before and after of what an edit corrects."""
    match edit:
        case operation_kinds.Several():
            return [one for part in edit.edits for one in _taught(part, issue)]
        case operation_kinds.Move(item=item, column=column):
            found = apply.find_item(issue.draft, item)
            return [(item, "column", found[0], column)] if found and found[0] != column else []
        case operation_kinds.Drop(item=item, off_topic=True):
            return [(item, "relevance", ON_TOPIC, OFF_TOPIC)]
        case operation_kinds.Restore(item=item):
            gone = issue.dropped.get(item)
            return [(item, "relevance", OFF_TOPIC, ON_TOPIC)] if gone and gone.off_topic else []
        case operation_kinds.Add(item=item, column=column, origin="left_out" | "search" | "address"):
            left = next((one for one in issue.draft.left_out if one.id == item.id), None)
            moved = [(item.id, "column", left.column, column)] if left and left.column != column else []
            return [(item.id, "relevance", OFF_TOPIC if left else "", ON_TOPIC), *moved]
        case operation_kinds.Split(item=item, other=other):
            return [(item, "duplicate", other, "")]
        case operation_kinds.Join(item=item, other=other):
            return [(item, "duplicate", "", other)]
        case _:
            return []
