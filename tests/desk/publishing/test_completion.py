"""Editions that were frozen and never shown: made public by the desk's process, at its start and while it runs."""

import threading
import time

import pytest

from bulletin.issue import Journal, complete_publication, operation_kinds, reading_of, write_change
from desk.publishing import completion
from pipeline.errors import Conflict, Unavailable
from tests.support.desk_backends import BASE, filled
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER
from tests.support.desk_running import Clock, Running, served

PAGE = f"{BASE}/publish"


desk = desk_fixture(filled)


def public(desk: Running) -> int:
    return desk.desk.store.editions().get(NUMBER, 0)


def test_a_desk_that_starts_makes_public_what_a_crash_left(desk: Running) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, operation_kinds.Publish(edition=1), "主编丙", desk.clock(), version)
    assert public(desk) == 0
    assert desk.desk.completion.complete_recent() == [NUMBER]
    assert public(desk) == 1
    assert desk.desk.completion.complete_recent() == []


def test_an_issue_that_cannot_be_completed_keeps_no_other_back(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, operation_kinds.Publish(edition=1), "主编丙", desk.clock(), version)
    complete = complete_publication

    def one_fails(journal: Journal, number: int) -> bool:
        if number < NUMBER:
            raise Conflict("an older edition stands in its way")
        return complete(journal, number)

    monkeypatch.setattr(completion, "complete_publication", one_fails)
    monkeypatch.setattr(desk.desk.store, "issues", lambda: [NUMBER - 1, NUMBER])
    assert desk.desk.completion.complete_all() == [NUMBER]
    assert "stands in its way" in desk.desk.completion.problem
    assert public(desk) == 1


def test_a_half_published_issue_of_long_ago_is_completed_once_somebody_looks_at_it(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, operation_kinds.Publish(edition=1), "主编丙", desk.clock(), version)
    monkeypatch.setattr(desk.desk.store, "issues", lambda: [NUMBER, *range(NUMBER + 1, NUMBER + 20)])
    assert "已经定稿，但还没有公开" in desk.with_session("chief").get(PAGE).text
    assert desk.desk.completion.complete_recent() == [NUMBER]
    assert public(desk) == 1


def test_a_desk_that_runs_makes_it_public_by_itself_once_the_store_answers_again(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, operation_kinds.Publish(edition=1), "主编丙", desk.clock(), version)
    asked = threading.Event()
    issues = desk.desk.store.issues

    def away() -> list[int]:
        asked.set()
        raise Unavailable("the store is away")

    monkeypatch.setattr(completion, "COMPLETE_SECONDS", 0.01)
    monkeypatch.setattr(desk.desk.store, "issues", away)
    with served(desk.desk, Clock()) as one:
        assert asked.wait(30)
        assert public(desk) == 0
        assert "the store is away" in one.with_session("chief").get(PAGE).text
        monkeypatch.setattr(desk.desk.store, "issues", issues)
        until = time.monotonic() + 30
        while public(desk) == 0 and time.monotonic() < until:
            time.sleep(0.01)
        assert public(desk) == 1
