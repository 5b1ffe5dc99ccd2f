"""The history in words, its diffs, and what it brings back, on a real store."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bulletin.drafting.items import item_of
from bulletin.issue import (
    Change,
    Issue,
    IssueReading,
    Journal,
    NotThere,
    Picture,
    Proposal,
    RedoLast,
    Revert,
    Side,
    UndoLast,
    issue_of,
    operation_kinds,
    reading_of,
    write_change,
)
from desk.history.history import HistoryEntry, history, next_step, since, until
from desk.history.operation_words import applied_operations
from index.sqlite.store import SqliteStore
from index.store import Stored
from pipeline.records import Block
from tests.support.articles import MODEL, NOON, enriched
from tests.support.drafts import draft_of
from tests.support.reprices import figure, reprice

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)
MARKET, DOMESTIC = "市场热点", "国内资讯"


class HistoryDesk:
    """An issue with a, b and c in 市场热点, and two editors."""

    def __init__(self, folder: Path) -> None:
        self.store = SqliteStore(folder / "store.sqlite")
        self.store.init(MODEL)
        write_change(Journal(self.store), 1, Proposal(draft=draft_of("a", "b", "c")), "tanxun", AT)
        self.journal = Journal(self.store)

    @property
    def page(self) -> IssueReading:
        return reading_of(self.journal, 1)

    def do(self, change: Change, who: str = "王编辑", at: datetime | None = None) -> HistoryEntry:
        """A step of its own, where its time is not said: longer after the one before than a step's pauses are."""
        version = self.page.version
        write_change(self.journal, 1, change, who, at or AT + timedelta(minutes=6 * version), version)
        return self.newest

    def write(self, *titles: str, item: str = "a", who: str = "王编辑") -> HistoryEntry:
        """A title, in one go of writing: saved so often."""
        begun = AT + timedelta(minutes=6 * self.page.version)
        for at, title in enumerate(titles):
            self.do(operation_kinds.Retitle(item=item, value=title), who, begun + timedelta(seconds=at))
        return self.newest

    @property
    def newest(self) -> HistoryEntry:
        return history(self.page).entries[0]

    def bring_back(self, number: int, which: Side) -> Issue:
        self.do(Revert(of=number, side=which))
        return self.page.issue


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(tmp_path)
    yield made
    made.store.close()


def order(issue: Issue, name: str = MARKET) -> list[str]:
    return [item.id for column in issue.draft.columns if column.name == name for item in column.items]


def shown(entry: HistoryEntry) -> str:
    marks = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]", "gap": "…"}
    return "".join(marks[piece.kind].format(piece.text) for piece in entry.pieces)


D = item_of([Stored(enriched("d", title="丁"), NOON, 1)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (operation_kinds.Move(item="a", column=DOMESTIC), "把《题目a》从市场热点移到国内资讯第1条"),
        (operation_kinds.Move(item="a", column=MARKET, after="c"), "在市场热点里把《题目a》从第1条移到第3条"),
        (operation_kinds.Retitle(item="a", value="新题目"), "改题目：《题目a》"),
        (operation_kinds.Redate(item="a", value=date(2026, 5, 9)), "改《题目a》的发布日期：2026-5-12 → 2026-5-9"),
        (operation_kinds.Redate(item="a", value=None), "改《题目a》的发布日期：2026-5-12 → （无）"),
        (operation_kinds.Resource(item="a", value="新远社"), "改来源：《题目a》"),
        (operation_kinds.Rewrite(item="a", value=()), "改正文：《题目a》"),
        (
            operation_kinds.Repicture(item="a", value=(Picture(url="http://x.example/1.png"),)),
            "改《题目a》的图片：加上1张",
        ),
        (operation_kinds.Drop(item="a"), "从市场热点取下《题目a》"),
        (operation_kinds.Drop(item="a", off_topic=True), "从市场热点取下《题目a》，与本刊无关"),
        (operation_kinds.Add(item=D, column=MARKET, after="a"), "把《丁》加入市场热点第2条（检索）"),
        (operation_kinds.Swap(item="a", other=D), "用《丁》（东海环境能源交易所）换下《题目a》"),
        (operation_kinds.Join(item="a", other="b"), "把《题目b》并入《题目a》"),
        (operation_kinds.Remark(item="a", text="请核对\n数字"), "给《题目a》留了备注：请核对 数字"),
        (operation_kinds.Remark(text="周五前发"), "给本期留了备注：周五前发"),
        (
            reprice(figure(12, 45.5), reason="网站更正"),
            "改行情：东海 DHEA 2026-5-12 收盘价 无 → 45.50，理由：网站更正",
        ),
        (
            operation_kinds.Several(edits=(operation_kinds.Drop(item="b"), operation_kinds.Drop(item="a"))),
            "取下2条：《题目a》、《题目b》",
        ),
        (
            operation_kinds.Several(edits=(operation_kinds.Drop(item="a", off_topic=True),)),
            "取下1条，与本刊无关：《题目a》",
        ),
        (
            operation_kinds.Several(
                edits=(
                    operation_kinds.Move(item="a", column=DOMESTIC),
                    operation_kinds.Move(item="c", column=DOMESTIC, after="a"),
                )
            ),
            "把2条移到国内资讯：《题目a》、《题目c》",
        ),
        (
            operation_kinds.Several(edits=(operation_kinds.Move(item="c", column=MARKET),)),
            "重排市场热点，移动1条",
        ),
        (
            operation_kinds.Several(
                edits=(operation_kinds.Retitle(item="a", value="甲"), operation_kinds.Drop(item="b"))
            ),
            "一次改2处：《题目a》、《题目b》",
        ),
        (operation_kinds.PassReview(stage="first"), "通过初审"),
        (operation_kinds.Publish(edition=1), "发布第1版"),
        (operation_kinds.Publish(edition=2, note="改了日期"), "发布第2版，更正说明：改了日期"),
    ],
)
def test_every_operation_is_said_in_words(desk: HistoryDesk, change: operation_kinds.AnyEdit, words: str) -> None:
    entry = desk.do(change)
    assert entry.words == words
    assert (entry.number, entry.who, entry.at) == (2, "王编辑", AT + timedelta(minutes=6))


def test_what_became_of_a_remark_is_said_in_words(desk: HistoryDesk) -> None:
    desk.do(operation_kinds.Remark(item="a", text="请核对\n数字"))
    of = desk.page.version
    assert desk.do(operation_kinds.AnswerRemark(of=of, item="a", text="已核对")).words == (
        "回复王编辑给《题目a》的备注（请核对 数字）：已核对"
    )
    assert desk.do(operation_kinds.SettleRemark(of=of, item="a")).words == (
        "把王编辑给《题目a》的备注（请核对 数字）标为已处理"
    )
    assert (
        desk.do(operation_kinds.ReopenRemark(of=of, item="a")).words == "重新打开王编辑给《题目a》的备注（请核对 数字）"
    )


def test_the_first_entry_is_the_draft(desk: HistoryDesk) -> None:
    assert (desk.newest.words, desk.newest.who, desk.newest.back) == ("起草本期：3条，备选0篇", "tanxun", [])


def test_what_follows_from_others_is_said_with_names(desk: HistoryDesk) -> None:
    desk.do(operation_kinds.Drop(item="b"))
    assert desk.do(operation_kinds.Restore(item="b")).words == "放回《题目b》到市场热点第3条"
    desk.do(operation_kinds.Join(item="a", other="b"))
    assert desk.do(operation_kinds.Split(item="a", other="b")).words == "《题目b》不是《题目a》的同文"
    write_change(desk.journal, 1, UndoLast(), "王编辑", AT)
    assert desk.newest.words == "撤销第5步（王编辑：拆开同文）"
    assert [entry.undone for entry in history(desk.page).entries] == [False, True, False, False, False, False]
    write_change(desk.journal, 1, RedoLast(), "王编辑", AT)
    assert desk.newest.words == "重做第5步（王编辑：拆开同文）"
    desk.do(operation_kinds.Publish(edition=1))
    assert desk.do(operation_kinds.Withdraw(item="c", why="有误")).words == "撤稿《题目c》，理由：有误"


def test_every_step_is_as_the_issue_was_then(desk: HistoryDesk) -> None:
    """Folded on, with undos of late and of early steps, as folded from the beginning each time."""
    for at in range(6):
        desk.do(operation_kinds.Retitle(item="abc"[at % 3], value=f"第{at}次"))
        desk.do(operation_kinds.Move(item="abc"[at % 3], column=(MARKET, DOMESTIC)[at % 2]))
    desk.do(operation_kinds.Drop(item="a"))
    for _ in range(5):
        write_change(desk.journal, 1, UndoLast(), "王编辑", AT)
    write_change(desk.journal, 1, RedoLast(), "王编辑", AT)
    desk.do(operation_kinds.Retitle(item="b", value="又改"))
    write_change(desk.journal, 1, UndoLast(), "王编辑", AT)
    written = desk.page.operations
    for at, step in enumerate(applied_operations(written), start=1):
        then = issue_of(written[:at])
        assert step.after.draft == then.draft
        assert step.after.dropped.keys() == then.dropped.keys()


def test_changed_texts_are_shown_with_what_came_and_went(desk: HistoryDesk) -> None:
    assert shown(desk.do(operation_kinds.Retitle(item="a", value="题目甲"))) == "题目[-a-][+甲+]"
    text = (Block(kind="heading", text="小标题"), Block(kind="paragraph", text="东海碳市场本周成交清淡。"))
    assert (
        shown(desk.do(operation_kinds.Rewrite(item="a", value=text)))
        == "[+# 小标题\n+]东海碳市场本周成交[-活跃-][+清淡+]。"
    )


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


def test_a_price_that_was_only_looked_at_is_said_so(desk: HistoryDesk) -> None:
    desk.do(reprice(figure(12, 45.5), reason="补登"))
    entry = desk.do(reprice(figure(12, 45.5), reason="与交易所核对无误"))
    assert entry.words == "改行情：东海 DHEA 2026-5-12 收盘价 45.50（核对过），理由：与交易所核对无误"


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


def test_the_history_of_one_item_holds_only_its_own_steps(desk: HistoryDesk) -> None:
    desk.do(operation_kinds.Retitle(item="a", value="甲"))
    desk.do(operation_kinds.Retitle(item="b", value="乙"))
    desk.do(operation_kinds.Join(item="c", other="a"))
    write_change(desk.journal, 1, UndoLast(), "王编辑", AT)
    assert [entry.number for entry in history(desk.page, item="a").entries] == [5, 4, 2]
    assert [entry.item for entry in history(desk.page, item="b").entries] == ["b"]


def test_a_title_written_in_one_go_is_one_entry(desk: HistoryDesk) -> None:
    entry = desk.write("东", "东海", "东海碳市场")
    assert (entry.first, entry.number, entry.name, entry.words) == (2, 4, "第2至4步", "改题目：《题目a》")
    assert shown(entry) == "[-题目a-][+东海碳市场+]"
    assert [(one.of, one.which, one.label) for one in entry.back] == [(2, "before", "恢复到第1步的样子")]
    write_change(desk.journal, 1, UndoLast(), "王编辑", AT)
    undone, written, _ = history(desk.page).entries
    assert (undone.words, undone.item) == ("撤销第2至4步（王编辑：改题目）", "a")
    assert (written.undone, [one.label for one in written.back]) == (True, ["恢复到这一步（第4步）的样子"])
    write_change(desk.journal, 1, RedoLast(), "王编辑", AT)
    assert desk.newest.words == "重做第2至4步（王编辑：改题目）"
    assert desk.page.issue.draft.columns[0].items[0].title == "东海碳市场"


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


def test_a_step_is_cut_where_somebody_looked(desk: HistoryDesk) -> None:
    desk.write("东", "东海", "东海碳市场")
    desk.do(operation_kinds.Drop(item="b"))
    assert [entry.name for entry in since(desk.page, 3)] == ["第4步", "第5步"]
    assert [(until(desk.page, at).name, shown(until(desk.page, at))) for at in (3, 4)] == [
        ("第2至3步", "[-题目a-][+东海+]"),
        ("第2至4步", "[-题目a-][+东海碳市场+]"),
    ]
    assert [next_step(desk.page, at) for at in (1, 2, 4, 5)] == [4, 4, 5, 0]


def test_a_long_history_comes_in_parts(desk: HistoryDesk) -> None:
    for at in range(7):
        desk.do(operation_kinds.Retitle(item="a", value=f"第{at}次"))
    first = history(desk.page, most=3)
    assert ([entry.number for entry in first.entries], first.older) == ([8, 7, 6], 6)
    second = history(desk.page, before=first.older, most=3)
    assert ([entry.number for entry in second.entries], second.older) == ([5, 4, 3], 3)
    assert history(desk.page, before=3, most=3).older == 0


def test_what_came_since_a_version(desk: HistoryDesk) -> None:
    desk.do(operation_kinds.Retitle(item="a", value="甲"))
    desk.do(operation_kinds.Drop(item="b"), who="李编辑")
    assert [(entry.who, entry.words) for entry in since(desk.page, 2)] == [("李编辑", "从市场热点取下《题目b》")]
    assert since(desk.page, 3) == []
