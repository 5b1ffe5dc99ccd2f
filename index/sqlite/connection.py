"""The embedded store's connection: schema version checked once, reads and transactions with plain errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from pipeline.errors import BackendError, NotInitialised
from pipeline.sqlite_file import said_plainly, transaction

MIGRATIONS = sorted((Path(__file__).parent / "migrations").glob("*.sql"))
SCHEMA_VERSION = len(MIGRATIONS)


class SqliteConnection:
    """What the kinds of the store share."""

    _db: sqlite3.Connection
    _path: Path
    _lock: RLock
    _ready: bool

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _check(self) -> None:
        if self._ready:
            return
        with said_plainly(self._path):
            version = self._version()
        if version < SCHEMA_VERSION:
            kind, state = (
                (BackendError, f"of schema version {version}") if version else (NotInitialised, "not initialised")
            )
            raise kind(f"{self._path}: the store is {state}; run `tanxun init`")
        if version > SCHEMA_VERSION:
            raise BackendError(newer(self._path, version))
        self._ready = True

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        self._check()
        with self._lock, said_plainly(self._path):
            yield self._db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._check()
        with self._lock, transaction(self._db, self._path) as db:
            yield db


def newer(path: Path, version: int) -> str:
    """The line that refuses a file of a later version."""
    return f"{path}: schema version {version} is newer than this tanxun's {SCHEMA_VERSION}; install a newer tanxun"
