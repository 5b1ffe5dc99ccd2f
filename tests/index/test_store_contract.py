"""What every store must do: the sentences of index.store.Store, on each backend."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from index.store import Fingerprint, Label, MediaFile, Operation, PageState, Query, SourceState, Store
from index.telling import COMMON
from pipeline.errors import BackendError, Conflict, ModelError
from pipeline.ledger import Entry, Fate
from pipeline.records import Quote
from tests.articles import MODEL, NOON, enriched, vector
from tests.index.conftest import Opener

LATER = NOON + timedelta(hours=6)


def test_before_init_it_says_what_to_do(opener: Opener) -> None:
    empty = opener()
    with pytest.raises(BackendError, match="tanxun init"):
        empty.articles(["a"])
    empty.close()


def test_init_is_repeatable(store: Store) -> None:
    store.put_articles([enriched("a")])
    assert store.init(MODEL) == []
    assert store.article("a") is not None


def test_an_article_comes_back_whole(store: Store) -> None:
    one = enriched("a", vector=vector(0.1, -0.7, 0.3))
    store.put_articles([one])
    found = store.article("a")
    assert found is not None
    assert found.enriched == one
    assert (found.id, found.first_seen, found.revisions) == ("a", NOON, 1)
    assert store.article("b") is None


def test_writes_are_visible_to_another_process_when_they_return(opener: Opener, store: Store) -> None:
    other = opener()
    store.put_articles([enriched("a")])
    assert [one.id for one in other.window(date(2026, 5, 12), date(2026, 5, 12), "Asia/Shanghai")] == ["a"]
    other.close()


def test_the_same_write_again_changes_nothing(store: Store) -> None:
    store.put_articles([enriched("a"), enriched("a")])
    store.put_articles([enriched("a")])
    found = store.article("a")
    assert found is not None
    assert found.revisions == 1
    assert len(store.revisions("a")) == 1


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_changed_text_is_a_revision_in_whatever_order_they_come(store: Store, newest_first: bool) -> None:
    old = enriched("a", text="原来的文字。")
    new = enriched("a", text="更正后的文字。", fetched_at=LATER)
    for one in (new, old) if newest_first else (old, new):
        store.put_articles([one])
    found = store.article("a")
    assert found is not None
    assert found.enriched == new
    assert found.revisions == 2
    assert [one.article.text for one in store.revisions("a")] == ["原来的文字。", "更正后的文字。"]
    assert all(one.vector == b"" for one in store.revisions("a"))


@pytest.mark.parametrize("earlier_last", [False, True])
def test_first_seen_is_the_earliest_ever(store: Store, earlier_last: bool) -> None:
    new = enriched("a", fetched_at=LATER, first_seen=NOON)
    old = enriched("a", first_seen=NOON - timedelta(days=9))
    for one in (new, old) if earlier_last else (old, new):
        store.put_articles([one])
    found = store.article("a")
    assert found is not None
    assert found.first_seen == NOON - timedelta(days=9)
    assert found.enriched.article.fetched_at == LATER
    assert found.enriched.vector == new.vector
    assert [one.id for one in store.window(date(2026, 5, 3), date(2026, 5, 3), "Asia/Shanghai")] == ["a"]


def test_a_vector_of_another_model_is_refused(store: Store) -> None:
    with pytest.raises(ModelError, match=r"another-model.*tanxun init"):
        store.put_articles([enriched("a", model="another-model")])


def test_another_model_drops_the_vectors_and_keeps_the_articles(opener: Opener, store: Store) -> None:
    store.put_articles([enriched("a"), enriched("b")])
    assert any("replay" in line for line in store.init("another-model"))
    other = opener()
    kept = other.article("a")
    assert kept is not None
    assert kept.enriched.vector == b""
    assert other.nearest(vector(1.0), 5) == []
    other.put_articles([enriched("a", model="another-model")])
    assert [one_id for one_id, _ in other.nearest(vector(1.0), 5)] == ["a"]
    other.close()


def test_articles_are_those_that_exist_by_id(store: Store) -> None:
    store.put_articles([enriched(name) for name in "cab"])
    found = store.articles(["c", "x", "a"])
    assert [one.id for one in found] == ["a", "c"]
    assert all(one.enriched.vector == b"" for one in found)


def test_more_articles_than_a_page_of_the_backend(store: Store) -> None:
    store.put_articles([enriched(f"n{number:04}", vector=b"") for number in range(1203)])
    found = store.window(date(2026, 5, 12), date(2026, 5, 12), "Asia/Shanghai")
    assert [one.id for one in found] == [f"n{number:04}" for number in range(1203)]
    assert {one.revisions for one in found} == {1}


def test_the_window_has_both_days_in_its_zone(store: Store) -> None:
    far = date(2020, 1, 1)
    store.put_articles(
        [
            enriched("first", published=date(2026, 5, 8), first_seen=NOON),
            enriched("last", published=date(2026, 5, 14), first_seen=NOON + timedelta(days=30)),
            enriched("before", published=date(2026, 5, 7), first_seen=datetime(2026, 5, 7, 15, 59, 59, tzinfo=UTC)),
            enriched("seen-first", published=far, first_seen=datetime(2026, 5, 7, 16, tzinfo=UTC)),
            enriched("seen-last", published=None, first_seen=datetime(2026, 5, 14, 15, 59, 59, tzinfo=UTC)),
            enriched("seen-after", published=far, first_seen=datetime(2026, 5, 14, 16, tzinfo=UTC)),
        ]
    )
    found = store.window(date(2026, 5, 8), date(2026, 5, 14), "Asia/Shanghai")
    assert [one.id for one in found] == ["first", "last", "seen-first", "seen-last"]


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


def operation(number: int, issue: int = 1) -> Operation:
    return Operation(issue=issue, number=number, kind="draft", at=NOON, who="tanxun", data={"列": [number, None, 0.5]})


def test_an_operation_is_written_only_if_its_number_is_free(store: Store) -> None:
    for number in (1, 2, 10):
        store.append(operation(number))
    store.append(operation(1, issue=12))
    with pytest.raises(Conflict, match="operation 2 was written by somebody else"):
        store.append(operation(2))
    assert store.operations(1) == [operation(1), operation(2), operation(10)]
    assert store.operations(7) == []
    assert store.issues() == [1, 12]


def quote(day: int, close: float, hour: int = 0, exchange: str = "东海") -> Quote:
    moment = NOON + timedelta(hours=hour)
    return Quote(exchange=exchange, product="DHEA", day=date(2026, 5, day), close=close, fetched_at=moment)


def test_the_later_quote_wins(store: Store) -> None:
    store.put_quotes([quote(11, 80.0, hour=2), quote(12, 81.0), quote(13, 82.0), quote(12, 50.0, exchange="南禾")])
    store.put_quotes([quote(11, 70.0, hour=1), quote(12, 81.5, hour=3)])
    found = [(one.exchange, one.day.day, one.close) for one in store.quotes(date(2026, 5, 11), date(2026, 5, 12))]
    assert found == [("东海", 11, 80.0), ("东海", 12, 81.5), ("南禾", 12, 50.0)]


def test_media(store: Store) -> None:
    kept = MediaFile(url="http://x.example/" + "长" * 600, digest="d" * 64, content_type="image/png", size=7)
    lost = MediaFile(url="http://x.example/b.png", digest=None, problem="404")
    store.put_media([kept, lost])
    assert store.media([kept.url, lost.url, "http://x.example/c"]) == {kept.url: kept, lost.url: lost}
    again = MediaFile(url=lost.url, digest="e" * 64)
    store.put_media([again])
    assert store.media([lost.url]) == {lost.url: again}


def page(moment: datetime, digest: str = "1") -> PageState:
    return PageState(id="p", url="http://x.example/p", source="x", digest=digest, first_seen=moment, fetched_at=moment)


def test_pages_keep_the_earliest_first_seen(store: Store) -> None:
    store.put_pages([page(NOON, "1"), page(LATER, "2")])
    assert store.pages(["p", "q"])["p"].first_seen == NOON
    store.put_pages([page(LATER, "3")])
    found = store.pages(["p"])["p"]
    assert (found.first_seen, found.fetched_at, found.digest) == (NOON, LATER, "3")


def test_an_unsuccessful_crawl_keeps_the_last_success(store: Store) -> None:
    store.put_source(SourceState(id="b", name="乙", last_attempt=NOON))
    store.put_source(SourceState(id="a", name="甲", last_attempt=NOON, last_success=NOON, fetched=3))
    store.put_source(SourceState(id="a", name="甲", last_attempt=LATER, problem="没有回应"))
    first, second = store.sources()
    assert (first.id, first.last_attempt, first.last_success, first.problem) == ("a", LATER, NOON, "没有回应")
    assert (second.id, second.last_success) == ("b", None)


def test_labels_are_appended_once_and_listed_by_time(store: Store) -> None:
    late = Label(article="a", field="column", before="国内资讯", after="市场热点", who="编辑", at=LATER)
    early = Label(article="b", field="relevance", before="1", after="0", who="编辑", at=NOON)
    for label in (late, early, late):
        store.put_label(label)
    assert store.labels() == [early, late]


def entry(account: str, fate: Fate = "waiting", source: str = "x", topic: str = "t", reason: str = "") -> Entry:
    return Entry(
        account=account,
        topic=topic,
        source=source,
        url=f"http://x/{account}",
        stage="s",
        fate=fate,
        at=NOON,
        reason=reason,
    )


def test_accounts_are_opened_once_and_settled_last(store: Store) -> None:
    store.open_accounts([entry("1"), entry("2"), entry("3", source="y"), entry("4", topic="other")])
    store.settle([entry("1", "stored"), entry("2", "stored")])
    store.settle([entry("2", "rejected", reason="list_page"), entry("3", "dead", source="y", reason="ValueError: x")])
    store.open_accounts([entry("1"), entry("2"), entry("3", source="y")])
    assert store.tally("t") == {"x": {"stored": 1, "rejected": 1}, "y": {"dead": 1}}
    assert store.reasons("t") == {"x": {"list_page": 1}, "y": {"ValueError: x": 1}}
    assert [one.account for one in store.accounts("t")] == ["1", "2", "3"]
    assert [one.account for one in store.accounts("t", fate="rejected")] == ["2"]
    assert [one.account for one in store.accounts("t", source="y")] == ["3"]
    assert store.tally("nothing") == {}


def test_accounts_by_name(store: Store) -> None:
    store.open_accounts([entry("1"), entry("2", topic="other"), entry("3")])
    store.settle([entry("3", "rejected", reason="robots")])
    assert store.entries(["3", "2", "4", "3"]) == {
        "2": entry("2", topic="other"),
        "3": entry("3", "rejected", reason="robots"),
    }
    assert store.entries([]) == {}


def test_health_counts(store: Store) -> None:
    store.put_articles([enriched("a"), enriched("b")])
    store.append(operation(1))
    found = store.health()
    assert found.counts["articles"] == 2
    assert found.counts["operations"] == 1
    assert "2 articles" in found.summary
    assert MODEL in found.summary
