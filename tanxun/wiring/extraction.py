"""Extraction outside the stages: of a file, an address, or a manifest of files."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bulletin.reasons import in_words
from crawlers.catalogue.catalogue import Catalogue
from crawlers.catalogue.catalogue import load as load_catalogue
from crawlers.media.download import MediaContent, MediaOptions, download
from crawlers.media.download import fetch as fetch_media
from crawlers.media.file_types import Unwanted
from enrich.extract.extract import extract_or_hold
from pipeline.addresses import page_id
from pipeline.errors import Reject, SettingError, TanxunError
from pipeline.records import Article, HeldArticle, Page, PagePart, Reason
from pipeline.settings import Settings
from tanxun.wiring.attachments import settled

# A page that came without an address: nothing on it can be made absolute, and no date is read from it.
NOWHERE = "about:blank"


class Listed(msgspec.Struct, frozen=True):
    """A line of a manifest, as far as it is read."""

    id: str
    url: str | None = None


def extract_named(name: str, url: str, settings: Settings) -> Article | HeldArticle | Reject:
    """The article of a file, or of an address (http, https), which is fetched; the Reject where there is none.

    Of an address the attachments are read as the stages read them; an article of a file stays held, with what it waits for.
    `url` is the address of an offline file. Raises TanxunError in one line for what cannot be read or fetched.
    """
    catalogue = load_catalogue(settings.catalogue)
    if not name.startswith(("http://", "https://")):
        return _extracted(page_of(read_saved(Path(name)), url or NOWHERE, catalogue))
    options = MediaOptions(
        contact=settings.contact, max_bytes=settings.max_page_bytes, allow_private=settings.allow_private
    )
    try:
        raw, url = download(name, options)
    except Unwanted as verdict:
        raise TanxunError(
            f"{name}: {in_words(verdict.problem)}; check the address, or save the page and give the file"
        ) from verdict
    found = _extracted(page_of(raw, url, catalogue))
    if not isinstance(found, HeldArticle):
        return found
    files = replace(options, max_bytes=settings.max_media_bytes)

    def fetch(address: str) -> MediaContent | Reason:
        try:
            return fetch_media(address, "attachment", files)
        except Unwanted as verdict:
            return verdict.problem

    try:
        return settled(found, fetch)
    except Reject as verdict:
        return verdict


def extract_manifest(manifest: Path, folder: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """One row a line of the manifest, in its order; `seconds` is the time of that page alone, warm.

    A page that is no article, or not there, has its reason in `rejected`. Raises SettingError for a line that is no
    JSON with an id.
    """
    cold, catalogue = True, load_catalogue(settings.catalogue)
    for number, line in enumerate(read_saved(manifest).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            listed = msgspec.json.decode(line, type=Listed)
        except msgspec.MsgspecError as problem:
            raise SettingError(f"{manifest}, line {number}: {problem}; each line is JSON with id and url") from problem
        file = folder / f"{listed.id}.html"
        if not file.is_file():
            yield _row(listed.id, None, f"missing: {file} is not there", 0.0)
            continue
        page = page_of(file.read_bytes(), listed.url or NOWHERE, catalogue)
        if cold:
            # The first extraction of a process loads libraries and compiles patterns.
            extracted(page)
            cold = False
        began = time.perf_counter()
        found = extracted(page)
        seconds = time.perf_counter() - began
        article = found if isinstance(found, Article) else None
        yield _row(listed.id, article, str(found) if isinstance(found, Reject) else None, seconds)


def page_of(raw: bytes, url: str, catalogue: Catalogue) -> Page:
    """Bytes as a page fetched now; its publisher is the catalogue's for that host, or the host."""
    now = datetime.now(UTC)
    host = urlsplit(url).hostname or ""
    return Page(
        id=page_id(url) if host else "",
        url=url,
        canonical=url,
        publisher=catalogue.publisher_of(url),
        fetched_at=now,
        first_seen=now,
        status=200,
        headers={},
        parts=(PagePart.pack(url, raw),),
        via="request",
    )


def extracted(page: Page) -> Article | Reject:
    """The article of a page, its attachments unread, or why there is none."""
    found = _extracted(page)
    return found.article if isinstance(found, HeldArticle) else found


def _extracted(page: Page) -> Article | HeldArticle | Reject:
    try:
        return extract_or_hold(page)
    except Reject as verdict:
        return verdict


def _row(name: str, article: Article | None, rejected: str | None, seconds: float) -> dict[str, Any]:
    return {
        "id": name,
        "title": (article.title or None) if article else None,
        "date": article.published.isoformat() if article and article.published else None,
        "source": article.source if article else None,
        "text": article.text if article else "",
        "images": msgspec.to_builtins(article.images) if article else [],
        "attachments": msgspec.to_builtins(article.attachments) if article else [],
        "rejected": rejected,
        "seconds": round(seconds, 5),
    }


def read_saved(path: Path) -> bytes:
    """The bytes of a saved page. Raises TanxunError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise TanxunError(f"{path}: {problem.strerror}; give a file that can be read, or an address") from problem
