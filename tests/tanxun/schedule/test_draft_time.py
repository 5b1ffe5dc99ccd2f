"""The weekly draft is due on Fridays from nine, Beijing's time, whatever zone the clock is in."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bulletin.issue import Delete, Journal, Proposal, write_change
from index.store import Store
from pipeline.settings import Settings
from tanxun.schedule.draft import window
from tanxun.schedule.draft_time import NextDraft, coming_issue, issue_due, next_draft
from tests.support.drafts import draft_of


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2017, 9, 8, 0, 59, tzinfo=UTC), None),
        (datetime(2017, 9, 8, 1, 0, tzinfo=UTC), 121),
        (datetime(2017, 9, 8, 15, 59, tzinfo=UTC), 121),
        (datetime(2017, 9, 8, 16, 0, tzinfo=UTC), None),
        (datetime(2017, 9, 14, 3, 0, tzinfo=UTC), None),
        (datetime(2017, 9, 15, 3, 0, tzinfo=UTC), 122),
    ],
)
def test_on_fridays_from_nine_in_beijing(store: Store, moment: datetime, number: int | None) -> None:
    assert issue_due(Settings(first_issue="121 = 2017-09-08"), store, moment) == number


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2017, 9, 7, 15, 59, tzinfo=UTC), 121),  # Thursday
        (datetime(2017, 9, 7, 16, 0, tzinfo=UTC), 121),  # Friday, midnight in Beijing
        (datetime(2017, 9, 8, 15, 59, tzinfo=UTC), 121),  # Friday, a minute before its midnight
        (datetime(2017, 9, 8, 16, 0, tzinfo=UTC), 122),  # Saturday
        (datetime(2017, 9, 14, 3, 0, tzinfo=UTC), 122),  # Thursday
    ],
)
def test_the_coming_friday_is_that_day_on_a_friday(store: Store, moment: datetime, number: int) -> None:
    assert coming_issue(Settings(first_issue="121 = 2017-09-08"), store, moment) == number


# Issue 1 is drafted on Friday 2026-05-15, issue 2 on the 22nd; nine in Beijing is one o'clock UTC.
WEEKLY = Settings(first_issue="1 = 2026-05-15")
FIRST, SECOND = datetime(2026, 5, 15, 1, tzinfo=UTC), datetime(2026, 5, 22, 1, tzinfo=UTC)


def draft(store: Store) -> None:
    write_change(Journal(store), 1, Proposal(draft=draft_of("a")), "tanxun", FIRST)


def test_the_next_draft_of_a_store_where_none_was_ever_made(store: Store) -> None:
    """Nothing is overdue that nobody had set up; today's is due from nine on."""
    assert next_draft(WEEKLY, store, datetime(2026, 5, 7, 3, tzinfo=UTC)) is None, "its number would be 0"
    assert next_draft(WEEKLY, store, datetime(2026, 5, 13, 3, tzinfo=UTC)) == NextDraft(1, FIRST, overdue=False)
    assert next_draft(WEEKLY, store, FIRST) == NextDraft(1, FIRST, overdue=False)
    assert next_draft(WEEKLY, store, datetime(2026, 5, 15, 3, 1, tzinfo=UTC)) == NextDraft(1, FIRST, overdue=True)
    assert next_draft(WEEKLY, store, datetime(2026, 5, 16, 3, tzinfo=UTC)) == NextDraft(2, SECOND, overdue=False)


@pytest.mark.parametrize(
    ("moment", "issue", "at", "overdue"),
    [
        (datetime(2026, 5, 15, 1, 0, tzinfo=UTC), 2, SECOND, False),
        (datetime(2026, 5, 22, 0, 59, tzinfo=UTC), 2, SECOND, False),
        (datetime(2026, 5, 22, 3, 0, tzinfo=UTC), 2, SECOND, False),
        (datetime(2026, 5, 22, 3, 1, tzinfo=UTC), 2, SECOND, True),
        (datetime(2026, 5, 28, 3, 0, tzinfo=UTC), 2, SECOND, True),
    ],
    ids=["drafted", "the minute before", "two hours later", "longer", "on the Thursday after"],
)
def test_the_next_draft_after_one_was_made(
    store: Store, moment: datetime, issue: int, at: datetime, overdue: bool
) -> None:
    draft(store)
    assert next_draft(WEEKLY, store, moment) == NextDraft(issue, at, overdue)


def test_a_deleted_issue_is_to_be_drafted_again(store: Store) -> None:
    draft(store)
    write_change(Journal(store), 1, Delete(), "甲", FIRST, 1)
    assert next_draft(WEEKLY, store, datetime(2026, 5, 15, 2, tzinfo=UTC)) == NextDraft(1, FIRST, overdue=False)


def test_a_week_that_is_skipped_drafts_nothing_and_the_next_has_its_number(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "skipped.txt"
    file.write_text("2026-05-22  # 放假\n")
    settings = WEEKLY.model_copy(update={"skipped_weeks": file})
    draft(store)
    skipped, third = datetime(2026, 5, 22, 3, tzinfo=UTC), datetime(2026, 5, 29, 1, tzinfo=UTC)
    assert issue_due(settings, store, skipped) is None
    assert issue_due(settings, store, third) == coming_issue(settings, store, skipped) == 2
    for moment in (datetime(2026, 5, 21, 3, tzinfo=UTC), skipped, datetime(2026, 5, 28, 3, tzinfo=UTC)):
        assert next_draft(settings, store, moment) == NextDraft(2, third, overdue=False)
    assert window(settings, store, 2) == (date(2026, 5, 15), date(2026, 5, 28))
