"""What stands in the first line, and what counts, tells two notices in the same words apart."""

import re
import tomllib

import pytest

from enrich.duplicates.dedupe import compare
from enrich.duplicates.same_text import ready, rules
from pipeline.text.title_names import FILE

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


ANNOUNCED = (
    "{head}{name}{form}近日收到主管部门通知，公司入选年度零碳工厂培育名单。入选是对公司节能降碳工作的肯定，有利于提升品牌形象。"
    "上述事项对当期业绩没有直接影响。{again}将继续推进能效提升和绿电替代，并按规定履行信息披露义务，敬请广大投资者注意投资风险。"
)


@pytest.mark.parametrize(
    ("head", "form", "again"),
    [
        ("", "股份有限公司", "公司"),
        ("", "集团", "公司"),
        ("", "", "{name}"),
        ("本公司及董事会全体成员保证公告内容真实准确完整。\n", "（集团）股份有限公司（以下简称“公司”）", "公司"),
        ("证券简称：{name} 公告编号：临\n本公司董事会保证公告内容真实。\n", "", "公司"),
    ],
    ids=["company", "group", "twice alone", "after a head", "short name"],
)
def test_two_companies_in_the_same_words(head: str, form: str, again: str) -> None:
    def told(name: str) -> str:
        return ANNOUNCED.format(head=head, name="{name}", form=form, again=again).format(name=name)

    title = "关于公司入选零碳工厂培育名单的公告"
    assert not same(told("云锦纺织"), told("长岭电缆"), title)
    assert same(told("云锦纺织"), told("云锦纺织").replace("肯定", "认可"), title)


def test_two_securities_codes_tell_apart() -> None:
    text = "证券代码：{} 证券简称：能源股份\n" + ANNOUNCED.format(head="", name="公司", form="", again="公司")
    assert not same(text.format(601111), text.format(601112), "关于公司入选零碳工厂培育名单的公告")


def test_a_word_that_an_editor_changes_throughout_is_no_name() -> None:
    text = ANNOUNCED.format(head="", name="云锦纺织", form="股份有限公司", again="云锦纺织")
    assert same(text, text.replace("公司", "企业"), "关于公司入选零碳工厂培育名单的公告")
    assert same(text.replace("业绩没有", "目前公司业绩没有"), text.replace("业绩没有", "当前公司业绩没有"))


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
