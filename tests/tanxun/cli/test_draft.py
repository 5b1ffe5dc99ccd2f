"""`tanxun draft`: without a number it is the coming Friday's issue; what it holds and what is odd are printed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.records import EnrichedArticle
from tanxun.schedule.draft_time import coming_issue
from tanxun.wiring.backends import opened
from tests.support.articles import enriched
from tests.support.week import Home, home_without_model, put_articles, settings_of

EARLY = datetime(2026, 5, 12, 4, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_without_model(tmp_path)


def article(name: str, at: datetime) -> EnrichedArticle:
    return enriched(name, fetched_at=at, first_seen=at, published=at.date())


@pytest.mark.parametrize(
    ("at", "number"),
    [("2026-05-21T23:59", 2), ("2026-05-22T00:00", 2), ("2026-05-22T23:59", 2), ("2026-05-23T00:00", 3)],
)
def test_without_a_number_it_is_the_coming_fridays_and_on_a_friday_that_days(home: Home, at: str, number: int) -> None:
    put_articles(home, article("a", datetime(2026, 5, 20, 4, tzinfo=UTC)))
    printed = home.run("draft", "--at", at)
    assert f"issue {number}, " in printed
    assert ("version 1, 1 items" in printed) == (number == 2)
    assert f"next: tanxun render {number}" in printed


def test_without_a_moment_it_is_now(home: Home) -> None:
    settings = settings_of(home)
    with opened(settings) as backends:
        numbers = {coming_issue(settings, backends.store, datetime.now(UTC))}
        printed = home.run("draft")
        numbers.add(coming_issue(settings, backends.store, datetime.now(UTC)))
    assert any(f"issue {number}, " in printed for number in numbers)


def test_a_window_is_kept_until_another_is_given(home: Home) -> None:
    put_articles(home, article("a", EARLY))
    assert "issue 1, 2026-05-12 to 2026-05-13: version 1, 1 items" in home.run(
        "draft", "--issue", "1", "--from", "2026-05-12", "--to", "2026-05-13"
    )
    assert "issue 1, 2026-05-12 to 2026-05-13: nothing new" in home.run("draft", "--issue", "1")
    assert "the window was 2026-05-12 to 2026-05-13 before" in home.run("draft", "--issue", "1", "--to", "2026-05-14")


def test_an_issue_without_items_is_said(home: Home) -> None:
    printed = home.run("draft", "--issue", "1")
    assert f"from {date(2026, 5, 8)} to {date(2026, 5, 14)}" in printed
    assert "tanxun status" in printed
