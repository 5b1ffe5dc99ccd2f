"""Figures of the price table as an editor sends them: one by a form, or many by the grid."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from bulletin.issue import Draft, operation_kinds
from desk.editing.typed_values import Unclear, day_of, figure_of, one_line

LONGEST_NAME = 40
FIELDS: Final[dict[str, Literal["close", "volume"]]] = {"close": "close", "volume": "volume"}


class SentFigure(msgspec.Struct, frozen=True):
    """A figure as it was typed; "", — and 无成交 say that there is none."""

    exchange: str = ""
    product: str = ""
    day: str = ""
    field: str = ""
    value: str | float | None = None


def reprice_of(figures: Sequence[SentFigure], reason: str, draft: Draft) -> operation_kinds.Reprice:
    """The change of the issue's prices. Raises Unclear: one wrong figure, and none of them is changed."""
    line = one_line(reason, "改价的原因")
    if not figures:
        raise Unclear("没有选中要改的数")
    return operation_kinds.Reprice(figures=tuple(_figure(one, draft) for one in figures), reason=line)


def _figure(sent: SentFigure, draft: Draft) -> operation_kinds.PriceFigure:
    exchange, product = " ".join(sent.exchange.split()), " ".join(sent.product.split())
    for text, what in ((exchange, "交易所"), (product, "产品")):
        if not text or len(text) > LONGEST_NAME:
            raise Unclear(f"{what}要有1到{LONGEST_NAME}个字")
    day = day_of(sent.day)
    if day is None or not draft.since <= day <= draft.until:
        raise Unclear(f"日期不在本期（{draft.since} 至 {draft.until}）里")
    field = FIELDS.get(sent.field)
    if field is None:
        raise Unclear("没有说明改的是收盘价还是成交量")
    try:
        value = figure_of(str(sent.value if sent.value is not None else ""))
    except Unclear as problem:
        raise Unclear(f"{exchange} {product} {day.month}-{day.day}：{problem}") from None
    return operation_kinds.PriceFigure(exchange=exchange, product=product, day=day, field=field, value=value)
