"""A key that may only read: status is told, nothing is made, and where a privilege is missing it is named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.crawl_state import SourceState
from index.elastic.store import ElasticStore
from index.store import MediaFile
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.errors import BackendError
from pipeline.topics import TOPICS
from tests.support.articles import MODEL, enriched
from tests.support.server_fixtures import Secured, api_key
from tests.support.stores import fresh_prefix, remove
from tests.support.week import Home

pytestmark = pytest.mark.servers


@dataclass(frozen=True)
class Node:
    """A secured node's address, the prefix of a store on it, and the store as its owner has it."""

    url: str
    prefix: str
    owner: ElasticStore

    def reader(self, *privileges: str, reading: bool = True) -> ElasticStore:
        """The store as somebody with these privileges on its indices has it."""
        key = api_key(self.url, *privileges, indices=f"{self.prefix}-*")
        return ElasticStore(self.url, self.prefix, api_key=key, reading=reading)

    def made(self) -> list[str]:
        """What there is of it."""
        return sorted(self.owner._client.indices.get(index=f"{self.prefix}-*"))


@pytest.fixture
def node(secure_elasticsearch: Secured) -> Iterator[Node]:
    """A store with an article and a source."""
    prefix = fresh_prefix()
    owner = ElasticStore(secure_elasticsearch.url, prefix, api_key=secure_elasticsearch.api_key)
    owner.init(MODEL)
    owner.put_articles([enriched("a")])
    owner.put_source(SourceState(id="dhex", name="东海", last_attempt=datetime(2026, 5, 15, tzinfo=UTC)))
    yield Node(secure_elasticsearch.url, prefix, owner)
    remove(owner, prefix)


def test_status_is_told_with_the_privilege_read_alone(node: Node, tmp_path: Path) -> None:
    bus = SqliteBus(tmp_path / ".tanxun/bus.sqlite")
    bus.create(TOPICS.values())
    bus.close()
    before = node.made()
    home = Home(
        tmp_path,
        {
            "TANXUN_STORE": "elasticsearch",
            "TANXUN_ELASTICSEARCH": node.url,
            "TANXUN_ELASTICSEARCH_PREFIX": node.prefix,
            "TANXUN_ELASTICSEARCH_API_KEY": api_key(node.url, "read", indices=f"{node.prefix}-*"),
        },
    )
    told = json.loads(home.run("status", "--json"))
    assert [one["id"] for one in told["sources"]] == ["dhex"]
    assert "The accounts add up" in home.run("status")
    assert "题目a" in home.run("search", "题目")
    assert "1 articles, read only" in " ".join(home.run("doctor", status=1).split())
    assert node.made() == before


def test_what_takes_more_is_refused_with_the_privilege(node: Node) -> None:
    reader = node.reader("read")
    with pytest.raises(BackendError, match=r"none of the index privileges .*index, write, all;"):
        reader.put_media([MediaFile(url="u", digest=None)])
    with pytest.raises(BackendError, match="none of the index privileges view_index_metadata, "):
        node.reader("read", reading=False).sources()
    assert node.owner.media(["u"]) == {}


def test_the_privileges_that_the_docs_name_are_enough(node: Node) -> None:
    new = fresh_prefix()
    own = ElasticStore(node.url, new, api_key=api_key(node.url, "read", "write", "manage", indices=f"{new}-*"))
    own.init(MODEL)
    own.publish(1, 1, [])
    working = api_key(node.url, "read", "write", "view_index_metadata", indices=f"{new}-*")
    worker = ElasticStore(node.url, new, api_key=working)
    worker.put_articles([enriched("b")])
    with pytest.raises(BackendError, match="none of the index privileges manage, all;"):
        worker.publish(2, 1, [])
    assert worker.article("b") is not None
    worker.close()
    remove(own, new)


def test_a_key_without_read_and_one_of_other_indices(node: Node) -> None:
    with pytest.raises(
        BackendError, match=rf"on {node.prefix}-meta: the key has none of the index privileges read, all;"
    ):
        node.reader("view_index_metadata").sources()
    key = api_key(node.url, "read", indices="other-*")
    with pytest.raises(BackendError, match="none of the index privileges read, all;"):
        ElasticStore(node.url, node.prefix, api_key=key, reading=True).sources()
    with pytest.raises(BackendError, match=r"refused us \(401\); check TANXUN_ELASTICSEARCH_API_KEY"):
        ElasticStore(node.url, node.prefix, api_key="bm9ib2R5Om5vdGhpbmc=", reading=True).sources()
