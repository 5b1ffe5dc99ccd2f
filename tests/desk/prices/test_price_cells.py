"""The price table: days, what is missing, and who changed what (gaps: tests/bulletin/issue/findings/test_findings.py)."""

from datetime import UTC, date, datetime

import msgspec

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load
from bulletin.issue import Draft, IssueFacts, data_of, issue_findings, issue_of, operation_kinds, trading_days
from desk.prices.price_cells import Changed, Row, rows
from index.store import Operation
from pipeline.records import Quote
from tests.support.drafts import SINCE, UNTIL
from tests.support.reprices import figure, reprice

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)


def quote(day: int, exchange: str = "东海", close: float | None = 45.0) -> Quote:
    return Quote(exchange=exchange, product="配额", day=date(2026, 5, day), close=close, volume=10.0)


def draft(*quotes: Quote) -> Draft:
    return assemble(1, SINCE, UNTIL, [], quotes, load())


def table(made: Draft, *prices: operation_kinds.AnyEdit) -> list[Row]:
    data = [
        ("draft", msgspec.to_builtins(made)),
        *((operation_kinds.kind_of(one), data_of(one)) for one in prices),
    ]
    operations = [
        Operation(issue=1, number=at, kind=kind, at=AT, who="王编辑", data=one)
        for at, (kind, one) in enumerate(data, start=1)
    ]
    now = issue_of(operations)
    return rows(now.draft, operations, now.undone, issue_findings(now, IssueFacts(), {}, {}))


def price(day: int, value: float | None, reason: str = "网站更正") -> operation_kinds.Reprice:
    return reprice(figure(day, value, product="配额"), reason=reason)


def test_the_days_are_the_weekdays_and_what_else_has_quotes() -> None:
    made = draft(quote(8), quote(9))
    assert [day.day for day in trading_days(made.prices, SINCE, UNTIL)] == [8, 9, 11, 12, 13, 14]


def test_a_missing_quote_is_told_from_a_closed_day_and_from_no_trade() -> None:
    found = table(draft(quote(8), quote(11, close=None), quote(8, "云泽"), quote(12, "云泽")))
    by_name = {row.exchange: row for row in found}
    assert [(cell.day.day, cell.value, cell.missing) for cell in by_name["东海"].closes] == [
        (8, 45.0, False),
        (11, None, False),
        (12, None, True),
        (13, None, False),
        (14, None, False),
    ]


def test_what_was_changed_is_marked_with_who_and_why() -> None:
    (row,) = table(draft(quote(8), quote(11)), price(8, 46.0, "初看"), price(8, 47.0), price(12, 44.0))
    marks = {cell.day.day: (cell.value, cell.changed) for cell in row.closes}
    assert marks[8] == (47.0, Changed(45.0, "王编辑", AT, "网站更正"))
    assert marks[11] == (45.0, None)
    assert marks[12] == (44.0, Changed(None, "王编辑", AT, "网站更正"))
    assert all(cell.changed is None for cell in row.volumes)


def test_an_undone_change_is_no_mark() -> None:
    (row,) = table(draft(quote(8)), price(8, 46.0), operation_kinds.Undo(of=2))
    assert (row.closes[0].value, row.closes[0].changed) == (45.0, None)
