"""The desk's own SQLite file: users, sessions, links, the signing key, who keeps which column, what was mailed."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from pipeline.errors import BackendError
from pipeline.sqlite_file import open_file, said_plainly, transaction

# Times are whole seconds since 1970, UTC. Session ids and links are kept as SHA-256: a copy of the file opens nothing.
# Each tuple makes the next version of the file.
SCHEMA = (
    (
        """CREATE TABLE users (
        name TEXT PRIMARY KEY, password TEXT NOT NULL, role TEXT NOT NULL, created INTEGER NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0)""",
        """CREATE TABLE sessions (
        id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE, created INTEGER NOT NULL,
        seen INTEGER NOT NULL)""",
        "CREATE INDEX sessions_by_user ON sessions (user)",
        "CREATE TABLE attempts (who TEXT PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL)",
        "CREATE TABLE links (id TEXT PRIMARY KEY, user TEXT, expires INTEGER NOT NULL)",
        "CREATE TABLE keys (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
        "CREATE TABLE page_files (digest TEXT PRIMARY KEY, page TEXT NOT NULL, fetched TEXT NOT NULL)",
        "CREATE INDEX page_files_by_page ON page_files (page)",
    ),
    (
        """CREATE TABLE mails (
        issue INTEGER NOT NULL, edition INTEGER NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (issue, edition))""",
    ),
    # Where raw pages lie is told by the store.
    ("DROP TABLE page_files",),
    (
        """CREATE TABLE column_keepers (
        column_name TEXT NOT NULL, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
        PRIMARY KEY (column_name, user))""",
    ),
)
VERSION = len(SCHEMA)
# 256 bits, as long as the HMAC-SHA256 that it is for.
KEY_BYTES = 32


class DeskFile:
    """The file, made at the first opening. Safe to share between threads and with other processes of the machine."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._path = path
        self._lock = RLock()
        self._db = open_file(path)
        if new:
            path.chmod(0o600)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _prepare(self) -> None:
        with said_plainly(self._path):
            self._db.execute("PRAGMA foreign_keys=ON")
        with self.writing() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise BackendError(f"{self._path}: version {version} is newer than this tanxun's; install a newer one")
            for statements in SCHEMA[version:]:
                for statement in statements:
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
            if version == 0:
                db.execute("INSERT INTO keys VALUES ('signing', ?)", (secrets.token_bytes(KEY_BYTES),))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection for reads; raises BackendError or Unavailable in one line."""
        with self._lock, said_plainly(self._path):
            yield self._db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable at the end, or none of it happened."""
        with self._lock, transaction(self._db, self._path) as db:
            yield db

    def key(self) -> bytes:
        """The key that signs cookies and tokens, made with the file."""
        with self.reading() as db:
            (value,) = db.execute("SELECT value FROM keys WHERE name = 'signing'").fetchone()
        return bytes(value)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._db.close()
