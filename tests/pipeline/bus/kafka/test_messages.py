"""What another program may have written to a topic of ours: it comes as a message, and its end is a dead letter."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer  # type: ignore[import-untyped]
from kafka.record.memory_records import MemoryRecordsBuilder  # type: ignore[import-untyped]

from pipeline import dead_letters
from pipeline.bus.kafka.bus import KafkaBus
from pipeline.message_records import RawRecord
from pipeline.topics import PAGES_FETCHED
from tests.support.runner_place import STAGE, RunnerPlace

pytestmark = pytest.mark.servers


class GbkName(str):
    """A header's name as a program writes it that knows GBK alone; kafka-python's producer encodes it by itself."""

    def encode(self, encoding: str = "gbk", errors: str = "strict") -> bytes:
        del encoding
        return super().encode("gbk", errors)


# Key, headers, and what is wrong with them.
FOREIGN: list[tuple[bytes | None, list[tuple[str, bytes | None]], str]] = [
    (None, [("source", b"x")], "key is null"),
    (b"\xff\xfe", [("source", b"x")], "key is no UTF-8"),
    (b"null header", [("source", None), ("url", b"http://x.example/")], "header source is null"),
    (b"odd header", [("source", "甲".encode("gbk"))], "header source is no UTF-8"),
    (None, [("source", b"\xff"), ("url", None)], "key is null, header source is no UTF-8, header url is null"),
]


@pytest.fixture
def place(tmp_path: Path, kafka: str) -> Iterator[RunnerPlace]:
    bus = KafkaBus(kafka, f"t{uuid.uuid4().hex[:8]}-")
    made = RunnerPlace(tmp_path, bus)
    yield made
    bus.close()
    made.store.close()


@pytest.fixture
def raw(place: RunnerPlace, kafka: str) -> Iterator[Any]:
    """Another program's producer."""
    producer = KafkaProducer(bootstrap_servers=kafka)
    yield producer
    producer.close()


def write(place: RunnerPlace, raw: Any, topic: str = PAGES_FETCHED) -> None:
    """Other clients write headers that are null; kafka-python's producer can encode them, but does not take them."""
    assert isinstance(place.bus, KafkaBus)
    encode = MemoryRecordsBuilder.append

    def with_nulls(self: Any, timestamp: Any, key: Any, value: Any, headers: Any) -> Any:
        return encode(self, timestamp, key, value, [(name, text or None) for name, text in headers])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MemoryRecordsBuilder, "append", with_nulls)
        for at, (key, headers, _) in enumerate(FOREIGN):
            sent = [(name, text or b"") for name, text in headers]
            raw.send(f"{place.bus._prefix}{topic}", key=key, value=b"value %d" % at, headers=sent, partition=0)
    raw.flush()


def test_every_record_comes_with_what_can_be_read_of_it(place: RunnerPlace, raw: Any) -> None:
    write(place, raw)
    found = list(place.bus.read(PAGES_FETCHED))
    assert [message.value for message in found] == [b"value %d" % at for at in range(len(FOREIGN))]
    assert [message.raw for message in found] == [
        RawRecord(key=key, headers=tuple(headers)) for key, headers, _ in FOREIGN
    ]
    assert [message.key for message in found] == ["", "\\xff\\xfe", "null header", "odd header", ""]
    assert [dict(message.headers) for message in found[2:4]] == [
        {"url": "http://x.example/"},
        {"source": "\\xbc\\xd7"},
    ]


def test_their_end_is_a_dead_letter_that_keeps_their_bytes(place: RunnerPlace, raw: Any) -> None:
    write(place, raw)
    place.fetch("a1", "a2")
    write(place, raw)
    assert place.run(STAGE) == 2 + 2 * len(FOREIGN)
    assert place.passed() == ["a1", "a2"]
    assert place.bus.lag(STAGE.name, PAGES_FETCHED) == 0
    letters = [one.letter for one in dead_letters.letters(place.bus, place.store)]
    assert sorted((str(one.raw), one.value, one.cause) for one in letters) == sorted(
        (str(RawRecord(key=key, headers=tuple(headers))), b"value %d" % at, f"UnreadableMessage: {problem}")
        for at, (key, headers, problem) in 2 * list(enumerate(FOREIGN))
    )
    assert place.run(STAGE) == 0


def test_a_header_name_that_is_no_utf8_ends_no_partition(place: RunnerPlace, raw: Any) -> None:
    """Among others in one compressed batch, and read again after a restart."""
    assert isinstance(place.bus, KafkaBus)
    topic = f"{place.bus._prefix}{PAGES_FETCHED}"
    packed = KafkaProducer(bootstrap_servers=place.bus._servers, compression_type="gzip", linger_ms=500)
    for producer in (raw, packed):
        producer.send(topic, key=b"before", value=b"1", headers=[("url", b"u")], partition=0)
        producer.send(topic, key=b"odd", value=b"2", headers=[("url", b"u"), (GbkName("甲"), b"x")], partition=0)
        producer.send(topic, key=b"after", value=b"3", partition=0)
        producer.flush()
    packed.close()
    found = list(place.bus.read(PAGES_FETCHED))
    assert [(one.key, one.value) for one in found] == 2 * [("before", b"1"), ("odd", b"2"), ("after", b"3")]
    assert [one.raw.problems() if one.raw else [] for one in found[:3]] == [
        [],
        ["a header's name, \\xbc\\xd7, is no UTF-8"],
        [],
    ]
    assert found[1].headers == {"url": "u", "\\xbc\\xd7": "x"}
    place.fetch("a1")
    assert place.run(STAGE) == 7
    assert place.bus.lag(STAGE.name, PAGES_FETCHED) == 0
    letters = [one.letter for one in dead_letters.letters(place.bus, place.store)]
    assert [(one.key, one.value) for one in letters if one.raw and one.raw.odd_names] == 2 * [("odd", b"2")]


def test_what_another_program_writes_to_the_dead_letters_is_none(place: RunnerPlace, raw: Any) -> None:
    write(place, raw, f"{PAGES_FETCHED}.dead")
    place.fetch("bad1")
    place.run(STAGE)
    assert [one.letter.key for one in dead_letters.letters(place.bus, place.store)] == ["bad1"]


def test_one_that_is_too_large_for_a_letter_is_one_without_its_bytes(place: RunnerPlace, raw: Any) -> None:
    assert isinstance(place.bus, KafkaBus)
    large = KafkaProducer(bootstrap_servers=place.bus._servers, max_request_size=9 << 20)
    large.send(f"{place.bus._prefix}{PAGES_FETCHED}", b"v" * 1000, None, headers=[("source", b"\xff" * (7 << 20))])
    large.flush()
    large.close()
    assert place.run(STAGE) == 1
    (one,) = dead_letters.letters(place.bus, place.store)
    assert (one.letter.raw, one.letter.value) == (None, b"")
    assert one.letter.headers["source"] == "\\xff" * 200
