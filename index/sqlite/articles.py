"""The embedded store's articles: revisions, windows, full text, vectors and fingerprints."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec
import numpy as np

from index.cjk import is_lone, phrases, tokens
from index.common_hashes import COMMON, rare_hashes
from index.sqlite.connection import SqliteConnection
from index.store import Fingerprint, Query, SearchResult, Stored
from index.stored_form import VERSIONED, bounds, latest_version, moment_text, read_record, version_of, without_vector
from pipeline.errors import ModelError
from pipeline.records import EnrichedArticle

_STORED = "SELECT a.record, a.first_seen, (SELECT count(*) FROM revisions r WHERE r.id = a.id) FROM articles a"
# Facets of a search, by their names in Found and their columns here.
_FACETS = {"column": "a.col", "publisher": "a.publisher", "language": "a.language"}


class SqliteArticles(SqliteConnection):
    """Articles and what is looked up by their content."""

    def put_articles(self, articles: Iterable[EnrichedArticle]) -> None:
        """See Store.put_articles."""
        with self._writing() as db:
            (model,) = db.execute("SELECT value FROM meta WHERE name = 'model'").fetchone()
            for enriched in articles:
                if enriched.vector and enriched.model != model:
                    raise ModelError(
                        f"the store holds vectors of {model}, not of {enriched.model}; set the model back, or run "
                        "`tanxun init` and then `tanxun replay`"
                    )
                _put(db, enriched)

    def ahead(self, now: datetime) -> int:
        """See Store.ahead."""
        with self._reading() as db:
            rows = [
                db.execute(f"SELECT count(*) FROM {kind} WHERE version > ?", (latest_version(now),)).fetchone()
                for kind in VERSIONED
            ]
        return sum(int(count) for (count,) in rows)

    def set_back(self, now: datetime) -> int:
        """See Store.set_back."""
        with self._writing() as db:
            return sum(
                db.execute(f"UPDATE {kind} SET version = 0 WHERE version > ?", (latest_version(now),)).rowcount
                for kind in VERSIONED
            )

    def article(self, article_id: str) -> Stored | None:
        """See Store.article."""
        with self._reading() as db:
            row = db.execute(f"{_STORED} WHERE a.id = ?", (article_id,)).fetchone()
            vector = db.execute("SELECT vector FROM vectors WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return None
        stored = _stored(row)
        enriched = msgspec.structs.replace(stored.enriched, vector=vector[0] if vector else b"")
        return Stored(enriched, stored.first_seen, stored.revisions)

    def articles(self, ids: Sequence[str]) -> list[Stored]:
        """See Store.articles."""
        with self._reading() as db:
            wanted = "SELECT value FROM json_each(?)"
            rows = db.execute(
                f"{_STORED} WHERE a.id IN ({wanted}) ORDER BY a.id", (msgspec.json.encode(ids),)
            ).fetchall()
        return [_stored(row) for row in rows]

    def articles_beginning(self, beginning: str, limit: int) -> list[Stored]:
        """See Store.articles_beginning."""
        with self._reading() as db:
            rows = db.execute(
                f"{_STORED} WHERE a.id >= ? AND substr(a.id, 1, ?) = ? ORDER BY a.id LIMIT ?",
                (beginning, len(beginning), beginning, limit),
            ).fetchall()
        return [_stored(row) for row in rows]

    def revisions(self, article_id: str) -> list[EnrichedArticle]:
        """See Store.revisions."""
        with self._reading() as db:
            rows = db.execute("SELECT record FROM revisions WHERE id = ? ORDER BY version, text_hash", (article_id,))
            return [read_record(EnrichedArticle, row[0]) for row in rows.fetchall()]

    def window(self, since: date, until: date, zone: str) -> list[Stored]:
        """See Store.window."""
        start, end = bounds(since, until, zone)
        with self._reading() as db:
            rows = db.execute(
                f"{_STORED} WHERE a.published BETWEEN ? AND ? OR (a.first_seen >= ? AND a.first_seen < ?) ORDER BY a.id",
                (since.isoformat(), until.isoformat(), moment_text(start), moment_text(end)),
            ).fetchall()
        return [_stored(row) for row in rows]

    def search(self, query: Query) -> SearchResult:
        """See Store.search."""
        where, values = _conditions(query)
        matching = "FROM articles a JOIN texts t ON t.id = a.id WHERE " + " AND ".join(where)
        order = "bm25(texts), a.id" if query.words.split() else "a.published DESC, a.id"
        columns = _STORED.removesuffix("FROM articles a")
        with self._reading() as db:
            (total,) = db.execute(f"SELECT count(*) {matching}", values).fetchone()
            rows = db.execute(
                f"{columns} {matching} ORDER BY {order} LIMIT ? OFFSET ?", (*values, query.limit, query.offset)
            )
            hits = [_stored(row) for row in rows.fetchall()]
            facets = {
                name: dict(db.execute(f"SELECT {column}, count(*) {matching} GROUP BY 1 ORDER BY 1", values).fetchall())
                for name, column in _FACETS.items()
            }
        return SearchResult(int(total), hits, facets)

    def vectors(self, ids: Sequence[str]) -> dict[str, bytes]:
        """See Store.vectors."""
        with self._reading() as db:
            wanted = "SELECT value FROM json_each(?)"
            found = db.execute(f"SELECT id, vector FROM vectors WHERE id IN ({wanted})", (msgspec.json.encode(ids),))
            return dict(found.fetchall())

    def nearest(self, vector: bytes, limit: int) -> list[tuple[str, float]]:
        """See Store.nearest."""
        with self._reading() as db:
            rows = db.execute("SELECT id, vector FROM vectors ORDER BY id").fetchall()
        if not rows:
            return []
        matrix = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)
        cosines = matrix @ np.frombuffer(vector, "<f4")
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(rows[at][0], float(cosines[at])) for at in best]

    def put_fingerprints(self, fingerprints: Iterable[Fingerprint]) -> None:
        """See Store.put_fingerprints."""
        with self._writing() as db:
            written = [one for one in fingerprints if _is_newer(db, one)]
            db.executemany("DELETE FROM hashes WHERE id = ?", [(one.id,) for one in written])
            # In the table's order, so that every page of it is touched once.
            rows = sorted((value, one.id) for one in {one.id: one for one in written}.values() for value in one.hashes)
            db.executemany("INSERT OR IGNORE INTO hashes VALUES (?, ?)", rows)

    def candidates(self, hashes: Sequence[int], limit: int) -> list[Fingerprint]:
        """See Store.candidates."""
        with self._reading() as db:
            counts = db.execute(
                "SELECT h.value, (SELECT count(*) FROM (SELECT 1 FROM hashes WHERE hash = h.value LIMIT ?))"
                " FROM json_each(?) h",
                (COMMON + 1, msgspec.json.encode(list(set(hashes)))),
            )
            rows = db.execute(
                "SELECT f.record FROM (SELECT id, count(*) AS shared FROM hashes WHERE hash IN (SELECT value FROM"
                " json_each(?)) GROUP BY id ORDER BY shared DESC, id LIMIT ?) c JOIN fingerprints f ON f.id = c.id"
                " ORDER BY c.shared DESC, c.id",
                (msgspec.json.encode(rare_hashes(dict(counts.fetchall()))), limit),
            ).fetchall()
        return [read_record(Fingerprint, row[0]) for row in rows]


def _put(db: sqlite3.Connection, enriched: EnrichedArticle) -> None:
    article, version, record = enriched.article, version_of(enriched), msgspec.json.encode(without_vector(enriched))
    db.execute(
        "INSERT INTO revisions VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version,"
        " record = excluded.record WHERE excluded.version < version",
        (article.id, article.text_hash, version, record),
    )
    first_seen = moment_text(article.first_seen)
    db.execute("UPDATE articles SET first_seen = min(first_seen, ?) WHERE id = ?", (first_seen, article.id))
    published = article.published.isoformat() if article.published else None
    row = (
        article.id,
        version,
        published,
        first_seen,
        article.publisher.id,
        enriched.column,
        enriched.relevance,
        record,
    )
    written = db.execute(
        "INSERT INTO articles (id, version, published, first_seen, publisher, col, relevance, record, language)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version,"
        " published = excluded.published, publisher = excluded.publisher, col = excluded.col,"
        " relevance = excluded.relevance, record = excluded.record, language = excluded.language"
        " WHERE excluded.version >= version",
        (*row, article.language),
    ).rowcount
    if written:
        db.execute("DELETE FROM texts WHERE id = ?", (article.id,))
        body = " ".join(tokens(f"{article.title}\n{article.text}"))
        db.execute("INSERT INTO texts (id, body) VALUES (?, ?)", (article.id, body))
        db.execute("DELETE FROM vectors WHERE id = ?", (article.id,))
        if enriched.vector:
            db.execute("INSERT INTO vectors VALUES (?, ?)", (article.id, enriched.vector))


def _is_newer(db: sqlite3.Connection, one: Fingerprint) -> bool:
    """Write the fingerprint's record where none newer stands; whether it was written."""
    written = db.execute(
        "INSERT INTO fingerprints VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version,"
        " record = excluded.record WHERE excluded.version >= version",
        (one.id, one.version, msgspec.json.encode(one)),
    )
    return written.rowcount > 0


def _conditions(query: Query) -> tuple[list[str], list[object]]:
    where, values = ["1"], list[object]()
    terms = phrases(query.words)
    if terms:
        where.append("texts MATCH ?")
        values.append(" AND ".join('"' + " ".join(phrase) + '"' + ("*" if is_lone(phrase) else "") for phrase in terms))
    elif query.words.strip():
        where.append("0")
    for column, wanted in (("col", query.columns), ("publisher", query.publishers), ("language", query.languages)):
        if wanted:
            where.append(f"a.{column} IN ({','.join('?' * len(wanted))})")
            values += wanted
    for sign, day in ((">=", query.since), ("<=", query.until)):
        if day:
            where.append(f"a.published {sign} ?")
            values.append(day.isoformat())
    return where, values


def _stored(row: tuple[bytes, str, int]) -> Stored:
    record, first_seen, revisions = row
    return Stored(read_record(EnrichedArticle, record), datetime.fromisoformat(first_seen), revisions)
