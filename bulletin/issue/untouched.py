"""What editors looked at and printed as it stood: it says that the draft was right, if more softly than a correction."""

from collections.abc import Collection

from bulletin.issue.journal import IssueReading
from bulletin.issue.operations import operation_kinds
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.state import Issue, skipped

# Whoever does one of these has the item before them: on its page, or at its place in the column.
_AT_THE_ITEM = operation_kinds.Field | operation_kinds.Move | operation_kinds.RemarkEdit | operation_kinds.Swap


def looked_at(reading: IssueReading, opened: Collection[str]) -> dict[str, str]:
    """The articles that the last edition printed after somebody had looked at them, by id, with their columns.

    An item was looked at where an editor opened its page (`opened`, from the labels), wrote or remarked on it or put it to its
    place, or where it stood in this column when the issue passed a stage of 三审三校. Left out: what was written by hand, and what
    was withdrawn or moved since. What editors corrected is among them; the labels (bulletin/issue/labels.py) tell.
    """
    if not reading.issue.editions:
        return {}
    printed = _columns(reading.at(reading.issue.editions[-1].number))
    seen = {*opened, *_at_hand(reading)}
    for edition in reading.issue.editions:
        for passed in reading.at(edition.number - 1).passes.values():
            then = _columns(reading.at(passed.number))
            seen |= {item for item, column in printed.items() if then.get(item) == column}
    now = _columns(reading.issue)
    return {item: column for item, column in printed.items() if item in seen and now.get(item) == column}


def _columns(issue: Issue) -> dict[str, str]:
    """The articles that stand in an issue, by id, with their columns; an item written by hand is no article."""
    return {item.id: column.name for column in issue.draft.columns for item in column.items if item.text_hash}


def _at_hand(reading: IssueReading) -> set[str]:
    """The items that an editor's operation, one that counts, was about; a replacement through the issue is about none."""
    undone = skipped(reading.operations)
    edits = [edit_of(one) for one in reading.operations if one.number not in undone]
    return {item for edit in edits if isinstance(edit, _AT_THE_ITEM) for item in operation_kinds.items_of(edit) if item}
