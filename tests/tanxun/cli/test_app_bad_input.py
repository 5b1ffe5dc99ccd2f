"""What goes wrong on a person's machine: one line that says what to do, exit status 2, nothing lost."""

import json
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from index.sqlite.store import SqliteStore
from pipeline.bus.interface import Outgoing
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.errors import BackendError
from pipeline.topics import PAGES_FETCHED, TOPICS
from tests.support.articles import MODEL, enriched
from tests.support.forked import command
from tests.support.stores import fresh_prefix
from tests.support.week import Home

ONE_LINE = 400


def refused(home: Home, *arguments: str, nobody: bool = False, **settings: str) -> str:
    """Run a command that must end with status 2 and, at its end, one line; returns the line."""
    environment = home.environment() | {"COLUMNS": "1000"} | settings
    done = command(*arguments, folder=home.folder, environment=environment, nobody=nobody)
    return line_of(done)


def line_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused command ends with, with status 2."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("tanxun: ")]
    assert done.stderr.rstrip().endswith(line)
    assert len(line) <= ONE_LINE
    return line


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An initialised home that needs no model."""
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    bus = SqliteBus(made.folder / ".tanxun/bus.sqlite")
    bus.create(TOPICS.values())
    bus.publish(PAGES_FETCHED, [Outgoing("a", b"{}", {"account": "a", "source": "x", "url": "http://x.example/"})])
    bus.close()
    store = SqliteStore(made.folder / ".tanxun/store.sqlite")
    store.init(MODEL)
    store.put_articles([enriched("a")])
    store.close()
    return made


def whole(home: Home) -> bool:
    """Whether the message and the article are still there."""
    bus, store = SqliteBus(home.folder / ".tanxun/bus.sqlite"), SqliteStore(home.folder / ".tanxun/store.sqlite")
    kept = len(list(bus.read(PAGES_FETCHED))) == 1 and store.article("a") is not None
    bus.close()
    store.close()
    return kept


def test_an_unknown_source(home: Home) -> None:
    line = refused(home, "crawl", "dhxe")
    assert "dhxe" in line
    assert "dhex" in line
    assert whole(home)


def test_a_misspelt_setting(home: Home) -> None:
    assert "did you mean store" in refused(home, "status", TANXUN_STOER="sqlite")
    (home.folder / "tanxun.toml").write_text('stoer = "sqlite"\n')
    assert "did you mean store" in refused(home, "status")


def test_a_setting_out_of_range(home: Home) -> None:
    line = refused(home, "status", TANXUN_RETRIES="0")
    assert "TANXUN_RETRIES" in line
    assert "1" in line


def test_a_missing_setting_file(home: Home) -> None:
    line = refused(home, "status", TANXUN_STORE="elasticsearch", TANXUN_ELASTICSEARCH_API_KEY_FILE="/nowhere/key")
    assert "elasticsearch_api_key_file" in line
    assert "/nowhere/key" in line


def test_a_store_that_was_never_made(tmp_path: Path) -> None:
    empty = Home(tmp_path / "empty")
    empty.folder.mkdir()
    line = refused(empty, "status")
    assert "tanxun init" in line
    assert str(empty.folder / ".tanxun/bus.sqlite") in line
    assert list(empty.folder.iterdir()) == []


@pytest.mark.parametrize("which", ["bus", "store"])
def test_a_corrupt_database(home: Home, which: str) -> None:
    path = home.folder / f".tanxun/{which}.sqlite"
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[: len(content) // 2] = b"\x5a" * (len(content) // 2)
    path.write_bytes(content)
    line = refused(home, "status")
    assert f"{which}.sqlite" in line
    assert path.read_bytes() == content


def test_an_unreachable_broker(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        line = refused(home, "status", TANXUN_BUS="kafka", TANXUN_KAFKA=address)
    assert address in line
    assert "TANXUN_KAFKA" in line
    assert whole(home)


def test_an_unreachable_elasticsearch(home: Home) -> None:
    line = refused(home, "status", TANXUN_STORE="elasticsearch", TANXUN_ELASTICSEARCH="http://127.0.0.1:1")
    assert "does not answer" in line
    assert "TANXUN_ELASTICSEARCH" in line


def test_a_busy_port(home: Home) -> None:
    """A port where something else answers: neither broker nor node."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        address = f"127.0.0.1:{busy.getsockname()[1]}"
        line = refused(home, "status", TANXUN_BUS="kafka", TANXUN_KAFKA=address)
    assert address in line


def test_a_model_folder_with_a_missing_file(home: Home, week_model: Path) -> None:
    broken = home.folder / "model"
    shutil.copytree(week_model, broken)
    (broken / "model.safetensors").unlink()
    line = refused(home, "work", "enrich", "--until-idle", TANXUN_MODEL=str(broken))
    assert str(broken) in line
    assert "TANXUN_MODEL" in line
    assert whole(home)


def test_a_model_that_is_nowhere(home: Home) -> None:
    assert "TANXUN_MODEL" in refused(home, "work", "enrich", "--until-idle", TANXUN_MODEL="/nowhere/at-all")


@pytest.mark.parametrize("arguments", [("init",), ("import", "x.warc.gz")])
def test_a_read_only_directory(home: Home, arguments: tuple[str, ...]) -> None:
    (home.folder / "x.warc.gz").write_bytes(b"")
    for path in [home.folder, *home.folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in home.folder.parents:
        if parent.owner() == home.folder.owner() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    line = refused(home, *arguments, nobody=True)
    assert ".tanxun" in line
    for path in [home.folder, *home.folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert whole(home)


def test_a_read_only_directory_has_a_status(home: Home) -> None:
    for path in [home.folder, *home.folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in home.folder.parents:
        if parent.owner() == home.folder.owner() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    before = sorted(home.folder.rglob("*"))
    done = command("status", "--json", folder=home.folder, environment=home.environment(), nobody=True)
    assert done.returncode == 0, done.stderr
    status = json.loads(done.stdout)
    assert (status["home"], status["lag"]["extract"]) == (str(home.folder / ".tanxun"), 1)
    assert sorted(home.folder.rglob("*")) == before
    for path in [home.folder, *home.folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert whole(home)


@pytest.mark.servers
def test_a_worker_in_production_says_at_once_that_init_is_missing(home: Home, kafka: str) -> None:
    line = refused(home, "work", "all", TANXUN_BUS="kafka", TANXUN_KAFKA=kafka, TANXUN_KAFKA_PREFIX=fresh_prefix())
    assert "run `tanxun init` first" in line
    assert not (home.folder / ".tanxun/model").exists(), "the model was loaded first"


@pytest.mark.servers
def test_a_worker_says_at_once_that_elasticsearch_has_no_store(home: Home, elasticsearch: str) -> None:
    home.settings.update(TANXUN_ELASTICSEARCH=elasticsearch, TANXUN_ELASTICSEARCH_PREFIX=fresh_prefix())
    line = refused(home, "work", "enrich", TANXUN_STORE="elasticsearch")
    assert "not initialised; run `tanxun init`" in line
    assert not (home.folder / ".tanxun/model").exists(), "the model was loaded first"


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    bus = SqliteBus(tmp_path / "bus.sqlite")
    bus.create(TOPICS.values())
    bus.publish(PAGES_FETCHED, [Outgoing("kept", b"x" * 1000)])
    (pages,) = bus._db.execute("PRAGMA page_count").fetchone()
    bus._db.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(BackendError, match="full"):
        bus.publish(PAGES_FETCHED, [Outgoing("large", b"y" * 200_000)])
    assert [message.key for message in bus.read(PAGES_FETCHED)] == ["kept"]
    bus._db.execute("PRAGMA max_page_count = 1000000")
    bus.publish(PAGES_FETCHED, [Outgoing("large", b"y" * 200_000)])
    assert {message.key for message in bus.read(PAGES_FETCHED)} == {"kept", "large"}
    bus.close()


def test_a_full_disk_by_the_limit_of_files(home: Home) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    drafting = [sys.executable, "-m", "tanxun", "draft", "--issue", "1", "--from", "2026-05-08", "--to", "2026-05-14"]
    done = subprocess.run(
        drafting,
        cwd=home.folder,
        env=home.environment() | {"COLUMNS": "1000"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=no_room,
    )
    line = line_of(done)
    assert ".sqlite" in line
    assert "free space" in line
    assert whole(home)
    home.run(*drafting[3:])


def test_the_damage_is_not_hidden_by_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is no database at all, but long enough to be taken for one" * 100)
    with pytest.raises((BackendError, sqlite3.DatabaseError)) as caught:
        SqliteStore(path).init(MODEL)
    assert isinstance(caught.value, BackendError)
