"""Changes of the price table, as editors make them in a test."""

from datetime import date
from typing import Literal

from bulletin.issue import operation_kinds


def figure(
    day: int,
    value: float | None,
    field: Literal["close", "volume"] = "close",
    exchange: str = "东海",
    product: str = "DHEA",
) -> operation_kinds.PriceFigure:
    """A figure of a day of May 2026."""
    return operation_kinds.PriceFigure(
        exchange=exchange, product=product, day=date(2026, 5, day), field=field, value=value
    )


def reprice(*figures: operation_kinds.PriceFigure, reason: str = "网站更正") -> operation_kinds.Reprice:
    return operation_kinds.Reprice(figures=figures, reason=reason)
