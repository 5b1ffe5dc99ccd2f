"""The production store's connection: readiness checked once, bulk writes, scans, plain errors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from index.elastic.errors import explained, said_plainly
from index.store import read_record
from pipeline.errors import BackendError

# The mappings under index/elastic/mappings/ and index/sqlite/migrations/ tell the same story: 2 added language and labels, 3 what is
# published.
SCHEMA_VERSION = 3
META_ID = "store"
# Documents of one bulk request and of one page of a scan: an article is some 10 KB, so a request is a few MB.
CHUNK = 500
SCAN_PAGE = 1000
KEEP_ALIVE = "2m"

S = TypeVar("S", bound=msgspec.Struct)
Json = dict[str, Any]


class ElasticConnection:
    """What the kinds of the store share."""

    _client: Elasticsearch
    _url: str
    _prefix: str
    _ready: bool

    def _alias(self, kind: str) -> str:
        return f"{self._prefix}-{kind}"

    def _meta(self) -> Json | None:
        """The store's own record: {"schema", "model"}; None where there is no store."""
        with said_plainly(self._url):
            try:
                found = self._client.get(index=self._alias("meta"), id=META_ID)
            except NotFoundError:
                return None
        source: Json = found["_source"]
        return source

    def _check(self) -> None:
        if self._ready:
            return
        meta = self._meta()
        if meta is None or meta["schema"] < SCHEMA_VERSION:
            state = f"of schema version {meta['schema']}" if meta else "not initialised"
            raise BackendError(f"{self._url}, {self._prefix}-*: the store is {state}; run `tanxun init`")
        if meta["schema"] > SCHEMA_VERSION:
            raise BackendError(newer(self._url, meta["schema"]))
        self._ready = True

    @contextmanager
    def _using(self) -> Iterator[Elasticsearch]:
        self._check()
        with said_plainly(self._url):
            yield self._client

    def _bulk(self, actions: Iterable[Json]) -> set[str]:
        """Write them, visible on return; returns the ids that were refused as older or already there."""
        refused: set[str] = set()
        with self._using() as client:
            for _, item in streaming_bulk(
                client, actions, chunk_size=CHUNK, raise_on_error=False, yield_ok=False, refresh="true"
            ):
                ((_, result),) = item.items()
                if result["status"] == 409:
                    refused.add(result["_id"])
                else:
                    error = result.get("error") or {}
                    raise explained(self._url, result["status"], error.get("type", ""), error.get("reason", ""))
        return refused

    def _put(self, kind: str, one_id: str, source: Json, version: int | None = None, create: bool = False) -> Json:
        """A bulk action. With `version`, only a version at least as high as the stored one is written."""
        action: Json = {"_op_type": "create" if create else "index", "_index": self._alias(kind), "_id": one_id}
        if version is not None:
            action |= {"version": version, "version_type": "external_gte"}
        return {**action, "_source": source}

    def _sources(self, kind: str, ids: Sequence[str], fields: Sequence[str]) -> dict[str, Json]:
        """These fields of the documents that exist, by id; sees every write, refreshed or not."""
        found: dict[str, Json] = {}
        for start in range(0, len(ids), SCAN_PAGE):
            with self._using() as client:
                answer = client.mget(
                    index=self._alias(kind), ids=list(ids[start : start + SCAN_PAGE]), source_includes=list(fields)
                )
            found |= {doc["_id"]: doc["_source"] for doc in answer["docs"] if doc.get("found")}
        return found

    def _scan(
        self, kind: str, query: Mapping[str, Any], sort: str, fields: Sequence[str] = ("record",)
    ) -> Iterator[Json]:
        """Every matching document's fields, in the order of a field that is unique, from one point in time."""
        with self._using() as client:
            opened = client.open_point_in_time(index=self._alias(kind), keep_alive=KEEP_ALIVE)["id"]
            try:
                after: list[Any] | None = None
                while True:
                    page = client.search(
                        pit={"id": opened, "keep_alive": KEEP_ALIVE},
                        query=query,
                        sort=[{sort: "asc"}],
                        size=SCAN_PAGE,
                        search_after=after,
                        source_includes=list(fields),
                        track_total_hits=False,
                    )
                    hits = page["hits"]["hits"]
                    yield from (hit["_source"] for hit in hits)
                    if len(hits) < SCAN_PAGE:
                        return
                    after = hits[-1]["sort"]
            finally:
                client.close_point_in_time(id=opened)

    def _records(self, form: type[S], kind: str, query: Mapping[str, Any], sort: str) -> list[S]:
        return [read_record(form, source["record"]) for source in self._scan(kind, query, sort)]


def text(record: msgspec.Struct) -> str:
    """A record as the documents hold it."""
    return msgspec.json.encode(record).decode()


def newer(url: str, version: int) -> str:
    """The line that refuses a store of a later version."""
    return f"{url}: schema version {version} is newer than this tanxun's {SCHEMA_VERSION}; install a newer tanxun"
