"""How often each rule is right: confidence.toml."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "confidence.toml"


def confidence(field: str, rule: str) -> float:
    """The share of pages (0..1, 2 places) on which this rule gives this field as printed; `other` for a new rule.

    A rule's name may go on with a detail (a family, an element): the longest entry that it begins with counts.
    """
    known = _table()[field]
    fitting = [name for name in known if rule.startswith(name)]
    return known[max(fitting, key=len)] if fitting else known["other"]


@cache
def _table() -> dict[str, dict[str, float]]:
    read: dict[str, dict[str, float]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return read
