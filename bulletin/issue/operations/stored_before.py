"""Operations as the version before stored them, read in the form of today."""

from typing import Any

from pipeline.encoding import as_written

# Where the data of an operation holds items, alternates and what was left out.
_HOLDING = ("columns", "items", "alternates", "left_out", "item", "other")


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
