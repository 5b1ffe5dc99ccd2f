"""The production store's simple kinds: issues, quotes, media, crawl state, labels, accounts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import msgspec
from elasticsearch import ConflictError, NotFoundError

from index.crawl_state import LATEST_LOOK, PageState, SourceState
from index.elastic import documents
from index.elastic.connection import ElasticConnection
from index.elastic.documents import digest_id
from index.elastic.forms import Json
from index.store import Label, MediaFile, Operation, RawPage
from index.stored_form import earliest, moment_text, read_record
from pipeline.errors import Conflict
from pipeline.ledger import Account, Fate
from pipeline.records import Quote

_ALL: Json = {"match_all": {}}
# More sources, fates or reasons than there will ever be.
MOST_VALUES = 10_000


class ElasticRows(ElasticConnection):
    """Kinds whose record is kept as JSON beside its key."""

    def append(self, operation: Operation) -> None:
        """See Store.append: creating the document is the check."""
        try:
            with self._using() as client:
                client.create(
                    index=self._alias("operations"),
                    id=f"{operation.issue}:{operation.number}",
                    document=documents.operation(operation),
                    refresh="true",
                    require_alias=True,
                )
        except ConflictError as taken:
            raise Conflict(
                f"issue {operation.issue}: operation {operation.number} was written by somebody else; read it and retry"
            ) from taken

    def operations(self, issue: int, after: int = 0) -> list[Operation]:
        """See Store.operations."""
        wanted = [{"term": {"issue": issue}}, {"range": {"number": {"gt": after}}}]
        return self._records(Operation, "operations", {"bool": {"filter": wanted}}, "number")

    def issues(self) -> list[int]:
        """See Store.issues."""
        with self._using() as client:
            answer = client.search(
                index=self._alias("operations"),
                size=0,
                aggs={"issues": {"terms": {"field": "issue", "size": MOST_VALUES, "order": {"_key": "asc"}}}},
            )
        return [int(bucket["key"]) for bucket in answer["aggregations"]["issues"]["buckets"]]

    def put_quotes(self, quotes: Iterable[Quote]) -> None:
        """See Store.put_quotes."""
        made = [documents.quote(quote) for quote in quotes]
        self._bulk(self._put("quotes", digest_id(one["key"]), one, one["version"]) for one in made)

    def quotes(self, since: date, until: date) -> list[Quote]:
        """See Store.quotes."""
        days = {"range": {"day": {"gte": since.isoformat(), "lte": until.isoformat()}}}
        found = self._records(Quote, "quotes", days, "key")
        return sorted(found, key=lambda quote: (quote.exchange, quote.product, quote.day))

    def put_media(self, files: Iterable[MediaFile]) -> None:
        """See Store.put_media."""
        self._bulk(self._put("media", digest_id(file.url), documents.media(file)) for file in files)

    def media(self, urls: Sequence[str]) -> dict[str, MediaFile]:
        """See Store.media."""
        found = self._sources("media", sorted({digest_id(url) for url in urls}), ["record"])
        files = (read_record(MediaFile, source["record"]) for source in found.values())
        return {file.url: file for file in files}

    def put_pages(self, states: Iterable[PageState]) -> None:
        """See Store.put_pages."""
        batch = list(states)
        kept = self.pages([state.id for state in batch])
        for state in batch:
            kept[state.id] = earliest(kept.get(state.id), state)
        wanted = {state.id for state in batch}
        self._bulk(
            self._put("pages", state.id, documents.page_state(state)) for state in kept.values() if state.id in wanted
        )

    def pages(self, ids: Sequence[str]) -> dict[str, PageState]:
        """See Store.pages."""
        found = self._sources("pages", sorted(set(ids)), ["record"])
        return {one_id: read_record(PageState, source["record"]) for one_id, source in found.items()}

    def due_pages(self, source: str, moment: datetime, limit: int) -> list[PageState]:
        """See Store.due_pages."""
        now, wrong = {"lte": moment_text(moment)}, {"gt": moment_text(moment + LATEST_LOOK)}
        due: Json = {"bool": {"should": [{"range": {"due": now}}, {"range": {"due": wrong}}]}}
        with self._using() as client:
            answer = client.search(
                index=self._alias("pages"),
                query={"bool": {"filter": [{"term": {"source": source}}, due]}},
                sort=[{"due": "asc"}, {"id": "asc"}],
                size=limit,
                source_includes=["record"],
            )
        return [read_record(PageState, hit["_source"]["record"]) for hit in answer["hits"]["hits"]]

    def put_raw_pages(self, pages: Iterable[RawPage]) -> None:
        """See Store.put_raw_pages."""
        self._bulk(self._put("raw_pages", one.file, documents.raw_page(one)) for one in pages)

    def raw_pages(self, sources: Collection[str] = (), page: str = "") -> list[RawPage]:
        """See Store.raw_pages."""
        filters: list[Json] = [{"terms": {"source": sorted(sources)}}] if sources else []
        filters += [{"term": {"page": page}}] if page else []
        return self._records(RawPage, "raw_pages", {"bool": {"filter": filters}}, "file")

    def put_source(self, state: SourceState) -> None:
        """See Store.put_source."""
        known = self._sources("sources", [state.id], ["record"]).get(state.id)
        if known and state.last_success is None:
            before = read_record(SourceState, known["record"])
            state = msgspec.structs.replace(state, last_success=before.last_success)
        self._bulk([self._put("sources", state.id, documents.source_state(state))])

    def sources(self) -> list[SourceState]:
        """See Store.sources."""
        return self._records(SourceState, "sources", _ALL, "id")

    def put_label(self, label: Label) -> None:
        """See Store.put_label."""
        made = documents.label(label)
        self._bulk([self._put("labels", digest_id(made["key"]), made)])

    def labels(self) -> list[Label]:
        """See Store.labels."""
        found = self._records(Label, "labels", _ALL, "key")
        return sorted(found, key=lambda label: (label.at, label.article, label.field))

    def open_accounts(self, entries: Iterable[Account]) -> None:
        """See Accounts.open_accounts."""
        self._put_accounts(entries, create=True)

    def settle(self, entries: Iterable[Account]) -> None:
        """See Accounts.settle."""
        self._put_accounts(entries, create=False)

    def settle_from(self, before: Account, after: Account) -> bool:
        """See Accounts.settle_from: by the sequence number of the document that was compared."""
        alias = self._alias("ledger")
        with self._using() as client:
            try:
                found = client.get(index=alias, id=before.account)
                if read_record(Account, found["_source"]["record"]) != before:
                    return False
                client.index(
                    index=alias,
                    id=before.account,
                    document=documents.account(after),
                    if_seq_no=found["_seq_no"],
                    if_primary_term=found["_primary_term"],
                    refresh="true",
                    require_alias=True,
                )
            except (NotFoundError, ConflictError):
                return False
        return True

    def _put_accounts(self, entries: Iterable[Account], create: bool) -> None:
        self._bulk(self._put("ledger", entry.account, documents.account(entry), create=create) for entry in entries)

    def accounts(self, topic: str, fate: Fate | None = None, source: str | None = None) -> list[Account]:
        """See Accounts.accounts."""
        wanted = {"topic": topic, "fate": fate, "source": source}
        filters = [{"term": {name: value}} for name, value in wanted.items() if value is not None]
        return self._records(Account, "ledger", {"bool": {"filter": filters}}, "account")

    def entries(self, accounts: Sequence[str]) -> dict[str, Account]:
        """See Accounts.entries."""
        found = self._sources("ledger", sorted(set(accounts)), ["record"])
        return {account: read_record(Account, source["record"]) for account, source in found.items()}

    def tally(self, topic: str) -> dict[str, dict[str, int]]:
        """See Accounts.tally."""
        return self._counts({"term": {"topic": topic}}, "fate")

    def reasons(self, topic: str) -> dict[str, dict[str, int]]:
        """See Accounts.reasons."""
        given_up = [{"term": {"topic": topic}}, {"terms": {"fate": ["rejected", "dead"]}}]
        return self._counts({"bool": {"filter": given_up}}, "reason")

    def _counts(self, query: Json, name: str) -> dict[str, dict[str, int]]:
        counted = {"terms": {"field": name, "size": MOST_VALUES}}
        with self._using() as client:
            answer = client.search(
                index=self._alias("ledger"),
                query=query,
                size=0,
                aggs={"sources": {"terms": {"field": "source", "size": MOST_VALUES}, "aggs": {"values": counted}}},
            )
        return {
            source["key"]: {value["key"]: value["doc_count"] for value in source["values"]["buckets"]}
            for source in answer["aggregations"]["sources"]["buckets"]
        }
