"""Asking for an address and looking up what became of it, on a real bus and store."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from index.crawl_state import PageState
from index.requested_addresses import RequestOutcome, address, ask, outcome, request_done
from index.sqlite.store import SqliteStore
from pipeline.addresses import page_id
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import decode
from pipeline.errors import RejectCode
from pipeline.ledger import Account, Fate
from pipeline.records import Duplicate, EnrichedArticle, Reason, Request, account_of, request_account
from pipeline.topics import PAGES_FETCHED, PAGES_REQUESTED, TOPICS
from tests.support.articles import MODEL, enriched

URL = "http://green.example/t1.html"
MOVED = "http://green.example/new/1.html"
AT = datetime(2026, 5, 15, 1, tzinfo=UTC)


class RequestsPlace:
    """A bus and a store in a folder."""

    def __init__(self, folder: Path) -> None:
        self.bus = SqliteBus(folder / "bus.sqlite")
        self.bus.create(TOPICS.values())
        self.store = SqliteStore(folder / "store.sqlite")
        self.store.init(MODEL)

    def ask(self, url: str = URL, at: datetime = AT) -> RequestOutcome:
        return ask(self.bus, self.store, Request(url=url, why="第1期", who="编辑乙", asked_at=at))

    def settle(self, url: str, account: str, topic: str, fate: Fate, reason: str = "") -> None:
        self.store.settle(
            [Account(account=account, topic=topic, source="green", url=url, stage="x", fate=fate, at=AT, reason=reason)]
        )

    def page(self, url: str, fate: Fate, reason: str = "") -> None:
        """A page that the crawl knows, with its account."""
        state = PageState(id=page_id(url), url=url, source="green", digest="d", first_seen=AT, fetched_at=AT)
        self.store.put_pages([state])
        self.settle(url, account_of(state.id, "d"), PAGES_FETCHED, fate, reason)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[RequestsPlace]:
    made = RequestsPlace(tmp_path)
    yield made
    made.bus.close()
    made.store.close()


def article(url: str, *others: str) -> EnrichedArticle:
    made = enriched(page_id(url))
    pairs = [Duplicate(other=one, score=0.9, why=Reason("same_text"), own_hash="a", other_hash="b") for one in others]
    return replace(made, article=replace(made.article, url=url), duplicates=tuple(pairs))


def test_a_request_goes_on_the_bus_and_waits(place: RequestsPlace) -> None:
    assert outcome(place.store, URL) == RequestOutcome("unknown", URL)
    said = place.ask("https://green.example/t1.html#top")
    assert (said.state, said.stage, said.at, said.is_final) == ("waiting", "request", AT, False)
    (message,) = place.bus.read(PAGES_REQUESTED)
    assert message.key == page_id(URL)
    assert decode(Request, message.value).who == "编辑乙"
    assert outcome(place.store, URL) == said
    assert place.store.tally(PAGES_FETCHED) == {}


def test_asked_twice_it_is_one_account(place: RequestsPlace) -> None:
    place.ask()
    place.settle(URL, request_account(URL), PAGES_REQUESTED, "rejected", RejectCode.NOT_FOUND)
    later = place.ask(at=AT + timedelta(hours=1))
    assert (later.state, later.at) == ("waiting", AT + timedelta(hours=1))
    assert len(place.store.accounts(PAGES_REQUESTED)) == 1
    assert len(list(place.bus.read(PAGES_REQUESTED))) == 2


def test_a_give_up_says_why(place: RequestsPlace) -> None:
    place.ask()
    place.settle(URL, request_account(URL), PAGES_REQUESTED, "rejected", RejectCode.ROBOTS)
    found = outcome(place.store, URL)
    assert (found.state, found.reason, found.is_final) == ("rejected", RejectCode.ROBOTS, True)


def test_a_dead_request_says_what_of(place: RequestsPlace) -> None:
    place.ask()
    place.settle(URL, request_account(URL), PAGES_REQUESTED, "dead", "Stumbled: no answer")
    assert (outcome(place.store, URL).state, outcome(place.store, URL).cause) == ("dead", "Stumbled: no answer")


@pytest.mark.parametrize(
    ("fate", "reason", "cause"), [("waiting", None, ""), ("rejected", RejectCode.TOO_SHORT, ""), ("dead", None, "boom")]
)
def test_a_fetched_page_is_followed_through_its_redirect(
    place: RequestsPlace, fate: Fate, reason: RejectCode | None, cause: str
) -> None:
    place.ask()
    place.page(MOVED, fate, str(reason or cause))
    assert outcome(place.store, URL).stage == "request"
    place.store.settle([request_done(URL, MOVED, "green", AT)])
    found = outcome(place.store, URL)
    assert (found.state, found.url, found.reason, found.cause) == (fate, MOVED, reason, cause)


def test_a_stored_article_is_found_and_not_asked_for_again(place: RequestsPlace) -> None:
    place.ask()
    place.page(MOVED, "stored")
    place.store.settle([request_done(URL, MOVED, "green", AT)])
    place.store.put_articles([article(MOVED)])
    found = place.ask()
    assert (found.state, found.article, found.url) == ("stored", page_id(MOVED), MOVED)
    assert len(list(place.bus.read(PAGES_REQUESTED))) == 1


def test_a_duplicate_names_what_it_repeats(place: RequestsPlace) -> None:
    place.store.put_articles([article(URL, "b", "a")])
    found = outcome(place.store, URL)
    assert (found.state, found.article, found.others) == ("duplicate", page_id(URL), ("a", "b"))


def test_what_the_crawl_knows_is_known_without_asking(place: RequestsPlace) -> None:
    place.page(URL, "rejected", RejectCode.LIST_PAGE)
    assert outcome(place.store, URL).reason is RejectCode.LIST_PAGE
    assert place.ask().state == "waiting"


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        (" https://a.example/1.html\n", "https://a.example/1.html"),
        ("www.a.example/1.html", "http://www.a.example/1.html"),
        ("a.example:8080/1?x=http://b.example/", "http://a.example:8080/1?x=http://b.example/"),
    ],
)
def test_what_a_person_pastes(pasted: str, meant: str) -> None:
    assert address(pasted) == meant


NO_ADDRESSES = [
    "",
    "碳市场 一周",
    "ftp://a.example/x",
    "javascript:alert(1)",
    "mailto:a@a.example",
    "http://me:secret@a.example/",
    "http://a.example/1 http://a.example/2",
    "http:///x",
    "http://a.example:99999/",
    "http://a.example/" + "x" * 2000,
]


@pytest.mark.parametrize("pasted", NO_ADDRESSES)
def test_what_is_no_address(pasted: str) -> None:
    with pytest.raises(ValueError, match=r"not an|out of range"):
        address(pasted)
