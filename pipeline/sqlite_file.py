"""SQLite files as the embedded backends use them: WAL, durable on commit, and errors that a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from pipeline.errors import BackendError, NotInitialised, Unavailable

# Writers of one machine take turns within milliseconds; a lock held for half a minute is a stuck process.
BUSY_SECONDS = 30.0

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free space, or move TANXUN_HOME to another disk",
    sqlite3.SQLITE_READONLY: "it is read-only; mend the permissions, or move TANXUN_HOME to a folder of yours",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; mend the path or its permissions, or set TANXUN_HOME",
    sqlite3.SQLITE_PERM: "it may not be opened; mend the permissions, or set TANXUN_HOME",
    sqlite3.SQLITE_CORRUPT: "it is damaged; restore a backup, or run `tanxun repair`",
    sqlite3.SQLITE_NOTADB: "it is no SQLite database; restore a backup, or run `tanxun repair`",
    sqlite3.SQLITE_IOERR: "reading or writing failed; check the disk and its free space, then try again",
}
_LATER = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# The low byte of an extended result code is its primary code (sqlite.org, rescode).
_PRIMARY = 0xFF


class DamagedFile(BackendError):
    """What the file holds is no whole database; one that is only locked, full or not allowed is not damaged."""


def open_file(path: Path) -> sqlite3.Connection:
    """Open or create the file; transactions are begun by hand. Raises BackendError or Unavailable in one line."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BackendError(f"{path.parent}: {problem.strerror}; choose another folder for TANXUN_HOME") from problem
    with said_plainly(path):
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error:
            db.close()
            raise
    return db


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open the file without changing anything, its folder included: also where that is read-only.

    Raises NotInitialised where there is none, BackendError or Unavailable as open_file.
    """
    if not path.exists():
        raise NotInitialised(f"{path.absolute()} does not exist; set TANXUN_HOME, or run `tanxun init` here")
    address = f"{path.absolute().as_uri()}?mode=ro"
    with said_plainly(path):
        try:
            return _connected(address)
        except sqlite3.OperationalError:
            log = path.with_name(f"{path.name}-wal")
            if log.exists() and log.stat().st_size:
                raise
            # Nobody has it open, and the folder takes no lock file; what the file holds is whole (sqlite.org, wal.html).
            return _connected(f"{address}&immutable=1")


def check_whole(path: Path) -> None:
    """Read all of the file, changing nothing. Raises NotInitialised where there is none, DamagedFile, or BackendError
    where it cannot be read for another reason."""
    db = open_to_read(path)
    try:
        with said_plainly(path):
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        db.close()
    if found != "ok":
        raise DamagedFile(f"{path}: it is damaged ({found}); restore a backup, or run `tanxun repair`")


def set_aside(path: Path) -> Path:
    """Give the file another name beside its own, its log with it, so that a new one can be made; returns that name."""
    number = next(number for number in count(1) if not path.with_name(f"{path.name}.damaged-{number}").exists())
    aside = path.with_name(f"{path.name}.damaged-{number}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(f"{path.name}{ending}")
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{ending}"))
    return aside


def _connected(address: str) -> sqlite3.Connection:
    db = sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
    try:
        db.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line with the file, what is wrong and what to do."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as problem:
        code = getattr(problem, "sqlite_errorcode", 0) & _PRIMARY
        if code in _LATER:
            raise Unavailable(f"{path}: another process holds it; end that process, or try again") from problem
        if code in _DAMAGE:
            raise DamagedFile(f"{path}: {_ADVICE[code]}") from problem
        if code in _ADVICE:
            raise BackendError(f"{path}: {_ADVICE[code]}") from problem
        raise


@contextmanager
def transaction(db: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of it is durable at the end, or none of it happened."""
    with said_plainly(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
