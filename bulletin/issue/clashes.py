"""What becomes of an edit where somebody else has set the same since: texts are merged by paragraph, all else clashes."""

import msgspec

from bulletin.issue.journal import IssueReading
from bulletin.issue.merge import merge_texts, merged_text
from bulletin.issue.notation import blocks_of_text, text_of_blocks
from bulletin.issue.operations.apply import find_item
from bulletin.issue.operations.operation_kinds import (
    AnyEdit,
    Assembled,
    Redo,
    Rewrite,
    Swap,
    Target,
    Undo,
    targets,
)
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.problems import Clash
from bulletin.issue.state import Issue, field_value
from index.store import Operation
from pipeline.records import Block


def refuse_clash(reading: IssueReading, edit: AnyEdit | Assembled, base: int) -> None:
    """Raises Clash where a field is not any more what whoever made the edit saw; nothing of the edit is made then."""
    sets = targets(edit)
    if not sets or base >= reading.version:
        return
    seen, clashes = None, list[Clash]()
    for where, wanted in sets.items():
        theirs = _last_setting(reading, base, where)
        if theirs is None:
            continue
        seen = seen or reading.at(base)
        before, now = field_value(seen, where), field_value(reading.issue, where)
        if now not in (before, wanted):
            clashes.append(Clash(*where, before, now, theirs.who, theirs.at, reading.version))
    if clashes:
        clashes[0].others = tuple(clashes[1:])
        raise clashes[0]


def merged_rewrite(reading: IssueReading, edit: Rewrite, base: int) -> Rewrite:
    """The edit with what others have done to the same text since its author looked; the edit itself where that is nothing.

    Raises Clash, with the parts of the merge, where one paragraph was changed differently by both; and where a text is
    brought back, which is done whole or not at all.
    """
    where, edit, typed_on = (edit.item, "text"), msgspec.structs.replace(edit, typed_on=0), edit.typed_on
    own = edit_of(reading.operations[typed_on - 1]) if 0 < typed_on <= reading.version else None
    theirs = _last_setting(reading, base, where)
    if isinstance(own, Rewrite) and own.item == edit.item and own.typed is not None:
        before, theirs = own.typed, theirs or _last_setting(reading, 0, where, own.merged_with)
    else:
        before = _text_blocks(reading.at(base), edit.item) if theirs else ()
    now = _text_blocks(reading.issue, edit.item)
    if theirs is None or text_of_blocks(now) in (text_of_blocks(before), text_of_blocks(edit.value)):
        return edit
    parts = merge_texts(text_of_blocks(before), text_of_blocks(edit.value), text_of_blocks(now))
    text = merged_text(parts)
    if text is None or edit.back_to:
        raise Clash(*where, before, now, theirs.who, theirs.at, reading.version, tuple(parts))
    value = blocks_of_text(text, now)
    return msgspec.structs.replace(edit, value=value, typed=edit.value, merged_with=theirs.who)


def text_with(reading: IssueReading, item: str, was: int, to: int) -> Rewrite | None:
    """The item's text as it is, with what made it from its text at version `was` the one at version `to`.

    None where that meets what others wrote since, or changes nothing.
    """
    now = _text_blocks(reading.issue, item)
    before, wanted = (text_of_blocks(_text_blocks(reading.at(version), item)) for version in (was, to))
    text = merged_text(merge_texts(before, wanted, text_of_blocks(now)))
    return None if text in (None, text_of_blocks(now)) else Rewrite(item=item, value=blocks_of_text(text, now))


def _text_blocks(issue: Issue, item: str) -> tuple[Block, ...]:
    """An item's text with the places of its pictures."""
    found = find_item(issue.draft, item)
    return found[1].blocks if found else ()


def _last_setting(reading: IssueReading, base: int, where: Target, who: str = "") -> Operation | None:
    """The last operation after version `base` (by `who`, where that is said) that set this, or took its item away."""
    for operation in reversed(reading.operations[max(0, base) :]):
        theirs = edit_of(operation)
        if isinstance(theirs, Undo | Redo):
            theirs = edit_of(reading.operations[theirs.of - 1])
        if theirs is None or who not in ("", operation.who):
            continue
        if where in targets(theirs) or (isinstance(theirs, Swap) and theirs.item == where[0]):
            return operation
    return None
