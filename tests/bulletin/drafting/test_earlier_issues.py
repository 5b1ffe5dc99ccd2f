"""What earlier issues printed: never again, in whatever printing, unless its source changed it in the window."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bulletin.drafting.assemble import assemble
from bulletin.drafting.earlier_issues import StoredKnowledge
from bulletin.drafting.rules import load
from bulletin.issue import Draft
from bulletin.reasons import in_words
from index.published import PublishedItem
from index.store import Stored
from pipeline.records import Duplicate, Reason
from tests.support.articles import NOON, enriched

NUMBER, SINCE, UNTIL = 7, date(2026, 5, 8), date(2026, 5, 14)
LONG_AGO = datetime(2026, 4, 30, 4, tzinfo=UTC)


def stored(name: str, revisions: int = 1, seen: datetime = NOON, **changes: Any) -> Stored:
    return Stored(enriched(name, **changes), seen, revisions)


def same(own: Stored, other: Stored) -> Duplicate:
    return Duplicate(
        other=other.id,
        score=1.0,
        why=Reason("same_text"),
        own_hash=own.enriched.article.text_hash,
        other_hash=other.enriched.article.text_hash,
    )


def copy_of(other: Stored, name: str) -> Stored:
    plain = stored(name)
    return stored(name, duplicates=[same(plain, other)])


def place(of: Stored, issue: int = 5, **changes: Any) -> PublishedItem:
    article = of.enriched.article
    given = {"id": of.id, "title": article.title, "text_hash": article.text_hash, **changes}
    return PublishedItem(issue=issue, edition=1, column="市场热点", position=0, printed_at=NOON, **given)


def drafted(articles: Sequence[Stored], known: StoredKnowledge) -> Draft:
    return assemble(NUMBER, SINCE, UNTIL, articles, [], load(), known)


def titles(draft: Draft) -> list[str]:
    return [item.id for column in draft.columns for item in column.items]


def reasons(draft: Draft) -> Mapping[str, str]:
    return {one.id: in_words(one.reasons[0]) for one in draft.left_out}


def test_what_was_printed_is_not_drafted_again() -> None:
    one = stored("a")
    draft = drafted([one], StoredKnowledge(printed={"a": [place(one)]}))
    assert (titles(draft), reasons(draft)) == ([], {"a": "第5期已刊登"})


@pytest.mark.parametrize("outside", [False, True])
def test_nor_is_another_printing_of_it(outside: bool) -> None:
    old = stored("a", published=date(2026, 4, 30), seen=LONG_AGO)
    new = copy_of(old, "b")
    printed = {"a": [place(old)]}
    draft = drafted([new], StoredKnowledge(earlier=[old] if outside else [], printed=printed))
    assert (titles(draft), reasons(draft)) == ([], {"b": "第5期已刊登同文《题目a》"})


@pytest.mark.parametrize("issue", [NUMBER, NUMBER + 1])
def test_the_issues_own_number_is_not_earlier(issue: int) -> None:
    one = stored("a")
    assert titles(drafted([one], StoredKnowledge(printed={"a": [place(one, issue)]}))) == ["a"]


def test_a_text_changed_in_the_window_comes_again_and_is_marked() -> None:
    old = stored("a", published=date(2026, 4, 30), text="旧文")
    new = stored("a", revisions=2, published=date(2026, 4, 30), seen=LONG_AGO, text="新文")
    known = StoredKnowledge(earlier=[new], changed={"a": NOON}, printed={"a": [place(old, 4), place(old, 5)]})
    (item,) = (item for column in drafted([], known).columns for item in column.items)
    assert (item.id, item.printed) == ("a", (4, 5))
    assert in_words(item.warnings[0]) == "第4、5期已刊登，来源此后有改动"
    assert any(in_words(warning).startswith("更正晚到") for warning in item.warnings)


def test_a_text_changed_before_the_window_or_changed_back_does_not() -> None:
    old, new = stored("a", text="旧文"), stored("a", revisions=2, text="新文")
    before = StoredKnowledge(changed={"a": LONG_AGO}, printed={"a": [place(old)]})
    assert titles(drafted([new], before)) == []
    back = StoredKnowledge(changed={"a": NOON}, printed={"a": [place(new)]})
    assert titles(drafted([new], back)) == []


def test_what_changed_stands_for_its_group() -> None:
    old = stored("a", text="旧文", seen=LONG_AGO)
    new = stored("a", revisions=2, text="新文", seen=LONG_AGO)
    other = copy_of(new, "b")
    known = StoredKnowledge(changed={"a": NOON}, printed={"a": [place(old)]})
    (item,) = (item for column in drafted([new, other], known).columns for item in column.items)
    assert (item.id, [one.id for one in item.alternates]) == ("a", ["b"])


@pytest.mark.parametrize("issue", [5, NUMBER, NUMBER + 2])
def test_what_was_withdrawn_never_comes_back_by_itself(issue: int) -> None:
    old, new = stored("a", text="旧文"), stored("a", revisions=2, text="新文")
    known = StoredKnowledge(
        changed={"a": NOON}, printed={"a": [place(old, issue, withdrawn=True, title="", text_hash="")]}
    )
    draft = drafted([new], known)
    assert (titles(draft), reasons(draft)) == ([], {"a": f"第{issue}期刊登后撤回，不再自动入选"})


def test_a_tombstone_beside_the_printing_that_took_its_place_is_no_withdrawal() -> None:
    old = stored("a", text="旧文", seen=LONG_AGO)
    new = stored("a", revisions=2, text="新文", seen=LONG_AGO)
    other = copy_of(new, "b")
    tombstone = place(other, withdrawn=True, title="", text_hash="", why="并入《题目a》")
    printed = {"a": [place(old)], "b": [tombstone]}
    assert titles(drafted([new, other], StoredKnowledge(changed={"a": NOON}, printed=printed))) == ["a"]
    unchanged = {"a": [place(new)], "b": [tombstone]}
    assert reasons(drafted([new, other], StoredKnowledge(printed=unchanged)))["b"] == "第5期已刊登同文《题目a》"


def test_a_correction_after_the_last_day_is_marked() -> None:
    late = datetime(2026, 5, 15, 0, tzinfo=UTC)
    draft = drafted([stored("a", revisions=2)], StoredKnowledge(changed={"a": late}))
    (item,) = (item for column in draft.columns for item in column.items)
    assert in_words(item.warnings[0]) == "更正晚到：来源在本期最后一天之后（2026-05-15）又有改动，已用新版"


def test_an_article_that_comes_late_is_marked() -> None:
    draft = drafted([stored("a", published=date(2026, 5, 1))], StoredKnowledge())
    (item,) = (item for column in draft.columns for item in column.items)
    assert in_words(item.warnings[0]) == "晚到：发布于2026-05-01，早于本期第一天（2026-05-08）"
