"""The embedded store: one SQLite file; see index.store.Store."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock

from index.sqlite.articles import SqliteArticles
from index.sqlite.connection import MIGRATIONS, SCHEMA_VERSION, newer
from index.sqlite.published import SqlitePublished
from index.sqlite.rows import SqliteRows
from index.store import StoreHealth
from pipeline.errors import BackendError
from pipeline.sqlite_file import open_file, open_to_read, transaction

# Pages kept in memory: the upper levels of the fingerprints' hashes, which grow by some 40 rows an article.
CACHE_KB = 32 << 10


class SqliteStore(SqliteArticles, SqliteRows, SqlitePublished):
    """The store in one file. Safe to share between threads and with other processes of the machine.

    With `reading` it must be there, and nothing of it is changed.
    """

    def __init__(self, path: Path, reading: bool = False) -> None:
        self._path = path
        self._lock = RLock()
        self._db = open_to_read(path) if reading else open_file(path)
        self._db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        self._ready = False

    def init(self, model: str) -> list[str]:
        """See Store.init: migrations run in one transaction, so that a kill leaves the old version whole."""
        done = []
        with self._lock, transaction(self._db, self._path) as db:
            version = self._version()
            if version > SCHEMA_VERSION:
                raise BackendError(newer(self._path, version))
            for number in range(version, SCHEMA_VERSION):
                for statement in _statements(MIGRATIONS[number].read_text()):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number + 1}")
                done.append(f"store: schema version {number + 1}")
            done += self._use_model(model)
        return done

    def _use_model(self, model: str) -> list[str]:
        row = self._db.execute("SELECT value FROM meta WHERE name = 'model'").fetchone()
        if row is not None and row[0] == model:
            return []
        self._db.execute("DELETE FROM vectors")
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('model', ?)", (model,))
        return [
            f"store: vectors of {model}" + (f" (those of {row[0]} are dropped; run `tanxun replay`)" if row else "")
        ]

    def health(self) -> StoreHealth:
        """See Store.health."""
        kinds = (
            "articles",
            "revisions",
            "fingerprints",
            "operations",
            "quotes",
            "media",
            "labels",
            "published",
            "accounts",
        )
        with self._reading() as db:
            counts = {kind: int(db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]) for kind in kinds}
            (model,) = db.execute("SELECT value FROM meta WHERE name = 'model'").fetchone()
        return StoreHealth(f"{self._path}: {counts['articles']} articles, vectors of {model}", counts)

    def close(self) -> None:
        """See Store.close."""
        with self._lock:
            self._db.close()


def _statements(script: str) -> Iterable[str]:
    plain: Sequence[str] = re.sub(r"^--.*$", "", script, flags=re.MULTILINE).split(";")
    return [statement for statement in plain if statement.strip()]
