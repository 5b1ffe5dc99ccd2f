"""The accounts beside what waits on the bus: is every source alive, is anything lost?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline import ledger, topics
from pipeline.bus.interface import Bus
from tanxun.wiring.backends import Backends

# Where a page waits on its way, in that order: one message a page on each of these.
PAGE_TOPICS = {
    "extract": topics.PAGES_FETCHED,
    "media": topics.ARTICLES_HELD,
    "enrich": topics.ARTICLES_EXTRACTED,
    "index": topics.ARTICLES_ENRICHED,
}


@dataclass(frozen=True)
class SourceStatus:
    """A source's account, its last successful crawl, what is wrong with it, and why pages were given up."""

    account: ledger.Balance
    last_success: datetime | None
    problem: str
    reasons: dict[str, int]

    def row(self) -> dict[str, Any]:
        """As a JSON object."""
        success = self.last_success.isoformat() if self.last_success else None
        return {**self.account.row(), "last_success": success, "problem": self.problem, "reasons": self.reasons}


@dataclass(frozen=True)
class Status:
    """The accounts of all sources, their total, and the messages that wait for each stage.

    `lost` counts pages that the ledger says wait while no message of theirs is on the bus: 0 unless something went
    wrong that delivery at least once should have prevented. `oldest` is when the oldest message that waits for a stage
    was published, `overdue` the stages where that is longer ago than the setting allows: nobody takes their messages.
    `dropped_from` is when the bus will begin to drop what waits for a stage, unread, where half of that time is over.
    """

    sources: list[SourceStatus]
    total: ledger.Balance
    lag: dict[str, int]
    lost: int
    oldest: dict[str, datetime]
    overdue: list[str]
    dropped_from: dict[str, datetime]

    def row(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "sources": [source.row() for source in self.sources],
            "total": self.total.row(),
            "lag": self.lag,
            "lost": self.lost,
            "oldest": {stage: since.isoformat() for stage, since in self.oldest.items()},
            "overdue": self.overdue,
            "dropped_from": {stage: since.isoformat() for stage, since in self.dropped_from.items()},
        }


def status(backends: Backends, moment: datetime, waiting_limit: timedelta) -> Status:
    """Read the accounts, the sources' state and the lag of every stage, as of this moment."""
    store = backends.store
    accounts = ledger.balance(store.tally(topics.PAGES_FETCHED))
    reasons = store.reasons(topics.PAGES_FETCHED)
    states = {state.id: state for state in store.sources()}
    idle = [ledger.Balance(id=name, **dict.fromkeys(("fetched", *ledger.FATES), 0)) for name in states]
    known = {account.id: account for account in [*idle, *accounts]}
    sources = [
        SourceStatus(
            account=known[name],
            last_success=states[name].last_success if name in states else None,
            problem=states[name].problem if name in states else "",
            reasons=reasons.get(name, {}),
        )
        for name in sorted(known)
    ]
    total = ledger.total(accounts)
    lag = {stage: sum(backends.bus.lag(stage, topic) for topic in read) for stage, read in topics.READ_BY.items()}
    since = waiting_since(backends.bus)
    oldest = {stage: min(times.values()) for stage, times in since.items()}
    overdue = [stage for stage, first in oldest.items() if moment - first > waiting_limit]
    lost = _lost(backends) if total.waiting > _on_the_bus(backends) else 0
    return Status(sources, total, lag, lost, oldest, overdue, dropped_from(backends.bus, since, moment))


def waiting_since(bus: Bus) -> dict[str, dict[str, datetime]]:
    """When the oldest message that waits was published, by stage and topic, of those for which one waits."""
    found: dict[str, dict[str, datetime]] = {}
    for stage, read in topics.READ_BY.items():
        times = {topic: first for topic in read if (first := bus.oldest(stage, topic)) is not None}
        if times:
            found[stage] = times
    return found


def dropped_from(bus: Bus, since: dict[str, dict[str, datetime]], moment: datetime) -> dict[str, datetime]:
    """When the bus begins to drop what waits for a stage, read or not: of the stages that have half of that time left, or less."""
    found: dict[str, datetime] = {}
    for stage, times in since.items():
        for topic, first in times.items():
            kept = bus.kept_unread(topic)
            if kept is not None and moment - first > kept / 2:
                found[stage] = min(found.get(stage, first + kept), first + kept)
    return found


def _on_the_bus(backends: Backends) -> int:
    """The messages that carry pages, asked for in the pages' own direction: one that moves on meanwhile is counted."""
    return sum(backends.bus.lag(stage, topic) for stage, topic in PAGE_TOPICS.items())


def _lost(backends: Backends) -> int:
    """Pages that waited before and after the bus was asked, and were not on it: exact while workers are running."""
    before = _waiting(backends)
    on_the_bus = _on_the_bus(backends)
    return max(0, len(before & _waiting(backends)) - on_the_bus)


def _waiting(backends: Backends) -> set[str]:
    return {entry.account for entry in backends.store.accounts(topics.PAGES_FETCHED, "waiting")}
