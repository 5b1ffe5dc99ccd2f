"""The demo's whole week on a real Kafka and a real Elasticsearch, by each way of working: the same draft as embedded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.servers import PrivateServer, private_server
from tests.support.week import Home, adds_up, kill, wait_for, workers
from tests.support.week_fixtures import DemoWeek, production

pytestmark = pytest.mark.servers
STAGES = ("extract", "enrich", "index", "media")
# A day apart, as the demo's sources are crawled daily; the second is after nine in Beijing.
THURSDAY, FRIDAY = "2026-05-14T09:30+08:00", "2026-05-15T09:30+08:00"
PAIRS = tuple(name for stage in STAGES for name in (stage, f"{stage}:2"))


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[PrivateServer]:
    """A broker of this test's own, that may be killed."""
    with private_server("kafka", tmp_path / "kafka") as server:
        yield server


def idle(home: Home) -> bool:
    status = home.status()
    return status["total"]["waiting"] == 0 and not any(status["lag"].values())


def compare(home: Home, week: DemoWeek) -> None:
    status, embedded = home.status(), week.home.status()
    assert adds_up(status)
    assert status["total"]["fetched"] == embedded["total"]["fetched"]
    assert status["total"]["dead"] == 0
    home.draft()
    assert (home.folder / "out/issue-1.json").read_bytes() == week.draft


def test_work_all(
    week: DemoWeek, tmp_path: Path, kafka: str, elasticsearch: str, first_web: str, second_web: str
) -> None:
    """The shortest of them, for every run of the tests: one process for all stages."""
    home = production(week, tmp_path / "home", kafka, elasticsearch)
    with workers(home, first_web, "all"):
        home.crawl(first_web, 1)
        home.crawl(second_web, 2)
        wait_for(lambda: idle(home))
    compare(home, week)


@pytest.mark.long
@pytest.mark.parametrize("names", [PAIRS, ("all", "all:2")], ids=["two workers a stage", "two of work all"])
def test_workers_share_the_messages(
    names: tuple[str, ...],
    week: DemoWeek,
    tmp_path: Path,
    kafka: str,
    elasticsearch: str,
    first_web: str,
    second_web: str,
) -> None:
    home = production(week, tmp_path / "home", kafka, elasticsearch)
    with workers(home, first_web, *names):
        home.crawl(first_web, 1)
        home.crawl(second_web, 2)
        wait_for(lambda: idle(home))
    compare(home, week)


@pytest.mark.long
def test_run_once_on_thursday_and_on_friday(
    week: DemoWeek, tmp_path: Path, kafka: str, elasticsearch: str, first_web: str, second_web: str
) -> None:
    """The scheduler's own round: it crawls, works and, on the Friday, drafts and renders."""
    home = production(week, tmp_path / "home", kafka, elasticsearch)
    home.run("run", "--once", "--at", THURSDAY, proxy=first_web)
    assert not (home.folder / "out").exists()
    assert "issue 1, 2026-05-08 to 2026-05-14: version 1" in home.run("run", "--once", "--at", FRIDAY, proxy=second_web)
    assert idle(home)
    assert (home.folder / "out/issue-1.json").read_bytes() == week.draft
    compare(home, week)


@pytest.mark.long
def test_an_enrich_worker_and_the_broker_are_killed(
    week: DemoWeek, tmp_path: Path, own_kafka: PrivateServer, elasticsearch: str, first_web: str, second_web: str
) -> None:
    home = production(week, tmp_path / "home", own_kafka.address, elasticsearch)
    home.crawl(first_web, 1)
    home.crawl(second_web, 2)
    with workers(home, first_web, "extract", "enrich", "index", "media") as started:
        wait_for(lambda: home.status()["lag"]["enrich"] > 0 and home.status()["total"]["stored"] > 0)
        kill(started["enrich"])
        own_kafka.kill()
        own_kafka.start()
        with workers(home, first_web, "enrich"):
            wait_for(lambda: idle(home))
    compare(home, week)
