"""Crawl, import and replay: everything that puts pages on the bus."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from crawlers.catalogue.catalogue import due as due_of
from crawlers.catalogue.catalogue import load as load_catalogue
from crawlers.crawl.crawl import crawl as run_spiders
from crawlers.crawl.crawl import fetch as fetch_pages
from crawlers.crawl.requested_page import RequestedPage
from crawlers.crawl.sink import Sink
from crawlers.crawl.source_crawl import Progress, SourceReport
from index.raw_pages import list_missing
from index.store import RawPage
from pipeline.bus.interface import Outgoing
from pipeline.clocks import is_ahead
from pipeline.encoding import decode, encode
from pipeline.records import Page, account_of
from pipeline.settings import Settings
from pipeline.topics import PAGES_FETCHED
from tanxun.schedule.locks import locked
from tanxun.wiring.backends import Backends, opened
from tanxun.wiring.sources.crawl_options import crawl_options

if TYPE_CHECKING:
    from crawlers.archives.import_archive import ImportReport

# Pages put on the bus at once by a replay: bounds memory at some 100 KB a page.
REPLAY_BATCH = 50
WATCH_SECONDS = 0.5
CRAWLED_ELSEWHERE = "another crawl of it is running in this home; nothing was asked for twice"
# An editor waits: a host that is not there in a quarter of a minute, or not done in one, is there another day.
PATIENCE: dict[str, Any] = {"timeout": 15.0, "retries": 1, "source_seconds": 60.0}


def unseen(source: str, event: str) -> None:
    """The progress of a crawl that nobody watches."""


def due(settings: Settings, moment: datetime) -> list[str]:
    """The ids of the sources whose cadence says that they are due at this moment."""
    with opened(settings) as backends:
        states = {state.id: state for state in backends.store.sources()}
    return [source.id for source in due_of(load_catalogue(settings.catalogue).crawled(), states, moment)]


def crawl(
    settings: Settings,
    ids: Sequence[str] = (),
    moment: datetime | None = None,
    only_due: bool = False,
    progress: Progress = unseen,
) -> list[SourceReport]:
    """Crawl these sources (none: all) in this process, which can do so once; see `crawl_apart`.

    `moment` replaces the clock. A source that another process of this home crawls is left to it, and its report says so.
    Raises CatalogueError for an unknown source or a wrong entry, BackendError where nothing could be written.
    """
    catalogue = load_catalogue(settings.catalogue)
    with opened(settings) as backends, ExitStack() as locks:
        chosen = list(catalogue.crawled(ids))
        if only_due:
            states = {state.id: state for state in backends.store.sources()}
            chosen = list(due_of(chosen, states, moment or datetime.now(UTC)))
        free = [source for source in chosen if locks.enter_context(locked(settings.home, f"crawl-{source.id}"))]
        sink = Sink(backends.bus, backends.store, backends.files, moment)
        options = replace(crawl_options(settings, moment), only_due=only_due)
        reports = run_spiders(free, sink, options, progress) if free else []
        by_id = {report.id: report for report in reports}
        return [by_id.get(source.id) or SourceReport(source.id, 0, 0, 0, 0, 0, CRAWLED_ELSEWHERE) for source in chosen]


def crawl_apart(
    settings: Settings,
    ids: Sequence[str] = (),
    moment: datetime | None = None,
    watch: Callable[[], None] = lambda: None,
    only_due: bool = False,
) -> list[SourceReport]:
    """`crawl` in a process of its own: Twisted's reactor cannot be started twice in one.

    `watch` is called about twice a second meanwhile.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        future = apart.submit(crawl, settings, ids, moment, only_due)
        while not wait([future], timeout=WATCH_SECONDS).done:
            watch()
        return future.result()


def fetch(settings: Settings, urls: Sequence[str]) -> list[RequestedPage]:
    """Fetch these addresses and put their pages on the bus, in this process, which can do so once; see `crawl`."""
    catalogue = load_catalogue(settings.catalogue)
    options = replace(crawl_options(settings, None), **PATIENCE)
    with opened(settings) as backends:
        sink = Sink(backends.bus, backends.store, backends.files)
        requested = [RequestedPage.to(url, catalogue, sink, options) for url in urls]
        fetch_pages(requested, options)
    return requested


def import_files(settings: Settings, files: Sequence[Path], source: str | None) -> Iterator["ImportReport"]:
    """Put the pages of WARC files on the bus, a report a file."""
    from crawlers.archives.import_archive import import_file

    catalogue = load_catalogue(settings.catalogue)
    with opened(settings) as backends:
        for path in files:
            yield import_file(path, catalogue, source, Sink(backends.bus, backends.store, backends.files, None))


def replay(backends: Backends, sources: set[str], now: datetime) -> int:
    """Put every page kept in the files (of these sources; none: all) on the bus again; returns how many.

    One that was fetched later than can be by `now` goes with another time (_times_of_the_future).
    """
    list_missing(backends.store, backends.files)
    pages = backends.store.raw_pages(sources)
    mended = _times_of_the_future(backends, pages, now)
    for start in range(0, len(pages), REPLAY_BATCH):
        batch = [
            Outgoing(
                raw.page,
                _dated(backends.files.get("pages", raw.file), mended.get(raw.file)),
                {"account": raw.account, "source": raw.source, "url": raw.url},
            )
            for raw in pages[start : start + REPLAY_BATCH]
        ]
        backends.bus.publish(PAGES_FETCHED, batch)
    return len(pages)


def _times_of_the_future(backends: Backends, pages: Sequence[RawPage], now: datetime) -> dict[str, datetime]:
    """When the files were fetched whose time cannot be by now: now, where the crawl has seen nothing of the page since, else
    just before what is known of it."""
    wrong = [raw for raw in pages if is_ahead(raw.fetched_at, now)]
    states = backends.store.pages(sorted({raw.page for raw in wrong}))
    mended = {}
    for raw in wrong:
        others = [
            one.fetched_at for one in backends.store.raw_pages(page=raw.page) if not is_ahead(one.fetched_at, now)
        ]
        state = states.get(raw.page)
        newest = not others or (state is not None and raw.account == account_of(raw.page, state.digest))
        mended[raw.file] = now if newest else min(others) - timedelta(milliseconds=1)
    return mended


def _dated(value: bytes, at: datetime | None) -> bytes:
    """A page as kept, or as fetched `at` that moment."""
    if at is None:
        return value
    page = decode(Page, value)
    return encode(msgspec.structs.replace(page, fetched_at=at, first_seen=min(page.first_seen, at)))
