"""Picks the backends that the settings name; nothing else in the code knows which are in use."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.files import Files
from index.folder.files import FolderFiles
from index.raw_pages import keep_old_ids, list_missing
from index.store import Store
from pipeline.bus.interface import Bus
from pipeline.errors import NotInitialised
from pipeline.settings import Settings
from pipeline.topics import TOPICS


@dataclass(frozen=True)
class Backends:
    """The bus, the store and the files of one process."""

    bus: Bus
    store: Store
    files: Files


def open_bus(settings: Settings, reading: bool = False) -> Bus:
    """The bus named by the settings; raises Unavailable or BackendError in one line.

    With `reading` an embedded one must be there, and nothing of the home is changed.
    """
    if settings.bus == "sqlite":
        from pipeline.bus.sqlite.bus import SqliteBus

        return SqliteBus(settings.home / "bus.sqlite", reading)
    from pipeline.bus.kafka.bus import KafkaBus

    return KafkaBus(
        servers=settings.kafka,
        prefix=settings.kafka_prefix,
        replication=settings.kafka_replication,
        tls=settings.kafka_tls,
        ca_file=settings.kafka_ca_file,
        user=settings.kafka_user,
        password=settings.secret("kafka_password"),
    )


def open_store(settings: Settings, request_seconds: float | None = None, reading: bool = False) -> Store:
    """The store named by the settings; raises Unavailable or BackendError in one line.

    With `reading` an embedded one is left as in open_bus, and of a server's only the right to read is used. `request_seconds` is how long a server may take to answer, where that is not left to the store.
    """
    if settings.store == "sqlite":
        from index.sqlite.store import SqliteStore

        return SqliteStore(settings.home / "store.sqlite", reading)
    from index.elastic.store import REQUEST_SECONDS, ElasticStore

    return ElasticStore(
        url=settings.elasticsearch,
        prefix=settings.elasticsearch_prefix,
        ca_file=settings.elasticsearch_ca_file,
        api_key=settings.secret("elasticsearch_api_key"),
        replicas=settings.elasticsearch_replicas,
        request_seconds=request_seconds or REQUEST_SECONDS,
        reading=reading,
    )


def open_files(settings: Settings) -> Files:
    """The files, under the home folder."""
    return FolderFiles(settings.home / "files")


@contextmanager
def opened(settings: Settings, request_seconds: float | None = None, making: bool = True) -> Iterator[Backends]:
    """All three, closed at the end; `request_seconds` as in open_store.

    Embedded ones are made where they never were, unless it is not `making` (a server must not begin an empty home).
    """
    with _opened(settings, request_seconds, reading=False) as backends:
        if making and settings.bus == "sqlite":
            try:
                backends.bus.consumer(list(TOPICS), "init")  # a member of no group before it polls
            except NotInitialised:
                backends.bus.create(TOPICS.values())
        if making and settings.store == "sqlite":
            try:
                backends.store.sources()
            except NotInitialised:
                from tanxun.wiring.model import model_name

                backends.store.init(model_name(settings))
        yield backends


@contextmanager
def opened_to_read(settings: Settings) -> Iterator[Backends]:
    """All three, for a command that changes nothing: raises NotInitialised where there are none."""
    with _opened(settings, None, reading=True) as backends:
        yield backends


@contextmanager
def _opened(settings: Settings, request_seconds: float | None, reading: bool) -> Iterator[Backends]:
    with ExitStack() as stack:
        bus = open_bus(settings, reading)
        stack.callback(bus.close)
        store = open_store(settings, request_seconds, reading)
        stack.callback(store.close)
        yield Backends(bus, store, open_files(settings))


def init(settings: Settings, model: str, now: datetime | None = None) -> list[str]:
    """`tanxun init`: create topics and store, migrate what is older; returns what was done, a line each.

    Versions that cannot be by `now` (None: the clock) are set back.
    """
    with _opened(settings, None, reading=False) as backends:
        done = [f"topic {name} created" for name in backends.bus.create(TOPICS.values())]
        done += backends.store.init(model)
        listed = list_missing(backends.store, backends.files)
        if listed:
            done.append(f"{listed} raw pages in the files entered in the store's list")
        kept = keep_old_ids(backends.store)
        if kept:
            done.append(f"{kept} addresses lead to the pages that an earlier version knew under other ids")
        wrong = backends.store.set_back(now or datetime.now(UTC))
        if wrong:
            done.append(
                f"{wrong} articles, fingerprints and quotes were dated by a clock that was wrong: whatever comes is newer from now "
                "on; run `tanxun replay`"
            )
        return done


def salvaged(settings: Settings, damaged: Path) -> Mapping[str, int]:
    """Take what can be read of a damaged embedded store over into the new one; returns how many rows, by kind."""
    from index.sqlite.salvage import salvage

    return salvage(damaged, settings.home / "store.sqlite")
