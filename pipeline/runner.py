"""The stage runner: consume, handle, publish, settle, commit; a message's end is a fate, never a crash.

The order makes every step safe to repeat: results are durable before the account is settled, the account before
the offset is committed. A process killed anywhere does its messages again, and upserts make that the same.
"""

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Protocol

import tenacity

from pipeline.bus.interface import MAX_MESSAGE_BYTES, Bus, Consumer, Message, Outgoing
from pipeline.encoding import encode
from pipeline.errors import Reject, TanxunError, Unavailable
from pipeline.ledger import Account, Fate, Ledger
from pipeline.message_records import DeadLetter
from pipeline.records import account_of
from pipeline.topics import PAGES_FETCHED, PAGES_REQUESTED, dead

PAGE_HEADERS = ("account", "source", "url")
# A letter holds its message as base64 (4/3 of its size) beside a traceback, and must itself fit on the bus.
KEPT_BYTES = MAX_MESSAGE_BYTES * 3 // 4 - (64 << 10)


@dataclass(frozen=True)
class Result:
    """What one message came to: messages to publish (by topic), and its fate where it ends here."""

    publish: Sequence[tuple[str, Outgoing]] = ()
    fate: Fate | None = None


Outcome = Result | Reject


@dataclass(frozen=True)
class Stage:
    """A stage: what it reads, how many messages at once, and what it does with them.

    `handle` gives one outcome a message, in order. Whatever it raises besides Reject and TanxunError makes the
    runner hand it the messages one by one, retry, and declare dead only the one that fails alone.
    """

    name: str
    topics: Sequence[str]
    handle: Callable[[Sequence[Message]], Sequence[Outcome]]
    batch: int = 16


@dataclass(frozen=True)
class Policy:
    """How patient a runner is: attempts a message, first pause in seconds, seconds to wait for a server."""

    retries: int = 3
    backoff: float = 0.5
    outage: float = 300.0


class UnreadableMessage(ValueError):
    """A message that is none of tanxun's: its key or a header is no text."""


class Watch(Protocol):
    """Told of each batch a stage has finished, for progress."""

    def __call__(self, stage: str, outcomes: Sequence[str]) -> None:
        """`outcomes` holds a fate or "passed" for each message."""


def unwatched(stage: str, outcomes: Sequence[str]) -> None:
    """The watch of a runner that nobody looks at."""


@dataclass
class Runner:
    """Runs one stage as one member of its consumer group (the group is named after the stage)."""

    stage: Stage
    bus: Bus
    accounts: Ledger
    policy: Policy = field(default_factory=Policy)
    stop: threading.Event = field(default_factory=threading.Event)
    watch: Watch = unwatched
    _consumer: Consumer | None = None
    _hand: list[Message] = field(default_factory=list)

    def step(self, timeout: float) -> int:
        """Take the next batch and bring every message of it to an end; returns how many there were.

        Waits out servers that do not answer for `policy.outage` seconds, then raises Unavailable. Raises other
        TanxunErrors (full disk, corrupt store, wrong model) at once. In both cases nothing was committed.
        """
        return self._patiently(lambda: self._step(timeout))

    def lag(self) -> int:
        """How many messages wait for this stage."""
        return self._patiently(lambda: sum(self.bus.lag(self.stage.name, topic) for topic in self.stage.topics))

    def close(self) -> None:
        """Leave the group."""
        if self._consumer is not None:
            self._consumer.close()
            self._consumer = None

    def _patiently(self, action: Callable[[], int]) -> int:
        patience = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Unavailable),
            stop=tenacity.stop_after_delay(self.policy.outage) | tenacity.stop_when_event_set(self.stop),
            wait=tenacity.wait_exponential(multiplier=self.policy.backoff, max=10),
            sleep=tenacity.sleep_using_event(self.stop),
            reraise=True,
        )
        return patience(action)

    def _step(self, timeout: float) -> int:
        if self._consumer is None:
            self._consumer = self.bus.consumer(self.stage.topics, self.stage.name)
        if not self._hand:
            self._hand = self._consumer.poll(self.stage.batch, timeout)
        messages = self._hand
        if messages:
            outcomes = self._handle(messages)
            self._publish(messages, outcomes)
            self._settle(messages, outcomes)
            self._consumer.commit(messages)
            self._hand = []
            self.watch(self.stage.name, [_name(outcome) for outcome in outcomes])
        return len(messages)

    def _handle(self, messages: Sequence[Message]) -> list[Outcome | DeadLetter]:
        unreadable = {at: _unreadable(self.stage.name, one) for at, one in enumerate(messages) if one.raw is not None}
        readable = iter(self._handle_readable([one for one in messages if one.raw is None]))
        return [unreadable[at] if at in unreadable else next(readable) for at in range(len(messages))]

    def _handle_readable(self, messages: Sequence[Message]) -> list[Outcome | DeadLetter]:
        if not messages:
            return []
        try:
            return list(self.stage.handle(messages))
        except (TanxunError, KeyboardInterrupt):
            raise
        except Exception:  # noqa: BLE001 - the one broad catch: whatever a handler raises is a fate
            return [self._handle_alone(message) for message in messages]

    def _handle_alone(self, message: Message) -> Outcome | DeadLetter:
        started = datetime.now(UTC)
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_not_exception_type((Reject, TanxunError, KeyboardInterrupt)),
            stop=tenacity.stop_after_attempt(self.policy.retries),
            wait=tenacity.wait_exponential(multiplier=self.policy.backoff, max=10),
            sleep=tenacity.sleep_using_event(self.stop),
        )
        try:
            return attempts(lambda: self.stage.handle([message])[0])
        except Reject as verdict:
            return verdict
        except tenacity.RetryError as end:
            cause = end.last_attempt.exception()
            return _letter(self.stage.name, message, cause, end.last_attempt.attempt_number, started)

    def _publish(self, messages: Sequence[Message], outcomes: Sequence[Outcome | DeadLetter]) -> None:
        for topic, batch in groupby(
            sorted(_outgoing(messages, outcomes), key=lambda pair: pair[0]), lambda pair: pair[0]
        ):
            self.bus.publish(topic, [outgoing for _, outgoing in batch])

    def _settle(self, messages: Sequence[Message], outcomes: Sequence[Outcome | DeadLetter]) -> None:
        now = datetime.now(UTC)
        entries = [
            entry
            for message, outcome in zip(messages, outcomes, strict=True)
            if (entry := _entry(self.stage.name, message, outcome, now)) is not None
        ]
        if entries:
            self.accounts.settle(entries)


def entry_of(stage: str, message: Message, fate: Fate, reason: str, at: datetime) -> Account:
    """The ledger's entry of a message. One without an account (media, quotes, garbage) is its own account."""
    own = account_of(message.key, f"{message.topic}:{message.partition}:{message.offset}")
    return Account(
        account=message.headers.get("account", own),
        topic=counted_under(message.topic, message.headers),
        source=message.headers.get("source", ""),
        url=message.headers.get("url", message.key),
        stage=stage,
        fate=fate,
        at=at,
        reason=reason,
    )


def counted_under(topic: str, headers: Mapping[str, str]) -> str:
    """The topic of a message's account: a page's on its whole way, or the message's own (requests, quotes, …)."""
    return PAGES_FETCHED if "account" in headers and topic != PAGES_REQUESTED else topic


def _entry(stage: str, message: Message, outcome: Outcome | DeadLetter, at: datetime) -> Account | None:
    if isinstance(outcome, Reject):
        return entry_of(stage, message, "rejected", str(outcome.reason), at)
    if isinstance(outcome, DeadLetter):
        return entry_of(stage, message, "dead", outcome.cause, at)
    if outcome.fate is None or "account" not in message.headers:
        return None
    return entry_of(stage, message, outcome.fate, "", at)


def _outgoing(messages: Sequence[Message], outcomes: Sequence[Outcome | DeadLetter]) -> Iterator[tuple[str, Outgoing]]:
    for message, outcome in zip(messages, outcomes, strict=True):
        if isinstance(outcome, DeadLetter):
            entry = entry_of(outcome.stage, message, "dead", outcome.cause, outcome.last_at)
            headers = {**message.headers, "dead": entry.account}
            yield dead(message.topic), Outgoing(message.key, encode(outcome), headers)
        elif isinstance(outcome, Result):
            carried = {name: message.headers[name] for name in PAGE_HEADERS if name in message.headers}
            for topic, outgoing in outcome.publish:
                yield topic, Outgoing(outgoing.key, outgoing.value, {**carried, **outgoing.headers})


def _unreadable(stage: str, message: Message) -> DeadLetter:
    """The letter of a message whose key or headers are no text: no stage could handle it, however often."""
    cause = UnreadableMessage(", ".join(message.raw.problems() if message.raw else []))
    return _letter(stage, message, cause, 1, datetime.now(UTC))


def _letter(stage: str, message: Message, cause: BaseException | None, attempts: int, started: datetime) -> DeadLetter:
    fits = len(message.value) + (message.raw.size if message.raw else 0) <= KEPT_BYTES
    return DeadLetter(
        topic=message.topic,
        stage=stage,
        key=message.key,
        value=message.value if fits else b"",
        headers=dict(message.headers),
        raw=message.raw if fits else None,
        cause=f"{type(cause).__name__}: {cause}"[:500],
        traceback="".join(traceback.format_exception(cause))[-20_000:] if cause else "",
        attempts=attempts,
        first_at=started,
        last_at=datetime.now(UTC),
    )


def _name(outcome: Outcome | DeadLetter) -> str:
    if isinstance(outcome, Reject):
        return "rejected"
    if isinstance(outcome, DeadLetter):
        return "dead"
    return outcome.fate or "passed"
