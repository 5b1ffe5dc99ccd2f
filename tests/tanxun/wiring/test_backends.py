"""Embedded backends: made by the first command that writes, and read without a trace."""

import sqlite3
from pathlib import Path

import pytest

from index.store import MediaFile
from pipeline.bus.interface import Outgoing
from pipeline.errors import BackendError, NotInitialised
from pipeline.settings import Settings
from pipeline.topics import PAGES_FETCHED
from tanxun.wiring.backends import init, opened, opened_to_read
from tanxun.wiring.model import model_name


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "new/home")


def test_who_writes_makes_them(settings: Settings) -> None:
    with opened(settings) as backends:
        backends.bus.publish(PAGES_FETCHED, [Outgoing("a", b"x")])
        assert backends.store.sources() == []
    assert init(settings, model_name(settings)) == []


def test_init_says_what_it_made(settings: Settings) -> None:
    done = init(settings, model_name(settings))
    assert f"topic {PAGES_FETCHED} created" in done
    assert any("vectors of" in line for line in done)


def test_who_reads_makes_nothing(settings: Settings) -> None:
    with pytest.raises(NotInitialised, match="does not exist"), opened_to_read(settings):
        pass
    assert not settings.home.parent.exists()


def test_who_reads_changes_nothing_and_sees_what_is_written_meanwhile(settings: Settings) -> None:
    with opened(settings) as writing, opened_to_read(settings) as reading:
        writing.bus.publish(PAGES_FETCHED, [Outgoing("a", b"x")])
        assert reading.bus.lag("extract", PAGES_FETCHED) == 1
        with pytest.raises(BackendError, match="read-only"):
            reading.bus.publish(PAGES_FETCHED, [Outgoing("b", b"x")])
        with pytest.raises(BackendError, match="read-only"):
            reading.store.put_media([MediaFile(url="http://x.example/a.png", digest=None)])


def test_an_older_store_is_migrated_by_init_only(settings: Settings) -> None:
    init(settings, model_name(settings))
    db = sqlite3.connect(settings.home / "store.sqlite")
    db.execute("PRAGMA user_version = 1")
    db.close()
    with pytest.raises(BackendError, match="schema version 1; run `tanxun init`"), opened(settings):
        pass
