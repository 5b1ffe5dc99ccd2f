"""Edits as the data of stored operations, those that the version before stored among them."""

from typing import Any

import msgspec

from bulletin.issue.operations.operation_kinds import DRAFT, NEWCOMERS, AnyEdit, Assembled, NewDraft
from index.store import Operation
from pipeline.encoding import as_written

# Where the data of an operation holds items, alternates and what was left out.
_HOLDING = ("columns", "items", "alternates", "left_out", "item", "other")


def data_of(edit: AnyEdit | Assembled) -> dict[str, Any]:
    """An edit as Operation.data; a draft's is the draft itself."""
    data: dict[str, Any] = msgspec.to_builtins(edit.draft if isinstance(edit, NewDraft) else edit)
    data.pop("kind", None)
    return data


def edit_of(operation: Operation) -> AnyEdit | None:
    """The edit that an operation holds; None for the assembler's. Raises msgspec.ValidationError for an unknown kind."""
    if operation.kind in (DRAFT, NEWCOMERS):
        return None
    data = upgraded(operation.data)
    if operation.kind == "price" and "figures" not in data:
        # The version before changed one figure at a time.
        data = {"figures": [data], "reason": data["reason"]}
    edit: AnyEdit = msgspec.convert({"kind": operation.kind, **data}, AnyEdit)
    return edit


def upgraded(data: dict[str, Any]) -> dict[str, Any]:
    """An operation's data in the form of today; the version before stored sentences where there are reasons now."""
    whole = dict(data)
    for name in _HOLDING:
        held = whole.get(name)
        if isinstance(held, dict):
            whole[name] = upgraded(held)
        elif isinstance(held, list | tuple):
            whole[name] = [upgraded(one) for one in held]
    for name in ("reasons", "warnings"):
        if name in whole:
            whole[name] = [as_written(one) if isinstance(one, str) else one for one in whole[name]]
    if isinstance(whole.get("warning"), str):
        whole["warning"] = as_written(whole["warning"]) if whole["warning"] else None
    return whole
