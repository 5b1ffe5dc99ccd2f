"""Two versions of an issue beside each other: what changed, moved, went and came."""

from datetime import date

from bulletin.issue import Add, Draft, Drop, Journal, Move, Redate, Retitle, Rewrite, operation_kinds, reading_of
from desk.history.compare import ComparedItem, ComparedVersions, compare
from pipeline.records import Block
from tests.support.begun_issue import DOMESTIC, MARKET, do, item

DAY = date(2026, 5, 12)


def draft(journal: Journal, version: int = 10_000) -> Draft:
    return reading_of(journal, 1).at(version).draft


def changed(journal: Journal, whole: bool = False) -> ComparedVersions:
    return compare(draft(journal, 1), draft(journal), whole)


def rows(compared: ComparedVersions, name: str = MARKET) -> list[ComparedItem]:
    return [row for column in compared.columns if column.name == name for row in column.items]


def marked(row: ComparedItem) -> dict[str, tuple[str, str]]:
    """Each field's two sides, what differs in brackets."""
    marks = {"same": "{}", "gap": "…", "del": "[{}]", "ins": "[{}]"}
    sides = [(one.name, one.left, one.right) for one in row.fields]
    return {
        name: (
            "".join(marks[piece.kind].format(piece.text) for piece in left),
            "".join(marks[piece.kind].format(piece.text) for piece in right),
        )
        for name, left, right in sides
    }


def test_a_version_beside_itself_shows_nothing(journal: Journal) -> None:
    same = compare(draft(journal), draft(journal))
    assert (same.counts, same.prices, rows(same)) == ((0, 0, 0, 0), None, [])
    assert next(one.same for one in same.columns if one.name == MARKET) == 3
    whole = compare(draft(journal), draft(journal), whole=True)
    assert [row.id for row in rows(whole)] == ["a", "b", "c"]
    assert whole.counts == (0, 0, 0, 0)


def test_differing_words_are_marked_on_their_side(journal: Journal) -> None:
    do(journal, Retitle(item="a", value="题目甲"))
    do(journal, Redate(item="a", value=None))
    do(journal, Rewrite(item="b", value=(Block(kind="paragraph", text="东海碳市场本周成交清淡。"),)))
    first, second = rows(changed(journal))
    assert marked(first) == {"题目": ("题目[a]", "题目[甲]"), "发布日期": ("[2026-5-12]", "[（无）]")}
    assert marked(second) == {"正文": ("东海碳市场本周成交[活跃]。", "东海碳市场本周成交[清淡]。")}
    assert changed(journal).counts == (2, 0, 0, 0)


def test_what_stands_elsewhere_says_where_it_stood(journal: Journal) -> None:
    do(journal, Move(item="c", column=MARKET))
    do(journal, Move(item="b", column=DOMESTIC))
    compared = changed(journal)
    assert [(row.id, row.moved) for row in rows(compared)] == [("c", "原在市场热点第3条")]
    assert [(row.id, row.moved) for row in rows(compared, DOMESTIC)] == [("b", "原在市场热点第2条")]
    assert compared.counts == (0, 2, 0, 0)


def test_what_stands_lower_for_what_came_before_it_has_not_moved(journal: Journal) -> None:
    do(journal, Add(item=item("d"), column=MARKET))
    do(journal, Drop(item="b"))
    compared = changed(journal)
    assert [(row.id, row.side, row.moved) for row in rows(compared)] == [("d", "right", ""), ("b", "left", "")]
    assert compared.counts == (0, 0, 1, 1)
    came, went = rows(compared)
    assert marked(came)["题目"] == ("", "[题目d]")
    assert marked(went)["题目"] == ("[题目b]", "")


def test_changed_prices_are_shown(journal: Journal) -> None:
    figure = operation_kinds.PriceFigure(exchange="东海", product="配额", day=DAY, field="close", value=45.5)
    do(journal, operation_kinds.Reprice(figures=(figure,), reason="漏抓"))
    prices = changed(journal).prices
    assert prices is not None
    assert [piece.text.strip() for piece in prices.right] == ["东海 配额 2026-5-12 收盘价45.50 成交量无"]


def test_backwards_is_the_same_seen_from_the_other_side(journal: Journal) -> None:
    do(journal, Drop(item="b"))
    back = compare(draft(journal), draft(journal, 1))
    assert [(row.id, row.side) for row in rows(back)] == [("b", "right")]
