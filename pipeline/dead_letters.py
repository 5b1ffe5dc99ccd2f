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
    newest: dict[str, DeadLetter] = {}
    for topic in [name for name in TOPICS if not name.endswith(dead(""))]:
        for message in bus.read(dead(topic)):
            account = message.headers.get("dead")
            if account is not None and message.raw is None:  # what another program put there is no letter
                letter = decode(DeadLetter, message.value)
                newest[account] = max(newest.get(account, letter), letter, key=lambda one: one.last_at)
    topics = {counted_under(letter.topic, letter.headers) for letter in newest.values()}
    still = {entry.account: entry for topic in topics for entry in accounts.accounts(topic, "dead")}
    return [Dead(still[account], newest[account]) for account in sorted(still.keys() & newest.keys())]


def requeue(bus: Bus, accounts: Ledger, which: Dead) -> None:
    """Send the message back to the topic it came from; where key or headers were no text, with what could be read of them.

    Published before the account waits, so that a process killed in between leaves the letter to be sent back once more. The
    account waits only where it still lies as it was read: a worker may have brought the message to its end already, and
    that end stands. Raises BackendError where the letter could not keep the message.
    """
    letter, entry = which.letter, which.entry
    if not letter.value:
        raise BackendError(
            f"{entry.account}: the letter holds no value (it was empty, or too large to be kept); run `tanxun "
            "replay` for its source, or drop it"
        )
    # A page that came without an account has this one from now on, or nothing would settle it.
    own = {"account": entry.account, "source": entry.source, "url": entry.url} if entry.topic == PAGES_FETCHED else {}
    bus.publish(letter.topic, [Outgoing(letter.key, letter.value, {**own, **letter.headers})])
    accounts.settle_from(entry, replace(entry, fate="waiting", reason=""))


def drop(accounts: Ledger, which: Dead) -> bool:
    """Give the message up: its account is rejected with the reason that an operator dropped it.

    False where it came to another end, or was sent back, since it was read: that stands.
    """
    return accounts.settle_from(which.entry, replace(which.entry, fate="rejected", reason=RejectCode.DROPPED))
