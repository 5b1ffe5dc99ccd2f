"""Dead letters that are sent back: whoever is killed, or quicker, meanwhile, nothing is lost and every account ends right."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.store import Store
from pipeline import dead_letters
from pipeline.bus.interface import Message, Outgoing
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.runner import Outcome, Result, Stage
from pipeline.topics import PAGES_FETCHED
from tests.support.runner_place import STAGE, RunnerPlace


class Killed(BaseException):
    """The process is gone: nothing after it was done."""


class DyingBus(SqliteBus):
    """A bus whose process is killed at a publication: before it is written, or just after."""

    written_before_it_dies: bool | None = None

    def publish(self, topic: str, messages: Sequence[Outgoing]) -> None:
        if self.written_before_it_dies is None or topic != PAGES_FETCHED:
            super().publish(topic, messages)
            return
        if self.written_before_it_dies:
            super().publish(topic, messages)
        self.written_before_it_dies = None
        raise Killed


def stored(messages: Sequence[Message]) -> list[Outcome]:
    return [Result(fate="stored") for _ in messages]


MENDED = Stage("extract", [PAGES_FETCHED], stored)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[DyingBus]:
    made = DyingBus(tmp_path / "bus.sqlite")
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path, bus: DyingBus, store: Store) -> RunnerPlace:
    """Three messages that are dead."""
    made = RunnerPlace(tmp_path, bus, store)
    made.fetch("bad1", "bad2", "bad3")
    made.run(STAGE)
    assert made.counts() == {"dead": 3}
    return made


def requeue_all(place: RunnerPlace) -> int:
    letters = dead_letters.letters(place.bus, place.store)
    for one in letters:
        dead_letters.requeue(place.bus, place.store, one)
    return len(letters)


@pytest.mark.parametrize("written", [False, True], ids=["before its message is on the bus", "before its account waits"])
@pytest.mark.parametrize("worked", [False, True], ids=["nobody works", "a worker takes what is there"])
def test_killed_in_the_middle_and_repeated_it_loses_nothing(
    place: RunnerPlace, bus: DyingBus, written: bool, worked: bool
) -> None:
    first, *_ = dead_letters.letters(bus, place.store)
    dead_letters.requeue(bus, place.store, first)
    bus.written_before_it_dies = written
    with pytest.raises(Killed):
        requeue_all(place)
    if worked:
        place.run(MENDED)
    assert requeue_all(place) == (1 if worked and written else 2)
    assert not place.counts().get("dead")
    place.run(MENDED)
    assert place.counts() == {"stored": 3}
    assert requeue_all(place) == 0


@pytest.mark.parametrize("stage", [MENDED, STAGE], ids=["stored", "dead again"])
def test_the_end_that_a_quick_worker_brought_stands(place: RunnerPlace, stage: Stage) -> None:
    """It handles the message between its publication and the moment in which its account would wait."""
    (one, other, _) = dead_letters.letters(place.bus, place.store)
    place.bus.publish(PAGES_FETCHED, [Outgoing(one.letter.key, one.letter.value, one.letter.headers)])
    place.run(stage)
    before = place.counts()
    again = dead_letters.letters(place.bus, place.store)
    assert len(again) == (2 if stage is MENDED else 3)
    assert not dead_letters.drop(place.store, one)
    dead_letters.requeue(place.bus, place.store, one)
    assert place.counts() == before
    assert dead_letters.drop(place.store, other)
    assert place.counts()["rejected"] == 1
