"""Dead letters for operations: list them, show one, send one back, drop one."""

from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.bus.interface import Bus, Outgoing
from pipeline.encoding import decode
from pipeline.errors import BackendError, RejectCode
from pipeline.ledger import Account, Ledger
from pipeline.message_records import DeadLetter
from pipeline.runner import counted_under
from pipeline.topics import PAGES_FETCHED, TOPICS, dead


@dataclass(frozen=True)
class Dead:
    """A letter that still waits for a person, with its entry in the ledger."""

    entry: Account
    letter: DeadLetter


def letters(bus: Bus, accounts: Ledger) -> list[Dead]:
    """All letters that are neither sent back nor dropped nor settled since, the newest of each account, by account."""
    found: dict[str, Dead] = {}
    for topic in [name for name in TOPICS if not name.endswith(dead(""))]:
        for message in bus.read(dead(topic)):
            account = message.headers.get("dead")
            if account is not None and message.raw is None:  # what another program put there is no letter
                letter = decode(DeadLetter, message.value)
                found[account] = Dead(_entry(account, letter), letter)
    topics = {one.entry.topic for one in found.values()}
    still = {entry.account for topic in topics for entry in accounts.accounts(topic, "dead")}
    return [found[account] for account in sorted(still & found.keys())]


def requeue(bus: Bus, accounts: Ledger, which: Dead) -> None:
    """Send the message back to the topic it came from; where key or headers were no text, with what could be read of them.

    Raises BackendError where the letter could not keep the message.
    """
    letter = which.letter
    if not letter.value:
        raise BackendError(
            f"{which.entry.account}: the letter holds no value (it was empty, or too large to be kept); run `tanxun "
            "replay` for its source, or drop it"
        )
    accounts.settle([replace(which.entry, fate="waiting", reason="")])
    entry = which.entry
    # A page that came without an account has this one from now on, or nothing would settle it.
    own = {"account": entry.account, "source": entry.source, "url": entry.url} if entry.topic == PAGES_FETCHED else {}
    bus.publish(letter.topic, [Outgoing(letter.key, letter.value, {**own, **letter.headers})])


def drop(accounts: Ledger, which: Dead) -> None:
    """Give the message up: its account is rejected with the reason that an operator dropped it."""
    accounts.settle([replace(which.entry, fate="rejected", reason=RejectCode.DROPPED)])


def _entry(account: str, letter: DeadLetter) -> Account:
    return Account(
        account=account,
        topic=counted_under(letter.topic, letter.headers),
        source=letter.headers.get("source", ""),
        url=letter.headers.get("url", letter.key),
        stage=letter.stage,
        fate="dead",
        at=letter.last_at,
        reason=letter.cause,
    )
