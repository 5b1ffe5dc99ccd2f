"""A bus and a store in a folder, and a stage whose messages say how they end."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.sqlite.store import SqliteStore
from index.store import Store
from pipeline.bus.interface import Bus, Message, Outgoing
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.errors import Reject, RejectCode
from pipeline.ledger import Account
from pipeline.runner import Outcome, Policy, Result, Runner, Stage
from pipeline.topics import ARTICLES_EXTRACTED, PAGES_FETCHED, TOPICS
from tanxun.schedule.work import work

QUICK = Policy(retries=2, backoff=0.0, outage=0.3)


class RunnerPlace:
    """A bus and a store in a folder, with pages on the bus and in the ledger."""

    def __init__(self, folder: Path, bus: Bus | None = None, store: Store | None = None) -> None:
        """`store` is initialised already."""
        self.bus = bus or SqliteBus(folder / "bus.sqlite")
        self.bus.create(TOPICS.values())
        self.store: Store = store or SqliteStore(folder / "store.sqlite")
        if store is None:
            self.store.init("none")

    def fetch(self, *names: str) -> None:
        headers = [{"account": f"account-{name}", "source": "a", "url": f"http://a.example/{name}"} for name in names]
        self.bus.publish(
            PAGES_FETCHED,
            [Outgoing(name, name.encode(), header) for name, header in zip(names, headers, strict=True)],
        )
        self.store.open_accounts(
            Account(
                account=header["account"],
                topic=PAGES_FETCHED,
                source="a",
                url=header["url"],
                stage="crawl",
                fate="waiting",
                at=datetime.now(UTC),
            )
            for header in headers
        )

    def runner(self, stage: Stage, stop: threading.Event | None = None) -> Runner:
        return Runner(stage, self.bus, self.store, QUICK, stop or threading.Event())

    def run(self, stage: Stage) -> int:
        return work([self.runner(stage)], threading.Event(), until_idle=True)

    def passed(self) -> list[str]:
        return sorted(message.key for message in self.bus.read(ARTICLES_EXTRACTED))

    def counts(self) -> dict[str, int]:
        return self.store.tally(PAGES_FETCHED)["a"]


def handle(messages: Sequence[Message]) -> list[Outcome]:
    return [one(message) for message in messages]


def one(message: Message) -> Outcome:
    if message.key.startswith("bad"):
        raise ValueError(f"poison {message.key}")
    if message.key.startswith("list"):
        return Reject(RejectCode.LIST_PAGE)
    if message.key.startswith("end"):
        return Result(fate="stored")
    return Result([(ARTICLES_EXTRACTED, Outgoing(message.key, message.value))])


STAGE = Stage("extract", [PAGES_FETCHED], handle, batch=4)
