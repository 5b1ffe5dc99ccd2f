"""The price table as editors see it: a cell a day and figure, what is missing or odd, and who changed what why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

import msgspec

from bulletin.issue import (
    ODD_PRICES,
    Draft,
    Finding,
    Prices,
    edit_of,
    missing_quotes,
    operation_kinds,
    price_series,
    trading_days,
)
from bulletin.reasons import Badge, badge_of
from desk.history.operation_words import price_reason
from index.store import Operation
from pipeline.records import Quote, Value

PriceField = Literal["close", "volume"]
FIELDS: tuple[PriceField, ...] = get_args(PriceField)
WEEK = timedelta(days=7)
# exchange, product, day, field
Key = tuple[str, str, date, PriceField]


@dataclass(frozen=True)
class Changed:
    """A cell that was edited: what the draft had, who changed it last, when and why."""

    drafted: float | None
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Cell:
    """One day's close (元/吨) or volume (吨). `missing`: a quote is missing that should be there.

    `asks` is what is odd about it, in a few words with the figure that it was held against.
    """

    day: date
    field: PriceField
    value: float | None
    missing: bool
    changed: Changed | None
    asks: Sequence[Badge] = ()


@dataclass(frozen=True)
class Row:
    """One product's week: closes and volumes by day, and the week before's closes."""

    exchange: str
    product: str
    closes: Sequence[Cell]
    volumes: Sequence[Cell]
    before: Sequence[Quote]


def rows(
    draft: Draft,
    operations: Sequence[Operation],
    undone: frozenset[int],
    findings: Sequence[Finding],
    quotes_before: Sequence[Quote] = (),
) -> list[Row]:
    """The table of an issue as it stands, with what was found missing and odd in it. `quotes_before` are in order."""
    week = trading_days(draft.prices, draft.since, draft.until)
    missing = missing_quotes(findings)
    touched = changes(operations, undone)
    asks = defaultdict[tuple[Value, ...], list[Badge]](list)
    for one in findings:
        badge = badge_of(one.reason) if one.group == ODD_PRICES else None
        if badge:
            asks[one.values["exchange"], one.values["product"], one.values["day"]].append(badge)
    last_week = [one for one in quotes_before if one.day >= draft.since - WEEK and one.close is not None]

    def cell(key: tuple[str, str], by_day: Mapping[date, Quote], day: date, field: PriceField) -> Cell:
        quote = by_day.get(day)
        return Cell(
            day=day,
            field=field,
            value=getattr(quote, field) if quote else None,
            missing=(*key, day) in missing,
            changed=touched.get((*key, day, field)),
            asks=asks.get((*key, day.isoformat()), ()) if field == "close" else (),
        )

    return [
        Row(
            exchange=key[0],
            product=key[1],
            closes=[cell(key, by_day, day, "close") for day in week],
            volumes=[cell(key, by_day, day, "volume") for day in week],
            before=[one for one in last_week if (one.exchange, one.product) == key],
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
        edit = edit_of(operation)
        if isinstance(edit, operation_kinds.Reprice) and operation.number not in undone:
            for one in edit.figures:
                key = (one.exchange, one.product, one.day, one.field)
                found[key] = Changed(drafted.get(key), operation.who, operation.at, price_reason(edit))
    return found


def _drafted(operation: Operation) -> dict[Key, float | None]:
    shown = msgspec.convert(operation.data["prices"], Prices)
    return {
        (quote.exchange, quote.product, quote.day, field): getattr(quote, field)
        for quote in shown.quotes
        for field in FIELDS
    }
