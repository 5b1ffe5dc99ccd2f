"""The demo week, once a run: `python -m demo` as a new user runs it, and homes that share its model."""

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.web import DemoWeb
from tests.support.forked import PATIENCE
from tests.support.run import once
from tests.support.week import Home


@dataclass(frozen=True)
class DemoWeek:
    """A finished demo: where it ran, what it printed, and its draft's bytes."""

    home: Home
    printed: str

    @property
    def out(self) -> Path:
        return self.home.folder / "out"

    @property
    def draft(self) -> bytes:
        return (self.out / "issue-1.json").read_bytes()


def run_demo(home: Home) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "demo"],
        cwd=home.folder,
        env=home.environment(),
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def week() -> DemoWeek:
    """The run's, which no test changes: who would takes a copy."""

    def make(folder: Path) -> str:
        folder.mkdir()
        return json.dumps([str(folder), run_demo(Home(folder))])

    folder, printed = json.loads(once("week", make))
    return DemoWeek(Home(Path(folder)), printed)


@pytest.fixture
def new_home(week: DemoWeek, tmp_path: Path) -> Home:
    """An initialised home without pages; the model is the session's, so that nothing is converted again."""
    home = Home(tmp_path / "home")
    (home.folder / ".tanxun").mkdir(parents=True)
    (home.folder / ".tanxun/model").symlink_to(week.home.folder / ".tanxun/model")
    home.run("init")
    return home


@pytest.fixture(scope="session")
def first_web() -> Iterator[str]:
    """The invented web before the correction: its proxy's address."""
    with DemoWeb(revision=1) as web:
        yield web.address


@pytest.fixture(scope="session")
def second_web() -> Iterator[str]:
    """The invented web after the correction."""
    with DemoWeb(revision=2) as web:
        yield web.address


@pytest.fixture(scope="session")
def week_model(week: DemoWeek) -> Path:
    """The converted model's folder."""
    (folder,) = (path.parent for path in (week.home.folder / ".tanxun/model").rglob("modules.json"))
    return folder


def production(week: DemoWeek, folder: Path, kafka: str, elasticsearch: str) -> Home:
    prefix = f"week-{uuid.uuid4().hex[:8]}"
    home = Home(
        folder,
        {
            "TANXUN_BUS": "kafka",
            "TANXUN_KAFKA": kafka,
            "TANXUN_KAFKA_PREFIX": f"{prefix}-",
            "TANXUN_STORE": "elasticsearch",
            "TANXUN_ELASTICSEARCH": elasticsearch,
            "TANXUN_ELASTICSEARCH_PREFIX": prefix,
        },
    )
    (home.folder / ".tanxun").mkdir(parents=True)
    (home.folder / ".tanxun/model").symlink_to(week.home.folder / ".tanxun/model")
    home.run("init")
    return home
