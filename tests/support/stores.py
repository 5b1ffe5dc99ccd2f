"""The store on every backend: a fresh one a test."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

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
    pytest.param("elasticsearch-secure", marks=pytest.mark.servers),
]


def fresh_prefix() -> str:
    return f"t{uuid.uuid4().hex[:10]}"


def remove(store: ElasticStore, prefix: str) -> None:
    if names := list(store._client.indices.get(index=f"{prefix}-*")):
        store._client.indices.delete(index=",".join(names))
    store.close()


@pytest.fixture(params=BACKENDS)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same store again and again, as several processes do; nothing is initialised."""
    if request.param == "sqlite":
        yield lambda: SqliteStore(tmp_path / "store.sqlite")
        return
    prefix = fresh_prefix()
    if request.param == "elasticsearch":
        url, key = request.getfixturevalue("elasticsearch"), ""
    else:
        secured: Secured = request.getfixturevalue("secure_elasticsearch")
        url, key = secured.url, secured.api_key
    yield lambda: ElasticStore(url, prefix, api_key=key)
    remove(ElasticStore(url, prefix, api_key=key), prefix)


@pytest.fixture
def store(opener: Opener) -> Iterator[Store]:
    """An initialised store."""
    opened = opener()
    opened.init(MODEL)
    yield opened
    opened.close()
