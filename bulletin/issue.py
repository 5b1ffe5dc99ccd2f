"""An issue is its operations; a draft that a person has touched is never overwritten."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from bulletin.draft import Draft, Item, LeftOut
from index.store import Operation
from pipeline.errors import SettingError

DRAFT = "draft"
NEWCOMERS = "newcomers"
WEEK = timedelta(days=7)


def issue_number(drafted_on: date, first_issue: str) -> int:
    """The number of the issue drafted on a Friday, counted from one known issue ("121 = 2017-09-08").

    Raises SettingError for a day that is no Friday or lies before issue 1.
    """
    known, friday = _known(first_issue)
    weeks, rest = divmod((drafted_on - friday).days, 7)
    if rest or known + weeks < 1:
        raise SettingError(f"no issue is drafted on {drafted_on}; issues are drafted on Fridays ({first_issue})")
    return known + weeks


def window_of(number: int, first_issue: str) -> tuple[date, date]:
    """An issue's first and last day: the Friday a week before it is drafted, and the Thursday before."""
    known, friday = _known(first_issue)
    try:
        drafted_on = friday + (number - known) * WEEK
        return drafted_on - WEEK, drafted_on - timedelta(days=1)
    except OverflowError as problem:
        raise SettingError(
            f"issue {number} lies outside the calendar ({first_issue}); give another number"
        ) from problem


def _known(first_issue: str) -> tuple[int, date]:
    match = re.fullmatch(r"(\d+)\s*=\s*(\d{4}-\d\d-\d\d)", first_issue)
    if match is None:
        raise SettingError(f"first_issue: expected NUMBER = YYYY-MM-DD, not {first_issue!r}")
    return int(match[1]), date.fromisoformat(match[2])


def state(operations: Sequence[Operation]) -> Draft:
    """What the operations, in order, come to. Raises ValueError where the first is no draft."""
    if not operations or operations[0].kind != DRAFT:
        raise ValueError("an issue begins with a draft")
    now = _read(operations[0])
    for operation in operations[1:]:
        if operation.kind == DRAFT:
            now = _read(operation)
        elif operation.kind == NEWCOMERS:
            more = msgspec.convert(operation.data["left_out"], tuple[LeftOut, ...])
            now = msgspec.structs.replace(now, left_out=(*more, *now.left_out))
    return msgspec.structs.replace(now, version=operations[-1].number)


def propose(operations: Sequence[Operation], made: Draft) -> tuple[str, dict[str, Any]] | None:
    """The operation that a newly assembled draft asks for: its kind and data, or None where nothing would change.

    Where nobody but the assembler has touched the issue it is a new draft; else only newcomers are added, as
    alternates.
    """
    if not operations:
        return DRAFT, _data(made)
    now = state(operations)
    if all(operation.kind in (DRAFT, NEWCOMERS) for operation in operations):
        changed = msgspec.structs.replace(now, version=0) != msgspec.structs.replace(made, version=0)
        return (DRAFT, _data(made)) if changed else None
    known = {one.id for one in now.left_out} | {item.id for column in now.columns for item in column.items}
    newcomers = [
        _newcomer(column.name, item) for column in made.columns for item in column.items if item.id not in known
    ]
    if not newcomers:
        return None
    return NEWCOMERS, {"left_out": msgspec.to_builtins(newcomers)}


def _newcomer(column: str, item: Item) -> LeftOut:
    return LeftOut(
        id=item.id,
        url=item.url,
        title=item.title,
        published=item.published,
        source=item.source,
        column=column,
        score=item.score,
        reasons=("起草之后新到，本期已有人工修改，只作备选", *item.reasons),
    )


def _read(operation: Operation) -> Draft:
    return msgspec.convert(operation.data, Draft)


def _data(made: Draft) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(made)
    return data
