"""What an editor sends, read as edits: checked, made whole, refused in words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bulletin.issue import Issue, Journal, MoveDown, MoveUp, NotThere, Picture, operation_kinds
from desk.editing.sent_changes import change_of
from desk.editing.typed_values import Unclear, day_of
from index.store import Store
from pipeline.settings import Settings
from tanxun.wiring.backends import opened
from tests.support.articles import MODEL
from tests.support.desk_issues import (
    FOREIGN,
    GRID,
    HALL,
    LEFT,
    LOST,
    NUMBER,
    PICTURES,
    PLAIN,
    PRINTED,
    REPRINT,
    TWICE,
    UNSOURCED,
    fill,
)
from tests.support.reprices import figure, reprice


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(Settings(home=Path(tmp_path_factory.mktemp("home")))) as backends:
        backends.store.init(MODEL)
        fill(backends.store, backends.files)
        yield backends.store


@pytest.fixture
def issue(store: Store) -> Issue:
    reading = Journal(store).reading(NUMBER)
    assert reading is not None
    return reading.issue


def names(issue: Issue, column: str) -> list[str]:
    return [item.id for one in issue.draft.columns if one.name == column for item in one.items]


def test_days_as_editors_write_them() -> None:
    for text in ("2026-05-13", "2026.5.13", "2026/05/13", "2026年5月13日", " 2026-5-13 "):
        assert day_of(text) == date(2026, 5, 13)
    assert day_of("  ") is None
    for text in ("昨天", "2026-13-40", "26-5-13"):
        with pytest.raises(Unclear, match="不是日期"):
            day_of(text)


def test_one_line_fields_are_tidied_and_bounded(issue: Issue, store: Store) -> None:
    said = {"kind": "title", "item": PLAIN, "value": "  新\n题目　 一 "}
    assert change_of(said, issue, store) == operation_kinds.Retitle(item=PLAIN, value="新 题目 一")
    with pytest.raises(Unclear, match="题目不能为空"):
        change_of(said | {"value": " "}, issue, store)
    with pytest.raises(Unclear, match="题目最长500字，现有501字"):
        change_of(said | {"value": "长" * 501}, issue, store)
    assert change_of({"kind": "source", "item": PLAIN, "value": ""}, issue, store) == operation_kinds.Resource(
        item=PLAIN, value=""
    )


def test_text_keeps_the_places_of_pictures(issue: Issue, store: Store) -> None:
    change = change_of({"kind": "text", "item": PICTURES, "value": "一\r\n[图]\r\n二"}, issue, store)
    assert isinstance(change, operation_kinds.Rewrite)
    assert [(block.kind, block.text or block.image) for block in change.value] == [
        ("paragraph", "一"),
        ("image", "交易大厅"),
        ("paragraph", "二"),
    ]


def test_a_text_may_say_what_it_was_typed_on(issue: Issue, store: Store) -> None:
    said = {"kind": "text", "item": PLAIN, "value": "一", "typed_on": 12}
    change = change_of(said, issue, store)
    assert isinstance(change, operation_kinds.Rewrite)
    assert change.typed_on == 12
    with pytest.raises(Unclear, match="typed_on"):
        change_of(said | {"typed_on": "甲"}, issue, store)


def test_pictures_of_the_article_or_in_the_files_only(issue: Issue, store: Store) -> None:
    said = {"kind": "pictures", "item": PICTURES, "value": [{"url": LOST}, {"url": GRID, "caption": "电网"}]}
    assert change_of(said, issue, store) == operation_kinds.Repicture(
        item=PICTURES, value=(Picture(url=LOST), Picture(url=GRID, caption="电网"))
    )
    with pytest.raises(Unclear, match="没有这张图片：http://elsewhere"):
        change_of(said | {"value": [{"url": HALL}, {"url": "http://elsewhere.example/x.png"}]}, issue, store)
    for wrong in ("x", [1], [{"url": 5}], None):
        with pytest.raises(Unclear):
            change_of(said | {"value": wrong}, issue, store)


def test_a_column_is_joined_at_its_end(issue: Issue, store: Store) -> None:
    last = names(issue, "国内资讯")[-1]
    said = {"kind": "move", "item": PLAIN, "column": "国内资讯"}
    assert change_of(said, issue, store) == operation_kinds.Move(item=PLAIN, column="国内资讯", after=last)
    assert change_of(said | {"column": "行业公告"}, issue, store) == operation_kinds.Move(
        item=PLAIN, column="行业公告", after=""
    )
    assert change_of(said | {"after": TWICE}, issue, store) == operation_kinds.Move(
        item=PLAIN, column="国内资讯", after=TWICE
    )


def test_a_place_up_and_down(issue: Issue, store: Store) -> None:
    assert change_of({"kind": "up", "item": PLAIN}, issue, store) == MoveUp(item=PLAIN)
    assert change_of({"kind": "down", "item": PLAIN}, issue, store) == MoveDown(item=PLAIN)


def test_articles_of_the_store_come_in(issue: Issue, store: Store) -> None:
    change = change_of({"kind": "add", "item": LEFT, "column": "推荐阅读", "origin": "left_out"}, issue, store)
    assert isinstance(change, operation_kinds.Add)
    assert (change.item.id, change.column, change.origin) == (LEFT, "推荐阅读", "left_out")
    change = change_of({"kind": "swap", "item": TWICE, "other": REPRINT}, issue, store)
    assert isinstance(change, operation_kinds.Swap)
    assert change.other.title == "节能降碳行动启动"
    with pytest.raises(NotThere, match="已不在库里"):
        change_of({"kind": "add", "item": "nowhere"}, issue, store)


def test_prices_are_figures_with_a_reason(issue: Issue, store: Store) -> None:
    said = {
        "kind": "price",
        "exchange": "中津",
        "product": "ZJEA",
        "day": "2026-05-12",
        "field": "close",
        "value": "1,070.5",
        "reason": "官网补发",
    }
    change = change_of(said, issue, store)
    assert change == reprice(figure(12, 1070.5, exchange="中津", product="ZJEA"), reason="官网补发")
    for wrong in ({"reason": ""}, {"value": "贵"}, {"value": "-1"}, {"value": "nan"}, {"field": "open"}, {"day": ""}):
        with pytest.raises(Unclear):
            change_of(said | wrong, issue, store)


def test_a_grid_of_prices_is_one_change_and_one_wrong_figure_refuses_all(issue: Issue, store: Store) -> None:
    one = {"exchange": "东海", "product": "DHEA", "day": "2026-05-11", "field": "close", "value": "７７．５"}
    other = {"exchange": "新交所", "product": "甲 乙", "day": "2026-05-14", "field": "volume", "value": ""}
    said = {"kind": "prices", "figures": [one, other], "reason": "交易所月报"}
    assert change_of(said, issue, store) == reprice(
        figure(11, 77.5), figure(14, None, "volume", "新交所", "甲 乙"), reason="交易所月报"
    )
    with pytest.raises(Unclear, match="东海 DHEA 5-11：“贵”不是数"):
        change_of({**said, "figures": [other, {**one, "value": "贵"}]}, issue, store)
    wrongs: list[dict[str, object]] = [
        {"reason": ""},
        {"figures": []},
        {"figures": [{**one, "day": "2026-05-15"}]},
        {"figures": [{**one, "product": " "}]},
        {"figures": "东海"},
    ]
    for wrong in wrongs:
        with pytest.raises(Unclear):
            change_of(said | wrong, issue, store)


def test_what_is_no_edit_is_refused(issue: Issue, store: Store) -> None:
    for said in (
        {},
        {"kind": "publish"},
        {"kind": "undo"},
        {"kind": "withdraw"},
        {"kind": ["move"]},
        {"kind": "draft"},
    ):
        with pytest.raises(Unclear):
            change_of(said, issue, store)
    with pytest.raises(Unclear, match="备注是空的"):
        change_of({"kind": "remark", "value": "\r\n"}, issue, store)
    assert {UNSOURCED, PRINTED} <= set(names(issue, "国内资讯"))
    assert FOREIGN in names(issue, "国际资讯")
