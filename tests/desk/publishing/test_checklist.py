"""The checklist: each rule finds what it is for and nothing else, and says it."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load
from bulletin.issue import Draft, EditionRecord, Issue, IssueFacts, Picture, RemarkRecord, RemarkTurn
from bulletin.reasons import table
from desk.issue_page.shown_findings import ShownFinding, shown_findings
from desk.publishing.checklist import checklist
from index.published import PublishedItem
from index.store import MediaFile, Stored
from pipeline.records import Block, Quote, Reason
from tests.support.articles import NOON, enriched
from tests.support.drafts import SINCE, UNTIL

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)
RULES = load()
WEEK = (8, 11, 12, 13, 14)


def quote(day: int, exchange: str = "东海") -> Quote:
    return Quote(exchange=exchange, product="配额", day=date(2026, 5, day), close=45.0, volume=10.0)


def sound() -> Draft:
    """An issue with nothing to say of: each column has as many items as usual, all prices are there."""
    articles = [
        enriched(f"{column.name}{at}", column=column.name, publisher=f"p{at}")
        for column in RULES.columns
        for at in range(column.usual)
    ]
    return assemble(1, SINCE, UNTIL, [Stored(one, NOON, 1) for one in articles], [quote(day) for day in WEEK], RULES)


def issue(draft: Draft, **more: Any) -> Issue:
    originals = {item.id: item for column in draft.columns for item in column.items}
    return Issue(draft, **{"originals": originals, **more})


def changed(**fields: Any) -> Draft:
    """The sound issue, its first item changed."""
    draft = sound()
    first, *rest = draft.columns
    items = (msgspec.structs.replace(first.items[0], **fields), *first.items[1:])
    return msgspec.structs.replace(draft, columns=(msgspec.structs.replace(first, items=items), *rest))


def found(draft: Draft, facts: IssueFacts | None = None, **more: Any) -> list[tuple[str, str]]:
    listed = checklist(shown(draft, facts or IssueFacts(media=KEPT), **more))
    return [
        (table()["finding_levels"][level], one.text)
        for level, groups in listed.items()
        for every in groups.values()
        for one in every
    ]


def shown(draft: Draft, facts: IssueFacts, **more: Any) -> list[ShownFinding]:
    return shown_findings(issue(draft, **more), facts, RULES)


FIRST = "市场热点0"
KEPT = {name: MediaFile(url=name, digest="0" * 64) for name in ("http://x.example/1.png",)}


def stored(name: str, **changes: Any) -> IssueFacts:
    """The article as it is in the store now."""
    return IssueFacts(articles={name: Stored(enriched(name, **changes), NOON, 1)}, media=KEPT)


def test_a_sound_issue_has_no_findings() -> None:
    assert found(sound()) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": " "}, ("必须", "没有题目")),
        ({"published": None}, ("必须", "没有发布日期")),
        ({"source": ""}, ("必须", "没有来源")),
        ({"blocks": ()}, ("必须", "没有正文")),
        (
            {"warnings": (Reason("website_as_source"),), "source": "气候网"},
            ("提示", "页面没有来源，以网站名称“气候网”代替"),
        ),
        ({"images": (Picture(url="http://x.example/1.png"),)}, ("提示", "1张图片没有图注")),
        ({"title": "题目市场热点1"}, ("请看", "题目与本期另一条相同")),
        ({"published": date(2026, 5, 15)}, ("请看", "发布日期2026-05-15在本期（到2026-05-14）之后")),
        ({"published": date(2026, 4, 23)}, ("请看", "发布日期2026-04-23比本期早14天以上")),
        ({"published": date(2026, 4, 24)}, ("提示", "晚到：发布于2026-04-24，早于本期第一天（2026-05-08）")),
    ],
)
def test_what_an_item_lacks(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(changed(**fields)) == [expected]


def test_a_picture_is_a_body() -> None:
    assert found(changed(blocks=(), images=(Picture(url="http://x.example/1.png", caption="图注"),))) == []


def test_findings_name_their_place() -> None:
    (one,) = shown(changed(source=""), IssueFacts())
    assert (one.finding.code, one.finding.level, one.finding.item) == ("no_source", "must", FIRST)
    assert (one.text, one.name, one.place, one.finding.about) == ("没有来源", f"题目{FIRST}", f"i{FIRST}", "item")


def test_what_an_editor_has_set_needs_no_second_look() -> None:
    facts = stored(FIRST, confidence={"title": 0.98, "published": 0.5, "source": 0.4, "body": 0.1})
    assert found(sound(), facts) == [
        ("请看", "发布日期可能没有取对（把握50%），请与原文核对"),
        ("请看", "来源可能没有取对（把握40%），请与原文核对"),
        ("请看", "正文可能没有取全，或多取了别的内容（把握10%），请与原文核对"),
    ]
    before = {item.id: item for column in sound().columns for item in column.items}
    written = (Block(kind="paragraph", text="核对过的正文。"),)
    assert found(changed(source="新远社", blocks=written), facts, originals=before) == [
        ("请看", "发布日期可能没有取对（把握50%），请与原文核对")
    ]


def test_pictures_without_a_file() -> None:
    draft = changed(images=(Picture(url="http://x.example/1.png", caption="图"),))
    lost = MediaFile(url="http://x.example/1.png", digest=None)
    for facts in (IssueFacts(), IssueFacts(media={lost.url: lost})):
        assert found(draft, facts) == [("请看", "第1张图片缺失：还没有抓到")]


def test_columns_far_from_their_usual_count() -> None:
    draft = sound()
    columns = {one.name: one for one in draft.columns}
    many = [msgspec.structs.replace(columns["行业公告"].items[0], id=str(at), title=str(at)) for at in range(3)]
    columns["行业公告"] = msgspec.structs.replace(columns["行业公告"], items=tuple(many))
    columns["推荐阅读"] = msgspec.structs.replace(columns["推荐阅读"], items=())
    changed_draft = msgspec.structs.replace(draft, columns=tuple(columns.values()))
    assert found(changed_draft) == [("请看", "只有0条，平时约2条"), ("提示", "有3条，平时约1条")]
    assert [(one.finding.about, one.name, one.place) for one in shown(changed_draft, IssueFacts())] == [
        ("column", "推荐阅读", "c5"),
        ("column", "行业公告", "c6"),
    ]


def test_an_issue_without_items_is_said_once() -> None:
    empty = assemble(1, SINCE, UNTIL, [], [quote(day) for day in WEEK], RULES)
    assert found(empty) == [("必须", "本期一条稿件也没有")]


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ([], ("请看", "本周没有任何行情，不印价格表和走势图；若有，请补上")),
        (
            [*(quote(day) for day in WEEK), quote(8, "云泽"), quote(12, "云泽")],
            ("请看", "云泽 配额 缺 5-11、5-13、5-14 的行情"),
        ),
        ([quote(day) for day in WEEK[:-1]], ("提示", "5-14 所有交易所都没有行情（是休市吗？）")),
    ],
)
def test_prices_that_are_missing(quotes: list[Quote], expected: tuple[str, str]) -> None:
    prices = msgspec.structs.replace(sound().prices, quotes=tuple(quotes))
    draft = msgspec.structs.replace(sound(), prices=prices)
    assert found(draft) == [expected]
    assert [one.finding.about for one in shown(draft, IssueFacts())] == ["prices"]


def test_what_was_printed_before() -> None:
    def printed(number: int, **more: Any) -> PublishedItem:
        return PublishedItem(id=FIRST, issue=number, edition=1, column="市场热点", position=0, printed_at=AT, **more)

    facts = IssueFacts(printed={FIRST: [printed(1), printed(0), printed(8, withdrawn=True)]})
    assert found(sound(), facts) == [("请看", "已在总第0期登过"), ("请看", "曾在总第8期撤下")]


def test_a_source_that_changed_since() -> None:
    assert found(sound(), stored(FIRST, text="新的正文")) == [("请看", "来源网页在收入本期之后又有改动，请对照原文")]


def test_a_source_that_took_the_article_away() -> None:
    facts = IssueFacts(media=KEPT, gone={FIRST: date(2026, 5, 14)})
    said = "原文已删除：自5-14起，来源网页上已没有这一篇，请核对后再发布"
    assert found(sound(), facts) == [("请看", said)]


def test_remarks_are_open_until_somebody_closes_them() -> None:
    remarks = (
        RemarkRecord(2, FIRST, "李编辑", AT, "请核对\n数字"),
        RemarkRecord(3, "", "王编辑", AT, "周五前发"),
        RemarkRecord(4, "不在本期", "王编辑", AT, "x"),
        RemarkRecord(5, FIRST, "王编辑", AT, "已经办好", turn=RemarkTurn("李编辑", AT, settled=True)),
    )
    still = [("请看", "王编辑的备注：周五前发"), ("请看", "李编辑的备注：请核对 数字")]
    assert found(sound(), remarks=remarks) == still
    out = EditionRecord(1, 6, "主编", AT, "", {})
    assert found(sound(), remarks=remarks, editions=(out,)) == still


def test_two_items_of_one_event() -> None:
    draft = changed(event="e")
    last = draft.columns[-1]
    other = msgspec.structs.replace(last.items[0], event="e")
    draft = msgspec.structs.replace(draft, columns=(*draft.columns[:-1], msgspec.structs.replace(last, items=(other,))))
    assert found(draft) == [("请看", f"与《题目{FIRST}》说的像是同一件事")]


def test_the_most_serious_comes_first_then_the_order_of_the_issue() -> None:
    draft = changed(images=(Picture(url="http://x.example/1.png"),))
    last = draft.columns[-1]
    bad = msgspec.structs.replace(last.items[0], published=None)
    draft = msgspec.structs.replace(draft, columns=(*draft.columns[:-1], msgspec.structs.replace(last, items=(bad,))))
    facts = IssueFacts({**stored("国内资讯3", text="新").articles, **stored("市场热点2", text="新").articles}, KEPT)
    assert [one.finding.item for one in shown(draft, facts)] == [bad.id, "市场热点2", "国内资讯3", FIRST]


def test_findings_are_pure() -> None:
    one = changed(source="")
    assert shown(one, IssueFacts()) == shown(msgspec.structs.replace(one), IssueFacts())
