"""Prices of an issue: many at once, merged, clashing, looked at, undone; on a real store."""

from datetime import date

import pytest

from bulletin.issue import RedoLast, UndoLast, operation_kinds
from bulletin.issue.journal import Journal
from bulletin.issue.operations.stored_form import edit_of
from bulletin.issue.problems import Clash
from bulletin.issue.write import reading_of
from index.store import Operation
from pipeline.records import Quote
from tests.support.begun_issue import AT, do
from tests.support.reprices import figure, reprice


def test_prices_are_mended_with_a_reason(journal: Journal) -> None:
    now = do(journal, reprice(figure(12, 71.5), figure(11, None), figure(12, 900.0, "volume")))
    assert now.draft.prices.quotes == (
        Quote(exchange="东海", product="DHEA", day=date(2026, 5, 11), close=None),
        Quote(exchange="东海", product="DHEA", day=date(2026, 5, 12), close=71.5, volume=900.0),
    )


def test_a_grid_of_prices_is_one_step_which_one_undo_takes_back(journal: Journal) -> None:
    do(journal, reprice(figure(11, 70.0)))
    do(journal, reprice(figure(11, 71.0), figure(12, 72.0), figure(13, 73.0)))
    assert reading_of(journal, 1).version == 3
    now = do(journal, UndoLast())
    assert [(one.day.day, one.close) for one in now.draft.prices.quotes] == [(11, 70.0)]
    assert now.draft.prices.published == date(2026, 5, 11)
    assert len(do(journal, RedoLast()).draft.prices.quotes) == 3


def test_figures_that_two_people_set_merge_or_clash_all_at_once(journal: Journal) -> None:
    do(journal, reprice(figure(11, 71.0), figure(12, 72.0), figure(13, 73.0)), "甲", base=1)
    do(journal, reprice(figure(14, 74.0), figure(13, 73.0)), "乙", base=1)
    with pytest.raises(Clash) as caught:
        do(journal, reprice(figure(11, 1.0), figure(12, 2.0), figure(8, 8.0)), "乙", base=1)
    every = (caught.value, *caught.value.others)
    assert [(one.item, one.field, one.before, one.theirs, one.who) for one in every] == [
        ("东海/DHEA/2026-05-11", "close", None, 71.0, "甲"),
        ("东海/DHEA/2026-05-12", "close", None, 72.0, "甲"),
    ]
    now = reading_of(journal, 1).issue
    assert [(one.day.day, one.close) for one in now.draft.prices.quotes] == [
        (11, 71.0),
        (12, 72.0),
        (13, 73.0),
        (14, 74.0),
    ]


def test_a_close_that_is_set_to_what_it_is_was_looked_at_until_the_product_s_closes_change(journal: Journal) -> None:
    do(journal, reprice(figure(11, 70.0), figure(12, 80.0), figure(12, 40.0, exchange="西原")))
    assert do(journal, reprice(figure(13, None))).checked_prices == frozenset()
    now = do(journal, reprice(figure(12, 80.0), figure(12, 40.0, exchange="西原"), reason="已核对"))
    other, own = ("西原", "DHEA", date(2026, 5, 12)), ("东海", "DHEA", date(2026, 5, 12))
    assert now.checked_prices == {own, other}
    assert do(journal, UndoLast()).checked_prices == frozenset()
    assert do(journal, RedoLast()).checked_prices == {own, other}
    assert do(journal, reprice(figure(12, 900.0, "volume"))).checked_prices == {own, other}
    assert do(journal, reprice(figure(11, 160.0))).checked_prices == {other}


def test_a_price_of_the_version_before_is_read_as_one_figure(journal: Journal) -> None:
    data = {"exchange": "东海", "product": "DHEA", "day": "2026-05-12", "field": "close", "value": 71.5}
    journal.store.append(
        Operation(issue=1, number=2, kind="price", at=AT, who="甲", data={**data, "reason": "网站更正"})
    )
    reading = reading_of(journal, 1)
    assert edit_of(reading.operations[1]) == operation_kinds.Reprice(figures=(figure(12, 71.5),), reason="网站更正")
    assert [(one.day.day, one.close) for one in reading.issue.draft.prices.quotes] == [(12, 71.5)]
    assert do(journal, UndoLast(), "甲").draft.prices.quotes == ()
