"""Touches are counted as an editor would: each thing to mend once."""

from typing import Any

from tests.support.judged_weeks.touches import Gold, touches

GOLD = [
    Gold("http://a.example/1", "市场热点", "甲", "2026-09-07", "甲社", ("http://b.example/1",)),
    Gold("http://a.example/2", "国内资讯", "乙", "2026-09-08", None),
]


def item(url: str, title: str, published: str, source: str) -> dict[str, Any]:
    return {"url": url, "title": title, "published": published, "source": source, "score": 0.9}


FIRST = item("https://a.example/1", "甲", "2026-09-07", "甲社")
SECOND = item("http://a.example/2", "乙", "2026-09-08", "某网")


def draft(**columns: list[dict[str, Any]]) -> dict[str, Any]:
    return {"columns": [{"name": name, "items": items} for name, items in columns.items()], "left_out": []}


def kinds(**columns: list[dict[str, Any]]) -> list[str]:
    return [touch.kind for touch in touches(draft(**columns), GOLD)]


def test_the_printed_issue_needs_none() -> None:
    assert kinds(市场热点=[FIRST], 国内资讯=[SECOND]) == []


def test_missing_and_extra() -> None:
    other = item("http://c.example/9", "丙", "2026-09-08", "丙")
    assert kinds(市场热点=[FIRST, other]) == ["extra", "missing"]


def test_a_reprint_stands_for_its_original() -> None:
    copy = item("http://b.example/1", "甲！", "2026-09-09", "乙社")
    assert kinds(国内资讯=[copy, SECOND]) == ["column", "title", "date", "source"]
    assert kinds(市场热点=[FIRST, copy], 国内资讯=[SECOND]) == ["doubled"]
