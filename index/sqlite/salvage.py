"""What can still be read of a damaged store, taken over into a new one: all that cannot be made anew from raw pages."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.sqlite_file import open_file, transaction

# Articles, revisions, vectors and fingerprints are made anew by a replay, the list of raw pages by `init`.
KEPT = ("operations", "editions", "published", "labels", "quotes", "media", "pages", "sources", "accounts")


def salvage(damaged: Path, store: Path) -> Mapping[str, int]:
    """Copy the readable rows of KEPT into the store, which is initialised; returns how many, by kind, of those that had any.

    An operation behind one that is lost is left out: an issue is its operations from the first one on. So are those of an issue
    that the store has already. Repeating it changes nothing.
    """
    taken = {}
    # Not read only: what its log holds has to be applied, and nobody else uses it.
    old = sqlite3.connect(damaged, isolation_level=None)
    new = open_file(store)
    try:
        for kind in KEPT:
            with transaction(new, store) as db:
                columns = [row[1] for row in db.execute(f"PRAGMA table_info({kind})")]
                marks = ",".join("?" * len(columns))
                known = {issue for (issue,) in db.execute("SELECT DISTINCT issue FROM operations")}
                for row in _rows(old, kind, columns):
                    if kind != "operations" or row[columns.index("issue")] not in known:
                        db.execute(f"INSERT OR IGNORE INTO {kind} ({','.join(columns)}) VALUES ({marks})", row)
                if kind == "operations":
                    db.execute(
                        "DELETE FROM operations WHERE number > (SELECT count(*) FROM operations o WHERE o.issue ="
                        " operations.issue AND o.number <= operations.number)"
                    )
                (count,) = db.execute(f"SELECT count(*) FROM {kind}").fetchone()
            if count:
                taken[kind] = int(count)
    finally:
        old.close()
        new.close()
    return taken


def _rows(old: sqlite3.Connection, kind: str, columns: list[str]) -> Iterator[tuple[object, ...]]:
    """The rows from both ends of a table up to what cannot be read; one whose record is no JSON is left out."""
    for order in ("ASC", "DESC"):
        try:
            there = {row[1] for row in old.execute(f"PRAGMA table_info({kind})")}
            wanted = ",".join(name if name in there else "NULL" for name in columns)
            for row in old.execute(f"SELECT {wanted} FROM {kind} ORDER BY rowid {order}"):
                if "record" not in columns or _is_json(row[columns.index("record")]):
                    yield row
        except sqlite3.DatabaseError:
            continue  # what lies beyond is reached from the other end, or not at all
        else:
            return


def _is_json(record: object) -> bool:
    try:
        return isinstance(record, bytes | str) and isinstance(json.loads(record), dict)
    except ValueError:
        return False
