"""What one run of the tests makes once for all its workers: servers, the demo week, classifiers; in a folder of the run."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.servers import SCRIPT

FOLDER = "TANXUN_TEST_RUN"
KEEPER = pytest.StashKey["subprocess.Popen[bytes]"]()
# Reads until the run's own process has ended, however it ended; then ends the servers and removes the folder.
KEEP = """
import pathlib, shutil, subprocess, sys
sys.stdin.read()
for pid in pathlib.Path(sys.argv[1]).glob("*/pid"):
    subprocess.run([sys.executable, sys.argv[2], "wipe", str(pid.parent)])
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the workers makes the folder, and names it in the environment that they inherit."""
    if hasattr(config, "workerinput"):
        return
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="tanxun-tests-")
    # Each classifier is trained once a run, and what a person keeps in their own cache is neither used nor touched.
    os.environ["TANXUN_CACHE"] = f"{os.environ[FOLDER]}/cache"
    command = [sys.executable, "-c", KEEP, os.environ[FOLDER], str(SCRIPT)]
    # A session of its own: an interrupt at the keyboard ends the tests, not what cleans up after them.
    config.stash[KEEPER] = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if KEEPER in config.stash:
        config.stash[KEEPER].communicate(timeout=60)


def once(name: str, make: Callable[[Path], str]) -> str:
    """What `make` returns for a folder of this name: made by the worker that asks first, read by the others.

    A failure is kept by nobody: the next worker tries again.
    """
    folder = Path(os.environ[FOLDER]) / name
    made = folder.with_name(f"{name}.made")
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(make(folder))
    return made.read_text()
