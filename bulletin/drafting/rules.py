"""How an issue is put together: thresholds, columns and caps, read from rules.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True)
class ColumnRules:
    """A column: its name, how many items it usually has, and how many at most in a full issue."""

    name: str
    usual: int
    most: int


@dataclass(frozen=True)
class Weight:
    """What an article weighs beside its relevance: `other` for each of at most `others` publishers, `authority` in all."""

    other: float
    others: int
    authority: float


@dataclass(frozen=True)
class PrintRank:
    """Whose printings come first; authorities are 0..100.

    `ministry` is the authority from which on a publisher of no province counts as a ministry, `heeded` from which on as more
    than a site at large, `step` what two must differ by to matter. `state`, `multilateral`: words of titles; `ministries`,
    `national`: how titles (and 来源) begin; `abroad`: the column that knows no province.
    """

    ministry: int
    heeded: int
    step: int
    abroad: str
    state: tuple[str, ...]
    multilateral: tuple[str, ...]
    national: tuple[str, ...]
    ministries: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """Relevances and `sure`, P(relevant) × P(column), are 0..1; `older_days` counts back from the window's first day; caps
    are items.

    `most` is the whole issue's, `revised_issues` the number of issues; `places` are provinces as titles name them.
    """

    relevance: float
    near: float
    near_of_a_kind: int
    sure: float
    older_days: int
    revised_issues: int
    most: int
    per_source: int
    per_region: int
    weight: Weight
    rank: PrintRank
    columns: tuple[ColumnRules, ...]
    places: tuple[str, ...]

    def column(self, name: str) -> ColumnRules:
        """The column of this name. Raises StopIteration where there is none."""
        return next(one for one in self.columns if one.name == name)

    def oldest_day(self, since: date, column: str = "") -> date:
        """The earliest 发布日期 that an issue whose first day is `since` may print in this column ("": in any)."""
        del column  # One limit for all columns.
        return since - timedelta(days=self.older_days)


@cache
def load(file: Path = FILE) -> Rules:
    """The rules in force, or those of another file."""
    read = tomllib.loads(file.read_text())
    return Rules(
        **{
            **read,
            "weight": Weight(**read["weight"]),
            "rank": msgspec.convert(read["rank"], PrintRank),
            "columns": tuple(ColumnRules(**column) for column in read["columns"]),
            "places": tuple(read["places"]["names"]),
        }
    )
