"""Consumer groups on the embedded bus: members share the partitions, and a dead member's are taken over."""

import json
import os
import sqlite3
import time
import uuid
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from pipeline.bus.interface import Message
from pipeline.sqlite_file import said_plainly, transaction

# Kafka's max.poll.interval.ms by default: a member silent for longer has lost its partitions.
SESSION_SECONDS = 300.0
# How often membership is looked at, and how often a waiting poll looks for messages.
BALANCE_SECONDS = 0.5
FIRST_PAUSE, LAST_PAUSE = 0.02, 0.25

Partition = tuple[str, int]


class SqliteConsumer:
    """One member of a group; see pipeline.bus.interface.Consumer.

    A partition is claimed by one member at a time. A member gives a claim up when the assignment has changed and
    nothing of the partition is in its hand; a claim of a process that no longer lives is free at once.
    """

    def __init__(self, db: sqlite3.Connection, path: Path, lock: RLock, group: str, partitions: dict[str, int]) -> None:
        self._db, self._path, self._lock, self._group = db, path, lock, group
        self._partitions = [(topic, number) for topic, count in partitions.items() for number in range(count)]
        self._topics = " ".join(sorted(partitions))
        self._member = uuid.uuid4().hex
        self._positions: dict[Partition, int] = {}
        self._hand: dict[Partition, int] = {}
        self._balanced = 0.0

    def poll(self, limit: int, timeout: float) -> list[Message]:
        """See Consumer.poll."""
        deadline = time.monotonic() + timeout
        pause = FIRST_PAUSE
        while True:
            with self._lock:
                self._balance()
                messages = self._take(limit)
            left = deadline - time.monotonic()
            if messages or left <= 0:
                return messages
            time.sleep(min(pause, left))
            pause = min(2 * pause, LAST_PAUSE)

    def commit(self, messages: Sequence[Message]) -> None:
        """See Consumer.commit."""
        done: dict[Partition, int] = {}
        for message in messages:
            where = (message.topic, message.partition)
            done[where] = max(done.get(where, 0), message.offset + 1)
        with self._lock, transaction(self._db, self._path):
            claims = self._claims()
            for where, following in done.items():
                if where in claims:
                    self._store_commit(where, following)
        for where, following in done.items():
            if self._hand.get(where, 0) <= following:
                self._hand.pop(where, None)

    def seek(self, moment: datetime) -> None:
        """See Consumer.seek."""
        with self._lock, transaction(self._db, self._path) as db:
            for where in self._partitions:
                (offset,) = db.execute(
                    "SELECT ifnull(min(offset), (SELECT next FROM ends WHERE topic = ?1 AND partition = ?2)) FROM"
                    " messages WHERE topic = ?1 AND partition = ?2 AND time >= ?3",
                    (*where, moment.timestamp()),
                ).fetchone()
                self._store_commit(where, offset or 0)
        self._positions.clear()
        self._hand.clear()
        self._balanced = 0.0

    def close(self) -> None:
        """See Consumer.close."""
        with self._lock, transaction(self._db, self._path) as db:
            db.execute("DELETE FROM members WHERE grp = ? AND member = ?", (self._group, self._member))
            db.execute("DELETE FROM claims WHERE grp = ? AND member = ?", (self._group, self._member))

    def _take(self, limit: int) -> list[Message]:
        taken: list[Message] = []
        with said_plainly(self._path):
            for where in sorted(self._positions):
                found = messages_from(self._db, *where, self._positions[where], limit - len(taken))
                if found:
                    self._positions[where] = self._hand[where] = found[-1].offset + 1
                    taken += found
        return taken

    def _balance(self) -> None:
        # Not by the clock, which may be set back: for so long nobody would be let in.
        if self._positions and time.monotonic() - self._balanced < BALANCE_SECONDS:
            return
        now = time.time()
        with transaction(self._db, self._path) as db:
            db.execute(
                "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?)",
                (self._group, self._member, self._topics, os.getpid(), now),
            )
            self._bury(now)
            wanted, claims = self._assigned(), self._claims()
            for where in claims - wanted - self._hand.keys():
                db.execute("DELETE FROM claims WHERE grp = ? AND topic = ? AND partition = ?", (self._group, *where))
            for where in wanted - claims:
                db.execute("INSERT OR IGNORE INTO claims VALUES (?, ?, ?, ?)", (self._group, *where, self._member))
            claims = self._claims()
            fresh = {where: self._committed(where) for where in claims - self._positions.keys()}
        self._positions = {where: self._positions.get(where, fresh.get(where, 0)) for where in claims}
        self._hand = {where: following for where, following in self._hand.items() if where in claims}
        self._balanced = time.monotonic()

    def _bury(self, now: float) -> None:
        """Forget members that no longer live or were silent for a session, and free their claims."""
        rows = self._db.execute("SELECT member, pid, seen FROM members WHERE grp = ?", (self._group,)).fetchall()
        for member, pid, seen in rows:
            # Seen in the future: by a clock that was set back since. Who lives is seen again at once.
            if not _alive(pid) or abs(now - seen) > SESSION_SECONDS:
                self._db.execute("DELETE FROM members WHERE grp = ? AND member = ?", (self._group, member))
        self._db.execute(
            "DELETE FROM claims WHERE grp = ?1 AND member NOT IN (SELECT member FROM members WHERE grp = ?1)",
            (self._group,),
        )

    def _assigned(self) -> set[Partition]:
        """The partitions that are this member's when all members that read a topic share it evenly."""
        rows = self._db.execute("SELECT member, topics FROM members WHERE grp = ? ORDER BY member", (self._group,))
        readers = [(member, topics.split()) for member, topics in rows]
        mine = set()
        for topic, number in self._partitions:
            sharing = [member for member, topics in readers if topic in topics]
            # The topic's hash spreads topics of one partition over the members.
            if sharing[(number + zlib.crc32(topic.encode())) % len(sharing)] == self._member:
                mine.add((topic, number))
        return mine

    def _claims(self) -> set[Partition]:
        rows = self._db.execute(
            "SELECT topic, partition FROM claims WHERE grp = ? AND member = ?", (self._group, self._member)
        )
        return {(topic, partition) for topic, partition in rows}

    def _committed(self, where: Partition) -> int:
        row = self._db.execute(
            "SELECT next FROM commits WHERE grp = ? AND topic = ? AND partition = ?", (self._group, *where)
        ).fetchone()
        return int(row[0]) if row else 0

    def _store_commit(self, where: Partition, following: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO commits VALUES (?, ?, ?, ?)", (self._group, *where, following))


def messages_from(db: sqlite3.Connection, topic: str, partition: int, start: int, limit: int) -> list[Message]:
    """The messages of a partition from an offset on."""
    rows = db.execute(
        "SELECT offset, key, value, headers, time FROM messages WHERE topic = ? AND partition = ? AND offset >= ?"
        " ORDER BY offset LIMIT ?",
        (topic, partition, start, limit),
    )
    return [
        Message(
            topic=topic,
            partition=partition,
            offset=offset,
            key=key,
            value=value,
            headers=json.loads(headers),
            time=datetime.fromtimestamp(moment, UTC),
        )
        for offset, key, value, headers, moment in rows
    ]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
