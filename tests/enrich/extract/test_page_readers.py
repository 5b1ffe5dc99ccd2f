"""Pages read in children: one that goes on for ever, fills the memory or kills its reader costs itself, and no other page."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from enrich.extract.page_child import PageReading
from enrich.extract.page_readers import PageBounds, PageReaders
from pipeline.encoding import SchemaError, decode, encode
from pipeline.errors import NewerRecord, Reject, RejectCode
from pipeline.records import Article
from tests.support.pages import SENTENCE, article_html, page

GOOD = encode(page(article_html()))
# Beyond the seconds that the readers below have.
ENDLESS = encode(page(article_html(body=f"<p>{SENTENCE}</p>" + "<p>©减排</p><p>二</p>" * 40_000)))


@pytest.fixture(scope="module")
def readers() -> Iterator[PageReaders]:
    made = PageReaders(PageBounds(seconds=0.3, readers=1))
    yield made
    made.close()


def test_what_a_page_says_comes_back_and_what_is_none_has_its_reason(readers: PageReaders) -> None:
    good, shell = readers.read([GOOD, encode(page("<div id=app></div>"))])
    assert isinstance(good, PageReading) and SENTENCE in decode(Article, good.article).text
    assert isinstance(shell, Reject) and shell.reason is not RejectCode.TOO_COSTLY
    with pytest.raises(SchemaError):
        readers.read([b"{"])
    with pytest.raises(NewerRecord, match="schema 99 was written by a newer version"):
        readers.read([GOOD, GOOD.replace(b'"schema":2', b'"schema":99', 1)])


def test_a_page_beyond_its_seconds_is_rejected_and_the_next_one_read(readers: PageReaders) -> None:
    _, costly, good = readers.read([GOOD, ENDLESS, GOOD])
    assert isinstance(costly, Reject) and costly.reason is RejectCode.TOO_COSTLY
    assert isinstance(good, PageReading)


def test_a_reader_that_is_killed_is_replaced_and_its_page_read(readers: PageReaders) -> None:
    readers.read([GOOD])
    child = _pid(readers)
    os.kill(child, signal.SIGSTOP)
    killer = threading.Timer(0.2, os.kill, (child, signal.SIGKILL))
    killer.start()
    (good,) = readers.read([GOOD])
    killer.join()
    assert isinstance(good, PageReading) and child != _pid(readers)


def test_memory_is_bounded() -> None:
    readers = PageReaders(PageBounds(seconds=60, memory=150 << 20, readers=1))
    large = page(article_html(body=f"<p>{SENTENCE * 30_000}</p>"))
    found, good = readers.read([encode(large), GOOD])
    readers.close()
    assert isinstance(found, Reject) and found.reason is RejectCode.TOO_COSTLY
    assert isinstance(good, PageReading)


def test_readers_end_with_their_connection() -> None:
    readers = PageReaders(PageBounds(readers=1))
    readers.read([GOOD])
    child = readers._idle.get()
    assert child is not None
    child._connection.close()
    assert child._process.wait(20) == 0


def _pid(readers: PageReaders) -> int:
    """The process of the one reader."""
    child = readers._idle.get()
    readers._idle.put(child)
    assert child is not None
    return child._process.pid
