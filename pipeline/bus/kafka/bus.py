"""The production bus: Kafka through kafka-python; idempotent producer, acks=all, manual commits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tenacity
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition  # type: ignore[import-untyped]
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec  # type: ignore[import-untyped]
from kafka.errors import RetriableError, TopicAlreadyExistsError  # type: ignore[import-untyped]

from pipeline.bus.interface import MAX_MESSAGE_BYTES, Message, Outgoing, TooLargeMessage
from pipeline.bus.kafka.errors import said_plainly
from pipeline.bus.kafka.groups import KafkaGroupConsumer
from pipeline.bus.kafka.header_names import read_any_header_name
from pipeline.bus.kafka.messages import message_of
from pipeline.errors import NotInitialised
from pipeline.topics import TOPICS, Topic

read_any_header_name()

# A broker that has not answered for this long is away; the stage runner decides how long to wait for it to come back.
ANSWER_MS = 10_000
# A record's own overhead, with room for keys and headers, on top of the largest value.
RECORD_BYTES = MAX_MESSAGE_BYTES + (256 << 10)
# A dead worker's partitions go to another after this long (the broker's least is 6 s).
SESSION_MS, HEARTBEAT_MS = 10_000, 2_000


class KafkaBus:
    """The bus on a Kafka cluster; see pipeline.bus.interface.Bus. `prefix` stands before every topic and group."""

    def __init__(
        self,
        servers: str,
        prefix: str = "",
        replication: int = 1,
        tls: bool = False,
        ca_file: Path | None = None,
        user: str = "",
        password: str = "",
    ) -> None:
        self._servers, self._prefix, self._replication = servers, prefix, replication
        self._connection: dict[str, Any] = {
            "bootstrap_servers": servers.split(","),
            "bootstrap_timeout_ms": ANSWER_MS,
            "request_timeout_ms": ANSWER_MS,
            "security_protocol": ("SASL_" if user else "") + ("SSL" if tls else "PLAINTEXT"),
        }
        if tls and ca_file is not None:
            self._connection["ssl_cafile"] = str(ca_file)
        if user:
            self._connection |= {
                "sasl_mechanism": "SCRAM-SHA-512",
                "sasl_plain_username": user,
                "sasl_plain_password": password,
            }
        with said_plainly(servers):
            self._admin = KafkaAdminClient(**self._connection)
        self._producer: Any = None

    def create(self, topics: Iterable[Topic]) -> list[str]:
        """See Bus.create. What another process makes at the same time is new to both."""
        wanted, new = {self._prefix + topic.name: topic for topic in topics}, dict[str, None]()

        def create_missing() -> None:
            missing = sorted(wanted.keys() - set(self._admin.list_topics()))
            new.update(dict.fromkeys(missing))
            if missing:
                self._admin.create_topics(
                    {
                        name: {
                            "num_partitions": wanted[name].partitions,
                            "replication_factor": self._replication,
                            "configs": {
                                "retention.ms": str(int(wanted[name].retention.total_seconds() * 1000)),
                                "max.message.bytes": str(RECORD_BYTES),
                            },
                        }
                        for name in missing
                    },
                    wait_for_metadata=True,
                )

        with said_plainly(self._servers):
            _settled(create_missing)
        return [topic.name for name, topic in wanted.items() if name in new]

    def publish(self, topic: str, messages: Sequence[Outgoing]) -> None:
        """See Bus.publish: returns when every in-sync replica has every message."""
        for message in messages:
            if len(message.value) > MAX_MESSAGE_BYTES:
                raise TooLargeMessage(f"{len(message.value)} bytes for {topic}, key {message.key}")
        with said_plainly(self._servers):
            self._partitions([topic])
            producer = self._producing()
            sent = [
                producer.send(
                    self._prefix + topic,
                    key=message.key.encode(),
                    value=message.value,
                    headers=[(name, text.encode()) for name, text in message.headers.items()],
                )
                for message in messages
            ]
            for future in sent:
                future.get(timeout=3 * ANSWER_MS / 1000)

    def consumer(self, topics: Sequence[str], group: str) -> KafkaGroupConsumer:
        """See Bus.consumer."""
        with said_plainly(self._servers):
            self._partitions(topics)
            member = KafkaConsumer(
                **self._reading(),
                group_id=self._prefix + group,
                session_timeout_ms=SESSION_MS,
                heartbeat_interval_ms=HEARTBEAT_MS,
            )
            return KafkaGroupConsumer(member, topics, self._servers, self._prefix)

    def kept_unread(self, topic: str) -> timedelta | None:
        """See Bus.kept_unread: what the broker says, or where it does not tell us what the topic was made with."""
        with said_plainly(self._servers):
            asked = ConfigResource(ConfigResourceType.TOPIC, self._prefix + topic, {"retention.ms": None})
            told = self._admin.describe_configs([asked], config_filter="all")["topic"][self._prefix + topic]
        if "retention.ms" not in told:
            return TOPICS[topic].retention if topic in TOPICS else None
        milliseconds = int(told["retention.ms"]["value"])
        return None if milliseconds < 0 else timedelta(milliseconds=milliseconds)

    def lag(self, group: str, topic: str) -> int:
        """See Bus.lag."""
        return sum(end - start for start, end in self._waiting(group, topic).values())

    def oldest(self, group: str, topic: str) -> datetime | None:
        """See Bus.oldest: the first message of each partition that waits is read."""
        waiting = self._waiting(group, topic)
        if not waiting:
            return None
        times: dict[Any, datetime] = {}
        with said_plainly(self._servers):
            # The broker answers with one message whole, however small this is.
            reader = KafkaConsumer(**{**self._reading(), "max_partition_fetch_bytes": 1})
            try:
                reader.assign(list(waiting))
                for where, (start, _) in waiting.items():
                    reader.seek(where, start)
                while waiting.keys() - times.keys():
                    found = reader.poll(timeout_ms=ANSWER_MS, max_records=1)
                    if not found:  # done or deleted meanwhile
                        break
                    for where, records in found.items():
                        times.setdefault(where, message_of(records[0], self._prefix).time)
                        reader.pause(where)
            finally:
                reader.close()
        return min(times.values(), default=None)

    def _waiting(self, group: str, topic: str) -> dict[Any, tuple[int, int]]:
        """The first offset that the group has not committed and the end, of each partition where something waits."""
        with said_plainly(self._servers):
            partitions = self._partitions([topic])
            ends = self._admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
            starts = self._admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.EARLIEST))
            # The first group of a new cluster waits for its coordinator to be made.
            groups = _settled(lambda: self._admin.list_group_offsets({self._prefix + group: partitions}))
        committed = groups.get(self._prefix + group, {})
        done = {where: committed[where].offset if where in committed else -1 for where in partitions}
        first = {where: max(done[where], starts[where].offset) for where in partitions}
        return {where: (at, ends[where].offset) for where, at in first.items() if at < ends[where].offset}

    def read(self, topic: str) -> Iterator[Message]:
        """See Bus.read."""
        with said_plainly(self._servers):
            partitions = self._partitions([topic])
            reader = KafkaConsumer(**self._reading())
            ends = reader.end_offsets(partitions)
            starts = reader.beginning_offsets(partitions)
        return self._read(reader, {where: end for where, end in ends.items() if end > starts[where]})

    def _read(self, reader: Any, ends: dict[Any, int]) -> Iterator[Message]:
        try:
            for where, end in sorted(ends.items()):
                with said_plainly(self._servers):
                    reader.assign([where])
                    reader.seek_to_beginning(where)
                while True:
                    with said_plainly(self._servers):
                        found = reader.poll(timeout_ms=ANSWER_MS).get(where, [])
                        at = reader.position(where)
                    yield from (message_of(record, self._prefix) for record in found if record.offset < end)
                    if at >= end:
                        break
        finally:
            reader.close()

    def close(self) -> None:
        """See Bus.close."""
        if self._producer is not None:
            self._producer.close(timeout=ANSWER_MS / 1000)
        self._admin.close()

    def _producing(self) -> Any:
        if self._producer is None:
            self._producer = KafkaProducer(
                **self._connection,
                enable_idempotence=True,
                acks="all",
                compression_type="gzip",
                linger_ms=5,
                max_request_size=RECORD_BYTES,
                max_block_ms=ANSWER_MS,
                delivery_timeout_ms=3 * ANSWER_MS,
                allow_auto_create_topics=False,
            )
        return self._producer

    def _reading(self) -> dict[str, Any]:
        return {
            **self._connection,
            "auto_offset_reset": "earliest",
            "enable_auto_commit": False,
            "max_partition_fetch_bytes": RECORD_BYTES,
            "allow_auto_create_topics": False,
        }

    def _partitions(self, topics: Sequence[str]) -> list[Any]:
        """The partitions of these topics; raises NotInitialised for one that does not exist."""
        found: list[Any] = []
        for described in self._admin.describe_topics([self._prefix + topic for topic in topics]):
            if described["error_code"] or not described["partitions"]:
                name = described["name"].removeprefix(self._prefix)
                raise NotInitialised(f"there is no topic {name} on Kafka at {self._servers}; run `tanxun init` first")
            found += [TopicPartition(described["name"], one["partition_index"]) for one in described["partitions"]]
        return sorted(found)


def _settled(ask: Callable[[], Any]) -> Any:
    patience = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((RetriableError, TopicAlreadyExistsError)),
        stop=tenacity.stop_after_delay(ANSWER_MS / 1000),
        wait=tenacity.wait_fixed(0.2),
        reraise=True,
    )
    return patience(ask)
