"""Consumer groups on Kafka: one member, as kafka-python keeps it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kafka import ConsumerRebalanceListener, TopicPartition  # type: ignore[import-untyped]
from kafka.errors import CommitFailedError, IllegalStateError, RebalanceInProgressError  # type: ignore[import-untyped]
from kafka.structs import OffsetAndMetadata  # type: ignore[import-untyped]

from pipeline.bus.interface import Message
from pipeline.bus.kafka.errors import said_plainly
from pipeline.bus.kafka.messages import message_of

# kafka-python 3.0.12 throws the broker's answer to a JoinGroup away if it comes between two polls, and asks anew
# (coordinator/base.py, join_group_async; its issues 2609 and 2692): with a timeout of 0 no member ever joins. A broker
# at hand answers within 20 ms; with three processes of five groups each on two busy cores 0.1, 0.3 and 1 s did alike.
JOINING_SECONDS = 0.3
# An answer waits for all members to have heard of it, by their heartbeats, and longer where the machine is busy: each time
# that none came twice as long is waited, to this bound, or a busy broker's answer falls between two polls again and again.
LONGEST_JOINING_SECONDS = 5.0


class _Membership(ConsumerRebalanceListener):  # type: ignore[misc]
    """Whether the member waits for its part of the partitions: at first, and whenever the group shares them anew."""

    joining = True
    patience = JOINING_SECONDS

    def on_partitions_revoked(self, revoked: Any) -> None:
        del revoked
        self.joining, self.patience = True, JOINING_SECONDS

    def on_partitions_assigned(self, assigned: Any) -> None:
        del assigned
        self.joining = False


class KafkaGroupConsumer:
    """One member of a group; see pipeline.bus.interface.Consumer. `member` has not subscribed yet."""

    def __init__(self, member: Any, topics: Sequence[str], servers: str, prefix: str) -> None:
        self._member, self._servers, self._prefix = member, servers, prefix
        self._membership = _Membership()
        member.subscribe([prefix + topic for topic in topics], listener=self._membership)

    def poll(self, limit: int, timeout: float) -> list[Message]:
        """See Consumer.poll; where the group shares the partitions anew it waits for its part, JOINING_SECONDS and more."""
        with said_plainly(self._servers):
            # Without a first short poll while joining: it too would throw the answer away that is under way.
            found = {} if self._membership.joining else self._polled(limit, timeout)
            if not found and self._membership.joining:
                found = self._polled(limit, max(timeout, self._membership.patience))
                self._membership.patience = min(2 * self._membership.patience, LONGEST_JOINING_SECONDS)
        return [message_of(record, self._prefix) for _, records in sorted(found.items()) for record in records]

    def _polled(self, limit: int, seconds: float) -> Any:
        return self._member.poll(timeout_ms=int(seconds * 1000), max_records=limit)

    def commit(self, messages: Sequence[Message]) -> None:
        """See Consumer.commit."""
        done: dict[Any, int] = {}
        for message in messages:
            where = TopicPartition(self._prefix + message.topic, message.partition)
            done[where] = max(done.get(where, 0), message.offset + 1)
        offsets = {where: OffsetAndMetadata(following, "", -1) for where, following in done.items()}
        with said_plainly(self._servers):
            try:
                self._member.commit(offsets)
            except (CommitFailedError, RebalanceInProgressError, IllegalStateError):
                # The partitions have gone to another member, which does these messages again.
                return

    def seek(self, moment: datetime) -> None:
        """See Consumer.seek."""
        with said_plainly(self._servers):
            while not self._member.assignment():
                self._member.poll(timeout_ms=200, max_records=1)
            mine = sorted(self._member.assignment())
            stamp = int(moment.timestamp() * 1000)
            found = self._member.offsets_for_times(dict.fromkeys(mine, stamp))
            ends = self._member.end_offsets(mine)
            for where in mine:
                self._member.seek(where, found[where].offset if found.get(where) else ends[where])

    def close(self) -> None:
        """See Consumer.close."""
        with said_plainly(self._servers):
            self._member.close(autocommit=False)
