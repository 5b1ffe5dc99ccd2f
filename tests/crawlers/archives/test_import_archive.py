"""WARC files: whole, broken and cut short; and the same pages by crawl and by import."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from crawlers.archives.import_archive import import_file, pages
from crawlers.catalogue.catalogue import Catalogue
from crawlers.crawl.options import CrawlOptions
from demo.loopback import Web
from pipeline.errors import CatalogueError, TanxunError
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source
from tests.support.warc import AT, warc

NEWS = "http://green.example/news/"
CATALOGUE = Catalogue((source(),))


def page(number: int, more: str = "") -> tuple[str, bytes]:
    return f"{NEWS}t{number}.html", article(str(number), more=more).encode()


def test_archived_pages_are_dated_by_the_archive_and_owned_by_their_host(tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", page(1), ("http://nobody.example/x", article("无主").encode()))

    own, other = pages(file, CATALOGUE)

    assert (own.publisher.id, own.publisher.listed, own.via) == ("green", True, "import")
    assert (own.fetched_at, own.first_seen, own.headers) == (AT, AT, {"content-type": "text/html", "etag": '"1"'})
    assert (other.publisher.id, other.publisher.name, other.publisher.listed) == (
        "nobody.example",
        "nobody.example",
        False,
    )
    assert {found.publisher.id for found in pages(file, CATALOGUE, "green")} == {"green"}
    with pytest.raises(CatalogueError, match="green"):
        list(pages(file, CATALOGUE, "grene"))


def test_crawl_and_import_of_a_page_are_the_same_page(web: Web, place: CrawlPlace, tmp_path: Path) -> None:
    two = '<a href="t1_2.html">下一页</a>'
    web.put(NEWS, listing(("t1.html", "长文"), ("t2.html", "短文")))
    records = [page(2), (f"{NEWS}t1_2.html", article("续").encode()), page(1, two)]
    for url, body in records:
        web.put(url, body)
    run(place, [source()], web.address)
    before = {found.id: found.account for found in place.pages()}
    file = warc(tmp_path / "a.warc.gz", *records)

    with place.sink(CrawlOptions()) as sink:
        report = import_file(file, CATALOGUE, None, sink)

    assert {found.id: found.account for found in pages(file, CATALOGUE)} == before
    assert (report.fetched, report.unchanged) == (0, 2)
    assert len(place.pages()) == 2
    assert place.page_state(place.pages()[0].id).first_seen == AT


def test_an_import_publishes_and_opens_accounts(place: CrawlPlace, tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", page(1), page(2))
    with place.sink(CrawlOptions()) as sink:
        report = import_file(file, CATALOGUE, None, sink)
        again = import_file(file, CATALOGUE, None, sink)

    assert (report.fetched, again.fetched, again.unchanged) == (2, 0, 2)
    assert [entry.fate for entry in place.accounts()] == ["waiting", "waiting"]
    assert str(report).endswith("a.warc.gz: 2 fetched, 0 unchanged")


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc", page(1), zipped=False)
    warc(file, page(2), status="404 Not Found", zipped=False)
    warc(file, page(3), kind="application/pdf", zipped=False)
    warc(file, page(4), record="request", zipped=False)
    skipped: Counter[str] = Counter()

    assert [found.url for found in pages(file, CATALOGUE, None, skipped)] == [f"{NEWS}t1.html"]
    assert skipped == {"status": 1, "not_html": 1, "other_record": 1}


def test_a_broken_record_is_skipped_and_counted(tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", page(1))
    first = file.stat().st_size
    warc(file, page(2))
    second = file.stat().st_size
    warc(file, page(3))
    raw = bytearray(file.read_bytes())
    raw[first + 40 : second - 40] = b"\x00" * (second - first - 80)
    file.write_bytes(raw)
    skipped: Counter[str] = Counter()

    assert [found.url for found in pages(file, CATALOGUE, None, skipped)] == [f"{NEWS}t1.html", f"{NEWS}t3.html"]
    assert skipped == {"broken": 1}


@pytest.mark.parametrize("lost", [3, 60])
def test_a_truncated_file_says_so(place: CrawlPlace, tmp_path: Path, lost: int) -> None:
    file = warc(tmp_path / "a.warc.gz", page(1), page(2))
    file.write_bytes(file.read_bytes()[:-lost])

    with place.sink(CrawlOptions()) as sink:
        report = import_file(file, CATALOGUE, None, sink)

    assert report.fetched >= 1
    assert "the file is truncated" in str(report)


@pytest.mark.parametrize("content", [b"", b"no archive at all\n", gzip.compress(b"nor this", mtime=0)])
def test_what_is_no_archive_says_so(place: CrawlPlace, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(content)
    with place.sink(CrawlOptions()) as sink:
        assert "no record of it could be read" in str(import_file(file, CATALOGUE, None, sink))


def test_a_file_that_is_not_there_is_one_line(place: CrawlPlace, tmp_path: Path) -> None:
    with place.sink(CrawlOptions()) as sink, pytest.raises(TanxunError, match="cannot be read"):
        import_file(tmp_path / "none.warc.gz", CATALOGUE, None, sink)
