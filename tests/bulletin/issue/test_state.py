"""An issue as operations: numbers, windows, and what a newly assembled draft may change."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from bulletin.issue.operations.changes import proposed_operation
from bulletin.issue.operations.operation_kinds import Newcomers, NewDraft, kind_of
from bulletin.issue.operations.stored_form import data_of
from bulletin.issue.state import issue_of
from bulletin.reasons import all_in_words, in_words
from index.store import Operation
from tests.support.drafts import draft_of


def operation(number: int, kind: str, data: dict[str, Any], who: str = "tanxun") -> Operation:
    return Operation(issue=1, number=number, kind=kind, at=datetime(2026, 5, 15, tzinfo=UTC), who=who, data=data)


def first_draft(*names: str) -> Operation:
    proposed = proposed_operation([], draft_of(*names))
    assert proposed is not None
    return operation(1, kind_of(proposed), data_of(proposed))


def test_the_first_draft_is_the_first_operation() -> None:
    begun = first_draft("a")
    assert begun.kind == "draft"
    assert issue_of([begun]).draft == msgspec.structs.replace(draft_of("a"), version=1)


def test_the_same_draft_again_is_no_operation() -> None:
    assert proposed_operation([first_draft("a", "b")], draft_of("a", "b")) is None


def test_an_untouched_draft_is_drafted_anew() -> None:
    proposed = proposed_operation([first_draft("a")], draft_of("a", "b"))
    assert proposed is not None
    assert isinstance(proposed, NewDraft)


def test_a_touched_draft_gets_only_newcomers_as_alternates() -> None:
    touched = [first_draft("a"), operation(2, "remark", {"text": "请核对"}, who="编辑甲")]
    proposed = proposed_operation(touched, draft_of("a", "b"))
    assert proposed is not None
    assert isinstance(proposed, Newcomers)
    now = issue_of([*touched, operation(3, kind_of(proposed), data_of(proposed))]).draft
    assert now.version == 3
    assert [item.id for item in now.columns[0].items] == ["a"]
    assert now.left_out[0].id == "b"
    assert in_words(now.left_out[0].reasons[0]).startswith("起草之后新到")
    assert now.left_out[0].near
    assert (
        proposed_operation([*touched, operation(3, kind_of(proposed), data_of(proposed))], draft_of("a", "b")) is None
    )


def test_an_issue_begins_with_a_draft() -> None:
    with pytest.raises(ValueError, match="begins with a draft"):
        issue_of([operation(1, "newcomers", {"left_out": []})])


def before(data: dict[str, Any]) -> dict[str, Any]:
    """An operation's data as the version before wrote it: a sentence in the place of each reason."""
    whole = dict(data)
    for name, held in data.items():
        if isinstance(held, list | tuple):
            whole[name] = [before(one) if isinstance(one, dict) else one for one in held]
        elif name in ("item", "other") and isinstance(held, dict):
            whole[name] = before(held)
    return whole | ({"reasons": ["排序分0.90：相关度0.90", "规则：旧"]} if "reasons" in whole else {})


def test_operations_of_the_version_before_read_on() -> None:
    """Drafts, newcomers, and items that were added or swapped in: their sentences are shown as they were written."""
    alone, newcomer = first_draft("a"), first_draft("b")
    other = newcomer.data["columns"][0]["items"][0]
    left = {name: other[name] for name in ("url", "title", "published", "source", "score", "reasons")}
    operations = [
        operation(1, "draft", before(alone.data)),
        operation(2, "newcomers", before({"left_out": [{**left, "id": "c", "column": "市场热点", "near": True}]})),
        operation(3, "add", before({"item": other, "column": "政策聚焦"}), who="编辑甲"),
        operation(4, "swap", before({"item": "a", "other": {**other, "id": "d"}}), who="编辑甲"),
    ]
    now = issue_of(operations).draft
    market, policy = now.columns[0].items, now.columns[1].items
    assert ([one.id for one in market], [one.id for one in policy]) == (["d"], ["b"])
    for reasons in [one.reasons for one in (*market, *policy)] + [one.reasons for one in now.left_out]:
        assert [one.code for one in reasons] == ["as_written", "as_written"]
        assert all_in_words(reasons) == ["排序分0.90：相关度0.90", "规则：旧"]
    assert in_words(market[0].alternates[0].reasons[0]) == "由编辑换下"
