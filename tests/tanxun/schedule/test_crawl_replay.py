"""A replay puts the kept pages on the bus again, as they lie in the files, and reads those of its sources only."""

from pathlib import Path

from index.folder.files import FolderFiles
from index.sqlite.store import SqliteStore
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import encode
from pipeline.records import Page, PagePart, Publisher
from pipeline.topics import PAGES_FETCHED, TOPICS
from tanxun.schedule.crawl import REPLAY_BATCH, replay
from tanxun.wiring.backends import Backends
from tests.support.articles import MODEL, NOON


def page(name: str, source: str) -> Page:
    return Page(
        id=name,
        url=f"http://{source}.example/{name}",
        canonical=f"http://{source}.example/{name}",
        publisher=Publisher(id=source, name=source),
        fetched_at=NOON,
        first_seen=NOON,
        status=200,
        headers={},
        parts=(PagePart.pack("http://x.example/", name.encode()),),
        via="crawl",
    )


def test_all_pages_or_those_of_some_sources(tmp_path: Path) -> None:
    backends = Backends(
        SqliteBus(tmp_path / "bus.sqlite"), SqliteStore(tmp_path / "store.sqlite"), FolderFiles(tmp_path / "files")
    )
    backends.bus.create(TOPICS.values())
    backends.store.init(MODEL)
    red = [page(f"r{number}", "red") for number in range(REPLAY_BATCH + 1)]
    kept = {one.id: backends.files.put("pages", encode(one)) for one in [*red, page("g", "green")]}
    assert replay(backends, {"green"}) == 1
    (message,) = backends.bus.read(PAGES_FETCHED)
    assert (message.key, message.value) == ("g", encode(page("g", "green")))
    assert message.headers == {
        "account": page("g", "green").account,
        "source": "green",
        "url": "http://green.example/g",
    }
    # A page of another source that is damaged stands in no way of this one's.
    (tmp_path / "files/pages" / kept["r0"][:2] / kept["r0"]).write_bytes(b"damaged")
    assert replay(backends, {"green"}) == 1
    (tmp_path / "files/pages" / kept["r0"][:2] / kept["r0"]).write_bytes(encode(page("r0", "red")))
    assert replay(backends, set()) == len(red) + 1
    assert len(list(backends.bus.read(PAGES_FETCHED))) == 1 + 1 + len(red) + 1
    backends.bus.close()
    backends.store.close()
