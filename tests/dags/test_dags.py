"""The DAGs, run by Airflow itself on the embedded backends, over the invented web."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from demo.week import CATALOGUE
from index.crawl_state import SourceState
from index.sqlite.store import SqliteStore
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.topics import TOPICS
from tests.support.articles import MODEL
from tests.support.forked import PATIENCE
from tests.support.paths import ROOT
from tests.support.week import Home
from tests.support.week_fixtures import DemoWeek

pytestmark = pytest.mark.airflow

# A process of its own: Airflow takes over logging, warnings and the environment of whatever imports it.
RUN = """
import sys, warnings
warnings.simplefilter("ignore")
import pendulum
from airflow.models.dagbag import DagBag
from dags import {module}
dag = {module}.{module}()
moment = pendulum.datetime({moment}, tz="Asia/Shanghai")
run = dag.test(run_after=moment, logical_date={logical_date}, run_conf={conf})
print("STATE", run.state)
sys.exit(run.state != "success")
"""


def run_dag(
    home: Home, airflow: Path, module: str, moment: str, proxy: str = "", by_hand: bool = False, **conf: Any
) -> str:
    """A scheduled run of this moment; one started `by_hand` has no logical date, but may have arguments."""
    environment = home.environment(proxy) | {
        "AIRFLOW_HOME": str(airflow),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "127.0.0.1,localhost",
    }
    script = RUN.format(module=module, moment=moment, logical_date=None if by_hand else "moment", conf=conf)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=home.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated Airflow home."""
    folder = tmp_path_factory.mktemp("airflow")
    environment = {**os.environ, "AIRFLOW_HOME": str(folder), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env=environment,
        capture_output=True,
        check=True,
        timeout=300,
    )
    return folder


@pytest.fixture
def small_home(tmp_path: Path) -> Home:
    """A home that needs no model, with two sources."""
    catalogue = tmp_path / "sources"
    catalogue.mkdir()
    for name in ("gjrz", "tanjia"):
        shutil.copy(CATALOGUE / f"{name}.toml", catalogue)
    home = Home(tmp_path / "home", {"TANXUN_CATALOGUE": str(catalogue)})
    bus, store = SqliteBus(home.folder / ".tanxun/bus.sqlite"), SqliteStore(home.folder / ".tanxun/store.sqlite")
    bus.create(TOPICS.values())
    store.init(MODEL)
    bus.close()
    store.close()
    return home


def states(home: Home) -> list[SourceState]:
    with closing(SqliteStore(home.folder / ".tanxun/store.sqlite")) as store:
        return sorted(store.sources(), key=lambda state: state.id)


def crawled(home: Home) -> set[str]:
    return {source["id"] for source in home.status()["sources"] if source["last_success"]}


def test_crawl_sources_crawls_what_is_due(small_home: Home, airflow: Path, second_web: str) -> None:
    run_dag(small_home, airflow, "crawl_sources", "2026, 5, 15, 8", second_web)
    assert crawled(small_home) == {"gjrz", "tanjia"}
    status = small_home.status()
    assert status["total"]["fetched"] == 16
    run_dag(small_home, airflow, "crawl_sources", "2026, 5, 15, 9", second_web)
    assert small_home.status()["total"]["fetched"] == status["total"]["fetched"]

    # Of a source that is due, only the lists whose turn it is.
    before = states(small_home)
    with closing(SqliteStore(small_home.folder / ".tanxun/store.sqlite")) as store:
        for state in before:
            assert state.known_lists
            store.put_source(msgspec.structs.replace(state, due=datetime(2026, 5, 15, tzinfo=UTC)))
    run_dag(small_home, airflow, "crawl_sources", "2026, 5, 15, 10", second_web)
    for was, now in zip(before, states(small_home), strict=True):
        assert now.last_attempt > was.last_attempt
        assert [one.asked_at for one in now.known_lists] == [one.asked_at for one in was.known_lists]


def test_assemble_issue_drafts_the_week_before_its_friday(week: DemoWeek, airflow: Path, tmp_path: Path) -> None:
    home = week.home.copy(tmp_path / "home")
    # The demo has drafted the first issue of this window: here it is the second.
    home.settings = {**home.settings, "TANXUN_FIRST_ISSUE": "2 = 2026-05-15"}
    run_dag(home, airflow, "assemble_issue", "2026, 5, 15, 9")
    drafted = json.loads((home.folder / "out/issue-2.json").read_text())
    assert (drafted["number"], drafted["from"], drafted["to"]) == (2, "2026-05-08", "2026-05-14")
    assert sum(len(column["items"]) for column in drafted["columns"]) >= 20


@pytest.mark.long
def test_crawl_sources_by_hand_crawls_what_is_due(small_home: Home, airflow: Path, second_web: str) -> None:
    run_dag(small_home, airflow, "crawl_sources", "2026, 5, 15, 8", second_web, by_hand=True)
    assert crawled(small_home) == {"gjrz", "tanjia"}


def test_crawl_sources_by_hand_crawls_what_is_asked_for(small_home: Home, airflow: Path, second_web: str) -> None:
    run_dag(small_home, airflow, "crawl_sources", "2026, 5, 15, 8", second_web, by_hand=True, sources=["tanjia"])
    assert crawled(small_home) == {"tanjia"}


def test_assemble_issue_by_hand(small_home: Home, airflow: Path) -> None:
    run_dag(small_home, airflow, "assemble_issue", "2026, 5, 13, 10", by_hand=True)
    coming = json.loads((small_home.folder / "out/issue-1.json").read_text())
    assert (coming["number"], coming["from"], coming["to"]) == (1, "2026-05-08", "2026-05-14")
    run_dag(small_home, airflow, "assemble_issue", "2026, 5, 13, 10", by_hand=True, issue=3)
    assert json.loads((small_home.folder / "out/issue-3.json").read_text())["from"] == "2026-05-22"
