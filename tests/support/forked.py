"""Processes of their own that begin as copies of one which has imported what crawls and commands import, and done nothing."""

import importlib
import multiprocessing
import os
import pkgutil
import runpy
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired

import index
import pipeline
import tanxun

# All but the command line's own modules, which look at their environment as they are imported. Nothing of it starts the
# reactor; torch and scikit-learn, which few need, are left to those.
IMPORTED_ONCE = [
    "_strptime",
    "OpenSSL.SSL",
    "crawlers.crawl.crawl",
    "cryptography.x509",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scheduler",
    "scrapy.extensions.feedexport",
    "scrapy.pqueues",
    "matplotlib.figure",
    "rich.progress",
    "rich.table",
    "typer.rich_utils",
    "tanxun.schedule.crawl",
    "tanxun.schedule.draft",
    "tanxun.schedule.run",
    "tanxun.wiring.stages",
    "tests.support.crawl_running",
    "twisted.internet.asyncioreactor",
]
PATIENCE = 300.0

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(IMPORTED_ONCE)


def command(
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str],
    given: str = "",
    together: bool = False,
    nobody: bool = False,
) -> CompletedProcess[str]:
    """`python -m tanxun …` to its end, in this folder and environment only; `together`: errors among what it prints.

    `nobody`: by a user who may write nowhere, where it is root who tests.

    Its session, files, arguments and exit status are those of any process; only the libraries' imports are done before.
    Raises TimeoutExpired after PATIENCE seconds.
    """
    with tempfile.TemporaryDirectory(prefix="tanxun-command-") as name:
        files = [Path(name) / one for one in ("in", "out", "out" if together else "err")]
        for file in files:
            file.write_text(given if file == files[0] else "")
        child = context.Process(target=_command, args=(arguments, folder, dict(environment), files, nobody))
        child.start()
        child.join(PATIENCE)
        if child.exitcode is None:
            child.kill()
            child.join()
            raise TimeoutExpired(arguments, PATIENCE, files[1].read_text(), files[2].read_text())
        printed, error = files[1].read_text(), "" if together else files[2].read_text()
        return CompletedProcess(arguments, child.exitcode, printed, error)


def _command(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], files: list[Path], nobody: bool
) -> None:
    for number, file in enumerate(files):
        opened = os.open(file, os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if nobody and os.getuid() == 0:
        # Everything is imported before: nobody may not even read root's Python.
        for package in (pipeline, index, tanxun):
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                if not module.name.endswith("__main__"):
                    importlib.import_module(module.name)
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    sys.argv = ["tanxun", *arguments]
    runpy.run_module("tanxun", run_name="__main__", alter_sys=True)
