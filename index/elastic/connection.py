"""The production store's connection: readiness checked once, bulk writes, scans, plain errors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from index.elastic.errors import explained, said_plainly
from index.elastic.forms import KINDS, SCHEMA_VERSION, IndexForm, Json, stale, told
from index.elastic.migration import CHUNK, SCAN_PAGE, hits_of
from index.stored_form import read_record
from pipeline.errors import BackendError, NotInitialised

META_ID = "store"

S = TypeVar("S", bound=msgspec.Struct)


class ElasticConnection:
    """What the kinds of the store share."""

    _client: Elasticsearch
    _url: str
    _prefix: str
    _ready: bool
    _reading: bool

    def _alias(self, kind: str) -> str:
        return f"{self._prefix}-{kind}"

    def _schema(self) -> int | None:
        """The schema version that the store's own document names; None where there is no store."""
        with said_plainly(self._url):
            try:
                return int(self._client.get(index=self._alias("meta"), id=META_ID)["_source"]["schema"])
            except NotFoundError:
                return None

    def _forms(self, kinds: Iterable[str] = KINDS) -> dict[str, IndexForm]:
        """The index behind each kind's alias and its form; without those that have none."""
        with said_plainly(self._url):
            aliases = [self._alias(kind) for kind in kinds]
            return told(self._client.indices.get_mapping(index=aliases, ignore_unavailable=True).body, self._prefix)

    def _check(self) -> None:
        """Raise BackendError unless the store is of this version, and every index of the form it has here.

        Of a form that is one record's schema behind everything can be read. Who only reads is not asked for the forms, which
        take a privilege more than `read`.
        """
        if self._ready:
            return
        schema = self._schema()
        where = f"{self._url}, {self._prefix}-*: the store is"
        if schema is None:
            raise NotInitialised(f"{where} not initialised; run `tanxun init`")
        if schema > SCHEMA_VERSION:
            raise BackendError(newer(self._url, schema))
        if schema < SCHEMA_VERSION:
            raise BackendError(f"{where} of schema version {schema}; run `tanxun init`")
        others = [] if self._reading else stale(self._forms())
        if others:
            raise BackendError(f"{where} of another form ({', '.join(others)}); run `tanxun init`")
        self._ready = True

    @contextmanager
    def _using(self) -> Iterator[Elasticsearch]:
        self._check()
        with said_plainly(self._url):
            yield self._client

    def _bulk(self, actions: Iterable[Json], by_alias: bool = True) -> set[str]:
        """Write them, visible on return; returns the ids that were refused as older or already there.

        `by_alias`: through aliases, which must be there, or Elasticsearch makes an index of that name by itself.
        """
        refused: set[str] = set()
        with self._using() as client:
            for _, item in streaming_bulk(
                client,
                actions,
                chunk_size=CHUNK,
                raise_on_error=False,
                yield_ok=False,
                refresh="true",
                require_alias=by_alias,
            ):
                ((_, result),) = item.items()
                if result["status"] == 409:
                    refused.add(result["_id"])
                else:
                    error = result.get("error") or {}
                    raise explained(self._url, result["status"], error.get("type", ""), error.get("reason", ""))
        return refused

    def _put(
        self, kind: str, one_id: str, source: Json, version: int | None = None, create: bool = False, index: str = ""
    ) -> Json:
        """A bulk action on a kind's alias, or on this index of it.

        With `version`, only a version at least as high as the stored one is written.
        """
        where = index or self._alias(kind)
        action: Json = {"_op_type": "create" if create else "index", "_index": where, "_id": one_id}
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
            for hit in hits_of(client, self._alias(kind), dict(query), sort, source_includes=list(fields)):
                yield hit["_source"]

    def _records(self, form: type[S], kind: str, query: Mapping[str, Any], sort: str) -> list[S]:
        return [read_record(form, source["record"]) for source in self._scan(kind, query, sort)]


def newer(url: str, version: int) -> str:
    """The line that refuses a store of a later version."""
    return f"{url}: schema version {version} is newer than this tanxun's {SCHEMA_VERSION}; install a newer tanxun"
