"""The store on every backend: a fresh one a test."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.elastic.store import ElasticStore
from index.sqlite.store import SqliteStore
from index.store import Store
from tests.support.articles import MODEL
from tests.support.server_fixtures import Secured

Opener = Callable[[], Store]
BACKENDS = [
    "sqlite",
    pytest.param("elasticsearch", marks=pytest.mark.servers),
    # The same requests over TLS with a key: what differs is tested in tests/index/elastic/test_connection_read_only.py.
    pytest.param("elasticsearch-secure", marks=[pytest.mark.servers, pytest.mark.long]),
]

# What Elasticsearch counts where a document was written or deleted.
WRITES = ("index_total", "delete_total", "index_failed")


def fresh_prefix() -> str:
    return f"t{uuid.uuid4().hex[:10]}"


def remove(store: ElasticStore, prefix: str) -> None:
    if names := list(store._client.indices.get(index=f"{prefix}-*")):
        store._client.indices.delete(index=",".join(names))
    store.close()


class UsedStores:
    """Initialised Elasticsearch stores that a test has done with: the next one takes it emptied, since to make the
    indices takes longer than most tests."""

    def __init__(self) -> None:
        self._free: dict[str, list[tuple[str, str]]] = {}

    def take(self, url: str, key: str) -> str:
        """The prefix of a store that is as `init` leaves one."""
        if free := self._free.setdefault(url, []):
            return free.pop()[0]
        prefix = fresh_prefix()
        ElasticStore(url, prefix, api_key=key).init(MODEL)
        return prefix

    def give_back(self, url: str, key: str, prefix: str, made: dict[str, Any]) -> None:
        """Indices that were written or changed go, and come again: a document's version outlives the document."""
        store = ElasticStore(url, prefix, api_key=key)
        indices = store._client.indices.stats(index=f"{prefix}-*", metric=["indexing"])["indices"]
        written = {name for name, one in indices.items() if any(one["primaries"]["indexing"][did] for did in WRITES)}
        changed = {name for name, form in forms(store, prefix).items() if form != made.get(name)}
        store._client.indices.delete(index=",".join(sorted(written | changed)))
        store.init(MODEL)
        store.close()
        self._free.setdefault(url, []).append((prefix, key))

    def remove_all(self) -> None:
        for url, prefixes in self._free.items():
            for prefix, key in prefixes:
                remove(ElasticStore(url, prefix, api_key=key), prefix)


def forms(store: ElasticStore, prefix: str) -> dict[str, Any]:
    """Names, mappings, aliases and settings of a store's indices, without what differs each time one is made."""
    found = store._client.indices.get(index=f"{prefix}-*").body
    for one in found.values():
        for own in ("uuid", "creation_date"):
            one["settings"]["index"].pop(own)
    return dict(found)


@pytest.fixture(scope="session")
def used_stores() -> Iterator[UsedStores]:
    stores = UsedStores()
    yield stores
    stores.remove_all()


@pytest.fixture(params=BACKENDS)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same store again and again, as several processes do; initialised where the test asks for `store` too."""
    if request.param == "sqlite":
        yield lambda: SqliteStore(tmp_path / "store.sqlite")
        return
    if request.param == "elasticsearch":
        url, key = request.getfixturevalue("elasticsearch"), ""
    else:
        secured: Secured = request.getfixturevalue("secure_elasticsearch")
        url, key = secured.url, secured.api_key
    if "store" not in request.fixturenames:
        prefix = fresh_prefix()
        yield lambda: ElasticStore(url, prefix, api_key=key)
        remove(ElasticStore(url, prefix, api_key=key), prefix)
        return
    stores: UsedStores = request.getfixturevalue("used_stores")
    prefix = stores.take(url, key)
    made = forms(ElasticStore(url, prefix, api_key=key), prefix)
    yield lambda: ElasticStore(url, prefix, api_key=key)
    stores.give_back(url, key, prefix, made)


@pytest.fixture
def store(opener: Opener) -> Iterator[Store]:
    """An initialised store."""
    opened = opener()
    opened.init(MODEL)
    yield opened
    opened.close()
