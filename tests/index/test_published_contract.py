"""What readers may see: the sentences of index.published.Published, on each backend."""

import msgspec
import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from index.elastic.store import ElasticStore
from index.published import PublishedItem
from index.store import Store
from pipeline.errors import Conflict
from tests.support.articles import MODEL, NOON
from tests.support.server_fixtures import USER, Secured
from tests.support.stores import Opener, fresh_prefix, remove


def item(name: str, position: int = 0, edition: int = 1, issue: int = 121, **changes: object) -> PublishedItem:
    whole = PublishedItem(
        id=name,
        issue=issue,
        edition=edition,
        column="市场热点",
        position=position,
        printed_at=NOON,
        title=f"题目{name}",
        text="碳价平稳。",
        text_hash="h",
        record={"id": name},
    )
    return msgspec.structs.replace(whole, **changes)


def test_nothing_is_public_at_first(store: Store) -> None:
    assert store.published(121) == []
    assert store.editions() == {}
    assert store.printed(["a"]) == {}


def test_an_edition_comes_back_in_its_order(store: Store) -> None:
    items = [item("b", 0), item("a", 1)]
    store.publish(121, 1, items)
    assert store.published(121) == items
    assert store.published(122) == []
    assert store.editions() == {121: 1}


def test_a_later_edition_replaces_the_one_before(store: Store) -> None:
    store.publish(121, 1, [item("a"), item("b", 1)])
    tombstone = item("b", 1, 2, title="", text="", record={}, withdrawn=True, why="原网页已撤下")
    store.publish(121, 2, [item("a", 0, 2), tombstone])
    assert store.published(121) == [item("a", 0, 2), tombstone]
    assert store.printed(["b"]) == {"b": [tombstone]}


def test_the_same_edition_again_changes_nothing_and_an_older_one_is_refused(store: Store) -> None:
    store.publish(121, 2, [item("a", 0, 2)])
    store.publish(121, 2, [item("a", 0, 2)])
    with pytest.raises(Conflict, match="edition 2 is public"):
        store.publish(121, 1, [item("b")])
    assert store.published(121) == [item("a", 0, 2)]


def test_issues_stand_side_by_side(store: Store) -> None:
    store.publish(121, 1, [item("a"), item("b", 1)])
    store.publish(122, 1, [item("a", issue=122)])
    assert store.printed(["a", "b", "c"]) == {"a": [item("a"), item("a", issue=122)], "b": [item("b", 1)]}
    assert store.editions() == {121: 1, 122: 1}


def test_it_stays_after_init_and_in_another_process(opener: Opener, store: Store) -> None:
    store.publish(121, 1, [item("a")])
    assert store.init(MODEL) == []
    other = opener()
    assert other.published(121) == [item("a")]
    other.close()


@pytest.mark.servers
def test_the_alias_shows_only_what_is_public(elasticsearch: str) -> None:
    prefix = fresh_prefix()
    store, other = ElasticStore(elasticsearch, prefix), ElasticStore(elasticsearch, prefix)
    store.init(MODEL)

    def seen() -> set[tuple[str, int]]:
        found = store._client.search(index=store._alias("published"), query={"match_all": {}}, size=50)
        return {(hit["_source"]["id"], hit["_source"]["edition"]) for hit in found["hits"]["hits"]}

    store._bulk([store._item(item("hidden", edition=9))])
    assert seen() == set()
    store.publish(121, 1, [item("a"), item("b", 1)])
    assert seen() == {("a", 1), ("b", 1)}
    store._bulk([store._item(item("a", 0, 2))])
    assert ("a", 2) not in seen()
    # A crash between naming the edition and showing it: whoever opens the store next mends it.
    assert store._name_edition(121, 2)
    assert ("a", 1) in seen()
    other.init(MODEL)
    assert seen() == {("a", 2)}
    remove(store, prefix)
    other.close()


@pytest.mark.servers
def test_a_readers_key_sees_the_public_editions_and_nothing_else(secure_elasticsearch: Secured) -> None:
    """The key of docs/consumers.md."""
    prefix = fresh_prefix()
    store = ElasticStore(secure_elasticsearch.url, prefix, api_key=secure_elasticsearch.api_key)
    store.init(MODEL)
    store.publish(121, 1, [item("a")])
    store._bulk([store._item(item("hidden", edition=9))])
    roles = {"readers": {"indices": [{"names": [f"{prefix}-published"], "privileges": ["read"]}]}}
    user, password = USER.split(":")
    with Elasticsearch(secure_elasticsearch.url, basic_auth=(user, password)) as admin:
        key = admin.security.create_api_key(name="readers", role_descriptors=roles)["encoded"]
    with Elasticsearch(secure_elasticsearch.url, api_key=key) as reader:
        found = reader.search(index=f"{prefix}-published")
        assert [hit["_source"]["id"] for hit in found["hits"]["hits"]] == ["a"]
        for index in (f"{prefix}-published-v1", f"{prefix}-articles", f"{prefix}-operations"):
            with pytest.raises(AuthorizationException):
                reader.search(index=index)
        with pytest.raises(AuthorizationException):
            reader.index(index=f"{prefix}-published", document={"id": "x"})
    remove(store, prefix)


def test_two_publishers_at_once_both_stay(opener: Opener, store: Store) -> None:
    other = opener()
    store.publish(121, 1, [item("a")])
    other.publish(122, 1, [item("b", issue=122)])
    store.publish(123, 1, [item("c", issue=123)])
    assert store.editions() == {121: 1, 122: 1, 123: 1}
    assert [one.id for number in (121, 122, 123) for one in store.published(number)] == ["a", "b", "c"]
    other.close()
