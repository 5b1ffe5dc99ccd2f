"""Where the stage `request` is tested: a catalogue of one entry, and the backends."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.requested_addresses import RequestOutcome, ask, outcome
from index.store import Store
from pipeline.encoding import decode
from pipeline.ledger import Account
from pipeline.records import Page, Request
from pipeline.runner import Policy, Runner
from pipeline.settings import Settings
from pipeline.topics import PAGES_FETCHED
from tanxun.schedule.work import work
from tanxun.wiring.backends import Backends
from tanxun.wiring.stages import build

URL = "http://green.example/news/t1.html"
ENTRY = """
id = "green"
name = "绿报"
authority = 40
hosts = ["green.example", "www.green.example"]
lists = [{ url = "http://green.example/news/", articles = '/t\\d+\\.html$' }]
"""


@dataclass
class RequestPlace:
    """Settings with a catalogue of one entry, and the backends that they name."""

    settings: Settings
    backends: Backends

    @property
    def store(self) -> Store:
        return self.backends.store

    def ask(self, *urls: str) -> None:
        for url in urls:
            request = Request(url=url, why="第1期", who="编辑乙", asked_at=datetime.now(UTC))
            ask(self.backends.bus, self.store, request)

    def run(self) -> int:
        """Whatever waits for the stage, to its end."""
        stage = build("request", self.settings, self.backends)
        runner = Runner(stage, self.backends.bus, self.store, Policy(retries=2, backoff=0.0, outage=1.0))
        return work([runner], threading.Event(), until_idle=True)

    def outcome(self, url: str = URL) -> RequestOutcome:
        return outcome(self.store, url)

    def pages(self) -> list[Page]:
        return [decode(Page, message.value) for message in self.backends.bus.read(PAGES_FETCHED)]

    def accounts(self) -> list[Account]:
        return self.store.accounts(PAGES_FETCHED)


def settings_in(folder: Path, **more: object) -> Settings:
    (folder / "catalogue").mkdir()
    (folder / "catalogue/green.toml").write_text(ENTRY)
    return Settings(home=folder / "home", catalogue=folder / "catalogue", delay=0, **more)  # type: ignore[arg-type]
