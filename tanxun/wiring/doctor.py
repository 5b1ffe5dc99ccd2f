"""`tanxun doctor`: is everything there that a run needs, what to do where it is not, and what is off for want of a setting."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from index.raw_pages import unlisted
from pipeline.errors import BackendError, NotInitialised, SettingError, TanxunError
from pipeline.settings import Settings
from pipeline.sqlite_file import check_whole
from pipeline.topics import TOPICS
from tanxun.wiring.backends import open_bus, open_files, open_store
from tanxun.wiring.mail_server import smtp_of
from tanxun.wiring.model import model_name
from tanxun.wiring.status import dropped_from, waiting_since

# A week of 30 sources with pictures is under 1 GB (30 items of 3,000 pages, 100 KB a page compressed to a fifth).
NEEDED_BYTES = 2 << 30


# ok: there and good. unset: an optional setting that is not given. missing: named by a setting or needed, and not there
# or not good.
CheckState = Literal["ok", "unset", "missing"]


@dataclass(frozen=True)
class Check:
    """One thing looked at: its state, what was found or is off, and what to do where it is not ok."""

    what: str
    state: CheckState
    found: str
    advice: str = ""


@dataclass(frozen=True)
class Unset:
    """An optional setting that is not given: its name, and what is off without it."""

    setting: str
    off: str


def examine(settings: Settings, moment: datetime) -> list[Check]:
    """Every check as of this moment, in the order in which a person would mend things; none of them changes anything."""
    checks: list[tuple[str, Callable[[], str | Unset]]] = [
        ("settings", lambda: f"bus {settings.bus}, store {settings.store}, home {settings.home}"),
        ("files", lambda: _files(settings)),
        ("contact", lambda: settings.contact or Unset("contact", "publishers find no address to complain to")),
        ("disk", lambda: _disk(settings.home)),
        ("catalogue", lambda: _catalogue(settings)),
        ("bus", lambda: _bus(settings, moment)),
        ("store", lambda: _store(settings, moment)),
        ("desk's users", lambda: _desk_users(settings)),
        ("model", lambda: _model(settings)),
        ("fonts", _fonts),
        ("mail", lambda: _mail(settings)),
        ("desk over TLS", lambda: _desk_tls(settings)),
        ("desk's login", lambda: _desk_login(settings)),
        ("holidays", _holidays),
    ]
    return [_check(what, look) for what, look in checks]


def _check(what: str, look: Callable[[], str | Unset]) -> Check:
    try:
        found = look()
    except TanxunError as problem:
        said, _, advice = str(problem).partition("; ")
        return Check(what, "missing", said, advice)
    except OSError as problem:
        return Check(what, "missing", f"{problem.filename}: {problem.strerror}", "mend the path or its permissions")
    if isinstance(found, Unset):
        return Check(what, "unset", found.off, f"optional: set TANXUN_{found.setting.upper()}")
    return Check(what, "ok", found)


def _files(settings: Settings) -> str:
    """The files that settings name; raises SettingError for one that cannot be read."""
    names = [name for name in type(settings).model_fields if name.endswith("_file") and getattr(settings, name)]
    for name in names:
        path: Path = getattr(settings, name)
        try:
            path.read_bytes()
        except OSError as problem:
            raise SettingError(
                f"{name} = {path}: {problem.strerror}; put the file there or mend TANXUN_{name.upper()}"
            ) from problem
    return ", ".join(names) or "no setting names one"


def _disk(home: Path) -> str:
    place = next(folder for folder in [home.absolute(), *home.absolute().parents] if folder.exists())
    free = shutil.disk_usage(place).free
    if free < NEEDED_BYTES:
        raise TanxunError(f"{free >> 20} MiB free at {place}; free {NEEDED_BYTES >> 20} MiB or move TANXUN_HOME")
    return f"{free >> 30} GiB free at {place}"


def _catalogue(settings: Settings) -> str:
    from crawlers.catalogue.catalogue import load

    return f"{len(load(settings.catalogue).sources)} sources"


def _must_be_whole(settings: Settings, name: str) -> None:
    """Raise BackendError, in a line that says what to do, where an embedded bus or store is damaged, or gone from a home that
    holds raw pages."""
    try:
        check_whole(settings.home / name)
    except NotInitialised as problem:
        if next(open_files(settings).digests("pages"), None) is not None:
            raise BackendError(f"{settings.home / name} is gone; restore a backup, or run `tanxun repair`") from problem


@contextmanager
def _existing(settings: Settings, file: str, backend: str) -> Iterator[None]:
    if backend == "sqlite":
        _must_be_whole(settings, file)
    if backend == "sqlite" and not (settings.home / file).exists():
        raise TanxunError(f"{settings.home / file} does not exist; run `tanxun init`")
    yield


def _bus(settings: Settings, moment: datetime) -> str:
    with _existing(settings, "bus.sqlite", settings.bus):
        bus = open_bus(settings, reading=True)
    try:
        waiting = sum(bus.lag("doctor", topic) for topic in TOPICS)
        leaving = dropped_from(bus, waiting_since(bus), moment)
    finally:
        bus.close()
    if leaving:
        raise TanxunError(
            f"what waits for {', '.join(leaving)} is dropped unread from {min(leaving.values()):%Y-%m-%d %H:%M} UTC on; run "
            "`tanxun work all` before; after it `tanxun replay` brings the pages back"
        )
    return f"{len(TOPICS)} topics, {waiting} messages kept"


def _store(settings: Settings, moment: datetime) -> str:
    with _existing(settings, "store.sqlite", settings.store):
        store = open_store(settings, reading=True)
    try:
        summary, wrong = store.health().summary, store.ahead(moment)
        lacking = unlisted(store, open_files(settings))
    finally:
        store.close()
    if lacking:
        raise TanxunError(
            f"{lacking} raw pages in the files are unknown to the store: its latest writes are lost, or a page was being stored "
            "just now; run `tanxun repair`"
        )
    if wrong:
        raise TanxunError(
            f"{wrong} articles, fingerprints and quotes are dated later than now, so that corrections count as older; "
            "set the clock, run `tanxun init`, then `tanxun replay`"
        )
    return summary


def _desk_users(settings: Settings) -> str:
    path = settings.home / "desk.sqlite"
    if not path.exists():
        return "none yet; `tanxun desk` makes the file"
    try:
        check_whole(path)
    except BackendError as problem:
        raise BackendError(
            f"{str(problem).partition('; ')[0]}; restore a backup, or move it away and make the users again: no work is in it"
        ) from problem
    return f"{path} is whole"


def _model(settings: Settings) -> str:
    from enrich.embed.model_folder import check

    if settings.model and not Path(settings.model).exists():
        return f"{settings.model} (by name; loaded from the local cache of models)"
    folder = Path(settings.model) if settings.model else settings.home / "model" / "multilingual-e5-small"
    check(folder)
    return f"{model_name(settings)} in {folder}"


def _mail(settings: Settings) -> str | Unset:
    smtp = smtp_of(settings)
    if smtp is None:
        return Unset("smtp_host", "a published issue's e-mail is written as .eml and not sent")
    if smtp.user and not smtp.password:
        raise SettingError(f"smtp_user is {smtp.user} and has no password; set TANXUN_SMTP_PASSWORD_FILE")
    return f"{smtp.host}:{smtp.port}, from {smtp.sender} to {len(smtp.recipients)} recipients"


def _desk_tls(settings: Settings) -> str | Unset:
    if not settings.desk_https:
        return Unset("desk_https", "cookies are not Secure: keep the desk on loopback or in a tunnel")
    return f"cookies are Secure; proxies believed: {settings.desk_trusted_proxies or 'none'}"


def _desk_login(settings: Settings) -> str | Unset:
    header = settings.desk_proxy_user_header
    if not header:
        return Unset("desk_proxy_user_header", "people log in at the desk, with passwords of its own")
    if not settings.desk_trusted_proxies:
        raise SettingError(f"the header {header} is believed from nobody; set TANXUN_DESK_TRUSTED_PROXIES")
    return f"by {header} from {settings.desk_trusted_proxies}"


def _holidays() -> str:
    """How far trading days are known: a table of prices is called old by them."""
    from crawlers.crawl.trading_days import last_known_year

    return f"public holidays are known until {last_known_year()}; after it every weekday counts as a trading day"


def _fonts() -> str:
    from bulletin.render.fonts import fonts

    return ", ".join(path.name for path in fonts())
