"""WARC files: the web pages in them, with whatever is broken skipped and counted."""

import io
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped]

from crawlers.pages.markup import is_html
from pipeline.addresses import canonical

# What warcio raises for bytes that are no record (AttributeError: it takes for granted that every header is there).
_BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, zlib.error)
_GZIP_MEMBER = b"\x1f\x8b\x08"
_PLAIN_RECORD = b"WARC/1."
_CHUNK = 1 << 20


@dataclass(frozen=True)
class ArchivedPage:
    """A web page as a WARC file holds it; `at` is its WARC-Date, `headers` have lower-case names."""

    url: str
    at: datetime
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""
        return self.headers.get("content-type", "")


def responses(path: Path, limit: int, skipped: Counter[str]) -> Iterator[ArchivedPage]:
    """The HTML pages with status 200, in the file's order.

    `skipped` counts the rest: other_record, status, not_html, too_large (over `limit` bytes), broken, truncated.
    """
    with path.open("rb") as file:
        start = 0
        while start >= 0:
            start = yield from _read_until_broken(file, start, limit, skipped)


def _read_until_broken(
    file: BinaryIO, start: int, limit: int, skipped: Counter[str]
) -> Generator[ArchivedPage, None, int]:
    """Read from `start` on until something is broken; returns where the next record may begin, or -1."""
    file.seek(start)
    records = ArchiveIterator(file)
    at = last = start
    while True:
        record = None
        try:
            with redirect_stderr(io.StringIO()):  # warcio prints what it stumbles over
                record = next(records)
                page = _page_of(record, limit, skipped)
                record.raw_stream.read()
                whole = not getattr(record.raw_stream, "limit", 0)
                offset, length = (records.get_record_offset(), records.get_record_length()) if whole else (at, 0)
        except StopIteration:
            if not _ends_well(file, last, at):
                skipped["truncated"] += 1
            return -1
        except _BROKEN:
            whole = False
        if not whole:
            return _after_broken(file, at, skipped)
        last, at = offset, offset + length
        if page is not None:
            yield page


def _page_of(record: Any, limit: int, skipped: Counter[str]) -> ArchivedPage | None:
    """The web page in a record; None, counted in `skipped`, for any other. Raises what _BROKEN lists."""
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        skipped["other_record"] += 1
        return None
    if headers.get_statuscode() != "200":
        skipped["status"] += 1
        return None
    named = {name.lower(): value for name, value in headers.headers}
    body = record.content_stream().read(limit + 1)
    if len(body) > limit:
        skipped["too_large"] += 1
        return None
    if not is_html(body, named.get("content-type", "")):
        skipped["not_html"] += 1
        return None
    url = record.rec_headers.get_header("WARC-Target-URI", "").strip("<> ")
    canonical(url)  # raises ValueError for what is no address
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date", ""))
    return ArchivedPage(url, at if at.tzinfo else at.replace(tzinfo=UTC), named, body)


def _after_broken(file: BinaryIO, broken: int, skipped: Counter[str]) -> int:
    """The offset of what looks like the first record after a broken one; -1 where the file ends inside it."""
    file.seek(broken)
    mark = _GZIP_MEMBER if file.read(3) == _GZIP_MEMBER else _PLAIN_RECORD
    offset, tail = broken + 1, b""
    file.seek(offset)
    while block := file.read(_CHUNK):
        found = (tail + block).find(mark)
        if found >= 0:
            skipped["broken"] += 1
            return offset - len(tail) + found
        tail = (tail + block)[-len(mark) + 1 :]
        offset += len(block)
    skipped["truncated"] += 1
    return -1


def _ends_well(file: BinaryIO, last: int, end: int) -> bool:
    """Whether the file ends where its last record does, and that record, where gzipped, with gzip's own end."""
    file.seek(end)
    if end == 0 or file.read().strip():
        return False
    file.seek(last)
    member = file.read()
    if not member.startswith(_GZIP_MEMBER):
        return True
    stream = zlib.decompressobj(wbits=31)
    try:
        stream.decompress(member)
    except zlib.error:
        return False
    return stream.eof
