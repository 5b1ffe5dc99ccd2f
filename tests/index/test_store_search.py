"""What every store must find: words, neighbours by vector, candidates by hashes; on each backend."""

from datetime import date, timedelta

import msgspec
import pytest

from index.common_hashes import COMMON
from index.store import Fingerprint, Query, Store
from tests.support.articles import NOON, enriched, vector

LATER = NOON + timedelta(hours=6)


def texts(store: Store) -> None:
    store.put_articles(
        [
            enriched("a", text="全国碳市场配额成交放量，价格上涨。", published=date(2026, 5, 10)),
            enriched(
                "b", text="碳排放权交易培训班报名。", column="行业公告", publisher="gjrz", published=date(2026, 5, 11)
            ),
            enriched("c", text="The carbon market of Europe.", column="国际资讯", publisher="monitor", language="en"),
            enriched("d", text="市场上的蔬菜。二氧化碳", published=None, relevance=0.1),
        ]
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("碳市场", {"a"}),
        ("交易", {"b"}),
        ("碳 市场", {"a"}),
        ("配额 价格", {"a"}),
        ("配额 蔬菜", set()),
        ("MARKET", {"c"}),
        ("carbon market", {"c"}),
        ("market carbon", {"c"}),
        ("题目b", {"b"}),
        ("，。", set()),
        ('"（', set()),
        ("碳", {"a", "b"}),
    ],
)
def test_search_finds_articles_with_all_words(store: Store, words: str, expected: set[str]) -> None:
    texts(store)
    found = store.search(Query(words))
    assert {one.id for one in found.hits} == expected
    assert found.total == len(expected)


def test_search_filters_counts_and_pages(store: Store) -> None:
    texts(store)
    everything = store.search(Query())
    assert [one.id for one in everything.hits] == ["c", "b", "a", "d"]
    assert everything.facets["column"] == {"市场热点": 2, "行业公告": 1, "国际资讯": 1}
    assert everything.facets["language"] == {"zh": 3, "en": 1}
    assert everything.facets["publisher"] == {"dhex": 2, "gjrz": 1, "monitor": 1}
    assert [one.id for one in store.search(Query(limit=2, offset=1)).hits] == ["b", "a"]
    assert [one.id for one in store.search(Query(columns=["行业公告", "国际资讯"])).hits] == ["c", "b"]
    assert [one.id for one in store.search(Query(publishers=["gjrz"])).hits] == ["b"]
    assert [one.id for one in store.search(Query(languages=["en"])).hits] == ["c"]
    days = store.search(Query(since=date(2026, 5, 10), until=date(2026, 5, 11)))
    assert [one.id for one in days.hits] == ["b", "a"]
    assert days.total == 2


def test_what_was_set_aside_is_found_like_all_others(store: Store) -> None:
    one = msgspec.structs.replace(enriched("a", vector=b"", text="篮球联赛打响。"), set_aside=True, classifier="x@1")
    store.put_articles([one])
    (hit,) = store.search(Query(words="联赛")).hits
    assert hit.enriched == one
    found = store.article("a")
    assert found is not None
    assert found.enriched == one
    assert store.nearest(vector(1.0), 3) == []


def test_nearest_is_exact_with_ties_by_id(store: Store) -> None:
    store.put_articles(
        [
            enriched("c", vector=vector(1.0)),
            enriched("b", vector=vector(1.0)),
            enriched("a", vector=vector(1.0, 1.0)),
            enriched("d", vector=vector(0.0, 1.0)),
            enriched("e", vector=b""),
        ]
    )
    found = store.nearest(vector(1.0), 3)
    assert [one_id for one_id, _ in found] == ["b", "c", "a"]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 1.0, 0.5**0.5], abs=1e-5)


def fingerprint(name: str, *hashes: int, version: int = 1) -> Fingerprint:
    return Fingerprint(
        id=name, version=version, text_hash=name, title=name, text=f"text {name} {version}", hashes=hashes
    )


def test_candidates_share_most_hashes_first(store: Store) -> None:
    far = 1 << 62
    store.put_fingerprints(
        [fingerprint("a", 1, 2, 3), fingerprint("b", 2, 3, far, -far), fingerprint("c", 3), fingerprint("d", 9)]
    )
    assert [one.id for one in store.candidates([2, 3, far, -far], 10)] == ["b", "a", "c"]
    assert [one.id for one in store.candidates([3], 2)] == ["a", "b"]
    assert store.candidates([77], 5) == []
    assert store.candidates([], 5) == []


def test_a_newer_fingerprint_replaces_an_older_one_and_never_the_reverse(store: Store) -> None:
    store.put_fingerprints([fingerprint("a", 1, version=2)])
    store.put_fingerprints([fingerprint("a", 5, version=1)])
    assert store.candidates([5], 5) == []
    store.put_fingerprints([fingerprint("a", 7, version=3)])
    assert store.candidates([1], 5) == []
    assert [one.text for one in store.candidates([7], 5)] == ["text a 3"]


def test_many_hashes(store: Store) -> None:
    store.put_fingerprints([fingerprint("a", *range(3000)), fingerprint("b", *range(2000, 3500))])
    assert [one.id for one in store.candidates(list(range(2500)), 5)] == ["a", "b"]


def test_a_phrase_of_a_hundred_articles_finds_nobody_while_anything_rarer_is_asked_for(store: Store) -> None:
    phrase, rare = 7, 8
    store.put_fingerprints([fingerprint(f"f{number:03}", phrase, 1000 + number) for number in range(COMMON)])
    store.put_fingerprints([fingerprint("a", phrase, rare, 5), fingerprint("b", phrase, rare, 6)])
    assert [one.id for one in store.candidates([phrase, rare, 5], 5)] == ["a", "b"]
    assert [one.id for one in store.candidates([phrase, 1003], 5)] == ["f003"]
    assert [one.id for one in store.candidates([phrase], 3)] == ["a", "b", "f000"]
