"""The demo week driven from outside: the commands a person types, as processes of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from demo.week import CATALOGUE, FIRST_CRAWL, SECOND_CRAWL, SINCE, UNTIL
from index.requested_addresses import RequestOutcome, ask, outcome
from pipeline.records import EnrichedArticle, Request
from pipeline.settings import Settings
from tanxun.wiring.backends import init, opened
from tests.support.articles import MODEL
from tests.support.forked import PATIENCE, command


@contextmanager
def ending_well(process: subprocess.Popen[str]) -> Iterator[None]:
    """It is told to end afterwards, and ends well; killed where something failed."""
    try:
        yield
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, printed
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@dataclass
class Home:
    """A working directory with its own state, and the environment that points there."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self, proxy: str = "") -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith("TANXUN_")}
        shared = {name: value for name, value in os.environ.items() if name == "TANXUN_CACHE"}
        own = {"TANXUN_CATALOGUE": str(CATALOGUE), "TANXUN_DELAY": "0", "TANXUN_FIRST_ISSUE": "1 = 2026-05-15"}
        return {**others, **shared, **own, **self.settings, **({"http_proxy": proxy} if proxy else {})}

    def start(self, *arguments: str, proxy: str = "") -> subprocess.Popen[str]:
        """A `tanxun` command, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "tanxun", *arguments],
            cwd=self.folder,
            env=self.environment(proxy),
            text=True,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments: str, proxy: str = "", status: int = 0) -> str:
        """A `tanxun` command to its end; returns what it printed."""
        done = command(*arguments, folder=self.folder, environment=self.environment(proxy), together=True)
        assert done.returncode == status, f"tanxun {' '.join(arguments)} → {done.returncode}:\n{done.stdout}"
        return done.stdout

    def crawl(self, proxy: str, revision: int) -> None:
        moment = FIRST_CRAWL if revision == 1 else SECOND_CRAWL
        self.run("crawl", "--at", moment.isoformat(), proxy=proxy)

    def draft(self) -> dict[str, Any]:
        """The drafted issue as data."""
        self.run("draft", "--issue", "1", "--from", str(SINCE), "--to", str(UNTIL))
        self.run("render", "1")
        drafted: dict[str, Any] = json.loads((self.folder / "out/issue-1.json").read_text())
        return drafted

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("status", "--json"))
        return found

    def copy(self, folder: Path) -> "Home":
        """The same state in another folder; the model is a link, nobody writes it."""
        shutil.copytree(self.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("model"))
        (folder / ".tanxun/model").symlink_to(self.folder / ".tanxun/model")
        return Home(folder, self.settings)


def kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL to the whole group: a power cut for this command."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    """Wait until something is so; fails when the process ends first or patience does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process is None or process.poll() is None, f"ended before its time:\n{process.communicate()[0]}"
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@contextmanager
def workers(home: Home, proxy: str, *stages: str) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """One process for each name (`enrich`, or `enrich:2` for a second one), asked to end with SIGTERM at the end."""
    started = {name: home.start("work", name.split(":")[0], proxy=proxy) for name in stages}
    try:
        yield started
        for process in started.values():
            process.send_signal(signal.SIGTERM)
        for name, process in started.items():
            printed, _ = process.communicate(timeout=PATIENCE)
            assert process.returncode in (0, -signal.SIGKILL), f"{name} → {process.returncode}:\n{printed}"
    finally:
        for process in started.values():
            if process.poll() is None:
                kill(process)


def adds_up(status: dict[str, Any]) -> bool:
    """Whether every source's account, and the total, add up."""
    fates = ("stored", "duplicate", "rejected", "dead", "waiting")
    accounts = [*status["sources"], status["total"]]
    return status["lost"] == 0 and all(one["fetched"] == sum(one[fate] for fate in fates) for one in accounts)


def settings_of(home: Home) -> Settings:
    named = {name.removeprefix("TANXUN_").lower(): value for name, value in home.settings.items()}
    return Settings(**{"home": home.folder / ".tanxun", **named})  # type: ignore[arg-type]


def home_without_model(folder: Path, *articles: EnrichedArticle) -> Home:
    """An initialised home whose first issue is that of 15 May 2026, with these articles in its store; drafting needs no model."""
    home = Home(folder, {"TANXUN_FIRST_ISSUE": "1 = 2026-05-15"})
    init(settings_of(home), MODEL)
    put_articles(home, *articles)
    return home


def put_articles(home: Home, *articles: EnrichedArticle) -> None:
    with opened(settings_of(home)) as backends:
        backends.store.put_articles(articles)


def paste(home: Home, *urls: str) -> list[RequestOutcome]:
    """Ask as the desk does, and wait as its editor does."""
    with opened(settings_of(home)) as backends:
        for url in urls:
            ask(backends.bus, backends.store, Request(url=url, why="第1期", who="编辑乙", asked_at=datetime.now(UTC)))
        ends = [outcome(backends.store, url) for url in urls]
        deadline = time.monotonic() + PATIENCE
        while not all(end.is_final for end in ends):
            assert time.monotonic() < deadline, f"waited in vain: {ends}"
            time.sleep(0.1)
            ends = [outcome(backends.store, url) for url in urls]
    return ends
