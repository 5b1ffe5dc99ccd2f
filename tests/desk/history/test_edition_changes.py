"""What an edition would change, in one list and in lines."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from bulletin.issue import (
    Add,
    Drop,
    EditionRecord,
    Journal,
    Move,
    Picture,
    Repicture,
    Retitle,
    Rewrite,
    operation_kinds,
    reading_of,
)
from desk.history.edition_changes import EditionChange, change_lines, edition_changes
from pipeline.records import Block
from tests.support.begun_issue import DOMESTIC, MARKET, begun, do, item

DAY = date(2026, 5, 12)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with begun(tmp_path) as one:
        yield one


def published(journal: Journal) -> EditionRecord:
    do(journal, operation_kinds.Publish(edition=1), base=reading_of(journal, 1).version)
    return reading_of(journal, 1).issue.editions[-1]


def changes(journal: Journal, edition: EditionRecord) -> list[EditionChange]:
    return edition_changes(reading_of(journal, 1), edition)


def test_nothing_changed_is_an_empty_list(journal: Journal) -> None:
    assert changes(journal, published(journal)) == []
    assert change_lines([]) == []


def test_every_kind_of_change_is_told_once(journal: Journal) -> None:
    edition = published(journal)
    do(journal, Retitle(item="a", value="题目甲"))
    do(journal, Rewrite(item="a", value=(Block(kind="paragraph", text="东海碳市场本周成交清淡。"),)))
    do(journal, operation_kinds.Withdraw(item="b", why="来源已撤回"))
    do(journal, Move(item="c", column=DOMESTIC))
    do(journal, Add(item=item("d"), column=MARKET))
    figure = operation_kinds.PriceFigure(exchange="东海", product="配额", day=DAY, field="close", value=45.5)
    do(journal, operation_kinds.Reprice(figures=(figure,), reason="漏抓"))
    found = {one.item: one for one in changes(journal, edition)}
    assert {name: (one.column, one.kind, one.how) for name, one in found.items()} == {
        "a": (MARKET, "changed", "改了题目、正文"),
        "b": (MARKET, "gone", "去掉（撤稿：来源已撤回）"),
        "c": (DOMESTIC, "changed", "原在市场热点第3条"),
        "d": (MARKET, "come", "新增"),
        "": ("行情", "changed", "改了1处"),
    }
    lines = change_lines(changes(journal, edition))
    assert "    题目：题目[-a-]{+甲+}" in lines
    assert f"【{MARKET}】《题目b》去掉（撤稿：来源已撤回）" in lines
    assert "    东海 配额 2026-5-12：{+收盘价45.50 成交量无+}" in lines


def test_a_picture_that_is_another_one_without_a_word_is_a_change(journal: Journal) -> None:
    one, other = (Picture(url=f"desk:{digit * 64}", caption="") for digit in "12")
    do(journal, Repicture(item="a", value=(one,)))
    edition = published(journal)
    do(journal, Repicture(item="a", value=(other,)))
    (change,) = changes(journal, edition)
    assert change.how == "改了图片"
    assert change_lines([change])[1].endswith("{+（换了图片或次序）+}")


def test_what_was_taken_out_before_it_was_printed_is_none(journal: Journal) -> None:
    edition = published(journal)
    do(journal, Add(item=msgspec.structs.replace(item("d"), title="来了又走"), column=MARKET))
    do(journal, Drop(item="d"))
    assert changes(journal, edition) == []
