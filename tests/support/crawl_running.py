"""Runs a crawl as the wiring does, in a process of its own, and reads what it left."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawlers.catalogue.entry import Source
from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.sink import Sink
from index.crawl_state import PageState, SourceState
from index.folder.files import FolderFiles
from index.sqlite.store import SqliteStore
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import decode
from pipeline.ledger import Account
from pipeline.records import Page, Quote
from pipeline.topics import PAGES_FETCHED, PRICES_QUOTED, TOPICS
from tests.support.forked import context

# Proxies of the machine must not reach a test's crawl; a test's own come on top.
BARE = dict.fromkeys(("http_proxy", "https_proxy", "no_proxy", "all_proxy"), "")


@dataclass(frozen=True)
class CrawlPlace:
    """A home folder with an initialised bus, store and files."""

    home: Path

    @contextmanager
    def sink(self, options: CrawlOptions) -> Iterator[Sink]:
        with closing(SqliteBus(self.home / "bus.sqlite")) as bus, closing(self.store()) as store:
            yield Sink(bus, store, FolderFiles(self.home / "files"), options.moment)

    def store(self) -> SqliteStore:
        return SqliteStore(self.home / "store.sqlite")

    def init(self) -> None:
        with closing(SqliteBus(self.home / "bus.sqlite")) as bus, closing(self.store()) as store:
            bus.create(TOPICS.values())
            store.init("none")

    def pages(self) -> list[Page]:
        """All pages published, in the order of their addresses, then of publishing."""
        with closing(SqliteBus(self.home / "bus.sqlite")) as bus:
            found = [decode(Page, message.value) for message in bus.read(PAGES_FETCHED)]
        return sorted(found, key=lambda page: page.url)

    def quotes(self) -> list[Quote]:
        with closing(SqliteBus(self.home / "bus.sqlite")) as bus:
            return [decode(Quote, message.value) for message in bus.read(PRICES_QUOTED)]

    def accounts(self) -> list[Account]:
        with closing(self.store()) as store:
            return store.accounts(PAGES_FETCHED)

    def reasons(self) -> dict[str, str]:
        """Reason by address, of what the crawl gave up."""
        return {entry.url: entry.reason for entry in self.accounts() if entry.fate == "rejected"}

    def state(self, source: str) -> SourceState:
        with closing(self.store()) as store:
            return next(state for state in store.sources() if state.id == source)

    def page_state(self, page_id: str) -> PageState:
        with closing(self.store()) as store:
            return store.pages([page_id])[page_id]


@dataclass(frozen=True)
class Crawled:
    """The reports of a crawl by source, its events, and the error that ended it, if one did."""

    reports: dict[str, Any] = field(default_factory=dict)
    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    error: str = ""


def run(place: CrawlPlace, sources: Sequence[Source], proxy: str = "", **options: Any) -> Crawled:
    """Crawl in a child process; with `proxy`, that is what http_proxy says there."""
    environment = {**BARE, **({"http_proxy": proxy} if proxy else {})}
    chosen = CrawlOptions(**{"delay": 0.0, "timeout": 5.0, **options})
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, environment, place, list(sources), chosen))
    child.start()
    theirs.close()
    try:
        result: Crawled = ours.recv()
    except EOFError as end:
        raise AssertionError("the crawl's process died without a word") from end
    finally:
        child.join()
    return result


def _child(
    pipe: Any, environment: Mapping[str, str], place: CrawlPlace, sources: Sequence[Source], options: CrawlOptions
) -> None:
    os.environ.update(environment)
    from crawlers.crawl.crawl import crawl
    from pipeline.errors import TanxunError

    events: Counter[tuple[str, str]] = Counter()
    try:
        with place.sink(options) as sink:
            reports = crawl(sources, sink, options, lambda source, event: events.update([(source, event)]))
    except TanxunError as problem:
        pipe.send(Crawled(error=f"{type(problem).__name__}: {problem}"))
    else:
        pipe.send(Crawled({report.id: report for report in reports}, events))
