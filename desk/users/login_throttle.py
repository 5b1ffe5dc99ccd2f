"""Login throttling: after some failures each further one makes the next wait longer, by name and by address."""

import sqlite3
from datetime import UTC, datetime

from desk.desk_file import DeskFile

# Failures that cost nothing: a person mistypes a few times. An office's address is shared by many.
FREE_BY_NAME, FREE_BY_ADDRESS = 5, 20
# The first wait, doubled by each further failure up to the longest: at most 4 guesses an hour in the end, while an
# editor whose name is abused comes in within a quarter of an hour.
FIRST_SECONDS, LONGEST_SECONDS = 15, 900
# Failures are forgotten after a day without one.
FORGOTTEN_SECONDS = 86400


class Attempts:
    """Failed logins in the desk's file. Names that do not exist are counted like those that do."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def begin(self, name: str, address: str, now: datetime) -> datetime | None:
        """Count an attempt as failed before it is tried, so that many at once are counted too.

        Returns when the next attempt is allowed where this one is refused; None: try it.
        """
        second = int(now.timestamp())
        with self._file.writing() as db:
            db.execute("DELETE FROM attempts WHERE last <= ?", (second - FORGOTTEN_SECONDS,))
            waits = [_wait(db, who, free) for who, free in _keys(name, address)]
            if max(waits) > second:
                return datetime.fromtimestamp(max(waits), UTC)
            for who, _ in _keys(name, address):
                db.execute(
                    "INSERT INTO attempts VALUES (?, 1, ?) ON CONFLICT (who) DO UPDATE SET failures = failures + 1, last = ?",
                    (who, second, second),
                )
        return None

    def succeeded(self, name: str, address: str) -> None:
        """The attempt was right: the name begins anew; the address only gets this one back, or one known password
        would pay for guesses at others.
        """
        (by_name, _), (by_address, _) = _keys(name, address)
        with self._file.writing() as db:
            db.execute("DELETE FROM attempts WHERE who = ?", (by_name,))
            db.execute("UPDATE attempts SET failures = max(0, failures - 1) WHERE who = ?", (by_address,))


def _wait(db: sqlite3.Connection, who: str, free: int) -> int:
    """The second from which the next attempt is allowed; 0: at any time."""
    row = db.execute("SELECT failures, last FROM attempts WHERE who = ?", (who,)).fetchone()
    return 0 if row is None or row[0] < free else int(row[1]) + delay(row[0] - free)


def delay(beyond: int) -> int:
    """Seconds to wait after this many failures beyond the free ones."""
    return min(LONGEST_SECONDS, FIRST_SECONDS << min(beyond, 10))


def _keys(name: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (f"name:{name[:200].casefold()}", FREE_BY_NAME), (f"address:{address}", FREE_BY_ADDRESS)
