"""A store of the version before is refused in one line until `tanxun init`, and then has lost nothing."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from index.elastic.articles import _document
from index.elastic.store import MAPPINGS, ElasticStore
from index.sqlite.store import SqliteStore
from index.store import Label, Query, Store
from pipeline.errors import BackendError
from tests.support.articles import MODEL, NOON, enriched, vector
from tests.support.paths import ROOT
from tests.support.stores import Opener, fresh_prefix, remove

MIGRATIONS = ROOT / "index/sqlite/migrations"
OLD = [enriched("a", vector=vector(0.5, 2.0)), enriched("b", language="en", first_seen=NOON - timedelta(days=3))]


def old_sqlite(path: Path) -> None:
    """A store as version 1 left it: the first migration only, and its rows."""
    db = sqlite3.connect(path)
    db.executescript((MIGRATIONS / "0001.sql").read_text())
    db.execute("INSERT INTO meta VALUES ('model', ?)", (MODEL,))
    for one in OLD:
        article = one.article
        record = msgspec.json.encode(msgspec.structs.replace(one, vector=b""))
        version = int(article.fetched_at.timestamp() * 1000)
        seen = article.first_seen.isoformat(timespec="microseconds")
        db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (article.id, version, "2026-05-12", seen, article.publisher.id, one.column, one.relevance, record),
        )
        db.execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", (article.id, article.text_hash, version, record))
        db.execute("INSERT INTO vectors VALUES (?, ?)", (article.id, one.vector))
        db.execute("INSERT INTO texts (id, body) VALUES (?, ?)", (article.id, "东海 海碳"))
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()


def old_elasticsearch(store: ElasticStore, prefix: str) -> None:
    """Indices as version 1 left them: articles without `language`, no labels."""
    client = store._client
    for path in MAPPINGS.glob("*.json"):
        form, kind = json.loads(path.read_text()), path.stem
        if kind in ("labels", "published"):
            continue
        name = f"{prefix}-{kind}-v1"
        if kind == "articles":
            name += f"-{hashlib.sha256(MODEL.encode()).hexdigest()[:8]}"
            del form["mappings"]["properties"]["language"]
        settings = {**form["settings"], "number_of_replicas": 0}
        client.indices.create(index=name, **{"settings": settings, "mappings": form["mappings"]})
        client.indices.put_alias(index=name, name=f"{prefix}-{kind}")
    client.index(index=f"{prefix}-meta", id="store", document={"schema": 1, "model": MODEL}, refresh="true")
    for one in OLD:
        document = _document(one, one.article.first_seen)
        del document["language"]
        version = document["version"]
        client.index(
            index=f"{prefix}-articles", id=one.article.id, document=document, version=version,
            version_type="external_gte", refresh="true",
        )  # fmt: skip
        revision = {"id": one.article.id, "text_hash": one.article.text_hash, "version": version}
        client.index(
            index=f"{prefix}-revisions", id=f"{one.article.id}:{one.article.text_hash}", refresh="true",
            document={**revision, "record": document["record"]}, version=(1 << 53) - version, version_type="external_gte",
        )  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("elasticsearch", marks=pytest.mark.servers)])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens a store of version 1."""
    if request.param == "sqlite":
        old_sqlite(tmp_path / "store.sqlite")
        yield lambda: SqliteStore(tmp_path / "store.sqlite")
        return
    url, prefix = request.getfixturevalue("elasticsearch"), fresh_prefix()
    made = ElasticStore(url, prefix)
    old_elasticsearch(made, prefix)
    yield lambda: ElasticStore(url, prefix)
    remove(made, prefix)


@pytest.mark.parametrize(
    "use",
    [lambda store: store.article("a"), lambda store: store.put_articles([enriched("c")]), lambda store: store.health()],
)
def test_it_is_refused_before_init(opener: Opener, use: Callable[[Store], object]) -> None:
    store = opener()
    with pytest.raises(BackendError, match=r"schema version 1; run `tanxun init`"):
        use(store)
    store.close()


def test_init_brings_everything_along(opener: Opener) -> None:
    store = opener()
    assert store.init(MODEL) != []
    for one in OLD:
        found = store.article(one.article.id)
        assert found is not None
        assert (found.enriched, found.first_seen, found.revisions) == (one, one.article.first_seen, 1)
    assert [one.id for one in store.search(Query(languages=["en"])).hits] == ["b"]
    assert [one_id for one_id, _ in store.nearest(OLD[0].vector, 1)] == ["a"]
    store.put_label(Label(article="a", field="column", before="x", after="y", who="z", at=NOON))
    assert len(store.labels()) == 1
    assert store.init(MODEL) == []
    store.close()
