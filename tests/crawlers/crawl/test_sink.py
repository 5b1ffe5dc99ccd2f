"""The sink: a kill between any two of its steps loses nothing and counts nothing twice."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from crawlers.crawl.sink import Sink
from crawlers.pages.links import ArticleLink
from index.crawl_state import PageState
from index.folder.files import FolderFiles
from index.sqlite.store import SqliteStore
from pipeline.addresses import canonical, page_id
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import decode
from pipeline.errors import RejectCode
from pipeline.ledger import Account
from pipeline.records import Page, PagePart, Publisher
from tests.support.crawl_running import CrawlPlace

URL = "http://green.example/t1.html"
AT = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)


class KilledBeforeLedger(SqliteStore):
    def open_accounts(self, entries: Iterable[Account]) -> None:
        raise KeyboardInterrupt


class KilledBeforeState(SqliteStore):
    def put_pages(self, states: Iterable[PageState]) -> None:
        raise KeyboardInterrupt


def page(text: str = "一", at: datetime = AT) -> Page:
    return Page(
        id=page_id(URL),
        url=URL,
        canonical=canonical(URL),
        publisher=Publisher(id="green", name="绿"),
        fetched_at=at,
        first_seen=at,
        status=200,
        headers={"etag": '"1"'},
        parts=(PagePart.pack(URL, text.encode()),),
        via="crawl",
    )


@pytest.mark.parametrize("kind", [KilledBeforeLedger, KilledBeforeState])
def test_a_killed_crawl_does_the_page_again_under_the_same_account(place: CrawlPlace, kind: type[SqliteStore]) -> None:
    files = FolderFiles(place.home / "files")
    with (
        closing(SqliteBus(place.home / "bus.sqlite")) as bus,
        closing(kind(place.home / "store.sqlite")) as store,
        pytest.raises(KeyboardInterrupt),
    ):
        Sink(bus, store, files).page(page())
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        assert Sink(bus, store, files).page(page())
        assert not Sink(bus, store, files).page(page())

    assert [found.account for found in place.pages()] == [page().account] * 2
    assert [(entry.account, entry.fate) for entry in place.accounts()] == [(page().account, "waiting")]


def test_what_is_on_the_bus_is_in_the_files(place: CrawlPlace) -> None:
    files = FolderFiles(place.home / "files")
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        Sink(bus, store, files).page(page())
        (message,) = bus.read("pages.fetched")
        (listed,) = store.raw_pages()

    (digest,) = files.digests("pages")
    assert files.get("pages", digest) == message.value
    assert decode(Page, message.value) == page()
    assert (listed.file, listed.page, listed.account) == (digest, page().id, page().account)
    assert message.headers == {"account": page().account, "source": "green", "url": URL}
    assert message.key == page().id


def test_first_seen_is_the_earliest(place: CrawlPlace) -> None:
    files = FolderFiles(place.home / "files")
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        sink = Sink(bus, store, files)
        sink.page(page())
        sink.page(page("二", AT + timedelta(days=1)))
    assert [found.first_seen for found in place.pages()] == [AT, AT]


def test_no_page_is_of_the_future_and_none_older_than_the_look_before(place: CrawlPlace) -> None:
    """An archive that says 2099; a crawl an hour after one whose clock was two hours ahead."""
    files, now = FolderFiles(place.home / "files"), datetime.now(UTC)
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        sink = Sink(bus, store, files)
        sink.page(msgspec.structs.replace(page("一", now.replace(year=2099)), via="import"))
        (imported,) = place.pages()
        assert now <= imported.first_seen == imported.fetched_at <= datetime.now(UTC)
        ahead = msgspec.structs.replace(store.pages([page().id])[page().id], fetched_at=now + timedelta(hours=2))
        store.put_pages([ahead])
        sink.page(page("更正", now + timedelta(hours=1)))
        sink.unchanged(store.pages([page().id])[page().id], now + timedelta(hours=1))
        sink.page(page("再次更正", now + timedelta(hours=1)))
        sink.failed("green", ArticleLink(URL, "一", None), now + timedelta(hours=1), again=True, gone=False)
        sink.page(page("第三次更正", now + timedelta(hours=1)))
        first, second, third, fourth = (found.fetched_at for found in place.pages())
        assert first < now + timedelta(hours=2) < second < third < fourth < now + timedelta(hours=2, minutes=1)
        # What an archive says of a time before stands.
        sink.page(msgspec.structs.replace(page("原来的", AT), via="import"))
        assert place.pages()[-1].fetched_at == AT


def test_a_page_dated_by_a_wrong_clock_is_due_now_whatever_day_is_asked_for(place: CrawlPlace) -> None:
    wrong = datetime.now(UTC).replace(year=2099)
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        sink = Sink(bus, store, FolderFiles(place.home / "files"))
        sink.page(page())
        state = store.pages([page().id])[page().id]
        store.put_pages([msgspec.structs.replace(state, fetched_at=wrong, due=wrong + timedelta(days=7))])
        (found,) = sink.due("green", datetime.now(UTC) + timedelta(days=365), 1)
    assert found.due is not None
    assert found.due <= datetime.now(UTC)


def clock(time: str, text: str = "一") -> str:
    return f"<html><body><p>{text}</p><div data-now='{time}'></div></body></html>"


def test_a_clock_in_a_page_is_no_other_content(place: CrawlPlace) -> None:
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        sink = Sink(bus, store, FolderFiles(place.home / "files"))
        assert sink.page(page(clock("1")))
        assert not sink.page(page(clock("2"), AT + timedelta(days=1)))
        assert sink.page(page(clock("3", "二"), AT + timedelta(days=3)))
    assert len({found.account for found in place.pages()}) == len(place.accounts()) == 2


def test_a_page_of_the_version_before_keeps_its_account(place: CrawlPlace) -> None:
    """Its digest was of the bytes; what is in the files says what it would be of the content."""
    old = msgspec.structs.replace(page(clock("1")), schema=1)
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        sink = Sink(bus, store, FolderFiles(place.home / "files"))
        assert sink.page(old)
        assert not sink.page(page(clock("1"), AT + timedelta(days=1)))
        assert not sink.page(page(clock("2"), AT + timedelta(days=3)))
        assert store.pages([old.id])[old.id].digest == old.digest_of_bytes
        assert sink.page(page(clock("2", "二"), AT + timedelta(days=7)))
    kept = next(found for found in place.pages() if found.fetched_at == AT)
    assert (kept.schema, kept.account) == (1, old.account)
    assert len(place.accounts()) == 2


def test_a_rejection_is_one_account_a_reason(place: CrawlPlace) -> None:
    with closing(SqliteBus(place.home / "bus.sqlite")) as bus, closing(place.store()) as store:
        sink = Sink(bus, store, FolderFiles(place.home / "files"))
        for reason in (RejectCode.NOT_FOUND, RejectCode.NOT_FOUND, RejectCode.ROBOTS):
            sink.rejected("green", URL, reason, AT)
        assert store.tally("pages.fetched") == {"green": {"rejected": 2}}
        assert store.reasons("pages.fetched") == {"green": {"not_found": 1, "robots": 1}}
