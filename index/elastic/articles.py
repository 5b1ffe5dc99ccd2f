"""The production store's articles: revisions, windows, full text, vectors and fingerprints."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import numpy as np

from index.cjk import is_lone, phrases
from index.common_hashes import rare_hashes
from index.elastic import documents
from index.elastic.connection import ElasticConnection
from index.elastic.documents import remade, vector_of
from index.elastic.forms import Json
from index.elastic.migration import SCAN_PAGE
from index.store import Fingerprint, Query, SearchResult, Stored
from index.stored_form import bounds, moment_text, read_record
from pipeline.errors import BackendError, ModelError, NotInitialised
from pipeline.records import EnrichedArticle

# Above every version, which is a time in milliseconds.
_FAR = 1 << 53
# Elasticsearch's own limits: from + size of a search, and values of a facet that anybody reads.
MOST_HITS = 10_000
MOST_VALUES = 1000
# Clauses of one query; Elasticsearch allows 1,024 or more, by its memory.
MOST_CLAUSES = 1000
_FACETS = ("column", "publisher", "language")
_LISTED = ("record", "first_seen")


class ElasticArticles(ElasticConnection):
    """Articles and what is looked up by their content."""

    def put_articles(self, articles: Iterable[EnrichedArticle]) -> None:
        """See Store.put_articles. An older version is refused, but its first_seen still counts.

        Articles are written into the index itself and not through its alias: where the store moves to another model
        after the vectors were compared with the index's, the write is refused and comes again.
        """
        batch = list(articles)
        self._check()
        place = self._forms(["articles"]).get("articles")
        if place is None:
            raise NotInitialised(
                f"{self._url}: there is no {self._alias('articles')}; run `tanxun init`, then `tanxun replay`"
            )
        for one in batch:
            if one.vector and one.model != place.model:
                raise ModelError(
                    f"the store holds vectors of {place.model}, not of {one.model}; set the model back, or run "
                    "`tanxun init` and then `tanxun replay`"
                )
        known = self._sources("articles", [one.article.id for one in batch], ["first_seen"])
        first = {one_id: datetime.fromisoformat(source["first_seen"]) for one_id, source in known.items()}
        for one in batch:
            first[one.article.id] = min(first.get(one.article.id, one.article.first_seen), one.article.first_seen)
        self._bulk(
            # Of a text the earliest version is kept; Elasticsearch only knows "at least as high", so they count down.
            self._put("revisions", f"{made['id']}:{made['text_hash']}", made, _FAR - made["version"])
            for made in map(documents.revision, batch)
        )
        refused = self._bulk(
            (
                self._put("articles", made["id"], made, made["version"], index=place.index)
                for made in (documents.article(one, first[one.article.id]) for one in batch)
            ),
            by_alias=False,
        )
        self._lower(refused, first, place.index)

    def _lower(self, ids: set[str], first: Mapping[str, datetime], index: str) -> None:
        """Write the earlier first_seen into the newer version that stands; a still newer one brings its own."""
        known = self._sources("articles", sorted(ids), ["record", "first_seen", "vector_bytes"])
        for one_id, source in known.items():
            if datetime.fromisoformat(source["first_seen"]) > first[one_id]:
                made = remade("articles", one_id, {**source, "first_seen": moment_text(first[one_id])})
                self._bulk([self._put("articles", one_id, made, made["version"], index=index)], by_alias=False)

    def article(self, article_id: str) -> Stored | None:
        """See Store.article."""
        source = self._sources("articles", [article_id], [*_LISTED, "vector_bytes"]).get(article_id)
        if source is None:
            return None
        (stored,) = self._stored([source])
        return Stored(
            msgspec.structs.replace(stored.enriched, vector=vector_of(source)), stored.first_seen, stored.revisions
        )

    def articles(self, ids: Sequence[str]) -> list[Stored]:
        """See Store.articles."""
        found = self._sources("articles", sorted(set(ids)), _LISTED)
        return self._stored([found[one_id] for one_id in sorted(found)])

    def articles_beginning(self, beginning: str, limit: int) -> list[Stored]:
        """See Store.articles_beginning."""
        with self._using() as client:
            answer = client.search(
                index=self._alias("articles"),
                query={"prefix": {"id": beginning}},
                sort=[{"id": "asc"}],
                size=limit,
                source_includes=list(_LISTED),
            )
        return self._stored([hit["_source"] for hit in answer["hits"]["hits"]])

    def revisions(self, article_id: str) -> list[EnrichedArticle]:
        """See Store.revisions."""
        sources = self._scan("revisions", {"term": {"id": article_id}}, "text_hash", ["version", "record"])
        ordered = sorted(sources, key=lambda source: (source["version"], source["record"]))
        return [read_record(EnrichedArticle, source["record"]) for source in ordered]

    def window(self, since: date, until: date, zone: str) -> list[Stored]:
        """See Store.window."""
        start, end = bounds(since, until, zone)
        published = {"range": {"published": {"gte": since.isoformat(), "lte": until.isoformat()}}}
        seen = {"range": {"first_seen": {"gte": moment_text(start), "lt": moment_text(end)}}}
        return self._stored(list(self._scan("articles", {"bool": {"should": [published, seen]}}, "id", _LISTED)))

    def search(self, query: Query) -> SearchResult:
        """See Store.search. Raises BackendError beyond Elasticsearch's 10,000 hits."""
        if query.offset + query.limit > MOST_HITS:
            raise BackendError(f"a search shows at most {MOST_HITS} hits; narrow it by column, publisher or dates")
        order: list[Json] = [{"_score": "desc"}] if query.words.split() else [{"published": "desc"}]
        with self._using() as client:
            answer = client.search(
                index=self._alias("articles"),
                query={"bool": {"must": _wanted(query.words), "filter": _filters(query)}},
                sort=[*order, {"id": "asc"}],
                from_=query.offset,
                size=query.limit,
                track_total_hits=True,
                source_includes=list(_LISTED),
                aggs={
                    name: {"terms": {"field": name, "size": MOST_VALUES, "order": {"_key": "asc"}}} for name in _FACETS
                },
            )
        hits = self._stored([hit["_source"] for hit in answer["hits"]["hits"]])
        facets = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][name]["buckets"]}
            for name in _FACETS
        }
        return SearchResult(int(answer["hits"]["total"]["value"]), hits, facets)

    def vectors(self, ids: Sequence[str]) -> dict[str, bytes]:
        """See Store.vectors."""
        found = self._sources("articles", sorted(set(ids)), ["vector_bytes"])
        return {one_id: vector for one_id, source in found.items() if (vector := vector_of(source))}

    def nearest(self, vector: bytes, limit: int) -> list[tuple[str, float]]:
        """See Store.nearest: the index is flat, so that every vector is compared."""
        with self._using() as client:
            answer = client.search(
                index=self._alias("articles"),
                knn={
                    "field": "vector",
                    "query_vector": np.frombuffer(vector, "<f4").tolist(),
                    "k": limit,
                    "num_candidates": max(limit, SCAN_PAGE),
                },
                size=limit,
                source_includes=["id"],
            )
        # Elasticsearch's score of a cosine is (1 + cosine) / 2.
        found = [(str(hit["_source"]["id"]), 2 * float(hit["_score"]) - 1) for hit in answer["hits"]["hits"]]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def put_fingerprints(self, fingerprints: Iterable[Fingerprint]) -> None:
        """See Store.put_fingerprints."""
        self._bulk(self._put("fingerprints", one.id, documents.fingerprint(one), one.version) for one in fingerprints)

    def candidates(self, hashes: Sequence[int], limit: int) -> list[Fingerprint]:
        """See Store.candidates: each shared hash counts one point."""
        shared: Counter[str] = Counter()
        wanted = rare_hashes(self._frequencies(sorted(set(hashes))))
        for start in range(0, len(wanted), MOST_CLAUSES):
            should = [
                {"constant_score": {"filter": {"term": {"hashes": value}}}}
                for value in wanted[start : start + MOST_CLAUSES]
            ]
            with self._using() as client:
                answer = client.search(
                    index=self._alias("fingerprints"),
                    query={"bool": {"should": should, "minimum_should_match": 1}},
                    sort=[{"_score": "desc"}, {"id": "asc"}],
                    # Of several parts each may hold a little of the best.
                    size=limit if len(wanted) <= MOST_CLAUSES else MOST_VALUES,
                    source=False,
                    track_total_hits=False,
                )
            shared.update({hit["sort"][1]: round(hit["sort"][0]) for hit in answer["hits"]["hits"]})
        best = sorted(shared, key=lambda one_id: (-shared[one_id], one_id))[:limit]
        records = self._sources("fingerprints", best, ["record"])
        return [read_record(Fingerprint, records[one_id]["record"]) for one_id in best]

    def _frequencies(self, hashes: Sequence[int]) -> dict[int, int]:
        """How many articles have each of these hashes."""
        counts: dict[int, int] = {}
        for start in range(0, len(hashes), MOST_CLAUSES):
            filters = {str(value): {"term": {"hashes": value}} for value in hashes[start : start + MOST_CLAUSES]}
            with self._using() as client:
                answer = client.search(
                    index=self._alias("fingerprints"), size=0, aggs={"hashes": {"filters": {"filters": filters}}}
                )
            buckets = answer["aggregations"]["hashes"]["buckets"]
            counts |= {int(value): bucket["doc_count"] for value, bucket in buckets.items()}
        return counts

    def _stored(self, sources: Sequence[Json]) -> list[Stored]:
        enriched = [read_record(EnrichedArticle, source["record"]) for source in sources]
        counts = self._revision_counts([one.article.id for one in enriched])
        return [
            Stored(one, datetime.fromisoformat(source["first_seen"]), counts[one.article.id])
            for one, source in zip(enriched, sources, strict=True)
        ]

    def _revision_counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for start in range(0, len(ids), MOST_VALUES):
            part = list(ids[start : start + MOST_VALUES])
            with self._using() as client:
                answer = client.search(
                    index=self._alias("revisions"),
                    query={"terms": {"id": part}},
                    aggs={"ids": {"terms": {"field": "id", "size": len(part)}}},
                    size=0,
                )
            counts |= {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["ids"]["buckets"]}
        return counts


def _wanted(words: str) -> list[Json]:
    if words.strip() and not phrases(words):
        return [{"match_none": {}}]
    return [
        {"prefix": {"body": {"value": phrase[0]}}} if is_lone(phrase) else {"match_phrase": {"body": word}}
        for word in words.split()
        for phrase in phrases(word)
    ]


def _filters(query: Query) -> list[Json]:
    chosen: dict[str, Any] = {"column": query.columns, "publisher": query.publishers, "language": query.languages}
    found: list[Json] = [{"terms": {name: list(values)}} for name, values in chosen.items() if values]
    days = {"gte": query.since, "lte": query.until}
    if any(days.values()):
        found.append({"range": {"published": {name: day.isoformat() for name, day in days.items() if day}}})
    return found
