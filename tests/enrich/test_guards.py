"""What stands in the first line, and what counts, tells two notices in the same words apart."""

import re
import tomllib

import pytest

from enrich.dedupe import compare
from enrich.same_text import ready, rules
from pipeline.naming import FILE

TITLE = "关于组织开展重点用能设备能效诊断工作的通知"
NOTICE = (
    "{issuer}\n各设区市工业和信息化局：为贯彻落实节能法律法规，推动重点用能设备更新改造，现就组织开展重点用能设备能效诊断工作有关事项通知如下：\n"
    "一、诊断范围。对锅炉、电机、变压器、空压机等设备开展能效诊断，优先安排年耗能较高的用能单位。全省共安排诊断任务{count}家。\n"
    "二、时间安排。3月底前报送诊断企业名单；4月至9月开展现场诊断；10月20日前报送工作总结。\n"
    "三、工作要求。各地要加强组织领导，不得向企业收取费用，诊断结果作为安排节能改造资金的依据。"
)


def notice(issuer: str = "东海省工业和信息化厅", count: int = 386) -> str:
    return NOTICE.format(issuer=issuer, count=count)


def same(one: str, other: str, title: str = TITLE) -> bool:
    found = compare(title, one, title, other)
    assert found == compare(title, other, title, one)
    return found.same


@pytest.mark.parametrize(
    ("issuer", "other"),
    [
        ("山东省工业和信息化厅", "四川省工业和信息化厅"),
        ("东海省工业和信息化厅", "北岭省工业和信息化厅"),
        ("山东省发展和改革委员会", "四川省工业和信息化厅"),
        ("鲁工信能〔2026〕18号", "川工信能〔2026〕205号"),
    ],
    ids=["known places", "invented places", "other offices", "numbers"],
)
def test_the_issuer_in_the_first_line_tells_apart(issuer: str, other: str) -> None:
    assert not same(notice(issuer), notice(other))
    assert same(notice(issuer), notice(issuer).replace("推动", "促进"))


def test_a_count_that_is_another_altogether_tells_apart() -> None:
    assert not same(notice(count=386), notice(count=214))


@pytest.mark.parametrize("count", [388, 368, 36])
def test_a_misprint_does_not(count: int) -> None:
    assert same(notice(count=386), notice(count=count))


def test_a_papers_own_first_line_does_not() -> None:
    assert same(notice("山东能源报"), notice("四川低碳网"))


def test_a_places_numeral_is_no_figure() -> None:
    names = [
        name
        for group in ("provinces", "cities", "countries")
        for name in tomllib.loads(FILE.read_text())[group].split()
    ]
    with_numeral = {name for name in names if re.search("[一二三四五六七八九十百千万]", name)}
    assert with_numeral == set(re.findall("[\u4e00-\u9fff]+", rules()["numeral_places"].split("(?:")[1]))
    assert not any(ready(f"{name}碳市场").figures for name in with_numeral)
    assert list(ready("第四平台有三家").figures.values()) == ["4", "3"]
