"""An issue as operations: numbers, windows, and what a newly assembled draft may change."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from bulletin.issue.numbering import issue_number, window_of
from bulletin.issue.propose import proposed_operation
from bulletin.issue.state import issue_of
from bulletin.render.reasons import in_words
from index.store import Operation
from pipeline.errors import SettingError
from tests.support.drafts import draft_of

FIRST = "121 = 2017-09-08"


def operation(number: int, kind: str, data: dict[str, Any], who: str = "tanxun") -> Operation:
    return Operation(issue=1, number=number, kind=kind, at=datetime(2026, 5, 15, tzinfo=UTC), who=who, data=data)


def first_draft(*names: str) -> Operation:
    proposed = proposed_operation([], draft_of(*names))
    assert proposed is not None
    return operation(1, *proposed)


@pytest.mark.parametrize(("day", "number"), [(date(2017, 9, 8), 121), (date(2017, 9, 15), 122), (date(2015, 5, 22), 1)])
def test_the_number_counts_fridays(day: date, number: int) -> None:
    assert issue_number(day, FIRST) == number


def test_the_window_is_friday_to_thursday_before() -> None:
    assert window_of(121, FIRST) == (date(2017, 9, 1), date(2017, 9, 7))
    assert window_of(122, FIRST) == (date(2017, 9, 8), date(2017, 9, 14))


@pytest.mark.parametrize(
    ("day", "setting"),
    [
        (date(2017, 9, 7), FIRST),
        (date(2015, 5, 15), FIRST),
        (date(2017, 9, 8), "121"),
        (date(2017, 9, 8), "x = 2017-09-08"),
    ],
)
def test_other_days_and_settings_are_errors(day: date, setting: str) -> None:
    with pytest.raises(SettingError):
        issue_number(day, setting)


def test_a_number_outside_the_calendar_is_an_error() -> None:
    with pytest.raises(SettingError, match="outside the calendar"):
        window_of(10**9, FIRST)


def test_the_first_draft_is_the_first_operation() -> None:
    begun = first_draft("a")
    assert begun.kind == "draft"
    assert issue_of([begun]).draft == msgspec.structs.replace(draft_of("a"), version=1)


def test_the_same_draft_again_is_no_operation() -> None:
    assert proposed_operation([first_draft("a", "b")], draft_of("a", "b")) is None


def test_an_untouched_draft_is_drafted_anew() -> None:
    proposed = proposed_operation([first_draft("a")], draft_of("a", "b"))
    assert proposed is not None
    assert proposed[0] == "draft"


def test_a_touched_draft_gets_only_newcomers_as_alternates() -> None:
    touched = [first_draft("a"), operation(2, "remark", {"text": "请核对"}, who="编辑甲")]
    proposed = proposed_operation(touched, draft_of("a", "b"))
    assert proposed is not None
    assert proposed[0] == "newcomers"
    now = issue_of([*touched, operation(3, *proposed)]).draft
    assert now.version == 3
    assert [item.id for item in now.columns[0].items] == ["a"]
    assert now.left_out[0].id == "b"
    assert in_words(now.left_out[0].reasons[0]).startswith("起草之后新到")
    assert now.left_out[0].near
    assert proposed_operation([*touched, operation(3, *proposed)], draft_of("a", "b")) is None


def test_an_issue_begins_with_a_draft() -> None:
    with pytest.raises(ValueError, match="begins with a draft"):
        issue_of([operation(1, "newcomers", {"left_out": []})])
