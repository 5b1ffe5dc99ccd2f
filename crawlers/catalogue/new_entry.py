"""A new entry beside those of a folder: whose hosts it may claim, and its file, which never takes another's place."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.catalogue.catalogue import load
from crawlers.catalogue.entry import Source
from pipeline.errors import CatalogueError


def claimed(folder: Path, source: Source) -> Source | None:
    """The entry of the folder that has one of this source's hosts already, whole or with a path; None where none has."""
    others = load(folder).sources if any(folder.glob("*.toml")) else ()
    return next((other for other in others if other.host_names & source.host_names), None)


def within_host(source: Source, urls: Sequence[str]) -> Source:
    """The source with no more of its hosts than the folders that its articles' addresses share.

    Raises CatalogueError where these share none, so that nothing tells its articles from the host's other publisher's.
    """
    hosts = []
    for host in source.hosts:
        folders = [urlsplit(url).path.split("/")[1:-1] for url in urls if urlsplit(url).netloc.lower() == host]
        shared = []
        for names in zip(*folders, strict=False):
            if len(set(names)) > 1 or names[0].isdigit():
                break
            shared.append(names[0])
        if not shared:
            raise CatalogueError(
                f"{host}: its articles lie under no folder of their own, and another entry has this host; add the list to that entry"
            )
        hosts.append(f"{host}/{'/'.join(shared)}")
    return source.model_copy(update={"hosts": tuple(hosts)})


def write_new(file: Path, text: str) -> None:
    """Write the file of an entry. Raises CatalogueError where there is one of that name."""
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as problem:
        raise CatalogueError(
            f"{file}: is there already and is never overwritten; choose another id with --id"
        ) from problem
