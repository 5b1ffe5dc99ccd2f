"""What a newly assembled draft may change: an issue that a person has touched is never overwritten."""

from collections.abc import Sequence

import msgspec

from bulletin.issue.content import Draft, Item, LeftOut
from bulletin.issue.operation_kinds import DRAFT, NEWCOMERS, Assembled, Newcomers, NewDraft
from bulletin.issue.state import issue_of
from index.store import Operation
from pipeline.records import Reason


def proposed_operation(operations: Sequence[Operation], made: Draft) -> Assembled | None:
    """The operation that a newly assembled draft asks for, or None where nothing would change.

    Where nobody but the assembler has touched the issue it is a new draft; else only newcomers are added, as
    alternates.
    """
    if not operations:
        return NewDraft(draft=made)
    now = issue_of(operations).draft
    if all(operation.kind in (DRAFT, NEWCOMERS) for operation in operations):
        changed = msgspec.structs.replace(now, version=0) != msgspec.structs.replace(made, version=0)
        return NewDraft(draft=made) if changed else None
    known = issue_of(operations).known
    newcomers = tuple(
        _newcomer(column.name, item) for column in made.columns for item in column.items if item.id not in known
    )
    return Newcomers(left_out=newcomers) if newcomers else None


def _newcomer(column: str, item: Item) -> LeftOut:
    return LeftOut(
        id=item.id,
        url=item.url,
        title=item.title,
        published=item.published,
        source=item.source,
        column=column,
        score=item.score,
        reasons=(Reason("drafted_later"), *item.reasons),
        near=True,
    )
