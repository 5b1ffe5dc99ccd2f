"""Numbers and windows: counted over weeks without an issue; what was drafted keeps its own whatever is skipped later."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import msgspec
import pytest

from bulletin.issue import IssueCalendar, Journal, Proposal, issue_calendar, write_change
from index.sqlite.store import SqliteStore
from index.store import Store
from pipeline.errors import SettingError
from pipeline.settings import Settings
from tests.support.drafts import draft_of

FIRST = date(2017, 9, 8)
# 国庆 2017, and two weeks of 春节 2018.
SKIPPED = [date(2017, 10, 6), date(2018, 2, 16), date(2018, 2, 23)]
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Numbers are the store's own business on no backend: one is enough."""
    with closing(SqliteStore(tmp_path / "store.sqlite")) as opened:
        opened.init("model")
        yield opened


def calendar(store: Store, *skipped: date, first: str = "121 = 2017-09-08") -> IssueCalendar:
    file = Path(mkdtemp()) / "skipped.txt"
    file.write_text("# Fridays without an issue\n\n" + "".join(f"{day}  # 休假\n" for day in skipped))
    return issue_calendar(Settings(first_issue=first, skipped_weeks=file), Journal(store))


def put(store: Store, number: int, since: date, until: date) -> None:
    draft = msgspec.structs.replace(draft_of("a"), number=number, since=since, until=until)
    write_change(Journal(store), number, Proposal(draft=draft), "tanxun", datetime(2026, 5, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2017, 9, 8), 121),
        (date(2017, 9, 15), 122),
        (date(2015, 5, 22), 1),
        (date(2017, 9, 29), 124),
        (date(2017, 10, 13), 125),
        (date(2018, 3, 2), 143),
    ],
)
def test_fridays_are_counted_but_for_those_without_an_issue(store: Store, day: date, number: int) -> None:
    made = calendar(store, *SKIPPED)
    assert made.number(day) == number
    assert made.window(number)[1] == day - DAY


@pytest.mark.parametrize(
    ("number", "since", "until"),
    [
        (121, date(2017, 9, 1), date(2017, 9, 7)),
        (122, date(2017, 9, 8), date(2017, 9, 14)),
        (125, date(2017, 9, 29), date(2017, 10, 12)),
        (126, date(2017, 10, 13), date(2017, 10, 19)),
        (143, date(2018, 2, 9), date(2018, 3, 1)),
        (1, date(2015, 5, 15), date(2015, 5, 21)),
    ],
)
def test_the_next_issue_covers_the_skipped_weeks_too(store: Store, number: int, since: date, until: date) -> None:
    assert calendar(store, *SKIPPED).window(number) == (since, until)


def test_skips_before_the_known_issue_count_back(store: Store) -> None:
    made = calendar(store, date(2017, 8, 25))
    assert [made.number(FIRST - weeks * WEEK) for weeks in (1, 3, 4)] == [120, 119, 118]
    assert made.window(120) == (date(2017, 8, 18), date(2017, 8, 31))
    assert made.window(119) == (date(2017, 8, 11), date(2017, 8, 17))


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2017, 9, 7), "on Fridays"), (date(2015, 5, 15), "before issue 1"), (date(2017, 10, 6), "is skipped")],
)
def test_other_days_are_errors(store: Store, day: date, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        calendar(store, *SKIPPED).number(day)


@pytest.mark.parametrize("line", ["2017-10-05", "2017-13-01", "6 October", "20171006"])
def test_a_line_that_is_no_friday_is_an_error(tmp_path: Path, store: Store, line: str) -> None:
    file = tmp_path / "skipped.txt"
    file.write_text(f"2017-09-29\n{line}\n")
    with pytest.raises(SettingError, match="line 2"):
        issue_calendar(Settings(skipped_weeks=file), Journal(store))


def test_a_number_outside_the_calendar_is_an_error(store: Store) -> None:
    with pytest.raises(SettingError, match="outside the calendar"):
        calendar(store).window(10**9)


def test_what_was_drafted_never_moves_whatever_is_skipped_later(store: Store) -> None:
    """Issues of every week, then one over two; the file says later that the first ones' Fridays had none, and no others."""
    put(store, 121, FIRST - WEEK, FIRST - DAY)
    put(store, 122, FIRST, FIRST + WEEK - DAY)
    put(store, 123, FIRST + WEEK, FIRST + 3 * WEEK - DAY)
    made = calendar(store, FIRST, FIRST + WEEK)
    assert [made.number(FIRST + weeks * WEEK) for weeks in (0, 1, 3, 4)] == [121, 122, 123, 124]
    assert [made.is_skipped(FIRST + weeks * WEEK) for weeks in (0, 1, 4)] == [False, False, False]
    assert made.window(124) == (FIRST + 3 * WEEK, FIRST + 4 * WEEK - DAY)
    assert made.coming(FIRST) == FIRST


def test_nothing_is_counted_from_issues_of_other_windows_or_of_trial_numbers(store: Store) -> None:
    put(store, 1, FIRST, FIRST + WEEK - DAY)
    put(store, 999, FIRST, FIRST + WEEK - DAY)
    put(store, 122, FIRST + DAY, FIRST + WEEK)
    made = calendar(store)
    assert made.number(FIRST + 2 * WEEK) == 123
    assert made.window(123) == (FIRST + WEEK, FIRST + 2 * WEEK - DAY)
