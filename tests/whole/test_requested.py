"""An address is pasted and its article is in the store a moment later: the commands of a person, whole, on both backends."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from demo.pasted import pasted
from demo.week import CATALOGUE
from index.requested_addresses import RequestOutcome
from pipeline.errors import RejectCode
from tests.support.week import Home, adds_up, ending_well, paste, wait_for, workers
from tests.support.week_fixtures import DemoWeek, production

GONE = "http://www.tanjia.example/tanjiaoyi/2026/0511/900404.html"
STAGES = ("request", "extract", "enrich", "index")


def check(home: Home, ends: Sequence[RequestOutcome]) -> None:
    """Both pasted articles are stored with what their pages say; the page that is gone has its reason."""
    assert [end.state for end in ends] == ["stored", "stored", "rejected"], ends
    assert ends[2].reason is RejectCode.NOT_FOUND
    for end, (site, text) in zip(ends, pasted(), strict=False):
        article = json.loads(home.run("article", end.article))
        assert (article["title"].split()[0], article["published"]) == (text.title.split()[0], str(text.day))
        assert article["publisher"]["id"] == (site.id if site.id == "zhongxun" else site.host)
    assert adds_up(home.status())


def addresses() -> list[str]:
    return [*(site.address(text) for site, text in pasted()), GONE]


@contextmanager
def running(home: Home, *arguments: str, proxy: str) -> Iterator[psutil.Process]:
    """A command that runs until it is told to end, and ends well."""
    process = home.start(*arguments, proxy=proxy)
    with ending_well(process):
        yield psutil.Process(process.pid)


def fetching(worker: psutil.Process) -> bool:
    """Whether a process that fetches is running (multiprocessing's tracker of resources stays, and does nothing)."""
    return any("spawn_main" in " ".join(child.cmdline()) for child in worker.children(recursive=True))


def test_work_all_fetches_what_is_pasted_and_keeps_no_process_for_it(new_home: Home, second_web: str) -> None:
    with running(new_home, "work", "all", proxy=second_web) as worker:
        check(new_home, paste(new_home, *addresses()))
        wait_for(lambda: not fetching(worker))


@pytest.mark.long
def test_run_serves_editors_between_its_rounds(new_home: Home, second_web: str, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    shutil.copy(CATALOGUE / "zhongxun.toml", tmp_path / "one")
    new_home.settings["TANXUN_CATALOGUE"] = str(tmp_path / "one")
    with running(new_home, "run", proxy=second_web):
        check(new_home, paste(new_home, *addresses()))


@pytest.mark.long
@pytest.mark.servers
def test_a_worker_of_each_stage(
    week: DemoWeek, tmp_path: Path, kafka: str, elasticsearch: str, second_web: str
) -> None:
    home = production(week, tmp_path / "home", kafka, elasticsearch)
    with workers(home, second_web, *STAGES):
        check(home, paste(home, *addresses()))
