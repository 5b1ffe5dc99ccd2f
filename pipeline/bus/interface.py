"""The bus, interface: topics of keyed messages, consumed by named groups, at least once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from pipeline.message_records import RawRecord
from pipeline.topics import Topic

# Kafka's `max.message.bytes` of every topic and the limit of the embedded bus: 8 MiB of value.
MAX_MESSAGE_BYTES = 8 << 20


@dataclass(frozen=True)
class Outgoing:
    """A message to publish. `headers` are short texts (account, source, …)."""

    key: str
    value: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A message as consumed. `time` is when it was published (UTC).

    `raw` is set where some other program wrote a key or a header that is no text: then `key` and `headers` hold what can
    be read of them, and no stage can handle the message.
    """

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    headers: Mapping[str, str]
    time: datetime
    raw: RawRecord | None = None


class TooLargeMessage(ValueError):
    """A message over MAX_MESSAGE_BYTES; nothing of its batch was published."""


class Consumer(Protocol):
    """One member of a consumer group; the members of a group share the partitions."""

    def poll(self, limit: int, timeout: float) -> list[Message]:
        """Up to `limit` next messages, waiting up to `timeout` seconds for the first; [] where none came."""

    def commit(self, messages: Sequence[Message]) -> None:
        """These messages (and all before them in their partitions) are done; durable when it returns.

        A commit for a partition that has meanwhile gone to another member is dropped: that member does the
        messages again.
        """

    def seek(self, moment: datetime) -> None:
        """Go on from the first message published at or after `moment` (UTC), in every partition."""

    def close(self) -> None:
        """Leave the group at once, so that others take the partitions over."""


class Bus(Protocol):
    """Publish and consume. Raises pipeline.errors.Unavailable when a server does not answer."""

    def create(self, topics: Iterable[Topic]) -> list[str]:
        """Create what is missing, with partitions and retention; returns the names that were new. Repeatable.

        What is past retention is forgotten: by Kafka whether or not it was read, else only what every reader is done with.
        """

    def publish(self, topic: str, messages: Sequence[Outgoing]) -> None:
        """Append the messages; when it returns they are durable, in this order per key.

        Raises TooLargeMessage before anything is published; BackendError for a topic that does not exist.
        """

    def consumer(self, topics: Sequence[str], group: str) -> Consumer:
        """Join a group; a new group starts at the oldest message kept."""

    def kept_unread(self, topic: str) -> timedelta | None:
        """How long a message that nobody reads is kept; None where it is kept until every reader of the topic is done."""

    def lag(self, group: str, topic: str) -> int:
        """How many messages of the topic the group has not committed."""

    def oldest(self, group: str, topic: str) -> datetime | None:
        """When the oldest message that the group has not committed was published (UTC); None where none waits."""

    def read(self, topic: str) -> Iterator[Message]:
        """Every message kept at the time of the call, oldest first per partition; no group, nothing committed."""

    def close(self) -> None:
        """Release connections; the bus is not usable afterwards."""
