"""The catalogue: one TOML file per publisher, read and checked as a whole."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from crawlers.catalogue.entry import (
    ArticlePages,
    Cadence,
    EntryError,
    EntryTable,
    Feed,
    ListPages,
    QuoteTable,
    Source,
    check,
    claim_length,
)
from index.crawl_state import SourceState, source_as_of
from pipeline.addresses import host_of
from pipeline.errors import CatalogueError
from pipeline.records import Publisher

__all__ = ["Catalogue", "Feed", "ListPages", "QuoteTable", "Source", "due", "load", "read_entry"]

BUILT_IN = Path(__file__).parents[1] / "sources"

# Ten minutes early is due, of a source and of a list: a crawl that began a little late must not push the next turn a whole one on.
SLACK = timedelta(minutes=10)
EVERY: dict[Cadence, timedelta] = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
}
# The tables of an entry, by the key that they stand under; "" is the entry itself.
TABLES: dict[str, type[EntryTable]] = {
    "": Source,
    "lists": ListPages,
    "feeds": Feed,
    "quotes": QuoteTable,
    "article": ArticlePages,
}


@dataclass(frozen=True)
class Catalogue:
    """All entries, by id."""

    sources: tuple[Source, ...]

    def crawled(self, ids: Sequence[str] = ()) -> tuple[Source, ...]:
        """The sources that a crawl of these ids (none: all) asks: what editors get by hand is none of them.

        Raises CatalogueError for an unknown id and for one that is got by hand.
        """
        for source in map(self.source, ids):
            if source.by_hand:
                raise CatalogueError(
                    f"{source.id} ({source.name}) is got by hand, there is nothing to crawl: {source.by_hand}"
                )
        return tuple(map(self.source, ids)) if ids else tuple(one for one in self.sources if not one.by_hand)

    def source(self, name: str) -> Source:
        """The source of that id; raises CatalogueError that names what is near."""
        found = next((source for source in self.sources if source.id == name), None)
        if found is None:
            ids = [source.id for source in self.sources]
            near = ", ".join(get_close_matches(name, ids, n=3, cutoff=0.5) or ids)
            raise CatalogueError(f"there is no source {name!r} in the catalogue; did you mean one of: {near}?")
        return found

    def for_address(self, url: str) -> Source | None:
        """The source that claims this address: of several the one whose claim is longest."""
        lengths = {source.id: claim_length(source.hosts, url) for source in self.sources}
        longest = max(lengths.values(), default=0)
        return next((source for source in self.sources if longest and lengths[source.id] == longest), None)

    def publisher_of(self, url: str) -> Publisher:
        """The publisher of the entry that claims an address, or else its host, marked as not in the catalogue."""
        source, host = self.for_address(url), host_of(url)
        return source.publisher() if source else Publisher(id=host, name=host, listed=False)


def load(folder: Path | None = None) -> Catalogue:
    """Read every `*.toml` of the folder (None: the built-in entries).

    Raises CatalogueError in one line: file, key, what is allowed.
    """
    place = folder if folder is not None else BUILT_IN
    files = sorted(place.glob("*.toml"))
    if not files:
        raise CatalogueError(f"{place}: no source entries here; a catalogue is a folder of <id>.toml files")
    read = [(file, read_entry(file)) for file in files]
    owner: dict[str, Path] = {}
    for file, source in read:
        for number, host in enumerate(source.hosts):
            if host in owner:
                raise CatalogueError(
                    f"{file}: hosts[{number}]: {host!r} is in {owner[host].name} too; allowed: each host once, or with the "
                    f"path below which this publisher's articles lie, such as {host.partition('?')[0].rstrip('/')}/column"
                )
            owner[host] = file
    sources = sorted((source for _, source in read), key=lambda source: source.id)
    return Catalogue(tuple(source.beside(sources) for source in sources))


def due(sources: Iterable[Source], states: Mapping[str, SourceState], moment: datetime) -> list[Source]:
    """The sources never tried, those whose state says when they are due, and those last tried longer than their cadence ago.

    `states` is by source id. A due moment or a cadence counts from ten minutes before. What a clock that was ahead has dated
    is due.
    """

    def is_due(source: Source) -> bool:
        if source.id not in states:
            return True
        state = source_as_of(states[source.id], moment)
        return moment >= (state.due or state.last_attempt + EVERY[source.cadence]) - SLACK

    return [source for source in sources if is_due(source)]


def read_entry(file: Path, text: str | None = None) -> Source:
    """The entry of a file, or of a text that is to be its content, checked. Raises CatalogueError."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8") if text is None else text)
        source = Source.model_validate(data)
        check(source, file.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CatalogueError(f"{file}: not valid TOML in UTF-8: {problem}; mend that line") from problem
    except OSError as problem:
        raise CatalogueError(f"{file}: cannot be read: {problem.strerror}; mend its permissions") from problem
    except ValidationError as problem:
        raise CatalogueError(f"{file}: {_explain(problem.errors()[0])}") from problem
    except EntryError as problem:
        raise CatalogueError(f"{file}: {problem}") from problem
    return source


def _explain(error: Any) -> str:
    """pydantic's error as key, what is wrong, what is allowed."""
    at: Sequence[str | int] = [part for part in (*error["loc"], (error.get("ctx") or {}).get("key", "")) if part != ""]
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in at).lstrip(".")
    what, context = error["msg"], error.get("ctx") or {}
    table: type[BaseModel] = TABLES.get(str(at[0]) if len(at) > 1 else "", Source)
    match error["type"]:
        case "entry":
            return f"{key}: {what}"
        case "extra_forbidden" | "missing":
            wrong = "there is no such key" if error["type"] == "extra_forbidden" else "is missing"
            near = get_close_matches(str(at[-1]), table.model_fields, n=1) if error["type"] == "extra_forbidden" else []
            meant = f"; did you mean {near[0]}?" if near else ""
            return f"{key}: {wrong}{meant}; allowed: {', '.join(table.model_fields)}"
        case "literal_error":
            allowed = context["expected"].replace("'", "").replace(" or ", ", ")
            return f"{key}: {error['input']!r}; allowed: {allowed}"
        case "string_too_short":
            field = table.model_fields.get(str(at[-1]))
            return f"{key}: is empty; allowed: {field.description if field else 'some text'}"
        case "greater_than_equal" | "less_than_equal" | "greater_than":
            return f"{key}: {error['input']}; allowed: {_range(table, str(at[-1]))}"
    return f"{key}: wrong type, {error['input']!r}; allowed: {what.removeprefix('Input should be ')}"


def _range(table: type[BaseModel], key: str) -> str:
    """The numbers that a key may have, from the table's own limits."""
    limits = {type(limit).__name__: limit for limit in table.model_fields[key].metadata}
    if "Gt" in limits:
        return f"more than {limits['Gt'].gt}: {table.model_fields[key].description}"
    return f"{limits['Ge'].ge} to {limits['Le'].le}"
