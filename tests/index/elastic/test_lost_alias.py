"""Aliases and indices of Elasticsearch that are gone: `init` finds again what is left, and nothing is written beside it."""

import pytest

from index.elastic.forms import KINDS
from pipeline.errors import NotInitialised
from tests.support.articles import MODEL, enriched
from tests.support.stale_store import StaleStore, numbers, write

pytestmark = pytest.mark.servers
WRITTEN = [kind for kind in KINDS if kind not in ("meta", "operations", "revisions")]


def test_every_alias_that_is_gone_is_put_back_with_all_that_is_stored(stale: StaleStore) -> None:
    for kind in WRITTEN:
        write(stale.store, kind, 1)
    before, client = stale.indices(), stale.store._client
    for kind, index in before.items():
        client.indices.delete_alias(index=index, name=f"{stale.prefix}-{kind}")
    # A worker that was at it: its writes are refused, and Elasticsearch makes no index under an alias's name.
    for kind in WRITTEN:
        with pytest.raises(NotInitialised if kind == "articles" else Exception, match="tanxun init"):
            write(stale.store, kind, 2)
    assert not [name for name in client.indices.get(index=f"{stale.prefix}-*") if "-v" not in name]
    # As an earlier version of tanxun did: an index under the alias's own name, with what was written meanwhile.
    document = client.get(index=before["ledger"], id="n000001")["_source"]
    later = {**document, "record": document["record"].replace("n000001", "n000002"), "account": "n000002"}
    client.index(index=f"{stale.prefix}-ledger", id="n000002", document=later)

    opened = stale.open()
    done = opened.init(MODEL)
    assert len([line for line in done if "was gone" in line]) == len(KINDS)
    assert stale.indices() == before
    for kind in WRITTEN:
        assert numbers(opened, kind, [1]) >= {1}
    assert numbers(opened, "ledger", [1, 2]) == {1, 2}
    assert opened.init(MODEL) == []
    write(opened, "ledger", 3)
    opened.close()


def test_an_index_that_is_gone_is_made_anew(stale: StaleStore) -> None:
    write(stale.store, "ledger", 1)
    stale.store.put_articles([enriched("a")])
    for kind in ("articles", "fingerprints", "raw_pages"):
        stale.store._client.indices.delete(index=stale.indices()[kind])
    with pytest.raises(NotInitialised, match="tanxun init"):
        stale.store.put_articles([enriched("a")])
    assert len(stale.store.init(MODEL)) == 3
    stale.store.put_articles([enriched("a")])
    assert stale.store.article("a") is not None
    assert numbers(stale.store, "ledger", [1]) == {1}
