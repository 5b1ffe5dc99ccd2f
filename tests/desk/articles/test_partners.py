"""Which items of an issue are offered first to be merged, and which a search finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bulletin.issue import Issue, Item
from desk.articles.partners import join_partners
from index.sqlite.store import SqliteStore
from pipeline.records import Block, Duplicate, Reason
from tests.support.articles import MODEL, article, enriched
from tests.support.begun_issue import item
from tests.support.drafts import draft_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "store.sqlite")
    made.init(MODEL)
    yield made
    made.close()


def one(name: str, title: str, text: str, **more: Any) -> Item:
    return msgspec.structs.replace(item(name), title=title, blocks=(Block(kind="paragraph", text=text),), **more)


def issue(*items: Item) -> Issue:
    draft = draft_of("z")
    first, *rest = draft.columns
    columns = (msgspec.structs.replace(first, items=items), *rest)
    return Issue(msgspec.structs.replace(draft, columns=columns))


HEAD = one("a", "东海碳市场首日成交十二万吨", "东海配额远期产品今日上线，全天成交十二万吨。", event="a")
ALIKE = one("b", "东海碳市场首日成交12万吨", "北岭的另一件事，写得完全不同。")
REPORT = one("c", "远期配额开市", "昨天上午的仪式由市长主持，企业代表三百人到场。", event="a")
OTHER = one("d", "西原风电并网", "风机转动起来，电送到了南方。")
COPY = one("e", "转载", "东海配额远期产品今日上线，全天成交十二万吨。")


def test_the_likely_come_first_with_their_reasons_and_the_rest_by_column(store: SqliteStore) -> None:
    found = join_partners(issue(OTHER, ALIKE, HEAD, COPY, REPORT), HEAD, store)
    assert [partner.item.id for partner in found.likely] == ["c", "e", "b"]
    assert [list(partner.reasons) for partner in found.likely] == [["同一事件"], ["正文100%相同"], ["题目75%相近"]]
    assert [(name, [one.id for one in items]) for name, items in found.rest] == [("市场热点", ["d"])]
    assert found.found == []


def test_what_the_store_has_paired_comes_before_all(store: SqliteStore) -> None:
    first, second = article("a"), article("d")
    pair = Duplicate(
        other="a",
        score=0.9,
        why=Reason("same_text_other_title"),
        own_hash=second.text_hash,
        other_hash=first.text_hash,
    )
    store.put_articles([enriched("a"), enriched("d", "国内资讯", 0.9, [pair])])
    found = join_partners(issue(HEAD, REPORT, OTHER), HEAD, store)
    assert [partner.item.id for partner in found.likely] == ["d", "c"]
    assert list(found.likely[0].reasons) == ["正文相同，标题不同"]


def test_a_search_finds_titles_sources_and_texts_and_lists_each_item_once(store: SqliteStore) -> None:
    found = join_partners(issue(HEAD, ALIKE, REPORT, OTHER), HEAD, store, "市长 企业")
    assert [partner.item.id for partner in found.found] == ["c"]
    assert list(found.found[0].reasons) == ["同一事件"]
    assert [partner.item.id for partner in found.likely] == ["b"]
    assert join_partners(issue(HEAD, OTHER), HEAD, store, "没有的字").found == []


def test_an_item_alone_has_no_partners(store: SqliteStore) -> None:
    alone = join_partners(issue(HEAD), HEAD, store)
    assert (alone.found, alone.likely, alone.rest) == ([], [], [])
