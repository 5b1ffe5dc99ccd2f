"""The stage runner: every message ends once, results before commits, one bad message stops nothing."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline import dead_letters, ledger
from pipeline.bus.interface import Message, Outgoing
from pipeline.errors import BackendError, Reject, RejectCode, Unavailable
from pipeline.runner import Outcome, Result, Stage
from pipeline.topics import ARTICLES_EXTRACTED, MEDIA_REQUESTED, PAGES_FETCHED
from tanxun.schedule.work import ended_by_signals, work
from tests.support.paths import ROOT
from tests.support.runner_place import QUICK, STAGE, RunnerPlace, handle


@pytest.fixture
def place(tmp_path: Path) -> Iterator[RunnerPlace]:
    made = RunnerPlace(tmp_path)
    yield made
    made.bus.close()
    made.store.close()


def test_every_message_ends_once(place: RunnerPlace) -> None:
    place.fetch("a1", "a2", "bad1", "list1", "end1", "a3", "bad2")
    assert place.run(STAGE) == 7
    assert place.passed() == ["a1", "a2", "a3"]
    assert place.counts() == {"stored": 1, "rejected": 1, "dead": 2, "waiting": 3}
    assert place.store.reasons(PAGES_FETCHED) == {
        "a": {"list_page": 1, "ValueError: poison bad1": 1, "ValueError: poison bad2": 1}
    }
    account = ledger.total(ledger.balance(place.store.tally(PAGES_FETCHED)))
    assert account.fetched == 7


def test_a_second_run_has_nothing_to_do(place: RunnerPlace) -> None:
    place.fetch("a1", "bad1")
    place.run(STAGE)
    assert place.run(STAGE) == 0
    assert place.passed() == ["a1"]


def test_headers_go_on(place: RunnerPlace) -> None:
    place.fetch("a1")
    place.run(STAGE)
    (message,) = place.bus.read(ARTICLES_EXTRACTED)
    assert message.headers == {"account": "account-a1", "source": "a", "url": "http://a.example/a1"}


def test_a_rejection_may_also_be_raised(place: RunnerPlace) -> None:
    def reject(messages: Sequence[Message]) -> list[Outcome]:
        raise Reject(RejectCode.TOO_SHORT, "9 characters")

    place.fetch("a1")
    place.run(Stage("extract", [PAGES_FETCHED], reject))
    assert place.counts() == {"rejected": 1}


def test_a_message_that_fails_once_is_tried_again(place: RunnerPlace) -> None:
    failures = ["first"]

    def flaky(messages: Sequence[Message]) -> list[Outcome]:
        if len(messages) == 1 and failures:
            raise OSError(failures.pop())
        if len(messages) > 1:
            raise OSError("batches never work")
        return handle(messages)

    place.fetch("a1", "a2")
    place.run(Stage("extract", [PAGES_FETCHED], flaky))
    assert place.passed() == ["a1", "a2"]


def test_an_outage_waits_and_loses_nothing(place: RunnerPlace) -> None:
    outages = [Unavailable("away"), Unavailable("away")]

    def stumbling(messages: Sequence[Message]) -> list[Outcome]:
        if outages:
            raise outages.pop()
        return handle(messages)

    place.fetch("a1", "a2", "a3", "a4", "a5")
    place.run(Stage("extract", [PAGES_FETCHED], stumbling, batch=2))
    assert place.passed() == ["a1", "a2", "a3", "a4", "a5"]


@pytest.mark.parametrize("problem", [Unavailable("away"), BackendError("full")])
def test_a_lasting_outage_ends_the_stage_and_commits_nothing(place: RunnerPlace, problem: BackendError) -> None:
    def broken(messages: Sequence[Message]) -> list[Outcome]:
        raise problem

    place.fetch("a1")
    with pytest.raises(type(problem), match=str(problem)):
        place.run(Stage("extract", [PAGES_FETCHED], broken))
    assert place.bus.lag("extract", PAGES_FETCHED) == 1
    assert place.counts() == {"waiting": 1}
    place.run(STAGE)
    assert place.passed() == ["a1"]


def test_stop_finishes_the_batch_in_hand(place: RunnerPlace) -> None:
    stop = threading.Event()

    def stopping(messages: Sequence[Message]) -> list[Outcome]:
        stop.set()
        return handle(messages)

    names = [f"a{number}" for number in range(10)]
    place.fetch(*names)
    handled = work([place.runner(Stage("extract", [PAGES_FETCHED], stopping, batch=2), stop)], stop, until_idle=True)
    assert 0 < handled < 10
    assert len(place.passed()) == handled
    assert place.bus.lag("extract", PAGES_FETCHED) == 10 - handled


def test_work_ends_after_so_many_seconds(place: RunnerPlace) -> None:
    place.fetch("a1", "a2")
    assert work([place.runner(STAGE)], threading.Event(), until_idle=False, seconds=0.0) == 0
    assert work([place.runner(STAGE)], threading.Event(), until_idle=False, seconds=0.2) == 2


def test_signals_set_the_event_and_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with ended_by_signals() as stop:
        assert not stop.is_set()
        signal.raise_signal(signal.SIGTERM)
        assert stop.is_set()
    assert signal.getsignal(signal.SIGTERM) == before


def test_dead_letters_are_listed_sent_back_and_dropped(place: RunnerPlace) -> None:
    place.fetch("bad1", "bad2")
    place.run(STAGE)
    first, second = dead_letters.letters(place.bus, place.store)
    assert first.letter.value == b"bad1"
    assert first.letter.attempts == QUICK.retries
    assert "poison bad1" in first.letter.traceback
    dead_letters.requeue(place.bus, place.store, first)
    dead_letters.drop(place.store, second)
    assert dead_letters.letters(place.bus, place.store) == []
    assert place.counts() == {"waiting": 1, "rejected": 1}
    place.run(Stage("extract", [PAGES_FETCHED], lambda messages: [Result(fate="stored") for _ in messages]))
    assert place.counts() == {"stored": 1, "rejected": 1}


def test_a_letter_that_died_again_is_listed_once(place: RunnerPlace) -> None:
    place.fetch("bad1")
    place.run(STAGE)
    dead_letters.requeue(place.bus, place.store, dead_letters.letters(place.bus, place.store)[0])
    place.run(STAGE)
    assert len(dead_letters.letters(place.bus, place.store)) == 1


def test_messages_without_an_account_die_too(place: RunnerPlace) -> None:
    place.bus.publish(MEDIA_REQUESTED, [Outgoing("bad", b"x")])
    place.run(Stage("media", [MEDIA_REQUESTED], handle))
    (letter,) = dead_letters.letters(place.bus, place.store)
    assert letter.entry.topic == MEDIA_REQUESTED
    assert place.store.tally(PAGES_FETCHED) == {}
    dead_letters.drop(place.store, letter)
    assert dead_letters.letters(place.bus, place.store) == []


def test_a_huge_message_dies_without_its_value(place: RunnerPlace) -> None:
    big = b"x" * (8 << 20)
    place.bus.publish(PAGES_FETCHED, [Outgoing("bad", big, {"account": "z", "source": "a", "url": "u"})])
    place.run(STAGE)
    (letter,) = dead_letters.letters(place.bus, place.store)
    assert letter.letter.value == b""
    with pytest.raises(BackendError, match="tanxun replay"):
        dead_letters.requeue(place.bus, place.store, letter)
    assert place.counts() == {"dead": 1}


def test_a_killed_stage_loses_and_doubles_nothing(place: RunnerPlace, tmp_path: Path) -> None:
    """A worker is killed after publishing and before committing; the next one does the batch again."""
    place.fetch("a1", "a2")
    script = f"""
import os, threading
from pathlib import Path
from tests.support.runner_place import STAGE, RunnerPlace
place = RunnerPlace(Path({str(tmp_path)!r}))
place.store.settle = lambda entries: None
runner = place.runner(STAGE)
publish = place.bus.publish
def publish_and_die(topic, messages):
    publish(topic, messages)
    os.kill(os.getpid(), 9)
place.bus.publish = publish_and_die
runner.step(1.0)
"""
    child = subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT)
    assert child.returncode == -signal.SIGKILL
    assert place.bus.lag("extract", PAGES_FETCHED) == 2
    place.run(STAGE)
    assert sorted(set(place.passed())) == ["a1", "a2"]
    assert place.bus.lag("extract", PAGES_FETCHED) == 0
