"""The ledger: every page's fate, by source; counted idempotently because its key is the page's content."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, Protocol

import msgspec

Fate = Literal["waiting", "stored", "duplicate", "rejected", "dead"]
FATES: tuple[Fate, ...] = ("stored", "duplicate", "rejected", "dead", "waiting")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One account: the fate of one content of one page (topic pages.fetched), of a request, or of a dead message.

    `stage` is the last stage that it reached, `reason` a RejectCode or the cause of death, `at` UTC.
    """

    account: str
    topic: str
    source: str
    url: str
    stage: str
    fate: Fate
    at: datetime
    reason: str = ""


class Ledger(Protocol):
    """The rows behind the ledger; part of the store."""

    def open_accounts(self, entries: Iterable[Account]) -> None:
        """Insert what is new; an account that exists keeps its fate."""

    def settle(self, entries: Iterable[Account]) -> None:
        """Upsert: the fate given last stands."""

    def settle_from(self, before: Account, after: Account) -> bool:
        """Write `after` where the row is still `before`, whole; False, and nothing written, where somebody was quicker."""

    def accounts(self, topic: str, fate: Fate | None = None, source: str | None = None) -> list[Account]:
        """The rows of a topic, by account."""

    def entries(self, accounts: Sequence[str]) -> dict[str, Account]:
        """The rows of these accounts, by account; without those that do not exist."""

    def tally(self, topic: str) -> dict[str, dict[str, int]]:
        """Counts by source and fate."""

    def reasons(self, topic: str) -> dict[str, dict[str, int]]:
        """Counts by source and reason, of rejected and dead accounts."""


@dataclass(frozen=True)
class Balance:
    """The accounts of one source (or the total): pages fetched, and where they ended."""

    id: str
    fetched: int
    stored: int
    duplicate: int
    rejected: int
    dead: int
    waiting: int

    def row(self) -> dict[str, str | int]:
        """As a JSON object."""
        return asdict(self)


def balance(tally: dict[str, dict[str, int]]) -> list[Balance]:
    """One account a source, by id."""
    return [
        Balance(id=source, fetched=sum(counts.values()), **{fate: counts.get(fate, 0) for fate in FATES})
        for source, counts in sorted(tally.items())
    ]


def total(accounts: Sequence[Balance]) -> Balance:
    """The sum of all accounts, with id "total"."""
    counts = {fate: sum(getattr(account, fate) for account in accounts) for fate in FATES}
    return Balance(id="total", fetched=sum(account.fetched for account in accounts), **counts)
