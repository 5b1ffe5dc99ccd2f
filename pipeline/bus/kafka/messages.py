"""Kafka's records as the bus's messages."""

from datetime import UTC, datetime
from typing import Any

from pipeline.bus.interface import Message


def message_of(record: Any, prefix: str) -> Message:
    """A record as consumed; `prefix` stands before its topic."""
    return Message(
        topic=record.topic.removeprefix(prefix),
        partition=record.partition,
        offset=record.offset,
        key=(record.key or b"").decode(),
        value=record.value or b"",
        headers={name: value.decode() for name, value in record.headers},
        time=datetime.fromtimestamp(record.timestamp / 1000, UTC),
    )
