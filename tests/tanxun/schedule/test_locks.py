"""Of two schedulers of one home, or two crawls of one source, the second says so and ends; a killed one leaves no lock."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tanxun.schedule.locks import locked
from tests.support.paths import ROOT
from tests.support.week import Home

HOLDER = """
import sys
from pathlib import Path
from tanxun.schedule.locks import locked
with locked(Path(sys.argv[1]), "run") as alone:
    print(alone, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home, with the demo's sources."""
    return Home(tmp_path)


def test_the_second_has_not_what_the_first_has(tmp_path: Path) -> None:
    with locked(tmp_path, "run") as first, locked(tmp_path, "run") as second, locked(tmp_path, "crawl-a") as other:
        assert (first, second, other) == (True, False, True)
    with locked(tmp_path, "run") as again:
        assert again


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with locked(tmp_path, "run") as alone:
            assert not alone
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with locked(tmp_path, "run") as alone:
        assert alone


def test_a_second_run_says_so_and_ends(home: Home) -> None:
    with locked(home.folder / ".tanxun", "run"):
        printed = home.run("run", "--once", status=2)
    assert "another `tanxun run` is at work in" in printed
    assert str(home.folder / ".tanxun") in printed.replace("\n", "")


def test_a_source_that_is_being_crawled_is_left_to_the_other(home: Home) -> None:
    with locked(home.folder / ".tanxun", "crawl-dhex"):
        printed = home.run("crawl", "dhex", status=1)
    assert "another crawl of it is running" in " ".join(printed.split())
