"""A replay puts the kept pages on the bus again, as they lie in the files, and reads those of its sources only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.crawl_state import PageState
from index.folder.files import FolderFiles
from index.sqlite.store import SqliteStore
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import decode, encode
from pipeline.records import Page, PagePart, Publisher
from pipeline.topics import PAGES_FETCHED, TOPICS
from tanxun.schedule.crawl import REPLAY_BATCH, replay
from tanxun.wiring.backends import Backends
from tests.support.articles import MODEL, NOON

FAR = datetime(2099, 1, 1, tzinfo=UTC)


def page(name: str, source: str, text: str = "", at: datetime = NOON) -> Page:
    return Page(
        id=name,
        url=f"http://{source}.example/{name}",
        canonical=f"http://{source}.example/{name}",
        publisher=Publisher(id=source, name=source),
        fetched_at=at,
        first_seen=at,
        status=200,
        headers={},
        parts=(PagePart.pack("http://x.example/", (text or name).encode()),),
        via="crawl",
    )


@pytest.fixture
def backends(tmp_path: Path) -> Iterator[Backends]:
    made = Backends(
        SqliteBus(tmp_path / "bus.sqlite"), SqliteStore(tmp_path / "store.sqlite"), FolderFiles(tmp_path / "files")
    )
    made.bus.create(TOPICS.values())
    made.store.init(MODEL)
    yield made
    made.bus.close()
    made.store.close()


def test_all_pages_or_those_of_some_sources(tmp_path: Path, backends: Backends) -> None:
    red = [page(f"r{number}", "red") for number in range(REPLAY_BATCH + 1)]
    kept = {one.id: backends.files.put("pages", encode(one)) for one in [*red, page("g", "green")]}
    assert replay(backends, {"green"}, NOON) == 1
    (message,) = backends.bus.read(PAGES_FETCHED)
    assert (message.key, message.value) == ("g", encode(page("g", "green")))
    assert message.headers == {
        "account": page("g", "green").account,
        "source": "green",
        "url": "http://green.example/g",
    }
    # A page of another source that is damaged stands in no way of this one's.
    (tmp_path / "files/pages" / kept["r0"][:2] / kept["r0"]).write_bytes(b"damaged")
    assert replay(backends, {"green"}, NOON) == 1
    (tmp_path / "files/pages" / kept["r0"][:2] / kept["r0"]).write_bytes(encode(page("r0", "red")))
    assert replay(backends, set(), NOON) == len(red) + 1
    assert len(list(backends.bus.read(PAGES_FETCHED))) == 1 + 1 + len(red) + 1


@pytest.mark.parametrize(
    ("last", "sent"),
    [("c", {"a": -4, "b": -4.1, "c": 0}), ("b", {"a": -4, "b": 1, "c": 0})],
    ids=["seen again since", "what was seen last"],
)
def test_what_a_wrong_clock_has_dated_is_as_old_as_it_can_be(
    backends: Backends, last: str, sent: dict[str, float]
) -> None:
    """Three contents of one page: four days ago, of 2099, and now; the crawl remembers which it saw last."""
    now = NOON + timedelta(days=1)
    kept = [page("p", "green", "a", NOON - timedelta(days=4)), page("p", "green", "b", FAR), page("p", "green", "c")]
    for one in kept:
        backends.files.put("pages", encode(one))
    (seen,) = (one for one in kept if one.parts[0].unpack() == last.encode())
    state = PageState(id="p", url=seen.url, source="green", digest=seen.digest, first_seen=NOON, fetched_at=NOON)
    backends.store.put_pages([state])
    assert replay(backends, set(), now) == 3
    found = [decode(Page, message.value) for message in backends.bus.read(PAGES_FETCHED)]
    days = {one.parts[0].unpack().decode(): (one.fetched_at - NOON) / timedelta(days=1) for one in found}
    assert sorted(days, key=lambda text: days[text]) == sorted(sent, key=lambda text: sent[text])
    assert max(one.fetched_at for one in found) <= now
    assert all(one.first_seen <= one.fetched_at for one in found)
    assert {message.headers["account"] for message in backends.bus.read(PAGES_FETCHED)} == {one.account for one in kept}
