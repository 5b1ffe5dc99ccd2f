"""The embedded store's simple kinds: issues, quotes, media, crawl state, labels, accounts."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

import msgspec

from index.crawl_state import LATEST_LOOK, PageState, SourceState
from index.sqlite.connection import SqliteConnection
from index.store import Label, MediaFile, Operation, RawPage
from index.stored_form import earliest, moment_text, read_record
from pipeline.errors import Conflict
from pipeline.ledger import Account, Fate
from pipeline.records import Quote

S = TypeVar("S", bound=msgspec.Struct)
# SQLite's default limit of variables in one statement is 32,766; smaller slices keep statements cached.
SLICE = 500


class SqliteRows(SqliteConnection):
    """Kinds whose record is kept as JSON beside its key."""

    def _records(self, kind: type[S], statement: str, values: Sequence[object] = ()) -> list[S]:
        with self._reading() as db:
            return [read_record(kind, row[0]) for row in db.execute(statement, values).fetchall()]

    def _by_key(self, kind: type[S], table: str, key: str, wanted: Sequence[str]) -> list[S]:
        found: list[S] = []
        for start in range(0, len(wanted), SLICE):
            part = wanted[start : start + SLICE]
            marks = ",".join("?" * len(part))
            found += self._records(kind, f"SELECT record FROM {table} WHERE {key} IN ({marks}) ORDER BY {key}", part)
        return found

    def append(self, operation: Operation) -> None:
        """See Store.append: the primary key is the check."""
        row = (operation.issue, operation.number, msgspec.json.encode(operation))
        try:
            with self._writing() as db:
                db.execute("INSERT INTO operations VALUES (?, ?, ?)", row)
        except sqlite3.IntegrityError as taken:
            raise Conflict(
                f"issue {operation.issue}: operation {operation.number} was written by somebody else; read it and retry"
            ) from taken

    def operations(self, issue: int, after: int = 0) -> list[Operation]:
        """See Store.operations."""
        statement = "SELECT record FROM operations WHERE issue = ? AND number > ? ORDER BY number"
        return self._records(Operation, statement, (issue, after))

    def issues(self) -> list[int]:
        """See Store.issues."""
        with self._reading() as db:
            return [int(row[0]) for row in db.execute("SELECT DISTINCT issue FROM operations ORDER BY 1").fetchall()]

    def put_quotes(self, quotes: Iterable[Quote]) -> None:
        """See Store.put_quotes."""
        with self._writing() as db:
            for quote in quotes:
                version = int(quote.fetched_at.timestamp() * 1000) if quote.fetched_at else 0
                db.execute(
                    "INSERT INTO quotes VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version,"
                    " record = excluded.record WHERE excluded.version >= version",
                    (quote.exchange, quote.product, quote.day.isoformat(), version, msgspec.json.encode(quote)),
                )

    def quotes(self, since: date, until: date) -> list[Quote]:
        """See Store.quotes."""
        statement = "SELECT record FROM quotes WHERE day BETWEEN ? AND ? ORDER BY exchange, product, day"
        return self._records(Quote, statement, (since.isoformat(), until.isoformat()))

    def put_media(self, files: Iterable[MediaFile]) -> None:
        """See Store.put_media."""
        with self._writing() as db:
            rows = [(file.url, msgspec.json.encode(file)) for file in files]
            db.executemany("INSERT OR REPLACE INTO media VALUES (?, ?)", rows)

    def media(self, urls: Sequence[str]) -> dict[str, MediaFile]:
        """See Store.media."""
        return {file.url: file for file in self._by_key(MediaFile, "media", "url", urls)}

    def put_pages(self, states: Iterable[PageState]) -> None:
        """See Store.put_pages."""
        with self._writing() as db:
            for state in states:
                row = db.execute("SELECT record FROM pages WHERE id = ?", (state.id,)).fetchone()
                kept = earliest(read_record(PageState, row[0]) if row else None, state)
                due = moment_text(kept.due) if kept.due else None
                values = (kept.id, msgspec.json.encode(kept), kept.source, due)
                db.execute("INSERT OR REPLACE INTO pages (id, record, source, due) VALUES (?, ?, ?, ?)", values)

    def pages(self, ids: Sequence[str]) -> dict[str, PageState]:
        """See Store.pages."""
        return {state.id: state for state in self._by_key(PageState, "pages", "id", ids)}

    def due_pages(self, source: str, moment: datetime, limit: int) -> list[PageState]:
        """See Store.due_pages."""
        return self._records(
            PageState,
            "SELECT record FROM pages WHERE source = ? AND (due <= ? OR due > ?) ORDER BY due, id LIMIT ?",
            (source, moment_text(moment), moment_text(moment + LATEST_LOOK), limit),
        )

    def put_raw_pages(self, pages: Iterable[RawPage]) -> None:
        """See Store.put_raw_pages."""
        rows = [(one.file, one.page, one.source, msgspec.json.encode(one)) for one in pages]
        if rows:
            with self._writing() as db:
                db.executemany("INSERT OR REPLACE INTO raw_pages VALUES (?, ?, ?, ?)", rows)

    def raw_pages(self, sources: Collection[str] = (), page: str = "") -> list[RawPage]:
        """See Store.raw_pages."""
        return self._records(
            RawPage,
            "SELECT record FROM raw_pages WHERE (?1 = '' OR page = ?1) AND (?2 = '[]' OR source IN (SELECT value FROM"
            " json_each(?2))) ORDER BY file",
            (page, msgspec.json.encode(sorted(sources)).decode()),
        )

    def put_source(self, state: SourceState) -> None:
        """See Store.put_source."""
        with self._writing() as db:
            row = db.execute("SELECT record FROM sources WHERE id = ?", (state.id,)).fetchone()
            if row and state.last_success is None:
                before = read_record(SourceState, row[0])
                state = msgspec.structs.replace(state, last_success=before.last_success)
            db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", (state.id, msgspec.json.encode(state)))

    def sources(self) -> list[SourceState]:
        """See Store.sources."""
        return self._records(SourceState, "SELECT record FROM sources ORDER BY id")

    def put_label(self, label: Label) -> None:
        """See Store.put_label."""
        row = (label.article, label.field, label.who, label.at.isoformat(), msgspec.json.encode(label))
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?)", row)

    def labels(self) -> list[Label]:
        """See Store.labels."""
        return self._records(Label, "SELECT record FROM labels ORDER BY at, article, field")

    def open_accounts(self, entries: Iterable[Account]) -> None:
        """See Accounts.open_accounts."""
        self._put_accounts(entries, "INSERT OR IGNORE")

    def settle(self, entries: Iterable[Account]) -> None:
        """See Accounts.settle."""
        self._put_accounts(entries, "INSERT OR REPLACE")

    def settle_from(self, before: Account, after: Account) -> bool:
        """See Accounts.settle_from: both in one transaction."""
        with self._writing() as db:
            row = db.execute("SELECT record FROM accounts WHERE account = ?", (before.account,)).fetchone()
            if row is None or read_record(Account, row[0]) != before:
                return False
            db.execute("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?)", _account_row(after))
            return True

    def _put_accounts(self, entries: Iterable[Account], verb: str) -> None:
        with self._writing() as db:
            db.executemany(f"{verb} INTO accounts VALUES (?, ?, ?, ?, ?, ?)", map(_account_row, entries))

    def accounts(self, topic: str, fate: Fate | None = None, source: str | None = None) -> list[Account]:
        """See Accounts.accounts."""
        return self._records(
            Account,
            "SELECT record FROM accounts WHERE topic = ?1 AND (?2 IS NULL OR fate = ?2) AND (?3 IS NULL OR source = ?3)"
            " ORDER BY account",
            (topic, fate, source),
        )

    def entries(self, accounts: Sequence[str]) -> dict[str, Account]:
        """See Accounts.entries."""
        return {entry.account: entry for entry in self._by_key(Account, "accounts", "account", accounts)}

    def tally(self, topic: str) -> dict[str, dict[str, int]]:
        """See Accounts.tally."""
        return self._counts("SELECT source, fate, count(*) FROM accounts WHERE topic = ? GROUP BY 1, 2", topic)

    def reasons(self, topic: str) -> dict[str, dict[str, int]]:
        """See Accounts.reasons."""
        statement = "SELECT source, reason, count(*) FROM accounts WHERE topic = ? AND fate IN ('rejected', 'dead') GROUP BY 1, 2"
        return self._counts(statement, topic)

    def _counts(self, statement: str, topic: str) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        with self._reading() as db:
            for source, name, count in db.execute(statement, (topic,)).fetchall():
                counts[source][name] = count
        return dict(counts)


def _account_row(entry: Account) -> tuple[object, ...]:
    return entry.account, entry.topic, entry.source, entry.fate, entry.reason, msgspec.json.encode(entry)
