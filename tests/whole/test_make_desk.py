"""`make desk`'s command: the desk, the workers and the invented web come and go together."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from demo.pasted import addresses
from tests.support.forked import PATIENCE
from tests.support.week import Home, paste, wait_for
from tests.support.week_fixtures import DemoWeek

LAST = re.compile(r"http://www\.lvan\.example\S+")


class Started:
    """`python -m demo.desk` in a copy of the finished week, and what it has printed."""

    def __init__(self, home: Home, folder: Path) -> None:
        self._log = folder / "printed"
        with self._log.open("w") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "demo.desk"],
                cwd=home.folder,
                env=home.environment() | {"TANXUN_DESK_PORT": "0"},
                stdout=printed,
                stderr=printed,
                text=True,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not LAST.search(self.printed) and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)

    @property
    def printed(self) -> str:
        return self._log.read_text()

    @property
    def workers(self) -> psutil.Process:
        (found,) = psutil.Process(self.process.pid).children()
        return found


@pytest.fixture
def home(week: DemoWeek, tmp_path: Path) -> Home:
    return week.home.copy(tmp_path / "home")


def test_it_opens_the_desk_with_workers_and_ends_them_all(home: Home, tmp_path: Path) -> None:
    started = Started(home, tmp_path)
    try:
        (address,) = re.findall(r"the desk is at (\S+)", started.printed)
        (link,) = re.findall(rf"{address}/link/\S+", started.printed)
        assert "主编" in started.printed
        assert all(one in started.printed for one in addresses())
        assert httpx.get(link, trust_env=False).status_code == 200
        (end,) = paste(home, addresses()[0])
        assert end.state == "stored"
        workers = started.workers
        os.killpg(started.process.pid, signal.SIGINT)
        assert started.process.wait(PATIENCE) == 0
        assert not workers.is_running()
        assert "have ended" in started.printed
    finally:
        _stop(started)


def test_workers_that_die_end_it_loudly(home: Home, tmp_path: Path) -> None:
    started = Started(home, tmp_path)
    try:
        started.workers.kill()
        wait_for(lambda: started.process.poll() is not None)
        assert started.process.returncode == 1
        assert "the workers ended with status -9" in started.printed
        assert "workers.log" in started.printed
    finally:
        _stop(started)


def _stop(started: Started) -> None:
    if started.process.poll() is None:
        for child in psutil.Process(started.process.pid).children(recursive=True):
            child.kill()
        started.process.kill()
        started.process.wait()
