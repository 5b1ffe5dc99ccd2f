"""The production store: Elasticsearch, one alias a kind over versioned indices; see index.store.Store."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from elasticsearch import AuthorizationException, BadRequestError, Elasticsearch

from index.elastic.articles import ElasticArticles
from index.elastic.connection import META_ID, newer
from index.elastic.documents import remade
from index.elastic.errors import said_plainly
from index.elastic.forms import KINDS, SCHEMA_VERSION, Json, definition, digest, next_name
from index.elastic.lost_alias import left_behind, take_in
from index.elastic.migration import Overtaken, move
from index.elastic.published import ElasticPublished, showing
from index.elastic.rows import ElasticRows
from index.store import StoreHealth
from index.stored_form import VERSIONED, latest_version
from pipeline.addresses import without_userinfo
from pipeline.encoding import SchemaError
from pipeline.errors import BackendError, Unavailable

# Nobody waits for a worker: it may give a busy node its time.
REQUEST_SECONDS = 30.0
# As many as the desk has threads; with fewer, requests would wait for each other before their time begins.
CONNECTIONS = 40


class ElasticStore(ElasticArticles, ElasticRows, ElasticPublished):
    """The store on an Elasticsearch 9 node. Safe to share between threads and processes."""

    def __init__(
        self,
        url: str,
        prefix: str = "tanxun",
        ca_file: Path | None = None,
        api_key: str = "",
        replicas: int = 0,
        request_seconds: float = REQUEST_SECONDS,
        reading: bool = False,
    ) -> None:
        """With `reading` only the index privilege `read` is needed, and nothing can be made sure of that takes more."""
        # Only printed: the client has the address as it was set.
        self._url, self._prefix, self._replicas = without_userinfo(url), prefix, replicas
        self._ready, self._reading = False, reading
        more: dict[str, Any] = {"ca_certs": str(ca_file)} if ca_file else {}
        try:
            self._client = Elasticsearch(
                url,
                api_key=api_key or None,
                request_timeout=request_seconds,
                retry_on_timeout=False,
                connections_per_node=CONNECTIONS,
                **more,
            )
        except (ValueError, OSError) as problem:
            raise BackendError(
                f"TANXUN_ELASTICSEARCH={self._url}: {problem}; expected http://host:port or https://host:port"
            ) from problem

    def init(self, model: str) -> list[str]:
        """See Store.init. A kind whose form or model has changed is copied into a new index; the old one is kept."""
        with said_plainly(self._url):
            schema = self._schema()
            if schema is not None and schema > SCHEMA_VERSION:
                raise BackendError(newer(self._url, schema))
            with ThreadPoolExecutor(
                len(KINDS)
            ) as pool:  # the node makes several indices in little more than one's time
                done = [line for lines in pool.map(lambda kind: self._make(kind, model), KINDS) for line in lines]
            if schema != SCHEMA_VERSION:
                own = {"schema": SCHEMA_VERSION}
                self._client.index(
                    index=self._alias("meta"), id=META_ID, document=own, refresh="true", require_alias=True
                )
                done.append(f"store: schema version {SCHEMA_VERSION}, vectors of {model}")
        self.show_editions()
        return done

    def _make(self, kind: str, model: str) -> list[str]:
        """Make a kind's index, or move it where it is of another form; returns what was done."""
        alias = self._alias(kind)
        before = self._forms([kind]).get(kind)
        wanted = definition(kind, model, self._replicas)
        name = next_name(alias, self._client.indices.get(index=f"{alias}-v*", features="aliases"))
        if before is None or before.index == alias:
            found = self._found_again(kind, model, stray=before is not None)
            if found:
                return [found, *self._make(kind, model)]
        if before is None:
            shown = {"filter": showing({})} if kind == "published" else {}
            if not self._create(name, {**wanted, "aliases": {alias: shown}}):
                return self._make(kind, model)
            return [f"index {name} created"]
        if kind != "articles":
            same_model = True
        elif before.digest:
            same_model = before.model == model
        else:  # up to schema 3 the model stood in the name alone
            same_model = before.index.endswith(f"-{hashlib.sha256(model.encode()).hexdigest()[:8]}")
        if before.digest == digest(kind) and same_model:
            self._open_for_writes(before.index)
            return []
        if not self._create(name, wanted):
            return self._make(kind, model)
        try:
            count = self._moved(kind, before.index, name, same_model)
        except Overtaken:
            return self._make(kind, model)
        dropped = "" if same_model else "; vectors of the model before are dropped, run `tanxun replay`"
        return [f"{count} {kind} moved from {before.index}, which is kept until you delete it, to {name}{dropped}"]

    def _found_again(self, kind: str, model: str, stray: bool) -> str:
        """Put the alias of a kind back, on the index that holds what was stored; returns what was done, "" where there is none.

        `stray`: an index stands under the alias's own name, and what was written there meanwhile is taken in.
        """
        alias = self._alias(kind)
        kept = left_behind(self._client, alias)
        if kept is None and not stray:
            return ""
        if kept is None:
            kept = next_name(alias, self._client.indices.get(index=f"{alias}-v*", features="aliases"))
            self._create(kept, definition(kind, model, self._replicas))
        self._open_for_writes(kept)
        shown = {"filter": showing(self.editions_in(kept))} if kind == "published" else {}
        if not stray:
            self._client.indices.update_aliases(actions=[{"add": {"index": kept, "alias": alias, **shown}}])
            return f"alias {alias} was gone: it leads to {kept} again"
        count = take_in(
            self._client, self._url, alias, kept, lambda one_id, document: remade(kind, one_id, document), shown
        )
        return f"alias {alias} was gone: it leads to {kept} again, with {count} documents that were written meanwhile"

    def _moved(self, kind: str, old: str, new: str, keep_vectors: bool, latest: int | None = None) -> int:
        """See move; raises BackendError too where a record cannot be read."""
        try:
            return move(
                self._client,
                self._url,
                self._alias(kind),
                old,
                new,
                lambda one_id, document: remade(kind, one_id, document, keep_vector=keep_vectors),
                lambda index: {"filter": showing(self.editions_in(index))} if kind == "published" else {},
                latest,
            )
        except (SchemaError, msgspec.MsgspecError) as problem:
            raise BackendError(
                f"{self._url}: a record in {old} cannot be read ({problem}); nothing was changed; restore a "
                "backup, or migrate with the version of tanxun before this one first"
            ) from problem

    def ahead(self, now: datetime) -> int:
        """See Store.ahead."""
        return sum(self._ahead(kind, now) for kind in VERSIONED)

    def set_back(self, now: datetime) -> int:
        """See Store.set_back: a kind that has any is copied into another index, as in a migration."""
        done = 0
        for kind in VERSIONED:
            count = self._ahead(kind, now)
            if count == 0:
                continue
            alias, before = self._alias(kind), self._forms([kind])[kind]
            with said_plainly(self._url):
                new = next_name(alias, self._client.indices.get(index=f"{alias}-v*", features="aliases"))
                if not self._create(new, definition(kind, before.model, self._replicas)):
                    raise Unavailable(f"{self._url}: another `tanxun init` is running; try again")
                try:
                    self._moved(kind, before.index, new, keep_vectors=True, latest=latest_version(now))
                except Overtaken as problem:
                    raise Unavailable(f"{self._url}: another `tanxun init` was running; try again") from problem
            done += count
        return done

    def _ahead(self, kind: str, now: datetime) -> int:
        with self._using() as client:
            wrong = {"range": {"version": {"gt": latest_version(now)}}}
            return int(client.count(index=self._alias(kind), query=wrong)["count"])

    def _create(self, name: str, form: Json) -> bool:
        """Create an index; False where another process was first."""
        try:
            self._client.indices.create(index=name, **form)
        except BadRequestError as problem:
            if problem.error != "resource_already_exists_exception":
                raise
            return False
        return True

    def _open_for_writes(self, index: str) -> None:
        """Undo what a migration to another form left that was ended in its last moment."""
        blocked = self._client.indices.get_settings(index=index, name="index.blocks.write")
        if blocked.body:
            self._client.indices.put_settings(index=index, settings={"index.blocks.write": None})

    def health(self) -> StoreHealth:
        """See Store.health. What takes a privilege more than `read` is left out where we have it not."""
        self._check()
        kinds = {
            "accounts" if kind == "ledger" else kind: kind
            for kind in KINDS
            if kind not in ("meta", "pages", "raw_pages", "sources")
        }
        with self._using() as client:
            counts = {name: int(client.count(index=self._alias(kind))["count"]) for name, kind in kinds.items()}
            told = [f"{counts['articles']} articles"]
            with suppress(AuthorizationException):  # the cluster privilege monitor
                told.insert(0, str(client.cluster.health(index=f"{self._prefix}-*")["status"]))
        if self._reading:
            return StoreHealth(f"{self._url}: {', '.join(told)}, read only", counts)
        told.append(f"vectors of {self._forms(['articles'])['articles'].model}")
        return StoreHealth(f"{self._url}: {', '.join(told)}", counts)

    def close(self) -> None:
        """See Store.close."""
        self._client.close()
