"""Bus and store that are damaged or gone: the doctor says which, and one command brings back what raw pages and operations hold."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bulletin.issue import Journal, Proposal, Remark, write_change
from crawlers.crawl.sink import Sink
from pipeline import sqlite_file
from pipeline.errors import NotInitialised, Unavailable
from pipeline.records import PagePart
from pipeline.settings import Settings
from pipeline.topics import PAGES_FETCHED
from tanxun.schedule.repair import repair
from tanxun.wiring.backends import init, opened
from tanxun.wiring.doctor import examine
from tests.support.articles import MODEL, NOON
from tests.support.drafts import draft_of
from tests.support.pages import article_html, page

PAGES, OPERATIONS = 12, 60


def filled(home: Path) -> Settings:
    """A home with pages that wait, and an issue of some operations."""
    settings = Settings(home=home)
    init(settings, MODEL, NOON)
    with opened(settings) as backends:
        sink = Sink(backends.bus, backends.store, backends.files, NOON)
        for number in range(PAGES):
            url = f"http://hb.example/a/{number}.html"
            part = PagePart.pack(url, f"{number} {article_html()}".encode())
            sink.page(
                msgspec.structs.replace(page(""), id=url, url=url, parts=(part,), fetched_at=NOON, first_seen=NOON)
            )
        journal = Journal(backends.store)
        write_change(journal, 1, Proposal(draft=draft_of("a")), "tanxun", NOON)
        for number in range(2, OPERATIONS + 1):
            write_change(journal, 1, Remark(text=f"{number} {'碳' * 900}"), "编", NOON, base=OPERATIONS)
    return settings


def header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def operations_page(path: Path) -> None:
    """Of the pages that hold operations one in the middle is garbage."""
    content = bytearray(path.read_bytes())
    places = [at for at in range(0, len(content), 4096) if "碳碳碳碳".encode() in content[at : at + 4096]]
    middle = places[len(places) // 2]
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(content))


DAMAGES: dict[str, tuple[str, Callable[[Path], None], range]] = {
    "the bus is gone": ("bus", Path.unlink, range(OPERATIONS, OPERATIONS + 1)),
    "the bus's header is": ("bus", header, range(OPERATIONS, OPERATIONS + 1)),
    "the store is gone": ("store", Path.unlink, range(1)),
    "the store's header is": ("store", header, range(1)),
    "a page of the store is": ("store", operations_page, range(1, OPERATIONS)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_or_gone_is_named_and_comes_back(tmp_path: Path, damage: str) -> None:
    settings = filled(tmp_path / "home")
    which, hurt, kept = DAMAGES[damage]
    hurt(settings.home / f"{which}.sqlite")
    told = {one.what: one for one in examine(settings, NOON)}
    assert {name: told[name].state for name in ("bus", "store")} == {"bus": "ok", "store": "ok"} | {which: "missing"}
    assert f"{which}.sqlite" in told[which].found
    assert "tanxun repair" in told[which].advice

    done = repair(settings, MODEL, NOON)
    assert any(line.startswith("not brought back") for line in done)
    assert {one.what: one.state for one in examine(settings, NOON) if one.what in ("bus", "store")} == {
        "bus": "ok",
        "store": "ok",
    }
    with opened(settings) as backends:
        assert len(backends.store.raw_pages()) == PAGES
        sent = {message.headers["account"] for message in backends.bus.read(PAGES_FETCHED)}
        numbers = [one.number for one in backends.store.operations(1)]
    assert len(sent) == PAGES
    assert len(numbers) in kept
    assert numbers == list(range(1, len(numbers) + 1))
    assert repair(settings, MODEL, NOON) == []


@pytest.mark.parametrize("made_anew", [False, True])
def test_a_repair_that_was_killed_is_ended_by_the_next(tmp_path: Path, made_anew: bool) -> None:
    settings = filled(tmp_path / "home")
    sqlite_file.set_aside(settings.home / "store.sqlite")
    if made_anew:
        init(settings, MODEL, NOON)
    assert any("store.sqlite.damaged-1" in line for line in repair(settings, MODEL, NOON))
    with opened(settings) as backends:
        assert [one.number for one in backends.store.operations(1)] == list(range(1, OPERATIONS + 1))
        write_change(Journal(backends.store), 1, Remark(text="后来"), "编", NOON, base=OPERATIONS)
    assert repair(settings, MODEL, NOON) == []


def test_a_store_that_lost_its_log_is_told_and_gets_its_pages_back(tmp_path: Path) -> None:
    settings = filled(tmp_path / "home")
    before = tmp_path / "before"
    shutil.copy(settings.home / "store.sqlite", before)
    with opened(settings) as backends:
        part = PagePart.pack("http://hb.example/b.html", article_html().encode())
        new = msgspec.structs.replace(page(""), id="b", url="http://hb.example/b.html", parts=(part,))
        Sink(backends.bus, backends.store, backends.files, NOON).page(new)
    # As it is where the -wal file, in which the latest writes stood, is lost.
    shutil.copy(before, settings.home / "store.sqlite")
    told = {one.what: one for one in examine(settings, NOON)}
    assert "1 raw pages in the files are unknown to the store" in told["store"].found
    assert repair(settings, MODEL, NOON) == [
        f"{PAGES + 1} raw pages on the bus again; next: tanxun work all --until-idle"
    ]
    assert {one.what: one.state for one in examine(settings, NOON)}["store"] == "ok"


def test_a_home_that_was_never_made_is_none_that_lost_something(tmp_path: Path) -> None:
    (bus,) = (one for one in examine(Settings(home=tmp_path / "home"), NOON) if one.what == "bus")
    assert "tanxun init" in bus.advice
    with pytest.raises(NotInitialised):
        sqlite_file.check_whole(tmp_path / "home" / "bus.sqlite")


def test_a_file_that_is_only_locked_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = filled(tmp_path / "home")
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.01)
    other = sqlite3.connect(settings.home / "bus.sqlite", isolation_level=None)
    other.execute("PRAGMA journal_mode=DELETE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Unavailable, match="another process holds it"):
        repair(settings, MODEL, NOON)
    other.close()
    assert not list(settings.home.glob("*.damaged-*"))
    assert repair(settings, MODEL, NOON) == []
