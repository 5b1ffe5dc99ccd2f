"""The store, interface: articles, fingerprints, issues, prices, media, crawl state, labels and the ledger's rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from index.crawl_state import PageState, SourceState
from index.published import Published
from pipeline.encoding import UPGRADES, as_written
from pipeline.ledger import Ledger
from pipeline.records import EnrichedArticle, Quote, Reason, Record

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True)
class Stored:
    """An article as the store holds it.

    `first_seen` is the earliest of all versions ever put; `revisions` counts the distinct texts of this id (1 = never
    changed).
    """

    enriched: EnrichedArticle
    first_seen: datetime
    revisions: int

    @property
    def id(self) -> str:
        """The article's id."""
        return self.enriched.article.id


@dataclass(frozen=True)
class Query:
    """A search: words (all must occur; "" = everything), filters, window of 发布日期 (both days included), page."""

    words: str = ""
    columns: Sequence[str] = ()
    publishers: Sequence[str] = ()
    languages: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class SearchResult:
    """What a search found: the total, a page of hits (best first), counts by value of column, publisher, language."""

    total: int
    hits: Sequence[Stored]
    facets: Mapping[str, Mapping[str, int]]


class Fingerprint(msgspec.Struct, frozen=True, kw_only=True):
    """What the search for duplicates needs of an article: signed 64-bit hashes, and the text to compare exactly.

    `version` is the article's fetched_at in milliseconds.
    """

    id: str
    version: int
    text_hash: str
    title: str
    text: str
    hashes: tuple[int, ...]
    published: date | None = None


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered operation on an issue; `data` is JSON. `at` is UTC; `who` is "tanxun" for the assembler."""

    issue: int
    number: int
    kind: str
    at: datetime
    who: str
    data: dict[str, Any]


class MediaFile(Record, frozen=True, kw_only=True):
    """What became of a wanted picture or attachment: its digest in the files ("media"), or why there is none."""

    SCHEMA: ClassVar[int] = 2
    schema: int = 2
    url: str
    digest: str | None
    content_type: str = ""
    size: int = 0
    problem: Reason | None = None


def _with_problem(data: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 of MediaFile held a sentence, "" for none, where 2 has a reason."""
    said = data.get("problem", "")
    return {**data, "schema": 2, "problem": as_written(said) if said else None}


UPGRADES[MediaFile, 1] = _with_problem


class RawPage(msgspec.Struct, frozen=True, kw_only=True):
    """One fetched content of a page, whose record lies in the files ("pages") under the digest `file`.

    `page` is the page's id, `account` the ledger's key of this content.
    """

    file: str
    page: str
    account: str
    source: str
    url: str
    fetched_at: datetime


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """An editor's correction: who, when, which field of which article, before and after."""

    article: str
    field: str
    before: str
    after: str
    who: str
    at: datetime


@dataclass(frozen=True)
class StoreHealth:
    """What `tanxun doctor` shows of the store: a line, and the counts per kind."""

    summary: str
    counts: Mapping[str, int] = field(default_factory=dict)


class Store(Ledger, Published, Protocol):
    """Writes are upserts, durable and visible to reads when they return; an older version never undoes a newer one.

    Raises pipeline.errors.Unavailable when a server does not answer, BackendError when the store is not initialised, is
    of another schema version, corrupt, read-only or full.
    """

    def init(self, model: str) -> list[str]:
        """Create what is missing, migrate what is older; returns what was done, one line each. Repeatable.

        `model` is the embedding model's name. Vectors of another model are dropped (the articles stay): `tanxun
        replay` makes them anew.
        """

    def put_articles(self, articles: Iterable[EnrichedArticle]) -> None:
        """Upsert by id; the version is `fetched_at`. Every distinct text becomes a revision.

        Raises ModelError where an article's vector is of another model than the store's.
        """

    def ahead(self, now: datetime) -> int:
        """How many articles, fingerprints and quotes have a version that cannot be by now (pipeline.clocks): while it stands,
        what is fetched from now on counts as older.
        """

    def set_back(self, now: datetime) -> int:
        """Let those versions be older than any other from here on; returns how many they were. Repeatable."""

    def article(self, article_id: str) -> Stored | None:
        """The current version, with its vector."""

    def articles(self, ids: Sequence[str]) -> list[Stored]:
        """Those that exist, without vectors, ordered by id."""

    def articles_beginning(self, beginning: str, limit: int) -> list[Stored]:
        """At most `limit` of the articles whose ids begin so, without vectors, ordered by id."""

    def revisions(self, article_id: str) -> list[EnrichedArticle]:
        """Every distinct text of this id, oldest first, without vectors."""

    def window(self, since: date, until: date, zone: str) -> list[Stored]:
        """Articles published in the window, or first seen in it (days of time zone `zone`); both days included.

        Ordered by id, without vectors.
        """

    def search(self, query: Query) -> SearchResult:
        """Full text over title and body, with filters and facet counts; ties by id."""

    def vectors(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The vectors of these articles, as in EnrichedArticle; without those that have none."""

    def nearest(self, vector: bytes, limit: int) -> list[tuple[str, float]]:
        """The ids with the highest cosine (exact), best first, ties by id."""

    def put_fingerprints(self, fingerprints: Iterable[Fingerprint]) -> None:
        """Upsert by id and version; visible to `candidates` when it returns."""

    def candidates(self, hashes: Sequence[int], limit: int) -> list[Fingerprint]:
        """Fingerprints that share the most of these hashes (at least one), most shared first, ties by id."""

    def append(self, operation: Operation) -> None:
        """Write one operation; raises Conflict where its number is taken."""

    def operations(self, issue: int, after: int = 0) -> list[Operation]:
        """The operations of an issue with a number above `after`, by number."""

    def issues(self) -> list[int]:
        """The numbers of all issues that have operations, ascending."""

    def put_quotes(self, quotes: Iterable[Quote]) -> None:
        """Upsert by exchange, product and day; the later `fetched_at` wins."""

    def quotes(self, since: date, until: date) -> list[Quote]:
        """Quotes of these days (both included), by exchange, product, day."""

    def put_media(self, files: Iterable[MediaFile]) -> None:
        """Upsert by address."""

    def media(self, urls: Sequence[str]) -> dict[str, MediaFile]:
        """What is known of these addresses."""

    def put_pages(self, states: Iterable[PageState]) -> None:
        """Upsert the crawl's state by page id; `first_seen` keeps the earliest of those that had a page."""

    def pages(self, ids: Sequence[str]) -> dict[str, PageState]:
        """The crawl's state of these pages."""

    def due_pages(self, source: str, moment: datetime, limit: int) -> list[PageState]:
        """The pages of a source that are due at `moment`, at most `limit`, the longest due first; last of all those that are
        due later than LATEST_LOOK from it, by a clock that was wrong.
        """

    def put_raw_pages(self, pages: Iterable[RawPage]) -> None:
        """Upsert by file."""

    def raw_pages(self, sources: Collection[str] = (), page: str = "") -> list[RawPage]:
        """The raw pages of these sources (none: of all), or of this page only, by file."""

    def put_source(self, state: SourceState) -> None:
        """Upsert by source id; an empty `last_success` keeps the one before."""

    def sources(self) -> list[SourceState]:
        """All source states, by id."""

    def put_label(self, label: Label) -> None:
        """Append; the same label again changes nothing."""

    def labels(self) -> list[Label]:
        """All labels, by time."""

    def health(self) -> StoreHealth:
        """One line and counts; raises like everything else when the store is out of order."""

    def close(self) -> None:
        """Release connections and locks."""
