"""`make demo`'s command: what a new user gets, and that a second run changes nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.truth import truth
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import decode
from pipeline.records import Page
from pipeline.topics import ARTICLES_EXTRACTED, PAGES_FETCHED, TOPICS
from tests.support.week import adds_up
from tests.support.week_fixtures import DemoWeek, run_demo


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def messages(week: DemoWeek) -> dict[str, int]:
    bus = SqliteBus(week.home.folder / ".tanxun/bus.sqlite")
    counts = {topic: sum(1 for _ in bus.read(topic)) for topic in TOPICS}
    bus.close()
    return counts


def test_it_writes_the_three_documents(week: DemoWeek) -> None:
    assert set(contents(week.out)) == {"issue-1.html", "issue-1.pdf", "issue-1.json"}
    for name in ("fetched", "stored", "duplicate", "rejected", "dead", "市场热点", "issue-1.html", "tanxun status"):
        assert name in week.printed


def test_every_page_has_one_fate(week: DemoWeek) -> None:
    status = week.home.status()
    assert adds_up(status)
    total = status["total"]
    assert total["waiting"] == total["dead"] == 0
    assert total["stored"] + total["duplicate"] >= 80
    assert total["rejected"] >= 5
    reasons = {reason for source in status["sources"] for reason in source["reasons"]}
    assert {"not_found", "redirect_loop", "too_large", "robots"} <= reasons


def test_the_corrected_page_is_a_revision(week: DemoWeek) -> None:
    bus = SqliteBus(week.home.folder / ".tanxun/bus.sqlite")
    pages = [decode(Page, message.value) for message in bus.read(PAGES_FETCHED)]
    bus.close()
    again = {page.id for page in pages if page.fetched_at >= datetime(2026, 5, 15, tzinfo=UTC)}
    assert len(again) == 1
    article = json.loads(week.home.run("article", again.pop()))
    assert article["revisions"] == 2


def test_a_second_run_leaves_everything_as_it_is(week: DemoWeek, tmp_path: Path) -> None:
    week = DemoWeek(week.home.copy(tmp_path / "home"), week.printed)
    before, sent = contents(week.out), messages(week)
    printed = run_demo(week.home)
    assert "nothing waits" in printed
    assert "up to date" in printed
    assert contents(week.out) == before
    assert messages(week) == sent
    assert sent[ARTICLES_EXTRACTED] > 0


def test_most_articles_are_in_the_column_that_was_meant(week: DemoWeek) -> None:
    draft = json.loads(week.draft)
    placed = {item["url"].split("://")[1]: column["name"] for column in draft["columns"] for item in column["items"]}
    meant = {url.split("://")[1]: one.column for url, one in truth()}
    known = {url: column for url, column in placed.items() if url in meant}
    assert len(known) >= 20
    right = sum(meant[url] == column for url, column in known.items())
    assert right / len(known) >= 0.75
    assert sum(meant[url] == "off-topic" for url in known) <= 2


def test_status_for_a_person(week: DemoWeek) -> None:
    printed = week.home.run("status")
    assert "The accounts add up" in printed
    assert "last success 2026-05-15" in printed


@pytest.mark.parametrize("words", [("碳市场",), ("碳", "交易")])
def test_search(week: DemoWeek, words: tuple[str, ...]) -> None:
    found = json.loads(week.home.run("search", *words, "--json"))
    assert found["total"] >= 1
    assert set(found["facets"]) == {"column", "publisher", "language"}
