"""The embedded store's published kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from index.published import PublishedItem
from index.sqlite.connection import SqliteConnection
from index.stored_form import read_record
from pipeline.errors import Conflict


class SqlitePublished(SqliteConnection):
    """See index.published.Published: an edition is one transaction."""

    def publish(self, issue: int, edition: int, items: Sequence[PublishedItem]) -> None:
        """See Published.publish."""
        with self._writing() as db:
            row = db.execute("SELECT edition FROM editions WHERE issue = ?", (issue,)).fetchone()
            if row and row[0] > edition:
                raise Conflict(f"issue {issue}: edition {row[0]} is public, edition {edition} came too late; read it")
            if row and row[0] == edition:
                return
            db.execute("INSERT OR REPLACE INTO editions VALUES (?, ?)", (issue, edition))
            db.execute("DELETE FROM published WHERE issue = ?", (issue,))
            db.executemany(
                "INSERT INTO published VALUES (?, ?, ?, ?, ?)",
                [(issue, item.id, edition, item.position, msgspec.json.encode(item)) for item in items],
            )

    def published(self, issue: int) -> list[PublishedItem]:
        """See Published.published."""
        with self._reading() as db:
            rows = db.execute("SELECT record FROM published WHERE issue = ? ORDER BY position, id", (issue,)).fetchall()
        return [read_record(PublishedItem, row[0]) for row in rows]

    def editions(self) -> Mapping[int, int]:
        """See Published.editions."""
        with self._reading() as db:
            return dict(db.execute("SELECT issue, edition FROM editions ORDER BY issue").fetchall())

    def printed(self, ids: Sequence[str]) -> dict[str, list[PublishedItem]]:
        """See Published.printed."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT id, record FROM published WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id, issue",
                (msgspec.json.encode(ids),),
            ).fetchall()
        found: dict[str, list[PublishedItem]] = defaultdict(list)
        for one_id, record in rows:
            found[one_id].append(read_record(PublishedItem, record))
        return dict(found)
