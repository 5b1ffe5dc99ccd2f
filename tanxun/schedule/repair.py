"""`tanxun repair`: a bus or a store of one machine that is damaged or gone is made anew from what is left."""

from datetime import datetime
from pathlib import Path

from bulletin.issue import Journal, complete_publication
from index.raw_pages import unlisted
from pipeline.errors import NotInitialised
from pipeline.settings import Settings
from pipeline.sqlite_file import DamagedFile, check_whole, set_aside
from tanxun.schedule.crawl import replay
from tanxun.wiring.backends import init, opened, salvaged

LOST_WITH_THE_BUS = "not brought back: dead letters, addresses that were asked for, prices that waited to be stored"
LOST_WITH_THE_STORE = (
    "not brought back, but from a backup: operations (issues, editors' work) and labels that could not be read, and the accounts "
    "of pages that the crawl gave up; prices and what the crawl knows come again with the next crawls"
)


def repair(settings: Settings, model: str, moment: datetime) -> list[str]:
    """Mend what is damaged or gone, and put every raw page on the bus again; returns what was done, a line each, [] for nothing.

    Nothing else may use the home meanwhile. A damaged file is kept under another name, and read by the next repair where this
    one is killed before it has. Raises BackendError.
    """
    done, store = list[str](), settings.home / "store.sqlite"
    if settings.bus == "sqlite" and (wrong := _out_of_the_way(settings.home / "bus.sqlite")):
        done += [f"bus.sqlite {wrong}: made anew", LOST_WITH_THE_BUS]
    lost = _out_of_the_way(store) if settings.store == "sqlite" else ""
    if lost:
        done.append(f"store.sqlite {lost}: made anew")
    if done:
        done += init(settings, model, moment)
    unread = _unread(store) if settings.store == "sqlite" else []
    for damaged in unread:
        taken = salvaged(settings, damaged)
        kinds = ", ".join(f"{count} {kind}" for kind, count in taken.items())
        done.append(f"there are, with what could be read of {damaged.name}: {kinds or 'nothing'}")
        _marked_read(damaged).touch()
    if lost or unread:
        done.append(LOST_WITH_THE_STORE)
    with opened(settings) as backends:
        if not done and not unlisted(backends.store, backends.files):
            return []
        journal = Journal(backends.store)
        shown = [number for number in backends.store.issues() if complete_publication(journal, number)]
        if shown:
            done.append(f"public again: issues {', '.join(map(str, shown))}")
        done.append(f"{replay(backends, set(), moment)} raw pages on the bus again; next: tanxun work all --until-idle")
    return done


def _out_of_the_way(path: Path) -> str:
    """What was wrong with the file, which is gone from its place now; "" where it is whole."""
    try:
        check_whole(path)
    except NotInitialised:
        return "was gone"
    except DamagedFile:
        return f"was damaged and lies beside it as {set_aside(path).name}"
    return ""


def _unread(store: Path) -> list[Path]:
    """The damaged stores beside this one that no repair has read to the end."""
    beside = (one for one in store.parent.glob(f"{store.name}.damaged-*") if one.name.rpartition("-")[2].isdecimal())
    return sorted(one for one in beside if not _marked_read(one).exists())


def _marked_read(damaged: Path) -> Path:
    return damaged.with_name(f"{damaged.name}.read")
