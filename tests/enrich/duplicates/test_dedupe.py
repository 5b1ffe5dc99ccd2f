"""dedupe: what is the same article printed again, and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.reasons import in_words
from enrich.duplicates.dedupe import compare, dedupe, fingerprint, winnow
from tests.support.articles import article

TITLE = "东海省启动第二批低碳园区申报"
BODY = (
    "东海省生态环境厅近日印发通知，启动第二批低碳园区申报工作。通知明确，申报园区须连续三年完成节能目标，"
    "单位产值能耗低于全省平均水平百分之十五以上，并建有能耗在线监测系统。入选园区将获得最高三百万元的专项资金，"
    "用于余热利用、分布式光伏和储能项目。各市应于六月三十日前完成初审并上报推荐名单。"
    "据了解，首批十二个低碳园区去年共减排二氧化碳九十六万吨，单位产值能耗平均下降百分之八点四。"
)
TRADITIONAL = (
    BODY.replace("东", "東").replace("环", "環").replace("厅", "廳").replace("启动", "啟動").replace("园区", "園區")
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, BODY),
        ("低碳园区申报开始了", BODY),
        (TITLE, BODY[: len(BODY) * 2 // 3]),
        (TITLE, "本报讯（记者李明）记者昨日获悉，好消息来了。" + BODY),
        (TITLE, TRADITIONAL),
        (TITLE, BODY.replace("，", ",").replace("。", " 。\n")),
        (
            "东海新闻摘要",
            "一周要闻如下。\n" + BODY + "\n另有三条消息：" + "北岭市开通氢能公交线路，首批车辆三十台。" * 4,
        ),
    ],
    ids=["equal", "other title", "cut", "added lead", "traditional", "punctuation", "in a digest"],
)
def test_printed_again(title: str, text: str) -> None:
    found = compare(TITLE, BODY, title, text)
    assert found.same
    assert found.why
    assert 0.6 <= found.score <= 1
    assert compare(title, text, TITLE, BODY) == found


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE.replace("第二批", "第三批"), BODY.replace("第二批", "第三批")),
        (TITLE.replace("东海省", "西原省"), BODY.replace("东海省", "西原省")),
        ("全国碳市场" + TITLE, ""),
        ("碳配额拍卖公告", "本次拍卖数量为二百万吨，底价为每吨四十元，符合条件的控排企业均可参加。" * 5),
        (TITLE, ""),
    ],
    ids=["third batch", "another province", "no text", "another matter", "empty"],
)
def test_another_article(title: str, text: str) -> None:
    assert not compare(TITLE, BODY, title, text).same


NOTICE = (
    "各有关单位：为推动重点行业节能降碳，现就组织开展节能诊断服务有关事项通知如下。一、服务对象为年综合能耗五千吨标准煤以上的"
    "工业企业，自愿参加，不收取费用。二、诊断机构应当对照能效标杆水平查找差距，提出改造建议，并对建议的实施情况跟踪一年。"
    "三、企业应当如实提供能源台账、计量器具配备和主要用能设备的情况。四、请于六月底前将名单和工作方案报送我厅节能处。"
)
CALL = "关于组织开展节能诊断服务的通知"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((CALL, f"东海省工业和信息化厅\n{NOTICE}"), (CALL, f"西原省工业和信息化厅\n{NOTICE}")),
        ((CALL, f"滨湖区发展改革局\n{NOTICE}"), (CALL, f"南山区发展改革局\n{NOTICE}")),
        ((CALL, NOTICE.replace("现就", "现就第二批企业")), (CALL, NOTICE.replace("现就", "现就第三批企业"))),
        (
            ("关于入选绿色工厂的公告", f"云海化工股份有限公司{NOTICE}"),
            ("关于入选绿色工厂的公告", f"北原轴承股份有限公司{NOTICE}"),
        ),
        (("节能诊断服务办法（征求意见稿）", NOTICE), ("节能诊断服务办法", NOTICE)),
    ],
    ids=["issuer's province", "issuer's district", "batch in the text", "company", "draft for comment"],
)
def test_in_the_same_words_and_another_article(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert compare(*one, *one).same
    assert not compare(*one, *other).same
    assert not compare(*other, *one).same


def test_a_reprint_of_a_draft_is_the_draft() -> None:
    draft = f"现公开征求意见。\n{NOTICE}"
    assert compare("节能诊断服务办法（征求意见稿）", draft, "节能诊断服务办法请您提意见", draft).same


def test_titles_alone() -> None:
    for tail in ("_中国政府网", " - 低碳新闻网", " 06-30", " [2026-06-30]"):
        assert compare(CALL, "", CALL + tail, "").same, tail
    """Two headlines without a text are the same without their issuers, unless these are a place's; another ordinal of any kind tells them apart."""
    rest = "关于印发《低碳园区建设规划》的通知"
    found = compare(f"国家发展改革委 国家能源局{rest}", "", rest, "")
    assert (found.same, found.score, in_words(found.why)) == (True, 1.0, "没有正文，标题相同")
    assert not compare(f"东海省发展改革委 东海省能源局{rest}", "", rest, "").same
    assert not compare(f"东海省发展改革委{rest}", "", f"国家发展改革委{rest}", "").same
    assert not compare("第二轮第三批督察进驻", BODY, "第二轮第五批督察进驻", BODY).same
    assert not compare(rest, "", "关于印发《零碳园区建设规划》的通知", "").same


def test_a_market_is_no_place() -> None:
    assert compare("全国碳市场扩围", BODY, "东海城市群低碳园区申报", BODY).same


def test_other_figures_are_another_article() -> None:
    table = (
        "成交量{}吨，成交额{}元，收盘价{}元，开盘价{}元，最高价{}元。今日全国碳市场综合价格行情发布，市场运行平稳有序。"
    )
    one, other = (table.format(*(n + k for k in range(5))) * 3 for n in (1000, 2000))
    assert not compare("今日行情", one, "今日行情", other).same


def test_either_finds_the_other_with_both_hashes() -> None:
    one, other = (fingerprint(article(name, text=BODY)) for name in "ab")
    (mine,), (theirs,) = dedupe(one, [other]), dedupe(other, [one])
    assert (mine.other, theirs.other) == ("b", "a")
    assert (mine.own_hash, mine.other_hash) == (theirs.other_hash, theirs.own_hash) == (one.text_hash, other.text_hash)
    assert mine.score == theirs.score == 1


def test_copies_share_fingerprints_and_strangers_do_not() -> None:
    own = set(fingerprint(article("a", text=BODY)).hashes)
    cut = set(fingerprint(article("b", text=BODY[20:150])).hashes)
    stranger = set(
        fingerprint(article("c", text="海上风电竞价结果公布，四个项目中标，总装机容量三百万千瓦。" * 4)).hashes
    )
    assert len(own & cut) > len(cut) / 2
    assert not own & stranger


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_compared(one: str, other: str, title: str, other_title: str) -> None:
    found = compare(title, one, other_title, other)
    assert 0 <= found.score <= 1
    assert found.why
    assert found == compare(other_title, other, title, one)


@settings(max_examples=50, deadline=None)
@given(
    st.text(min_size=12, max_size=12, alphabet="碳市场减排能源价格交易所发展"),
    st.text(max_size=60),
    st.text(max_size=60),
)
def test_twelve_common_characters_share_a_fingerprint(common: str, before: str, after: str) -> None:
    """The guarantee of winnowing: any 5 + 8 - 1 characters in common are found."""
    assert set(winnow(before + common)) & set(winnow(common + after))
