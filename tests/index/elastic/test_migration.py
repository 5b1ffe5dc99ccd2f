"""A store of another form: refused until it is moved, and as it was where a move fails, is interrupted or given up."""

import threading
from typing import Any

import pytest

from index.elastic.forms import KINDS
from index.elastic.migration import move
from pipeline.encoding import SchemaError
from pipeline.errors import BackendError, ModelError, Unavailable
from tests.support.articles import MODEL, enriched, vector
from tests.support.stale_store import StaleStore, numbers, write

pytestmark = pytest.mark.servers


def test_a_changed_form_is_refused_until_init(stale: StaleStore) -> None:
    stale.make_stale()
    late = stale.open()
    with pytest.raises(BackendError, match=r"another form \(articles, .*run `tanxun init`"):
        late.articles(["a"])
    assert late.init(MODEL) != []
    assert late.init(MODEL) == []
    late.close()


def test_a_record_that_cannot_be_read_leaves_everything_as_it_was(stale: StaleStore) -> None:
    stale.store._bulk([stale.store._put("media", "x", {"url": "http://x.example/1", "record": "no JSON"})])
    stale.make_stale()
    before = stale.indices()["media"]
    with pytest.raises(BackendError, match="cannot be read"):
        stale.open().init(MODEL)
    assert stale.indices()["media"] == before
    assert list(stale.store._client.indices.get(index=f"{stale.prefix}-media-*")) == [before]
    write(stale.store, "media", 1)
    assert numbers(stale.store, "media", [1]) == {1}


def test_a_move_that_fails_in_its_last_copy_lets_the_old_index_take_writes_again(stale: StaleStore) -> None:
    write(stale.store, "media", 1)
    old, client = stale.indices()["media"], stale.store._client
    first: list[str] = []

    def remake(one_id: str, document: dict[str, Any]) -> dict[str, Any]:
        if first and one_id not in first:
            raise SchemaError("what was written during the first copy cannot be read")
        if not first:
            first.append(one_id)
            write(stale.store, "media", 2)
        return document

    alias = f"{stale.prefix}-media"
    client.indices.create(index=f"{alias}-v7", mappings=client.indices.get_mapping(index=old)[old]["mappings"])
    with pytest.raises(SchemaError):
        move(client, stale.url, alias, old, f"{alias}-v7", remake, lambda index: {})
    assert stale.indices()["media"] == old
    assert not client.indices.exists(index=f"{alias}-v7")
    write(stale.store, "media", 3)
    assert numbers(stale.store, "media", [1, 2, 3]) == {1, 2, 3}


def test_a_move_that_was_interrupted_is_done_by_the_next_init(stale: StaleStore) -> None:
    """Ended in its last moment: the old index is closed, a half-made one stands beside it, the alias has not moved."""
    write(stale.store, "media", 1)
    stale.make_stale()
    index = stale.indices()["media"]
    client = stale.store._client
    client.indices.create(index=f"{stale.prefix}-media-v2")
    client.indices.add_block(index=index, block="write")
    with pytest.raises(Unavailable, match="tanxun init"):
        write(stale.store, "media", 2)
    stale.open().init(MODEL)
    assert stale.indices()["media"] == f"{stale.prefix}-media-v3"
    write(stale.store, "media", 2)
    assert numbers(stale.store, "media", [1, 2]) == {1, 2}


def test_one_that_was_given_up_opens_the_index_again(stale: StaleStore) -> None:
    """The version before is installed again: its own init finds its own form, closed to writes."""
    stale.store._client.indices.add_block(index=stale.indices()["media"], block="write")
    assert stale.open().init(MODEL) == []
    write(stale.store, "media", 1)


def test_two_inits_at_once_leave_one_index_a_kind(stale: StaleStore) -> None:
    for kind in ("articles", "media", "published"):
        write(stale.store, kind, 1)
    stale.make_stale()
    both = [threading.Thread(target=stale.open().init, args=(MODEL,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    for kind in KINDS:
        assert len(stale.store._client.indices.get_alias(name=f"{stale.prefix}-{kind}")) == 1
    assert stale.store.init(MODEL) == []
    assert [numbers(stale.store, kind, [1]) for kind in ("articles", "media", "published")] == [{1}, {1}, {1}]


def test_a_worker_of_the_model_before_never_writes_its_vectors_among_the_new_ones(stale: StaleStore) -> None:
    """It looked which model the store has, and then the store moved."""
    late = stale.open()
    late.put_articles([enriched("a")])
    forms = late._forms()
    stale.store.init("another-model")
    late._forms = lambda kinds=(): forms  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        late.put_articles([enriched("b")])
    del late._forms
    with pytest.raises(ModelError):
        late.put_articles([enriched("b")])
    assert stale.store.nearest(vector(1.0), 5) == []
    late.close()
