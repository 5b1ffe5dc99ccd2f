"""The price table as editors see it: a cell a day and figure, what is missing, and who changed what why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

import msgspec

from bulletin.issue import Draft, Prices, operation_kinds, price_days, price_series, trading_days
from index.store import Operation
from pipeline.records import Quote

Field = Literal["close", "volume"]
FIELDS: tuple[Field, ...] = get_args(Field)
# exchange, product, day, field
Key = tuple[str, str, date, Field]


@dataclass(frozen=True)
class Changed:
    """A cell that was edited: what the draft had, who changed it last, when and why."""

    drafted: float | None
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Cell:
    """One day's close (元/吨) or volume (吨). `missing`: the exchange trades that day, and there is no quote."""

    day: date
    field: Field
    value: float | None
    missing: bool
    changed: Changed | None


@dataclass(frozen=True)
class Row:
    """One product's week: closes and volumes by day."""

    exchange: str
    product: str
    closes: Sequence[Cell]
    volumes: Sequence[Cell]


def rows(draft: Draft, operations: Sequence[Operation], undone: frozenset[int]) -> list[Row]:
    """The table of an issue as it stands."""
    week = trading_days(draft.prices, draft.since, draft.until)
    open_days = price_days(draft.prices)
    touched = changes(operations, undone)

    def cell(key: tuple[str, str], by_day: Mapping[date, Quote], day: date, field: Field) -> Cell:
        quote = by_day.get(day)
        return Cell(
            day=day,
            field=field,
            value=getattr(quote, field) if quote else None,
            missing=quote is None and day in open_days,
            changed=touched.get((*key, day, field)),
        )

    return [
        Row(
            exchange=key[0],
            product=key[1],
            closes=[cell(key, by_day, day, "close") for day in week],
            volumes=[cell(key, by_day, day, "volume") for day in week],
        )
        for key, by_day in price_series(draft.prices).items()
    ]


def changes(operations: Sequence[Operation], undone: frozenset[int]) -> dict[Key, Changed]:
    """The edits of prices that count, by cell; a new draft begins anew."""
    found: dict[Key, Changed] = {}
    drafted: dict[Key, float | None] = {}
    for operation in operations:
        if operation.kind == operation_kinds.DRAFT:
            found, drafted = {}, _drafted(operation)
        edit = operation_kinds.edit_of(operation)
        if isinstance(edit, operation_kinds.Reprice) and operation.number not in undone:
            for one in edit.figures:
                key = (one.exchange, one.product, one.day, one.field)
                found[key] = Changed(drafted.get(key), operation.who, operation.at, edit.reason)
    return found


def _drafted(operation: Operation) -> dict[Key, float | None]:
    shown = msgspec.convert(operation.data["prices"], Prices)
    return {
        (quote.exchange, quote.product, quote.day, field): getattr(quote, field)
        for quote in shown.quotes
        for field in FIELDS
    }
