"""`tanxun doctor`: is everything there that a run needs, and what to do where it is not."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TanxunError
from pipeline.settings import Settings
from pipeline.topics import TOPICS
from tanxun.wiring.backends import open_bus, open_store
from tanxun.wiring.model import model_name

# A week of 30 sources with pictures is under 1 GB (30 items of 3,000 pages, 100 KB a page compressed to a fifth).
NEEDED_BYTES = 2 << 30


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is good, what was found, and what to do if it is not."""

    what: str
    good: bool
    found: str
    advice: str = ""


def examine(settings: Settings) -> list[Check]:
    """Every check, in the order in which a person would mend things; none of them changes anything."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: f"bus {settings.bus}, store {settings.store}, home {settings.home}"),
        ("contact", lambda: _contact(settings)),
        ("disk", lambda: _disk(settings.home)),
        ("catalogue", lambda: _catalogue(settings)),
        ("bus", lambda: _bus(settings)),
        ("store", lambda: _store(settings)),
        ("model", lambda: _model(settings)),
        ("fonts", _fonts),
    ]
    return [_check(what, look) for what, look in checks]


def _check(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what, True, look())
    except TanxunError as problem:
        found, _, advice = str(problem).partition("; ")
        return Check(what, False, found, advice)
    except OSError as problem:
        return Check(what, False, f"{problem.filename}: {problem.strerror}", "mend the path or its permissions")


def _contact(settings: Settings) -> str:
    if not settings.contact:
        raise TanxunError("no contact in the user agent; set TANXUN_CONTACT to an address or e-mail of yours")
    return settings.contact


def _disk(home: Path) -> str:
    place = next(folder for folder in [home.absolute(), *home.absolute().parents] if folder.exists())
    free = shutil.disk_usage(place).free
    if free < NEEDED_BYTES:
        raise TanxunError(f"{free >> 20} MiB free at {place}; free {NEEDED_BYTES >> 20} MiB or move TANXUN_HOME")
    return f"{free >> 30} GiB free at {place}"


def _catalogue(settings: Settings) -> str:
    from crawlers.catalogue.catalogue import load

    return f"{len(load(settings.catalogue).sources)} sources"


@contextmanager
def _existing(settings: Settings, file: str, backend: str) -> Iterator[None]:
    if backend == "sqlite" and not (settings.home / file).exists():
        raise TanxunError(f"{settings.home / file} does not exist; run `tanxun init`")
    yield


def _bus(settings: Settings) -> str:
    with _existing(settings, "bus.sqlite", settings.bus):
        bus = open_bus(settings, reading=True)
    try:
        waiting = sum(bus.lag("doctor", topic) for topic in TOPICS)
    finally:
        bus.close()
    return f"{len(TOPICS)} topics, {waiting} messages kept"


def _store(settings: Settings) -> str:
    with _existing(settings, "store.sqlite", settings.store):
        store = open_store(settings, reading=True)
    try:
        return store.health().summary
    finally:
        store.close()


def _model(settings: Settings) -> str:
    from enrich.embed.model_folder import check

    if settings.model and not Path(settings.model).exists():
        return f"{settings.model} (by name; loaded from the local cache of models)"
    folder = Path(settings.model) if settings.model else settings.home / "model" / "multilingual-e5-small"
    check(folder)
    return f"{model_name(settings)} in {folder}"


def _fonts() -> str:
    from bulletin.render.fonts import fonts

    return ", ".join(path.name for path in fonts())
