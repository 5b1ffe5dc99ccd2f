"""What people call a step: an operation, or one person's operations that set one field in one go of writing.

A page saves whenever typing pauses, so that one title comes to several operations. They are one step of undo and one line
of the history; what they are is read from the operations alone, so that all who look see the same.
"""

from collections.abc import Sequence
from datetime import timedelta

from bulletin.issue.operations.operation_kinds import Field, Redo, Undo
from bulletin.issue.operations.stored_form import edit_of
from index.store import Operation

# Between two operations: who comes back to a field after that begins anew.
LONGEST_PAUSE = timedelta(minutes=5)
_FIELDS = {str(one.__struct_config__.tag) for one in Field.__args__}

Step = tuple[Operation, ...]


def steps_of(operations: Sequence[Operation]) -> list[Step]:
    """The steps of an issue in order: runs of operations of one person on one field with nothing between them.

    What was undone or redone apart, by an undo of the version before, is apart.
    """
    edges = set[int]()
    for edit in (edit_of(one) for one in operations if one.kind in ("undo", "redo")):
        if isinstance(edit, Undo | Redo):
            edges |= {edit.numbers.start, edit.numbers.stop}
    steps = list[Step]()
    for operation in operations:
        if steps and operation.number not in edges and _goes_on(steps[-1][-1], operation):
            steps[-1] = (*steps[-1], operation)
        else:
            steps.append((operation,))
    return steps


def _goes_on(last: Operation, operation: Operation) -> bool:
    if operation.kind not in _FIELDS or (operation.kind, operation.who) != (last.kind, last.who):
        return False
    if last.data["item"] != operation.data["item"] or last.data.get("back_to") or operation.data.get("back_to"):
        return False
    return operation.at - last.at <= LONGEST_PAUSE
