"""A store of a version before is refused in one line until `tanxun init`, and then has lost nothing of any kind."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from index.crawl_state import PageState, SourceState
from index.elastic.store import ElasticStore
from index.published import PublishedItem
from index.sqlite.store import SqliteStore
from index.store import Fingerprint, Label, MediaFile, Operation, Query, Store
from pipeline.encoding import as_written
from pipeline.errors import BackendError
from pipeline.ledger import Account
from pipeline.records import Quote
from tests.support.articles import MODEL, NOON, enriched, vector
from tests.support.paths import ROOT
from tests.support.stores import Opener, fresh_prefix, remove

MIGRATIONS = ROOT / "index/sqlite/migrations"
ARTICLES = [enriched("a", vector=vector(0.5, 2.0)), enriched("b", language="en", first_seen=NOON - timedelta(days=3))]
FINGERPRINT = Fingerprint(id="a", version=1, text_hash="h", title="题目", text="正文", hashes=(7, -8))
OPERATION = Operation(issue=121, number=1, kind="draft", at=NOON, who="tanxun", data={"项": [1, None]})
QUOTE = Quote(exchange="东海", product="DHEA", day=date(2026, 5, 12), close=80.5, fetched_at=NOON)
MEDIA = MediaFile(url="http://x.example/" + "长" * 600, digest="d" * 64, content_type="image/png", size=7)
LOST = MediaFile(url="http://x.example/lost.png", digest=None, problem=as_written("地址不存在（404）"))
PAGE = PageState(id="p", url="http://x.example/p", source="dhex", digest="1", first_seen=NOON, fetched_at=NOON)
SOURCE = SourceState(id="dhex", name="东海", last_attempt=NOON, last_success=NOON, fetched=3)
LABEL = Label(article="a", field="column", before="x", after="y", who="z", at=NOON)
ACCOUNT = Account(
    account="n", topic="pages.fetched", source="dhex", url="http://x.example/p", stage="index", fate="stored", at=NOON
)
ITEM = PublishedItem(
    id="a", issue=121, edition=2, column="市场热点", position=0, printed_at=NOON, title="题目", text="碳价平稳。"
)
VERSION = int(NOON.timestamp() * 1000)
QUOTE_KEY = "东海\tDHEA\t2026-05-12"
LABEL_KEY = f"{NOON.isoformat()}\ta\tcolumn\tz"


def text(record: msgspec.Struct) -> str:
    return msgspec.json.encode(record).decode()


def old_record(number: int) -> str:
    """An enriched article as schema 1 of the records wrote it: reasons are sentences, the vector is kept apart."""
    record = msgspec.to_builtins(ARTICLES[number])
    return json.dumps({**record, "schema": 1, "reasons": ["理由"], "vector": ""}, ensure_ascii=False)


def old_media(file: MediaFile) -> str:
    """What became of a picture as schema 1 of the records wrote it: no schema, and the problem is a sentence."""
    said = str(file.problem.values["text"]) if file.problem else ""
    record = {"url": file.url, "digest": file.digest, "content_type": file.content_type, "size": file.size}
    return json.dumps({**record, "problem": said}, ensure_ascii=False)


def old_sqlite(path: Path, schema: int) -> None:
    """A store as that schema version left it: its migrations, and rows of every kind that it had."""
    db = sqlite3.connect(path)
    for migration in sorted(MIGRATIONS.glob("*.sql"))[:schema]:
        db.executescript(migration.read_text())
    rows: dict[str, list[tuple[Any, ...]]] = {
        "meta": [("model", MODEL)],
        "fingerprints": [("a", 1, text(FINGERPRINT))],
        "hashes": [(7, "a"), (-8, "a")],
        "operations": [(121, 1, text(OPERATION))],
        "quotes": [("东海", "DHEA", "2026-05-12", VERSION, text(QUOTE))],
        "media": [(one.url, old_media(one)) for one in (MEDIA, LOST)],
        "pages": [("p", text(PAGE))],
        "sources": [("dhex", text(SOURCE))],
        "accounts": [("n", "pages.fetched", "dhex", "stored", "", text(ACCOUNT))],
    }
    if schema >= 3:
        rows["labels"] = [("a", "column", "z", NOON.isoformat(), text(LABEL))]
        rows["published"] = [(121, "a", 2, 0, text(ITEM))]
        rows["editions"] = [(121, 2)]
    for number, one in enumerate(ARTICLES):
        own, record = one.article, old_record(number).encode()
        seen = own.first_seen.isoformat(timespec="microseconds")
        language = (own.language,) if schema >= 2 else ()
        row = (own.id, VERSION, "2026-05-12", seen, own.publisher.id, one.column, one.relevance, record, *language)
        rows.setdefault("articles", []).append(row)
        rows.setdefault("revisions", []).append((own.id, own.text_hash, VERSION, record))
        rows.setdefault("vectors", []).append((own.id, one.vector))
        db.execute("INSERT INTO texts (id, body) VALUES (?, ?)", (own.id, "东海 海碳"))
    for table, values in rows.items():
        db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(values[0]))})", values)
    db.execute(f"PRAGMA user_version = {schema}")
    db.commit()
    db.close()


KEYWORD, LONG, DATE, INTEGER, TEXT = ({"type": name} for name in ("keyword", "long", "date", "integer", "text"))
RECORD = {"type": "keyword", "index": False, "doc_values": False}
VECTOR = {"type": "dense_vector", "dims": 384, "similarity": "cosine", "index": True, "index_options": {"type": "flat"}}
# The fields of every kind as schema 3 had them; analysers are left out, which makes the form no other.
OLD_FIELDS: dict[str, dict[str, Any]] = {
    "meta": {"schema": INTEGER, "model": KEYWORD},
    "articles": {
        "id": KEYWORD,
        "version": LONG,
        "title": TEXT,
        "body": TEXT,
        "url": KEYWORD,
        "published": DATE,
        "first_seen": DATE,
        "publisher": KEYWORD,
        "source": KEYWORD,
        "column": KEYWORD,
        "language": KEYWORD,
        "relevance": {"type": "float"},
        "vector": VECTOR,
        "vector_bytes": {"type": "binary"},
        "record": RECORD,
    },
    "revisions": {"id": KEYWORD, "text_hash": KEYWORD, "version": LONG, "record": RECORD},
    "fingerprints": {"id": KEYWORD, "version": LONG, "hashes": {"type": "long", "doc_values": False}, "record": RECORD},
    "operations": {"issue": INTEGER, "number": INTEGER, "record": RECORD},
    "quotes": {"key": KEYWORD, "day": DATE, "version": LONG, "record": RECORD},
    "media": {"url": KEYWORD, "record": RECORD},
    "pages": {"id": KEYWORD, "record": RECORD},
    "sources": {"id": KEYWORD, "record": RECORD},
    "labels": {"key": KEYWORD, "record": RECORD},
    "ledger": {
        "account": KEYWORD,
        "topic": KEYWORD,
        "source": KEYWORD,
        "fate": KEYWORD,
        "reason": KEYWORD,
        "record": RECORD,
    },
    "published": {
        "id": KEYWORD,
        "issue": INTEGER,
        "edition": INTEGER,
        "release": KEYWORD,
        "column": KEYWORD,
        "position": INTEGER,
        "printed_at": DATE,
        "title": TEXT,
        "body": TEXT,
        "published": DATE,
        "source": KEYWORD,
        "url": KEYWORD,
        "language": KEYWORD,
        "withdrawn": {"type": "boolean"},
        "why": RECORD,
        "record": RECORD,
    },
}


def old_indices(store: ElasticStore, prefix: str, schema: int) -> None:
    """Indices as that schema version left them, without a digest of their form."""
    for kind, fields in OLD_FIELDS.items():
        if schema == 1 and kind in ("labels", "published"):
            continue
        properties = {name: form for name, form in fields.items() if schema > 1 or name != "language"}
        name = f"{prefix}-{kind}-v{2 if schema > 1 and kind in ('articles', 'labels') else 1}"
        if kind == "articles":
            name += f"-{hashlib.sha256(MODEL.encode()).hexdigest()[:8]}"
        shown = {"filter": {"terms": {"release": ["121.2"]}}} if kind == "published" else {}
        store._client.indices.create(
            index=name,
            settings={"number_of_shards": 1, "number_of_replicas": 0},
            mappings={"dynamic": "strict", "properties": properties},
            aliases={f"{prefix}-{kind}": shown},
        )


def old_elasticsearch(store: ElasticStore, prefix: str, schema: int) -> None:
    """The indices of that schema version, and documents of every kind it had."""
    old_indices(store, prefix, schema)

    def put(kind: str, one_id: str, document: dict[str, Any], version: int | None = None) -> None:
        placed: dict[str, Any] = {} if version is None else {"version": version, "version_type": "external_gte"}
        store._client.index(index=f"{prefix}-{kind}", id=one_id, document=document, refresh="true", **placed)

    def key_id(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()[:32]

    put("meta", "store", {"schema": schema, "model": MODEL})
    for number, one in enumerate(ARTICLES):
        own, record = one.article, old_record(number)
        document = {
            "id": own.id,
            "version": VERSION,
            "title": own.title,
            "body": f"{own.title}\n{own.text}",
            "url": own.url,
            "published": "2026-05-12",
            "first_seen": own.first_seen.isoformat(timespec="microseconds"),
            "publisher": own.publisher.id,
            "source": own.source,
            "column": one.column,
            "relevance": one.relevance,
            "record": record,
            "vector_bytes": base64.b64encode(one.vector).decode(),
            "vector": np.frombuffer(one.vector, "<f4").tolist(),
            **({"language": own.language} if schema > 1 else {}),
        }
        put("articles", own.id, document, VERSION)
        revision = {"id": own.id, "text_hash": own.text_hash, "version": VERSION, "record": record}
        put("revisions", f"{own.id}:{own.text_hash}", revision, (1 << 53) - VERSION)
    put("fingerprints", "a", {"id": "a", "version": 1, "hashes": [7, -8], "record": text(FINGERPRINT)}, 1)
    put("operations", "121:1", {"issue": 121, "number": 1, "record": text(OPERATION)})
    quote = {"key": QUOTE_KEY, "day": "2026-05-12", "version": VERSION, "record": text(QUOTE)}
    put("quotes", key_id(QUOTE_KEY), quote, VERSION)
    for file in (MEDIA, LOST):
        put("media", key_id(file.url), {"url": file.url, "record": old_media(file)})
    put("pages", "p", {"id": "p", "record": text(PAGE)})
    put("sources", "dhex", {"id": "dhex", "record": text(SOURCE)})
    row = {"account": "n", "topic": "pages.fetched", "source": "dhex", "fate": "stored", "reason": ""}
    put("ledger", "n", {**row, "record": text(ACCOUNT)})
    if schema >= 3:
        put("labels", key_id(LABEL_KEY), {"key": LABEL_KEY, "record": text(LABEL)})
        first = msgspec.structs.replace(ITEM, edition=1)
        put("published", "121.1:a", {"id": "a", "issue": 121, "release": "121.1", "record": text(first)})
        put("published", "121.2:a", {"id": "a", "issue": 121, "release": "121.2", "record": text(ITEM)})
        put("published", "editions", {"record": '{"editions":{"121":2}}'})


@pytest.fixture(params=[1, 3, 4])
def schema(request: pytest.FixtureRequest) -> int:
    """The schema version that the store is of."""
    return int(request.param)


@pytest.fixture(params=["sqlite", pytest.param("elasticsearch", marks=pytest.mark.servers)])
def opener(request: pytest.FixtureRequest, schema: int, tmp_path: Path) -> Iterator[Opener]:
    """Opens a store of that schema version."""
    if request.param == "sqlite":
        old_sqlite(tmp_path / "store.sqlite", schema)
        yield lambda: SqliteStore(tmp_path / "store.sqlite")
        return
    url, prefix = request.getfixturevalue("elasticsearch"), fresh_prefix()
    made = ElasticStore(url, prefix)
    old_elasticsearch(made, prefix, schema)
    yield lambda: ElasticStore(url, prefix)
    remove(made, prefix)


def test_it_is_refused_before_init(opener: Opener, schema: int) -> None:
    uses: list[Callable[[Store], object]] = [
        lambda store: store.article("a"),
        lambda store: store.put_articles([enriched("c")]),
        lambda store: store.health(),
    ]
    for use in uses:
        store = opener()
        with pytest.raises(BackendError, match=rf"schema version {schema}; run `tanxun init`"):
            use(store)
        store.close()


def test_init_brings_every_kind_along(opener: Opener, schema: int) -> None:
    store = opener()
    assert store.init(MODEL) != []
    for one in ARTICLES:
        found = store.article(one.article.id)
        assert found is not None
        assert (found.enriched.article, found.enriched.vector) == (one.article, one.vector)
        assert (found.first_seen, found.revisions) == (one.article.first_seen, 1)
        assert [text.article for text in store.revisions(one.article.id)] == [one.article]
    assert [one.id for one in store.search(Query(languages=["en"])).hits] == ["b"]
    assert [one_id for one_id, _ in store.nearest(ARTICLES[0].vector, 1)] == ["a"]
    assert store.candidates([-8], 5) == [FINGERPRINT]
    assert store.operations(121) == [OPERATION]
    assert store.quotes(QUOTE.day, QUOTE.day) == [QUOTE]
    assert store.media([MEDIA.url, LOST.url]) == {MEDIA.url: MEDIA, LOST.url: LOST}
    assert store.pages(["p"]) == {"p": PAGE}
    assert store.due_pages("dhex", NOON + timedelta(days=99), 9) == []
    store.put_pages([msgspec.structs.replace(PAGE, due=NOON)])
    assert [one.id for one in store.due_pages("dhex", NOON, 9)] == ["p"]
    assert store.sources() == [SOURCE]
    assert store.accounts("pages.fetched") == [ACCOUNT]
    assert store.labels() == ([LABEL] if schema >= 3 else [])
    assert store.published(121) == ([ITEM] if schema >= 3 else [])
    assert store.editions() == ({121: 2} if schema >= 3 else {})
    store.put_label(LABEL)
    assert store.labels() == [LABEL]
    assert store.init(MODEL) == []
    store.close()
