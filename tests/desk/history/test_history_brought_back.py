"""What the history brings back: fields, places, items, prices, each as it was before or after a step; on a real store."""

import pytest

from bulletin.drafting.items import item_of
from bulletin.issue import (
    Journal,
    NotThere,
    Picture,
    Revert,
    UndoLast,
    operation_kinds,
    write_change,
)
from desk.history.history import history
from index.store import Stored
from tests.support.articles import NOON, enriched
from tests.support.begun_issue import AT, DOMESTIC
from tests.support.history_desk import HistoryDesk, order
from tests.support.reprices import figure, reprice


@pytest.fixture
def desk(journal: Journal) -> HistoryDesk:
    return HistoryDesk(journal)


D = item_of([Stored(enriched("d", title="丁"), NOON, 1)])


def test_a_field_is_brought_back_as_it_was_before_or_after_a_step(desk: HistoryDesk) -> None:
    desk.do(operation_kinds.Retitle(item="a", value="第一次"))
    desk.do(operation_kinds.Retitle(item="a", value="第二次"))
    second, first, _ = history(desk.page).entries
    assert [(one.which, one.label) for one in second.back] == [("before", "恢复到第2步的样子")]
    assert [one.which for one in first.back] == ["before", "after"]
    assert desk.bring_back(2, "before").draft.columns[0].items[0].title == "题目a"
    assert desk.bring_back(2, "after").draft.columns[0].items[0].title == "第一次"
    assert desk.newest.words == "改题目：《题目a》"
    assert desk.newest.who == "王编辑"


def test_every_kind_of_field_is_brought_back(desk: HistoryDesk) -> None:
    was = desk.page.issue.draft.columns[0].items[0]
    changes: list[operation_kinds.AnyEdit] = [
        operation_kinds.Redate(item="a", value=None),
        operation_kinds.Resource(item="a", value="x"),
        operation_kinds.Rewrite(item="a", value=()),
        operation_kinds.Repicture(item="a", value=(Picture(url="http://x.example/1.png"),)),
        operation_kinds.Move(item="a", column=DOMESTIC),
    ]
    numbers = [desk.do(change).number for change in changes]
    for number in numbers:
        desk.bring_back(number, "before")
    assert desk.page.issue.draft.columns[0].items[0] == was
    assert order(desk.page.issue) == ["a", "b", "c"]


def test_a_moved_item_goes_back_behind_the_one_it_stood_behind(desk: HistoryDesk) -> None:
    number = desk.do(operation_kinds.Move(item="b", column=DOMESTIC)).number
    assert order(desk.bring_back(number, "before")) == ["a", "b", "c"]


def test_an_item_that_was_taken_out_is_put_back(desk: HistoryDesk) -> None:
    entry = desk.do(operation_kinds.Drop(item="a"))
    assert [(one.which, one.label) for one in entry.back] == [("before", "放回")]
    assert order(desk.bring_back(entry.number, "before")) == ["b", "c", "a"]
    assert history(desk.page).entries[1].back == []


def test_several_are_brought_back_with_one_button(desk: HistoryDesk) -> None:
    entry = desk.do(
        operation_kinds.Several(edits=(operation_kinds.Move(item="a", column=DOMESTIC), operation_kinds.Drop(item="b")))
    )
    assert [(one.which, one.label) for one in entry.back] == [("before", "恢复到第1步的样子")]
    assert order(desk.bring_back(entry.number, "before")) == ["a", "c", "b"]
    assert history(desk.page).entries[1].back == []
    assert [one.number for one in history(desk.page, item="b").entries] == [3, 2]


def test_a_price_is_brought_back_with_a_reason(desk: HistoryDesk) -> None:
    number = desk.do(reprice(figure(12, 45.5), reason="x")).number
    desk.bring_back(number, "before")
    assert desk.newest.words == "改行情：东海 DHEA 2026-5-12 收盘价 45.50 → 无，理由：恢复到第1步的数值"


def test_a_grid_of_prices_is_one_entry_and_is_brought_back_whole(desk: HistoryDesk) -> None:
    desk.do(reprice(figure(11, 44.0), reason="补登"))
    entry = desk.do(reprice(figure(11, 44.5), figure(12, 45.5), figure(13, 46.5), reason="更正"))
    assert entry.words == (
        "改行情：东海 DHEA 2026-5-11 收盘价 44.00 → 44.50；东海 DHEA 2026-5-12 收盘价 无 → 45.50等3个数，理由：更正"
    )
    assert "".join(piece.text for piece in entry.pieces if piece.kind != "del").splitlines() == [
        "东海 DHEA 2026-5-11 收盘价 44.50",
        "东海 DHEA 2026-5-12 收盘价 45.50",
        "东海 DHEA 2026-5-13 收盘价 46.50",
    ]
    assert [one.which for one in entry.back] == ["before"]
    now = desk.bring_back(entry.number, "before")
    assert [(one.day.day, one.close) for one in now.draft.prices.quotes] == [(11, 44.0), (12, None), (13, None)]


def test_what_is_gone_cannot_be_brought_back(desk: HistoryDesk) -> None:
    number = desk.do(operation_kinds.Retitle(item="a", value="x")).number
    desk.do(operation_kinds.Swap(item="a", other=D))
    assert [[one.label for one in entry.back] for entry in history(desk.page).entries] == [["换回原来的一条"], [], []]
    with pytest.raises(NotThere, match="换为《丁》，可在那一条的备选里换回"):
        desk.bring_back(number, "before")
    with pytest.raises(NotThere, match="没有可以恢复"):
        desk.bring_back(1, "before")
    with pytest.raises(NotThere, match="没有可以恢复"):
        desk.bring_back(99, "before")


def test_what_is_brought_back_is_a_step_apart(desk: HistoryDesk) -> None:
    """Even in the same minutes: what was written stays in the history, and an undo takes back the bringing back."""
    written = desk.write("东", "东海碳市场")
    desk.do(Revert(of=2, side="before"), at=written.at)
    desk.do(operation_kinds.Retitle(item="a", value="又写"), at=written.at)
    assert [entry.name for entry in history(desk.page).entries] == ["第5步", "第4步", "第2至3步", "第1步"]
    assert [one.of for one in history(desk.page).entries[2].back] == [2, 3]
    for title in ("题目a", "东海碳市场", "题目a"):
        write_change(desk.journal, 1, UndoLast(), "王编辑", AT)
        assert desk.page.issue.draft.columns[0].items[0].title == title
