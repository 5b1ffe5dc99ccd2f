"""Import: archived pages on `pages.fetched` as the crawl puts them there, articles of several pages joined."""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from crawlers.archives.warc import ArchivedPage, responses
from crawlers.catalogue.catalogue import Catalogue
from crawlers.catalogue.entry import Source
from crawlers.crawl.sink import KEPT_HEADERS, Sink, TooLargeMessage
from crawlers.pages.next_page import MAX_PAGES, next_page
from pipeline.addresses import canonical, page_id
from pipeline.errors import TanxunError
from pipeline.records import Page, PagePart

MAX_PAGE_BYTES = 8_000_000

_WORDS = {
    "other_record": "records that are no response",
    "status": "of another status than 200",
    "not_html": "that are no web page",
    "too_large": "too large",
    "broken": "broken",
}


@dataclass(frozen=True)
class ImportReport:
    """What a file brought: pages published, pages that were there already, records skipped (by kind)."""

    file: str
    fetched: int
    unchanged: int
    skipped: dict[str, int]

    @property
    def unreadable(self) -> bool:
        """Whether the file ended, or was broken, before anything could be taken from it."""
        return "truncated" in self.skipped and not (self.fetched or self.unchanged)

    def __str__(self) -> str:
        parts = [f"{self.fetched} fetched", f"{self.unchanged} unchanged"]
        parts += [f"{count} {_WORDS[kind]}" for kind, count in sorted(self.skipped.items()) if kind in _WORDS]
        if self.unreadable:
            parts.append("no record of it could be read; a WARC file, whole, is what is wanted")
        elif "truncated" in self.skipped:
            parts.append("the file is truncated: it ends inside a record; get it again")
        return f"{self.file}: {', '.join(parts)}"


def import_file(path: Path, catalogue: Catalogue, source: str | None, sink: Sink) -> ImportReport:
    """Publish the pages of a WARC file; raises TanxunError where it cannot be read, CatalogueError for the source."""
    skipped: Counter[str] = Counter()
    outcomes: Counter[bool] = Counter()
    try:
        for page in pages(path, catalogue, source, skipped):
            try:
                outcomes[sink.page(page)] += 1
            except TooLargeMessage:
                skipped["too_large"] += 1
    except OSError as problem:
        raise TanxunError(f"{path}: cannot be read: {problem.strerror}; mend the path or its permissions") from problem
    return ImportReport(str(path), outcomes[True], outcomes[False], dict(skipped))


def pages(
    path: Path, catalogue: Catalogue, source: str | None = None, skipped: Counter[str] | None = None
) -> Iterator[Page]:
    """The pages of a WARC file: fetched and first seen at their WARC-Date, articles of several pages as one.

    The file is read twice, since a next page may stand before its first. `source` is the id of the source of all
    pages; without it the entry that claims the page's host, or else the host itself, marked as not in the catalogue.
    `skipped` counts what is left out, see crawlers.archives.warc.responses.
    """
    given = catalogue.source(source) if source else None
    chains = _chains(path, catalogue, given)
    continuations = {url for urls in chains.values() for url in urls}
    held: dict[str, Page] = {}
    parts: dict[str, PagePart] = {}
    for archived in responses(path, MAX_PAGE_BYTES, skipped if skipped is not None else Counter()):
        name = canonical(archived.url)
        if name in continuations:
            parts[name] = PagePart.pack(archived.url, archived.body)
        elif name in chains:
            held[name] = _page(archived, catalogue, given)
        else:
            yield _page(archived, catalogue, given)
    for name, page in held.items():
        further = [parts[url] for url in chains[name] if url in parts]
        yield msgspec.structs.replace(page, parts=(*page.parts, *further))


def _chains(path: Path, catalogue: Catalogue, given: Source | None) -> dict[str, list[str]]:
    """The next pages within the archive of each article that has some; all addresses canonical.

    Between the two readings the bodies of linking pages are held compressed: an archive may be larger than memory.
    """
    there: set[str] = set()
    linking: dict[str, ArchivedPage] = {}
    for archived in responses(path, MAX_PAGE_BYTES, Counter()):
        there.add(canonical(archived.url))
        if _next(archived, archived.url, _css(archived.url, catalogue, given)) is not None:
            linking[canonical(archived.url)] = replace(archived, body=zlib.compress(archived.body, 1))
    after = {name: _follow(first, linking, there, catalogue, given) for name, first in linking.items()}
    inner = {url for urls in after.values() for url in urls}
    return {name: urls for name, urls in after.items() if urls and name not in inner}


def _follow(
    first: ArchivedPage, linking: dict[str, ArchivedPage], there: set[str], catalogue: Catalogue, given: Source | None
) -> list[str]:
    """The addresses that one next page after another leads to from `first`; bodies in `linking` are compressed."""
    css = _css(first.url, catalogue, given)
    chain = [canonical(first.url)]
    current: ArchivedPage | None = first
    while current is not None and len(chain) < MAX_PAGES:
        link = _next(replace(current, body=zlib.decompress(current.body)), first.url, css)
        name = canonical(link) if link else ""
        if name not in there or name in chain:
            break
        chain.append(name)
        current = linking.get(name)
    return chain[1:]


def _next(archived: ArchivedPage, first: str, css: str) -> str | None:
    return next_page(archived.body, archived.content_type, archived.url, first, css)


def _css(url: str, catalogue: Catalogue, given: Source | None) -> str:
    source = given or catalogue.for_address(url)
    return source.article.next if source else ""


def _page(archived: ArchivedPage, catalogue: Catalogue, given: Source | None) -> Page:
    return Page(
        id=page_id(archived.url),
        url=archived.url,
        canonical=canonical(archived.url),
        publisher=given.publisher() if given else catalogue.publisher_of(archived.url),
        fetched_at=archived.at,
        first_seen=archived.at,
        status=200,
        headers={name: archived.headers[name] for name in KEPT_HEADERS if name in archived.headers},
        parts=(PagePart.pack(archived.url, archived.body),),
        via="import",
    )
