"""The list of raw pages is filled from the files where it lacks some, and only those are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.files import FileKind
from index.folder.files import FolderFiles
from index.raw_pages import BATCH, list_missing, raw_page
from index.sqlite.store import SqliteStore
from pipeline.encoding import encode
from pipeline.records import Page, PagePart, Publisher
from tests.support.articles import MODEL, NOON


def page(name: str, source: str = "green") -> Page:
    return Page(
        id=name,
        url=f"http://{source}.example/{name}",
        canonical=f"http://{source}.example/{name}",
        publisher=Publisher(id=source, name="绿"),
        fetched_at=NOON,
        first_seen=NOON,
        status=200,
        headers={},
        parts=(PagePart.pack("http://green.example/", name.encode()),),
        via="crawl",
    )


class CountingFiles(FolderFiles):
    """Counts what is read."""

    reads = 0

    def get(self, kind: FileKind, digest: str) -> bytes:
        self.reads += 1
        return super().get(kind, digest)


@pytest.fixture
def files(tmp_path: Path) -> CountingFiles:
    return CountingFiles(tmp_path / "files")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "store.sqlite")
    made.init(MODEL)
    yield made
    made.close()


def test_what_is_missing_is_read_once(store: SqliteStore, files: CountingFiles) -> None:
    pages = {files.put("pages", encode(page(f"n{number}"))): page(f"n{number}") for number in range(BATCH + 3)}
    listed, *missing = pages
    store.put_raw_pages([raw_page(pages[listed], listed)])
    assert list_missing(store, files) == len(missing) == files.reads
    assert store.raw_pages() == [raw_page(pages[file], file) for file in sorted(pages)]
    assert list_missing(store, files) == 0
    assert files.reads == len(missing)


def test_a_file_that_is_no_page_is_passed_over(store: SqliteStore, files: CountingFiles) -> None:
    files.put("pages", b"no page")
    file = files.put("pages", encode(page("a")))
    assert list_missing(store, files) == 1
    assert [raw.file for raw in store.raw_pages()] == [file]
