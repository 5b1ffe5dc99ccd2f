"""The catalogue: one TOML file per publisher, read and checked as a whole."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

import msgspec

from crawlers.catalogue.entry import (
    ArticlePages,
    Cadence,
    EntryError,
    EntryTable,
    Feed,
    ListPages,
    QuoteColumn,
    QuoteTable,
    Source,
    check,
)
from index.crawl_state import SourceState
from pipeline.errors import CatalogueError
from pipeline.records import Publisher

__all__ = ["Catalogue", "Feed", "ListPages", "QuoteTable", "Source", "due", "load"]

BUILT_IN = Path(__file__).parents[1] / "sources"

# Ten minutes short of the cadence: a crawl that began a little late must not push the next one a whole turn on.
_SLACK = timedelta(minutes=10)
EVERY: dict[Cadence, timedelta] = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
}
_TABLES: dict[str, type[EntryTable]] = {
    "lists": ListPages,
    "feeds": Feed,
    "quotes": QuoteTable,
    "article": ArticlePages,
}
_CHOICES: dict[str, Any] = {"cadence": Cadence, "columns": QuoteColumn}


@dataclass(frozen=True)
class Catalogue:
    """All entries, by id."""

    sources: tuple[Source, ...]

    def source(self, name: str) -> Source:
        """The source of that id; raises CatalogueError that names what is near."""
        found = next((source for source in self.sources if source.id == name), None)
        if found is None:
            ids = [source.id for source in self.sources]
            near = ", ".join(get_close_matches(name, ids, n=3, cutoff=0.5) or ids)
            raise CatalogueError(f"there is no source {name!r} in the catalogue; did you mean one of: {near}?")
        return found

    def for_host(self, host: str) -> Source | None:
        """The source that claims this host."""
        return next((source for source in self.sources if host in source.hosts), None)

    def publisher_of(self, host: str) -> Publisher:
        """The publisher of the entry that claims a host, or else the host itself, marked as not in the catalogue."""
        source = self.for_host(host)
        return source.publisher() if source else Publisher(id=host, name=host, listed=False)


def load(folder: Path | None = None) -> Catalogue:
    """Read every `*.toml` of the folder (None: the built-in entries).

    Raises CatalogueError in one line: file, key, what is allowed.
    """
    place = folder if folder is not None else BUILT_IN
    files = sorted(place.glob("*.toml"))
    if not files:
        raise CatalogueError(f"{place}: no source entries here; a catalogue is a folder of <id>.toml files")
    read = [(file, _read_entry(file)) for file in files]
    owner: dict[str, Path] = {}
    for file, source in read:
        for number, host in enumerate(source.hosts):
            if host in owner:
                raise CatalogueError(
                    f"{file}: hosts[{number}]: {host!r} is in {owner[host].name} too; allowed: each host once"
                )
            owner[host] = file
    return Catalogue(tuple(sorted((source for _, source in read), key=lambda source: source.id)))


def due(sources: Iterable[Source], states: Mapping[str, SourceState], moment: datetime) -> list[Source]:
    """The sources never tried, those whose state says when they are due, and those last tried longer than their cadence ago.

    `states` is by source id. A due moment or a cadence counts from ten minutes before.
    """

    def is_due(source: Source) -> bool:
        state = states.get(source.id)
        if state is None:
            return True
        return moment >= (state.due or state.last_attempt + EVERY[source.cadence]) - _SLACK

    return [source for source in sources if is_due(source)]


def _read_entry(file: Path) -> Source:
    """One entry, checked. Raises CatalogueError."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        source = msgspec.convert(data, Source)
        check(source, file.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CatalogueError(f"{file}: not valid TOML in UTF-8: {problem}; mend that line") from problem
    except OSError as problem:
        raise CatalogueError(f"{file}: cannot be read: {problem.strerror}; mend its permissions") from problem
    except msgspec.ValidationError as problem:
        raise CatalogueError(f"{file}: {_explain(str(problem))}") from problem
    except EntryError as problem:
        raise CatalogueError(f"{file}: {problem}") from problem
    return source


def _explain(message: str) -> str:
    """msgspec's message ("… - at `$.lists[0].pages`") as key, what is wrong, what is allowed."""
    what, _, at = message.partition(" - at `$")
    path = at.rstrip("`").lstrip(".").replace("[...]", "")
    unknown = re.search(r"unknown field `(\w+)`", what)
    missing = re.search(r"missing required field `(\w+)`", what)
    named = unknown or missing
    key = ".".join(part for part in (path, named[1] if named else "") if part)
    if named:
        part = _TABLES.get(path.partition("[")[0].partition(".")[0], Source)
        allowed = ", ".join(part.__struct_fields__)
        return f"{key}: {'there is no such key' if unknown else 'is missing'}; allowed: {allowed}"
    choices = _CHOICES.get(re.sub(r".*\.|\[.*", "", path)) or _CHOICES.get(path.rpartition(".")[2].partition("[")[0])
    if choices and what.startswith("Invalid"):
        return f"{key}: {what}; allowed: {', '.join(get_args(choices))}"
    return f"{key}: wrong type; allowed: {what[0].lower()}{what[1:]}"
