"""The history in words, its diffs, and what it brings back, on a real store."""

from datetime import date, timedelta

import pytest

from bulletin.drafting.items import item_of
from bulletin.issue import (
    Journal,
    Picture,
    RedoLast,
    UndoLast,
    issue_of,
    operation_kinds,
    write_change,
)
from desk.history.history import HistoryEntry, history, next_step, since, until
from desk.history.operation_words import applied_operations
from index.store import Stored
from pipeline.records import Block
from tests.support.articles import NOON, enriched
from tests.support.begun_issue import AT, DOMESTIC, MARKET
from tests.support.history_desk import HistoryDesk
from tests.support.reprices import figure, reprice


@pytest.fixture
def desk(journal: Journal) -> HistoryDesk:
    return HistoryDesk(journal)


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


def test_a_price_that_was_only_looked_at_is_said_so(desk: HistoryDesk) -> None:
    desk.do(reprice(figure(12, 45.5), reason="补登"))
    entry = desk.do(reprice(figure(12, 45.5), reason="与交易所核对无误"))
    assert entry.words == "改行情：东海 DHEA 2026-5-12 收盘价 45.50（核对过），理由：与交易所核对无误"


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


def test_a_text_that_was_merged_says_so_and_shows_only_its_own_change(desk: HistoryDesk) -> None:
    def write(*lines: str, who: str, base: int) -> None:
        blocks = tuple(Block(kind="paragraph", text=line) for line in lines)
        change = operation_kinds.Rewrite(item="a", value=blocks)
        write_change(desk.journal, 1, change, who, AT + timedelta(minutes=base), base)

    write("甲段。", "乙段。", who="王编辑", base=1)
    write("甲段，改。", "乙段。", who="李主编", base=2)
    write("甲段。", "乙段，再改。", who="王编辑", base=2)
    entry = desk.newest
    assert entry.words == "改正文：《题目a》，已与李主编的改动合并"
    assert [(piece.kind, piece.text) for piece in entry.pieces if piece.kind != "same"] == [("ins", "，再改")]
    write("甲段，改。", "乙段，再三改。", who="王编辑", base=4)
    assert (desk.newest.name, desk.newest.words) == ("第4至5步", entry.words)
    write_change(desk.journal, 1, UndoLast(), "李主编", AT, 5)
    assert desk.newest.words == "撤销第3步（李主编：改正文）"
    assert [(piece.kind, piece.text) for piece in desk.newest.pieces if piece.kind != "same"] == [("del", "，改")]
