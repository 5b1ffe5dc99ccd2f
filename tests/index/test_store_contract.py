"""What every store must do: the sentences of index.store.Store, on each backend."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from index.crawl_state import PageState, SourceState
from index.store import Fingerprint, Label, MediaFile, Operation, RawPage, Store
from pipeline.errors import BackendError, Conflict, ModelError
from pipeline.ledger import Account, Fate
from pipeline.records import Quote, ReadAttachment, Reason
from tests.support.articles import MODEL, NOON, enriched, vector
from tests.support.stores import Opener

LATER = NOON + timedelta(hours=6)
FINGERPRINT = Fingerprint(id="a", version=1, text_hash="t", title="题目", text="", hashes=(7,))
QUOTE = Quote(exchange="dhex", product="DHEA", day=NOON.date(), close=None)


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
    unread = ReadAttachment(url="http://x.example/1.rar", name="1.rar", unread=Reason("attachment_encrypted"))
    read = ReadAttachment(url="http://x.example/2.pdf", name="2.pdf", format="pdf", pages=2, recognised=0.91)
    one = enriched("a", vector=vector(0.1, -0.7, 0.3), attachments_read=(unread, read))
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


def test_versions_that_cannot_be_are_older_than_any_once_they_are_set_back(opener: Opener, store: Store) -> None:
    """A machine's clock said 2099 while it crawled."""
    wrong = LATER.replace(year=2099)

    def put(text: str, at: datetime) -> None:
        store.put_articles([enriched("a", text=text, fetched_at=at)])
        store.put_fingerprints([replace(FINGERPRINT, text=text, version=int(at.timestamp() * 1000))])
        store.put_quotes([replace(QUOTE, close=float(len(text)), fetched_at=at)])

    def texts() -> tuple[str, str, float | None]:
        found, (other,), (quote,) = store.article("a"), store.candidates([7], 9), store.quotes(NOON.date(), NOON.date())
        assert found is not None
        return found.enriched.article.text, other.text, quote.close

    put("误记的文字", wrong)
    put("更正后的", LATER)
    assert texts() == ("误记的文字", "误记的文字", 5.0)
    assert store.ahead(wrong) == 0
    assert store.ahead(LATER) == 3
    assert (store.set_back(LATER), store.ahead(LATER)) == (3, 0)
    assert texts() == ("误记的文字", "误记的文字", 5.0)
    assert store.set_back(LATER) == 0
    other = opener()
    assert other.article("a") == store.article("a")
    other.close()
    put("更正后的", LATER)
    put("早先的", NOON)
    assert texts() == ("更正后的", "更正后的", 4.0)


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


def test_articles_by_the_beginning_of_their_ids(store: Store) -> None:
    store.put_articles([enriched(name) for name in ("0a1", "0a2", "0a", "0b%", "1a")])
    found = store.articles_beginning("0a", 10)
    assert [one.id for one in found] == ["0a", "0a1", "0a2"]
    assert all(one.enriched.vector == b"" for one in found)
    assert [one.id for one in store.articles_beginning("0a", 2)] == ["0a", "0a1"]
    assert [one.id for one in store.articles_beginning("0b%", 10)] == ["0b%"]
    assert store.articles_beginning("0%", 10) == []


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
    lost = MediaFile(url="http://x.example/b.png", digest=None, problem=Reason("media_not_found", {"status": 404}))
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


def test_a_page_that_never_came_was_not_seen(store: Store) -> None:
    store.put_pages([page(NOON, ""), page(LATER, "2")])
    assert store.pages(["p"])["p"].first_seen == LATER


def test_pages_are_due_by_source_and_moment_the_longest_first(store: Store) -> None:
    def due(name: str, moment: datetime | None, source: str = "x") -> PageState:
        return msgspec.structs.replace(page(NOON), id=name, source=source, due=moment)

    first, second, later = due("b", NOON), due("a", NOON + timedelta(milliseconds=1)), due("c", LATER)
    store.put_pages([later, second, first, due("d", None), due("e", NOON, "y")])
    assert store.due_pages("x", LATER - timedelta(seconds=1), 9) == [first, second]
    assert store.due_pages("x", LATER, 9) == [first, second, later]
    assert store.due_pages("x", LATER, 1) == [first]
    store.put_pages([due("b", None)])
    assert store.due_pages("x", NOON, 9) == []
    # No plan reaches so far: a clock that was wrong has dated it.
    store.put_pages([due("far", LATER.replace(year=2099))])
    assert [one.id for one in store.due_pages("x", LATER, 9)] == ["a", "c", "far"]


def raw(file: str, page: str = "p", source: str = "x") -> RawPage:
    return RawPage(file=file, page=page, account=f"account-{file}", source=source, url="http://x/p", fetched_at=NOON)


def test_raw_pages_are_listed_by_source_and_by_page(store: Store) -> None:
    store.put_raw_pages([])
    store.put_raw_pages([raw("c"), raw("a", source="y"), raw("b", page="q")])
    store.put_raw_pages([raw("c")])
    assert store.raw_pages() == [raw("a", source="y"), raw("b", page="q"), raw("c")]
    assert store.raw_pages({"x", "z"}) == [raw("b", page="q"), raw("c")]
    assert store.raw_pages(page="p") == [raw("a", source="y"), raw("c")]
    assert store.raw_pages(["y"], page="q") == []


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


def entry(account: str, fate: Fate = "waiting", source: str = "x", topic: str = "t", reason: str = "") -> Account:
    return Account(
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


def test_an_account_is_settled_from_what_it_was_or_not_at_all(opener: Opener, store: Store) -> None:
    dead = entry("1", "dead", reason="ValueError: x")
    store.settle([dead])
    other = opener()
    assert other.settle_from(dead, entry("1"))
    assert not store.settle_from(dead, entry("1", "rejected"))
    assert not store.settle_from(entry("2"), entry("2", "stored"))
    assert store.entries(["1", "2"]) == {"1": entry("1")}
    assert store.tally("t") == {"x": {"waiting": 1}}
    # The same death once more, later: not what was read.
    store.settle([msgspec.structs.replace(dead, at=LATER)])
    assert not other.settle_from(dead, entry("1"))
    other.close()


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
