"""What the issue's page says of an item, a column and the prices: findings, badges, reasons."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bulletin.drafting.items import item_of
from bulletin.drafting.rules import load
from bulletin.issue import (
    Drop,
    IssueFacts,
    IssueReading,
    Item,
    Journal,
    Move,
    Redate,
    Repicture,
    Resource,
    Retitle,
    operation_kinds,
    write_change,
)
from bulletin.reasons import table
from desk.issue_page.card import Card, card_of, relevance_word, why_of
from desk.issue_page.issue_view import IssueView, issue_view
from desk.issue_page.shown_findings import facts_of, shown_findings
from index.crawl_state import PageState
from index.store import Store, Stored
from pipeline.encoding import as_written
from pipeline.records import Quote, Reason
from pipeline.settings import Settings
from tanxun.schedule.draft import draft
from tanxun.wiring.backends import opened
from tests.support.articles import MODEL, enriched
from tests.support.desk_issues import (
    DOUBTFUL,
    FOREIGN,
    NOON,
    NUMBER,
    PICTURES,
    PLAIN,
    PRINTED,
    READING,
    SINCE,
    TWICE,
    UNSOURCED,
    fill,
)
from tests.support.reprices import reprice


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(Settings(home=tmp_path)) as backends:
        backends.store.init(MODEL)
        fill(backends.store, backends.files)
        yield backends.store


def seen(store: Store, who: str = "甲") -> IssueView:
    reading = Journal(store).reading(NUMBER)
    assert reading is not None
    items = [item for column in reading.issue.draft.columns for item in column.items]
    return issue_view(reading, facts_of(Journal(store), reading.issue, items), load(), who)


def cards(view: IssueView) -> dict[str, Card]:
    return {card.id: card for column in view.columns for card in column.cards}


def said(card: Card) -> dict[str, str]:
    return {one.finding.group: one.text for one in card.findings}


def card_in(reading: IssueReading, item: Item, facts: IssueFacts) -> Card:
    return card_of(reading, item, "国内资讯", 1, facts, shown_findings(reading.issue, facts, load()))


def change(store: Store, *edits: object) -> None:
    journal = Journal(store)
    for one in edits:
        reading = journal.reading(NUMBER)
        assert reading is not None
        write_change(journal, NUMBER, one, "甲", NOON, reading.version)  # type: ignore[arg-type]


def test_every_kind_of_finding(store: Store) -> None:
    change(store, Redate(item=PLAIN, value=None), Resource(item=TWICE, value=""))
    view = seen(store)
    by_id = cards(view)
    assert said(by_id[PLAIN]) == {"date": "没有发布日期"}
    assert said(by_id[TWICE]) == {"source": "没有来源"}
    assert said(by_id[UNSOURCED]) == {"source": "页面没有来源，以网站名称“出版者dhex”代替"}
    assert said(by_id[PICTURES]) == {"picture": "第2张图片缺失：地址不存在（404）"}
    assert said(by_id[DOUBTFUL]) == {
        "relevance": "相关度只有0.55",
        "extraction": "发布日期可能没有取对（把握60%），请与原文核对",
    }
    assert [one.text for one in view.prices.findings] == ["中津 ZJEA 缺 5-12 的行情"]
    assert view.prices.missing == {("中津", "ZJEA", "5-12")}
    groups = ("date", "source", "picture", "price", "relevance", "column", "extraction", "printed", "count")
    assert [heading for heading, _ in view.findings] == [table()["finding_groups"][group] for group in groups]
    assert all(one.place.startswith(("i", "c", "prices")) for _, found in view.findings for one in found)


def test_what_was_mended_is_not_found_any_more(store: Store) -> None:
    change(
        store,
        Resource(item=UNSOURCED, value="西原日报"),
        Redate(item=DOUBTFUL, value=NOON.date()),
        Repicture(item=PICTURES, value=()),
    )
    by_id = cards(seen(store))
    assert said(by_id[UNSOURCED]) == {}
    assert said(by_id[PICTURES]) == {}
    assert "extraction" not in said(by_id[DOUBTFUL])


def test_a_column_that_is_moved_out_of_is_no_longer_unsure(store: Store) -> None:
    another = cards(seen(store))[READING].another
    assert another
    assert (another.name, another.badge.text) == ("市场热点", "另一可能：市场热点")
    change(store, Move(item=READING, column="市场热点"))
    assert cards(seen(store))[READING].another is None


def test_counts_follow_the_editor(store: Store) -> None:
    before = {column.name: [one.text for one in column.findings] for column in seen(store).columns}
    assert before["市场热点"] == ["只有2条，平时约5条"]
    assert before["政策聚焦"] == []
    change(store, Move(item=UNSOURCED, column="政策聚焦"), Move(item=FOREIGN, column="政策聚焦"))
    after = {column.name: [one.text for one in column.findings] for column in seen(store).columns}
    assert after["政策聚焦"] == ["有3条，平时约1条"]
    assert after["国际资讯"] == ["只有0条，平时约8条"]


def test_badges(store: Store) -> None:
    by_id = cards(seen(store))
    assert [badge.text for badge in by_id[PRINTED].badges] == [f"第{NUMBER - 1}期已刊登"]
    changed = enriched(
        PLAIN, "市场热点", title="东海碳市场周成交放量", text="原网页改过了。", fetched_at=NOON + timedelta(days=1)
    )
    store.put_articles([changed])
    assert [badge.text for badge in cards(seen(store))[PLAIN].badges] == ["来源有改动"]


def test_the_closes_before_are_those_that_editors_left_in_the_issue_before(store: Store) -> None:
    last = SINCE - timedelta(days=1)
    store.put_quotes([Quote(exchange="东海", product="DHEA", day=last, close=767.0, volume=1.0)])
    draft(store, NUMBER - 1, SINCE - timedelta(days=7), last)
    assert [one.text for one in seen(store).prices.findings] == [
        "中津 ZJEA 缺 5-12 的行情",
        "东海 DHEA 5-8 收盘价77.00，前一次（5-7）767.00，变动-90.0%，请核对",
    ]
    mended = reprice(operation_kinds.PriceFigure(exchange="东海", product="DHEA", day=last, field="close", value=76.7))
    write_change(Journal(store), NUMBER - 1, mended, "甲", NOON, 1)
    assert [one.text for one in seen(store).prices.findings] == ["中津 ZJEA 缺 5-12 的行情"]


def test_two_reports_of_one_event_name_each_other(store: Store) -> None:
    reading = Journal(store).reading(NUMBER)
    assert reading is not None
    draft = reading.issue.draft
    items = [msgspec.structs.replace(item, event=PLAIN) for item in draft.columns[0].items]
    first = msgspec.structs.replace(draft.columns[0], items=tuple(items))
    both = replace(reading.issue, draft=msgspec.structs.replace(draft, columns=(first, *draft.columns[1:])))
    facts = facts_of(Journal(store), both, items)
    card = card_in(replace(reading, issue=both), items[0], facts)
    assert [(badge.text, badge.more) for badge in card.badges] == [("同一事件", f"本期另有一条：《{items[1].title}》")]


def test_an_item_says_that_its_page_is_gone(store: Store) -> None:
    reading = Journal(store).reading(NUMBER)
    assert reading is not None
    item = reading.issue.draft.columns[0].items[0]
    state = PageState(id=item.id, url=item.url, source="x", digest="d", first_seen=NOON, fetched_at=NOON)
    told = []
    for times in (1, 2):
        store.put_pages([msgspec.structs.replace(state, gone=times, gone_at=NOON)])
        card = card_in(reading, item, facts_of(Journal(store), reading.issue, [item]))
        told.append([badge.text for badge in card.badges])
    assert "原文已删除" not in told[0]
    assert "原文已删除" in told[1]


def test_who_came_after_the_draft_and_what_nobody_crawled(store: Store) -> None:
    reading = Journal(store).reading(NUMBER)
    assert reading is not None
    late = Stored(enriched("late"), reading.operations[0].at + timedelta(hours=1), 1)
    facts = msgspec.structs.replace  # the records are frozen
    item = item_of([late])
    known = facts_of(Journal(store), reading.issue, [item])
    there = type(known)({"late": late}, known.media, known.printed)
    card = card_in(reading, item, there)
    assert [badge.text for badge in card.badges] == ["新到"]
    own = facts(item, id="hand", text_hash="")
    card = card_in(reading, own, known)
    assert [badge.text for badge in card.badges] == ["手写"]
    assert not card.stored


def test_why_an_item_is_there(store: Store) -> None:
    item = cards(seen(store))[TWICE]
    assert item.why.word == "很相关"
    assert [(one.title, one.event) for one in item.others] == [("节能降碳行动启动", False)]
    made = why_of(
        msgspec.structs.replace(
            _item(),
            reasons=(
                Reason("relevance", {"relevance": 0.99}),
                as_written("市场热点的可能性1.00"),
                Reason("rule", {"name": "讲碳市场"}),
                Reason("near_exemplar", {"column": "市场热点", "exemplar": "某文", "likeness": 0.95}),
            ),
        )
    )
    assert (made.rules, made.nearest) == (("讲碳市场",), "某文…（市场热点，相似度0.95）")
    assert made.rest == ("市场热点的可能性1.00",)
    assert [relevance_word(score) for score in (0.95, 0.8, 0.55)] == ["很相关", "较相关", "存疑"]


def _item() -> Item:
    return item_of([Stored(enriched("x"), NOON, 1)])


def test_undo_is_offered_to_whom_it_belongs(store: Store) -> None:
    change(store, Retitle(item=PLAIN, value="x"), Drop(item=FOREIGN))
    view = seen(store, "甲")
    assert (view.can_undo, view.can_redo) == (True, False)
    assert (seen(store, "乙").can_undo, view.state) == (False, "草稿")
    assert [gone.item.id for gone in view.out] == [FOREIGN]
