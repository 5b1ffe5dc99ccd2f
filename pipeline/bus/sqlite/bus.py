"""The embedded bus: one SQLite file, durable on acknowledgement, shared by processes of one machine."""

import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Literal

from pipeline.bus.interface import MAX_MESSAGE_BYTES, Message, Outgoing, TooLargeMessage
from pipeline.bus.sqlite.groups import SqliteConsumer, messages_from
from pipeline.errors import NotInitialised
from pipeline.sqlite_file import open_file, open_to_read, said_plainly, transaction
from pipeline.topics import Topic

SCHEMA = """
CREATE TABLE IF NOT EXISTS topics (name TEXT PRIMARY KEY, partitions INTEGER NOT NULL, retention REAL NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
    headers TEXT NOT NULL, time REAL NOT NULL, PRIMARY KEY (topic, partition, offset));
CREATE INDEX IF NOT EXISTS messages_by_time ON messages (topic, time);
CREATE TABLE IF NOT EXISTS ends (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, partition));
CREATE TABLE IF NOT EXISTS commits (
    grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (grp, topic, partition));
CREATE TABLE IF NOT EXISTS members (
    grp TEXT NOT NULL, member TEXT NOT NULL, topics TEXT NOT NULL, pid INTEGER NOT NULL, seen REAL NOT NULL,
    PRIMARY KEY (grp, member));
CREATE TABLE IF NOT EXISTS claims (
    grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, member TEXT NOT NULL,
    PRIMARY KEY (grp, topic, partition));
"""

# Messages read at once where all of a topic is read: bounds memory, since a message may hold 8 MiB.
PAGE = 50


class SqliteBus:
    """The bus in one file; see pipeline.bus.interface.Bus. Safe to share between threads and with other processes.

    With `reading` it must be there, and nothing of it is changed.
    """

    def __init__(self, path: Path, reading: bool = False) -> None:
        self._path = path
        self._lock = RLock()
        self._db = open_to_read(path) if reading else open_file(path)
        if not reading:
            with said_plainly(path):
                self._db.executescript(SCHEMA)

    def create(self, topics: Iterable[Topic]) -> list[str]:
        """See Bus.create; also forgets messages that are past retention and done by every group."""
        new = []
        with self._lock, transaction(self._db, self._path) as db:
            for topic in topics:
                row = (topic.name, topic.partitions, topic.retention.total_seconds())
                if db.execute("INSERT OR IGNORE INTO topics VALUES (?, ?, ?)", row).rowcount:
                    new.append(topic.name)
                _forget(db, topic)
        return new

    def publish(self, topic: str, messages: Sequence[Outgoing]) -> None:
        """See Bus.publish: one transaction a call."""
        for message in messages:
            if len(message.value) > MAX_MESSAGE_BYTES:
                raise TooLargeMessage(f"{len(message.value)} bytes for {topic}, key {message.key}")
        now = time.time()
        with self._lock, transaction(self._db, self._path) as db:
            partitions = partitions_of(db, topic)
            for message in messages:
                partition = zlib.crc32(message.key.encode()) % partitions
                offset = _next_offset(db, topic, partition)
                headers = json.dumps(dict(message.headers), ensure_ascii=False)
                db.execute(
                    "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (topic, partition, offset, message.key, message.value, headers, now),
                )

    def consumer(self, topics: Sequence[str], group: str) -> SqliteConsumer:
        """See Bus.consumer."""
        with self._lock, said_plainly(self._path):
            partitions = {topic: partitions_of(self._db, topic) for topic in topics}
        return SqliteConsumer(self._db, self._path, self._lock, group, partitions)

    def kept_unread(self, topic: str) -> timedelta | None:
        """See Bus.kept_unread: nothing that waits is forgotten."""
        del topic
        return None

    def lag(self, group: str, topic: str) -> int:
        """See Bus.lag."""
        return int(self._of_waiting("count(*)", group, topic))

    def oldest(self, group: str, topic: str) -> datetime | None:
        """See Bus.oldest."""
        first = self._of_waiting("min(time)", group, topic)
        return None if first is None else datetime.fromtimestamp(first, UTC)

    def _of_waiting(self, what: Literal["count(*)", "min(time)"], group: str, topic: str) -> Any:
        """A figure of the messages that the group has not committed."""
        with self._lock, said_plainly(self._path):
            partitions_of(self._db, topic)
            (figure,) = self._db.execute(
                f"SELECT {what} FROM messages m LEFT JOIN commits c ON c.grp = ? AND c.topic = m.topic"
                " AND c.partition = m.partition WHERE m.topic = ? AND m.offset >= ifnull(c.next, 0)",
                (group, topic),
            ).fetchone()
        return figure

    def read(self, topic: str) -> Iterator[Message]:
        """See Bus.read."""
        with self._lock, said_plainly(self._path):
            partitions_of(self._db, topic)
            ends = self._db.execute("SELECT partition, next FROM ends WHERE topic = ? ORDER BY 1", (topic,)).fetchall()
        return self._read(topic, ends)

    def _read(self, topic: str, ends: list[tuple[int, int]]) -> Iterator[Message]:
        for partition, end in ends:
            start = 0
            while start < end:
                with self._lock, said_plainly(self._path):
                    found = messages_from(self._db, topic, partition, start, PAGE)
                found = [message for message in found if message.offset < end]
                if not found:
                    break
                yield from found
                start = found[-1].offset + 1

    def close(self) -> None:
        """See Bus.close."""
        with self._lock:
            self._db.close()


def partitions_of(db: sqlite3.Connection, topic: str) -> int:
    """How many partitions a topic has; raises NotInitialised where it was never created."""
    row = db.execute("SELECT partitions FROM topics WHERE name = ?", (topic,)).fetchone()
    if row is None:
        raise NotInitialised(f"there is no topic {topic} on the bus; run `tanxun init` first")
    return int(row[0])


def _next_offset(db: sqlite3.Connection, topic: str, partition: int) -> int:
    (following,) = db.execute(
        "INSERT INTO ends VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET next = next + 1 RETURNING next", (topic, partition)
    ).fetchone()
    return int(following) - 1


def _forget(db: sqlite3.Connection, topic: Topic) -> None:
    """Delete what is past retention and committed by every reader, and by every other group that ever read the topic.

    Of a partition on which a group has committed nothing it has read nothing, whatever it has read of the others.
    """
    (retention,) = db.execute("SELECT retention FROM topics WHERE name = ?", (topic.name,)).fetchone()
    groups = {row[0] for row in db.execute("SELECT DISTINCT grp FROM commits WHERE topic = ?", (topic.name,))}
    db.execute(
        "DELETE FROM messages WHERE topic = ?1 AND time < ?2 AND NOT EXISTS (SELECT 1 FROM json_each(?3) g WHERE"
        " ifnull((SELECT c.next FROM commits c WHERE c.grp = g.value AND c.topic = ?1"
        " AND c.partition = messages.partition), 0) <= messages.offset)",
        (topic.name, time.time() - retention, json.dumps(sorted({*groups, *topic.readers}))),
    )
