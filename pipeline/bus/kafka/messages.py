"""Kafka's records as the bus's messages: whatever some other program may have written, it is a message."""

from datetime import UTC, datetime
from typing import Any

from pipeline.bus.interface import Message
from pipeline.bus.kafka.header_names import OddName
from pipeline.message_records import RawRecord, is_text

# Characters shown of a key or header that is no text: enough to recognise it by.
SHOWN = 200


def message_of(record: Any, prefix: str) -> Message:
    """A record as consumed; `prefix` stands before its topic. Never raises for what its key and headers hold."""
    headers = tuple((str(name), value) for name, value in record.headers)
    odd = tuple(str(name) for name, _ in record.headers if isinstance(name, OddName))
    raw = RawRecord(key=record.key, headers=headers, odd_names=odd)
    return Message(
        topic=record.topic.removeprefix(prefix),
        partition=record.partition,
        offset=record.offset,
        key=_shown(record.key or b""),
        value=record.value or b"",
        headers={name: _shown(value) for name, value in headers if value is not None},
        time=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        raw=raw if raw.problems() else None,
    )


def _shown(value: bytes) -> str:
    """A text as it is; of any other bytes the beginning, with what is no UTF-8 written as \\xNN."""
    return value.decode() if is_text(value) else value[:SHOWN].decode(errors="backslashreplace")
