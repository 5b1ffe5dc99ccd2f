"""Figures as values, and what titles name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.figures import HOLE, figures, skeleton
from pipeline.text.title_names import apart, marks


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3.2亿元、32000万元、三亿二千万元、320,000,000元", ["320000000"] * 4),
        ("15%、百分之十五、15 %", ["15%"] * 3),
        ("百分之八点四、8.40%", ["8.4%"] * 2),
        ("二〇二六年五月、2026年5月、二○二六年五月", ["2026", "5"] * 3),
        ("一百二十万千瓦、120万千瓦、5千瓦", ["1200000", "1200000", "5"]),
        ("十二万三千吨、二十三点六亿吨、3万亿元", ["123000", "2360000000", "3000000000000"]),
        ("“十四五”与“十五五”", ["55", "65"]),
        ("统一认识，进一步做好第三批工作，一些企业", ["", "", "3", ""]),
        ("十、百、千瓦、万亿", ["", "", ""][:2]),
    ],
)
def test_figures_are_values(text: str, values: list[str]) -> None:
    assert skeleton(text)[1] == values


def test_a_skeleton_has_a_hole_for_each_figure() -> None:
    assert skeleton("2026年5月12日成交1,234.5吨") == (
        f"{HOLE}年{HOLE}月{HOLE}日成交{HOLE}吨",
        ["2026", "5", "12", "1234.5"],
    )
    assert figures("成交１２万吨，占百分之三") == {"120000", "3%"}


@given(st.text(alphabet="零一二三十百千万亿点百分之0123456789.,%年吨第批", max_size=30))
def test_every_numeral_is_read(text: str) -> None:
    whole, values = skeleton(text)
    assert whole.count(HOLE) == len(values)
    assert not any(letter.isdecimal() for letter in whole.replace(HOLE, ""))


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("关于公布第二批名单的通知", "关于公布第三批名单的通知", ["批次（批）"]),
        ("首批名单公布", "第一批名单公布", []),
        ("湖北碳市场周评", "广东碳市场周评", ["地方"]),
        ("关于征集徐州市技术需求的通知", "徐州市征集技术需求", []),
        ("北岭省低碳园区申报", "西原省低碳园区申报", ["地方"]),
        ("全国碳市场扩围", "东海城市群低碳发展", []),
        ("上半年发电量", "1-6月发电量", []),
        ("上半年发电量", "下半年发电量", ["时段"]),
        ("一季度发电量", "前三季度发电量", ["时段"]),
        ("一季度发电量", "1月发电量", ["时段"]),
        ("前5个月发电量", "1—5月发电量", []),
        ("2025年碳排放报告", "二〇二五年碳排放报告", []),
        ("关于2025年度核查的通知", "关于2026年度核查的通知", ["年份"]),
        ("周报（3月2日-3月6日）", "周报（3月9日-3月13日）", ["日期"]),
        ("北岭化工有限公司公示", "长山铝业有限公司公示", ["单位"]),
        ("关于北岭化工有限公司的公示", "北岭化工有限公司公示", []),
        ("产业园一期项目备案表", "产业园二期项目备案表", ["批次（期）"]),
        ("", "第三批", []),
    ],
)
def test_what_tells_titles_apart(one: str, other: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in apart(one, other)] == kinds
    assert [kind for kind, _, _ in apart(other, one)] == kinds


def test_marks_of_a_title() -> None:
    assert marks("东海省2026年一季度第二批名单") == {
        "批次（批）": {"2"},
        "年份": {"2026"},
        "时段": {"1-3月"},
        "地方": {"东海"},
    }
