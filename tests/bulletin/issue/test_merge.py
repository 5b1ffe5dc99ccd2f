"""Two versions of one text become one, paragraph by paragraph; what both changed differently is for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issue.merge import AgreedLines, ClashingLines, MergedPart, likeness, merge_texts, merged_text

FIRST = "全国碳市场本周成交放量，收盘价小幅上行。"
SECOND = "多位交易员说，履约期临近，控排企业开始询价。"
THIRD = "分析人士认为，下月的拍卖将检验市场的承受能力。"
FOURTH = "主管部门表示，配额发放工作已全部完成。"
TEXT = (FIRST, SECOND, THIRD, FOURTH)

# Few lines, so that the same ones meet; some are alike.
LINES = st.lists(
    st.sampled_from(["", "甲", "乙乙", "丙丙丙", "- 丁", "甲甲甲甲乙", "甲甲甲甲丙", "戊己庚辛"]), max_size=7
)


def text(*lines: str) -> str:
    return "\n".join(lines)


def merged(mine: tuple[str, ...], theirs: tuple[str, ...], before: tuple[str, ...] = TEXT) -> list[str]:
    made = merged_text(merge_texts(text(*before), text(*mine), text(*theirs)))
    assert made is not None
    return made.split("\n")


def clashes(parts: list[MergedPart]) -> list[ClashingLines]:
    return [part for part in parts if isinstance(part, ClashingLines)]


def test_changes_in_neighbouring_paragraphs_merge() -> None:
    mine, theirs = (FIRST, f"{SECOND}我加。", THIRD, FOURTH), (FIRST, SECOND, "他改的第三段。", FOURTH)
    assert merged(mine, theirs) == [FIRST, f"{SECOND}我加。", "他改的第三段。", FOURTH]


def test_the_same_change_of_both_is_no_clash() -> None:
    both = (FIRST, "两人都这样改。", THIRD, FOURTH)
    assert merged(both, (*both, "又一段。")) == [*both, "又一段。"]


def test_one_paragraph_changed_differently_is_a_clash_beside_what_merges() -> None:
    mine, theirs = ("我的开头。", "我的第二段。", THIRD, FOURTH), (FIRST, "他的第二段。", THIRD, "他的结尾。")
    assert merge_texts(text(*TEXT), text(*mine), text(*theirs)) == [
        AgreedLines(("我的开头。",)),
        ClashingLines((SECOND,), ("我的第二段。",), ("他的第二段。",)),
        AgreedLines((THIRD, "他的结尾。")),
    ]


def test_a_paragraph_that_one_took_out_and_the_other_changed_is_a_clash() -> None:
    parts = merge_texts(text(*TEXT), text(FIRST, FOURTH), text(FIRST, SECOND, f"{THIRD}他加。", FOURTH))
    assert parts == [AgreedLines((FIRST,)), ClashingLines((THIRD,), (), (f"{THIRD}他加。",)), AgreedLines((FOURTH,))]


def test_a_paragraph_that_was_split_clashes_only_with_a_change_of_it() -> None:
    mine = (FIRST, "多位交易员说，履约期临近，", "控排企业开始询价。", THIRD, FOURTH)
    assert merged(mine, (FIRST, SECOND, THIRD, "他的结尾。")) == [*mine[:4], "他的结尾。"]
    parts = merge_texts(text(*TEXT), text(*mine), text(FIRST, f"{SECOND}他加。", THIRD, FOURTH))
    (clash,) = clashes(parts)
    assert (clash.before, clash.theirs) == ((SECOND,), (f"{SECOND}他加。",))


def test_one_of_two_changed_paragraphs_with_a_third_put_between_them() -> None:
    mine = (FIRST, f"{SECOND}我加。", "我在中间插入的一段。", f"{THIRD}我加。", FOURTH)
    (clash,) = clashes(merge_texts(text(*TEXT), text(*mine), text(FIRST, SECOND, f"{THIRD}他加。", FOURTH)))
    assert clash == ClashingLines((THIRD,), (f"{THIRD}我加。",), (f"{THIRD}他加。",))


def test_paragraphs_that_are_put_in_are_all_there() -> None:
    mine, theirs = (*TEXT, "我补充了一个数字。"), ("编者按：本周看点。", *TEXT, "图表见文末附件。")
    assert merged(mine, theirs) == ["编者按：本周看点。", *TEXT, "图表见文末附件。", "我补充了一个数字。"]


def test_two_wordings_of_one_new_paragraph_are_a_clash() -> None:
    mine, theirs = "下周将公布四月核查结果和补缴名单。", "下周将公布四月的核查结果与补缴名单。"
    assert clashes(merge_texts(text(*TEXT), text(*TEXT, mine), text(*TEXT, theirs))) == [
        ClashingLines((), (mine,), (theirs,))
    ]


def test_a_moved_paragraph_takes_the_other_s_change_along() -> None:
    moved, changed = (SECOND, THIRD, FOURTH, FIRST), (f"{FIRST}他加。", SECOND, THIRD, FOURTH)
    assert merged(moved, changed) == [SECOND, THIRD, FOURTH, f"{FIRST}他加。"]
    assert merged(changed, moved) == [SECOND, THIRD, FOURTH, f"{FIRST}他加。"]


def test_a_paragraph_that_both_moved_stands_once_and_one_that_was_taken_out_too_stays() -> None:
    last, third = (SECOND, THIRD, FOURTH, FIRST), (SECOND, THIRD, FIRST, FOURTH)
    assert merged(last, third) == list(last)
    assert merged(last, (SECOND, THIRD, FOURTH)) == list(last)


def test_rows_and_items_merge_one_by_one() -> None:
    before = ("| 品种 | 收盘 |", "| DHEA | 77.00 |", "| ZJEA | 70.50 |", "- 甲", "- 乙", "[图]")
    mine, theirs = list(before), list(before)
    mine[1], mine[4] = "| DHEA | 78.00 |", "- 我的乙"
    theirs[2], theirs[3] = "| ZJEA | 71.50 |", "- 他的甲"
    whole = [before[0], mine[1], theirs[2], theirs[3], mine[4], "[图]"]
    assert merged(tuple(mine), tuple(theirs), before) == whole


@pytest.mark.parametrize("size", [50, 2000])
def test_texts_without_a_line_in_common_are_paired_in_their_order(size: int) -> None:
    before = tuple(f"第{at}段" for at in range(size))
    mine = tuple(f"新的第{at}段" for at in range(size))
    theirs = (*before[:-1], "他的末段")
    assert clashes(merge_texts(text(*before), text(*mine), text(*theirs))) == [
        ClashingLines((before[-1],), (mine[-1],), ("他的末段",))
    ]


def test_likeness() -> None:
    assert (likeness("", ""), likeness("甲", "甲"), likeness("甲", "乙"), likeness(FIRST, FIRST)) == (1, 1, 0, 1)
    assert likeness(FIRST, SECOND) < 0.2


@given(LINES, LINES)
def test_beside_an_unchanged_side_the_other_stands(before: list[str], changed: list[str]) -> None:
    for mine, theirs in ((changed, before), (before, changed), (changed, changed)):
        assert merged_text(merge_texts(text(*before), text(*mine), text(*theirs))) == text(*changed)


@given(LINES, LINES, LINES)
def test_nobody_s_words_are_lost(before: list[str], mine: list[str], theirs: list[str]) -> None:
    parts = merge_texts(text(*before), text(*mine), text(*theirs))
    agreed = {line for part in parts if isinstance(part, AgreedLines) for line in part.lines}
    here = agreed | {line for part in clashes(parts) for line in part.mine}
    there = agreed | {line for part in clashes(parts) for line in part.theirs}
    assert set(mine) - set(before) - {""} <= here
    assert set(theirs) - set(before) - {""} <= there
    once = {line for line in before if before.count(line) == 1}
    assert once & set(mine) & set(theirs) - {""} <= here & there


@given(LINES, LINES, LINES)
def test_both_see_the_same_clashes(before: list[str], mine: list[str], theirs: list[str]) -> None:
    one = clashes(merge_texts(text(*before), text(*mine), text(*theirs)))
    other = clashes(merge_texts(text(*before), text(*theirs), text(*mine)))
    assert [(part.before, part.mine, part.theirs) for part in one] == [
        (part.before, part.theirs, part.mine) for part in other
    ]
