"""A column sorted and filtered for one person: the issue itself stays as it is."""

from datetime import date

from bulletin.drafting.items import item_of
from bulletin.issue import Item
from desk.issue_page.column_look import Look, seen_column
from index.store import Stored
from tests.support.articles import NOON, enriched


def item(name: str, day: int | None, source: str | None, relevance: float = 0.9) -> Item:
    published = date(2026, 5, day) if day else None
    text = f"{name}的正文，说到CCER。"
    return item_of(
        [Stored(enriched(name, "国内资讯", relevance, published=published, source=source, text=text), NOON, 1)]
    )


ITEMS = (
    item("a", 12, "新华社", 0.7),
    item("b", None, "安徽日报"),
    item("c", 14, "人民网"),
    item("d", 12, "安徽日报", 0.8),
)


def shown(**look: str) -> list[str]:
    return list(seen_column("国内资讯", ITEMS, Look(column="国内资讯", **look)).shown)


def test_every_order_keeps_equals_as_they_stand_and_puts_what_is_missing_last() -> None:
    assert shown() == ["a", "b", "c", "d"]
    assert shown(sort="newest") == ["c", "a", "d", "b"]
    assert shown(sort="oldest") == ["a", "d", "c", "b"]
    # Of one 来源 together, by pinyin.
    assert shown(sort="source") == ["b", "d", "c", "a"]
    assert shown(sort="relevance") == ["b", "c", "d", "a"]
    assert shown(sort="nonsense") == ["a", "b", "c", "d"]


def test_a_filter_shows_some_and_orders_nothing() -> None:
    assert shown(source="安徽日报") == ["b", "d"]
    assert shown(words="ccer c的") == ["c"]
    assert shown(words="没有") == []
    seen = seen_column("国内资讯", ITEMS, Look(column="国内资讯", source="安徽日报"))
    assert (seen.active, seen.changed, seen.sorted_by) == (True, False, "")
    both = seen_column("国内资讯", ITEMS, Look(column="国内资讯", source="安徽日报", sort="newest"))
    assert (list(both.shown), list(both.order), both.changed) == (["d", "b"], ["c", "a", "d", "b"], True)


def test_a_look_is_of_its_column_only() -> None:
    seen = seen_column("国际资讯", ITEMS, Look(column="国内资讯", sort="newest"))
    assert (list(seen.shown), seen.active, list(seen.sources)) == (
        ["a", "b", "c", "d"],
        False,
        ["安徽日报", "人民网", "新华社"],
    )
