"""The production store: Elasticsearch, one alias a kind over versioned indices; see index.store.Store."""

import hashlib
import json
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from index.elastic.articles import ElasticArticles, with_vector
from index.elastic.connection import META_ID, SCHEMA_VERSION, Json, newer
from index.elastic.errors import said_plainly
from index.elastic.published import ElasticPublished
from index.elastic.rows import ElasticRows
from index.store import StoreHealth, read_record
from pipeline.errors import BackendError
from pipeline.records import EnrichedArticle

MAPPINGS = Path(__file__).parent / "mappings"
KINDS = tuple(sorted(path.stem for path in MAPPINGS.glob("*.json")))
# In which schema version the form of a kind last changed: part of its index name.
CHANGED = {"articles": 2, "labels": 2}
# Nobody waits for a worker: it may give a busy node its time.
REQUEST_SECONDS = 30.0
# As many as the desk has threads; with fewer, requests would wait for each other before their time begins.
CONNECTIONS = 40


class ElasticStore(ElasticArticles, ElasticRows, ElasticPublished):
    """The store on an Elasticsearch 9 node. Safe to share between threads and processes."""

    def __init__(
        self, url: str, prefix: str = "tanxun", ca_file: Path | None = None, api_key: str = "", replicas: int = 0,
        request_seconds: float = REQUEST_SECONDS,
    ) -> None:  # fmt: skip
        self._url, self._prefix, self._replicas = url, prefix, replicas
        self._ready = False
        more: dict[str, Any] = {"ca_certs": str(ca_file)} if ca_file else {}
        try:
            self._client = Elasticsearch(
                url, api_key=api_key or None, request_timeout=request_seconds, retry_on_timeout=False,
                connections_per_node=CONNECTIONS, **more,
            )  # fmt: skip
        except (ValueError, OSError) as problem:
            raise BackendError(
                f"TANXUN_ELASTICSEARCH={url}: {problem}; expected http://host:port or https://host:port"
            ) from problem

    def init(self, model: str) -> list[str]:
        """See Store.init. Old articles are copied into the new index before the alias moves; the old index is kept."""
        with said_plainly(self._url):
            meta = self._meta()
            if meta and meta["schema"] > SCHEMA_VERSION:
                raise BackendError(newer(self._url, meta["schema"]))
            done = [line for kind in KINDS for line in self._make(kind, model, meta)]
            if meta != {"schema": SCHEMA_VERSION, "model": model}:
                self._client.index(
                    index=self._alias("meta"),
                    id=META_ID,
                    document={"schema": SCHEMA_VERSION, "model": model},
                    refresh="true",
                )
                done.append(f"store: schema version {SCHEMA_VERSION}, vectors of {model}")
        self.show_editions()
        return done

    def _make(self, kind: str, model: str, meta: Json | None) -> list[str]:
        """Create a kind's index and point its alias there; returns what was done."""
        name, alias = self.index_name(kind, model), self._alias(kind)
        done = []
        if not self._client.indices.exists(index=name):
            form = json.loads((MAPPINGS / f"{kind}.json").read_text())
            form["settings"]["number_of_replicas"] = self._replicas
            self._client.indices.create(index=name, settings=form["settings"], mappings=form["mappings"])
            done.append(f"index {name} created")
        before = (
            []
            if not self._client.indices.exists_alias(name=alias)
            else list(self._client.indices.get_alias(name=alias))
        )
        if before == [name]:
            return done
        for old in before:
            done.append(self._copy(old, name, same_model=bool(meta) and (meta or {}).get("model") == model))
        moves: list[Json] = [{"remove": {"index": old, "alias": alias}} for old in before]
        nothing: Json = {"filter": {"terms": {"release": []}}} if kind == "published" else {}
        self._client.indices.update_aliases(actions=[*moves, {"add": {"index": name, "alias": alias, **nothing}}])
        return done

    def index_name(self, kind: str, model: str) -> str:
        """The index behind a kind's alias; articles have one a model, so that vectors never mix."""
        name = f"{self._prefix}-{kind}-v{CHANGED.get(kind, 1)}"
        return f"{name}-{hashlib.sha256(model.encode()).hexdigest()[:8]}" if kind == "articles" else name

    def _copy(self, old: str, name: str, same_model: bool) -> str:
        """Copy articles into the index of another form or model; without vectors where the model is another."""
        self._client.indices.refresh(index=old)
        copied, after = 0, None
        while True:
            page = self._client.search(
                index=old, query={"match_all": {}}, sort=[{"id": "asc"}], size=500, search_after=after,
                track_total_hits=False,
            )["hits"]["hits"]  # fmt: skip
            actions = [self._brought(hit["_source"], name, same_model) for hit in page]
            for _ in streaming_bulk(self._client, actions, refresh="true", raise_on_error=False, yield_ok=False):
                """A document that stands there already in a newer version is left."""
            copied += len(page)
            if len(page) < 500:
                break
            after = page[-1]["sort"]
        dropped = "" if same_model else "; vectors of the model before are dropped, run `tanxun replay`"
        return f"{copied} articles copied from {old}, which is kept until you delete it{dropped}"

    def _brought(self, source: Json, name: str, same_model: bool) -> Json:
        article = read_record(EnrichedArticle, source["record"]).article
        whole = {**source, "language": article.language}
        if not same_model:
            whole["vector_bytes"] = None
        return {
            "_op_type": "index", "_index": name, "_id": source["id"], "_source": with_vector(whole),
            "version": source["version"], "version_type": "external_gte",
        }  # fmt: skip

    def health(self) -> StoreHealth:
        """See Store.health."""
        self._check()
        kinds = {
            "accounts" if kind == "ledger" else kind: kind for kind in KINDS if kind not in ("meta", "pages", "sources")
        }
        with self._using() as client:
            counts = {name: int(client.count(index=self._alias(kind))["count"]) for name, kind in kinds.items()}
            status = client.cluster.health(index=f"{self._prefix}-*")["status"]
        model = (self._meta() or {}).get("model")
        return StoreHealth(f"{self._url}: {status}, {counts['articles']} articles, vectors of {model}", counts)

    def close(self) -> None:
        """See Store.close."""
        self._client.close()
