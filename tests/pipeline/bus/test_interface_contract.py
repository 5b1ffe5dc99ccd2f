"""What every bus must do: the sentences of pipeline.bus.interface, on each backend."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.bus.interface import MAX_MESSAGE_BYTES, Bus, Consumer, Message, Outgoing, TooLargeMessage
from pipeline.bus.kafka.bus import KafkaBus
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.errors import BackendError
from pipeline.topics import Topic

BusOpener = Callable[[], Bus]
# A rebalance of a Kafka group may take its session's time.
PATIENCE = 120.0
PAGES = Topic("pages", 4, timedelta(days=14))
ONE = Topic("one", 1, timedelta(days=14))


@pytest.fixture(params=["sqlite", pytest.param("kafka", marks=pytest.mark.servers)])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> BusOpener:
    """Opens the same bus again and again, as several processes do."""
    if request.param == "sqlite":
        return lambda: SqliteBus(tmp_path / "bus.sqlite")
    address, prefix = request.getfixturevalue("kafka"), f"t{uuid.uuid4().hex[:8]}-"
    return lambda: KafkaBus(address, prefix)


@pytest.fixture
def bus(opener: BusOpener) -> Iterator[Bus]:
    made = opener()
    assert made.create([PAGES, ONE]) == ["pages", "one"]
    yield made
    made.close()


def send(bus: Bus, *keys: str, topic: str = "pages") -> None:
    bus.publish(topic, [Outgoing(key, f"value of {key}".encode(), {"n": str(at)}) for at, key in enumerate(keys)])


def take(consumer: Consumer, count: int) -> list[Message]:
    """Poll until so many messages came."""
    found: list[Message] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < count:
        assert time.monotonic() < deadline, f"only {len(found)} of {count} came"
        found += consumer.poll(100, 1.0)
    return found


def test_create_is_repeatable(bus: Bus) -> None:
    assert bus.create([PAGES, Topic("new", 1, timedelta(days=1))]) == ["new"]


def test_two_that_create_at_once_are_both_done(opener: BusOpener, bus: Bus) -> None:
    """As `tanxun init` on two machines; which of them was first is not told."""
    second = opener()
    made = [Topic(f"new{at}", 1, timedelta(days=1)) for at in range(12)]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda one: one.create(made), (bus, second))
        assert {name for names in found for name in names} == {topic.name for topic in made}
    assert second.create(made) == []
    second.close()


def test_a_message_comes_as_it_was_sent(bus: Bus) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    bus.publish("one", [Outgoing("键", b"\x00\xff value", {"account": "甲", "source": "x"})])
    consumer = bus.consumer(["one"], "g")
    (message,) = take(consumer, 1)
    consumer.close()
    assert (message.topic, message.partition, message.key, message.value) == ("one", 0, "键", b"\x00\xff value")
    assert dict(message.headers) == {"account": "甲", "source": "x"}
    assert before <= message.time <= datetime.now(UTC) + timedelta(seconds=2)


def test_a_new_group_starts_at_the_oldest_and_one_key_stays_in_order(bus: Bus) -> None:
    bus.publish("pages", [Outgoing("k", str(number).encode()) for number in range(50)])
    consumer = bus.consumer(["pages"], "g")
    found = take(consumer, 50)
    consumer.close()
    assert [int(message.value) for message in found] == list(range(50))
    assert len({message.partition for message in found}) == 1


def test_several_topics_in_one_group(bus: Bus) -> None:
    send(bus, "a", "b")
    send(bus, "c", topic="one")
    consumer = bus.consumer(["pages", "one"], "g")
    assert {message.key for message in take(consumer, 3)} == {"a", "b", "c"}
    consumer.close()


def test_what_is_not_committed_comes_again_and_what_is_does_not(opener: BusOpener, bus: Bus) -> None:
    send(bus, *(f"k{number}" for number in range(20)), topic="one")
    first = bus.consumer(["one"], "g")
    found = take(first, 20)
    first.commit(found[:7])
    first.close()
    other = opener()
    again = other.consumer(["one"], "g")
    assert [message.offset for message in take(again, 13)] == [message.offset for message in found[7:]]
    again.close()
    other.close()


def test_groups_do_not_disturb_each_other(bus: Bus) -> None:
    send(bus, "a", "b", topic="one")
    for group in ("g", "h"):
        consumer = bus.consumer(["one"], group)
        found = take(consumer, 2)
        consumer.commit(found)
        consumer.close()
    assert (bus.lag("g", "one"), bus.lag("h", "one"), bus.lag("new", "one")) == (0, 0, 2)


def test_lag_counts_what_is_not_committed(bus: Bus) -> None:
    assert bus.lag("g", "pages") == 0
    send(bus, *(f"k{number}" for number in range(12)))
    assert bus.lag("g", "pages") == 12
    consumer = bus.consumer(["pages"], "g")
    found = take(consumer, 12)
    consumer.commit(found[:5] if len({message.partition for message in found}) == 1 else found)
    consumer.close()
    assert bus.lag("g", "pages") in (0, 7)


def test_the_oldest_is_the_first_that_is_not_committed(bus: Bus) -> None:
    assert bus.oldest("g", "pages") is None
    before = next_millisecond()
    send(bus, *(f"k{number}" for number in range(12)))
    between = next_millisecond()
    next_millisecond()
    send(bus, "later")
    oldest = bus.oldest("g", "pages")
    assert oldest is not None
    assert before - timedelta(milliseconds=2) <= oldest <= between
    consumer = bus.consumer(["pages"], "g")
    found = take(consumer, 13)
    consumer.commit([message for message in found if message.key != "later"])
    left = bus.oldest("g", "pages")
    assert left is not None
    assert left > between
    consumer.commit(found)
    consumer.close()
    assert bus.oldest("g", "pages") is None


def test_poll_keeps_its_limit_and_returns_nothing_where_nothing_is(bus: Bus) -> None:
    send(bus, *(f"k{number}" for number in range(10)), topic="one")
    consumer = bus.consumer(["one"], "g")
    found: list[Message] = []
    while len(found) < 10:
        part = consumer.poll(3, 5.0)
        assert len(part) <= 3
        found += part
    assert consumer.poll(3, 0.05) == []
    consumer.close()


@pytest.mark.parametrize("timeout", [0.0, 0.001])
def test_the_smallest_timeouts_take_every_message(bus: Bus, timeout: float) -> None:
    """As a worker of several stages polls: without waiting, and busy with other stages between two polls."""
    send(bus, *(f"k{number}" for number in range(40)))
    consumer = bus.consumer(["pages"], "g")
    keys = set[str]()
    deadline = time.monotonic() + PATIENCE
    while len(keys) < 40:
        assert time.monotonic() < deadline, f"only {len(keys)} of 40 came"
        found = consumer.poll(8, timeout)
        consumer.commit(found)
        keys |= {message.key for message in found}
        time.sleep(0.05)
    assert bus.lag("g", "pages") == 0
    consumer.close()


class Hasty(threading.Thread):
    """A member that never waits for messages, as one stage of a worker of several; it notes whose partitions came."""

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self.came: dict[str, int] = {}
        self.stopping = threading.Event()
        self._consumer = bus.consumer(["pages"], "g")

    def run(self) -> None:
        while not self.stopping.is_set():
            found = self._consumer.poll(8, 0.0)
            self._consumer.commit(found)
            self.came |= {message.key: message.partition for message in found}
            self.stopping.wait(0.05)
        self._consumer.close()


def test_the_smallest_timeouts_share_the_partitions(opener: BusOpener, bus: Bus) -> None:
    buses = [opener(), opener()]
    members = [Hasty(one) for one in buses]
    for member in members:
        member.start()
    deadline = time.monotonic() + PATIENCE
    shares, round_ = [set[int](), set[int]()], 0
    while not (all(shares) and not shares[0] & shares[1]):
        assert time.monotonic() < deadline, f"shared as {shares}"
        round_ += 1
        keys = {f"k{round_}-{number}" for number in range(20)}
        send(bus, *keys)
        while not keys <= members[0].came.keys() | members[1].came.keys():
            assert time.monotonic() < deadline, f"after {round_} rounds no longer all came"
            time.sleep(0.05)
        shares = [{partition for key, partition in member.came.items() if key in keys} for member in members]
    for member, one in zip(members, buses, strict=True):
        member.stopping.set()
        member.join()
        one.close()


def test_members_of_a_group_share_the_partitions(opener: BusOpener, bus: Bus) -> None:
    other = opener()
    members = [bus.consumer(["pages"], "g"), other.consumer(["pages"], "g")]
    deadline = time.monotonic() + PATIENCE
    number, seen = 0, [set[int](), set[int]()]
    while not (all(seen) and len(seen[0] | seen[1]) == 4 and not seen[0] & seen[1]):
        assert time.monotonic() < deadline, f"shared as {seen}"
        send(bus, *(f"k{number + more}" for more in range(20)))
        number += 20
        seen = [set(), set()]
        for _ in range(3):
            for member, partitions in zip(members, seen, strict=True):
                found = member.poll(100, 0.3)
                member.commit(found)
                partitions |= {message.partition for message in found}
    for member in members:
        member.close()
    other.close()


def test_a_member_that_leaves_hands_its_partitions_over(opener: BusOpener, bus: Bus) -> None:
    other = opener()
    leaving, staying = bus.consumer(["pages"], "g"), other.consumer(["pages"], "g")
    for _ in range(4):
        leaving.poll(10, 0.5)
        staying.poll(10, 0.5)
    leaving.close()
    send(bus, *(f"k{number}" for number in range(40)))
    assert len({message.key for message in take(staying, 40)}) == 40
    staying.close()
    other.close()


def next_millisecond() -> datetime:
    """Now, once it is two of the steps that a message's time is kept in later than it was."""
    begun = datetime.now(UTC)
    while (now := datetime.now(UTC)) - begun < timedelta(milliseconds=2):
        pass
    return now


def test_seek_goes_on_from_a_moment(bus: Bus) -> None:
    send(bus, *(f"old{number}" for number in range(8)))
    next_millisecond()
    moment = next_millisecond()
    next_millisecond()
    send(bus, *(f"new{number}" for number in range(8)))
    consumer = bus.consumer(["pages"], "g")
    consumer.commit(take(consumer, 16))
    consumer.seek(moment)
    assert {message.key for message in take(consumer, 8)} == {f"new{number}" for number in range(8)}
    consumer.seek(moment - timedelta(days=1))
    assert len({message.key for message in take(consumer, 16)}) == 16
    consumer.close()


def test_what_no_group_has_read_outlives_its_retention_or_that_is_told(bus: Bus) -> None:
    """A reader that came to one partition only, one that never came, and a topic that nobody has to read."""
    old = timedelta(milliseconds=1)
    read, unread, free = Topic("read", 4, old, ("g",)), Topic("unread", 1, old, ("h",)), Topic("free", 1, old)
    bus.create([read, unread, free])
    for topic in ("read", "unread", "free"):
        send(bus, *(f"k{number}" for number in range(12)), topic=topic)
    kept = bus.kept_unread("read")
    if kept is not None:  # Kafka drops by time alone: then it says when
        assert kept == bus.kept_unread("unread") == old
        return
    consumer = bus.consumer(["read"], "g")
    done = [message for message in take(consumer, 12) if message.partition == 0]
    assert 0 < len(done) < 12
    consumer.commit(done)
    consumer.close()
    next_millisecond()
    bus.create([read, unread, free])
    assert [bus.lag("new", topic) for topic in ("read", "unread", "free")] == [12 - len(done), 12, 0]


def test_read_gives_everything_and_commits_nothing(bus: Bus) -> None:
    assert list(bus.read("pages")) == []
    send(bus, *(f"k{number}" for number in range(30)))
    found = list(bus.read("pages"))
    assert len(found) == 30
    for partition in range(4):
        offsets = [message.offset for message in found if message.partition == partition]
        assert offsets == sorted(offsets)
    assert bus.lag("g", "pages") == 30


def test_acknowledged_means_durable(opener: BusOpener, bus: Bus) -> None:
    send(bus, "a", "b", "c", topic="one")
    bus.close()
    again = opener()
    assert [message.key for message in again.read("one")] == ["a", "b", "c"]
    again.close()


def test_the_largest_message_passes_and_a_larger_one_takes_nothing_with_it(bus: Bus) -> None:
    largest = b"x" * MAX_MESSAGE_BYTES
    bus.publish("one", [Outgoing("large", largest)])
    with pytest.raises(TooLargeMessage):
        bus.publish("one", [Outgoing("small", b"y"), Outgoing("larger", largest + b"x")])
    assert [(message.key, len(message.value)) for message in bus.read("one")] == [("large", len(largest))]


def test_an_unknown_topic_is_one_line(bus: Bus) -> None:
    with pytest.raises(BackendError, match="tanxun init"):
        bus.publish("nowhere", [Outgoing("a", b"")])
