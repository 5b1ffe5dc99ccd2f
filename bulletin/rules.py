"""How an issue is put together: thresholds, columns and caps, read from rules.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True)
class Column:
    """A column: its name, how many items it usually has, and how many at most."""

    name: str
    usual: int
    most: int


@dataclass(frozen=True)
class Rules:
    """`relevance` is 0..1; `older_days` counts back from the window's first day; caps are items."""

    relevance: float
    older_days: int
    per_source: int
    columns: tuple[Column, ...]


@cache
def load() -> Rules:
    """The rules in force."""
    read = tomllib.loads(FILE.read_text())
    return Rules(
        relevance=read["relevance"],
        older_days=read["older_days"],
        per_source=read["per_source"],
        columns=tuple(Column(**column) for column in read["columns"]),
    )
