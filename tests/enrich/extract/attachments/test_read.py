"""Attachments are read in a child that may die."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from enrich.extract.attachments.attachment_text import AttachmentText, ReadingBounds
from enrich.extract.attachments.by_format import text_of
from enrich.extract.attachments.read import BOUNDS, read_attachment
from pipeline.records import blocks_text
from tests.support.attachment_files import lying_zip, scanned, zipped
from tests.support.notices import NOTICE, made_pdf


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made_pdf(tmp_path_factory.mktemp("pdf"), *NOTICE)


def squeezed(text: AttachmentText) -> str:
    return "".join(blocks_text(text.blocks).split())


def test_a_child_reads_what_this_process_reads(pdf: bytes) -> None:
    read = read_attachment(pdf, "通知.doc", "application/msword")
    assert read == text_of(pdf, "通知.doc", BOUNDS)
    assert squeezed(read) == "".join(NOTICE)
    assert read.blocks[0].text == NOTICE[0]
    assert (read.unread, read.format, read.pages, read.cut, read.ocr_confidence) == ("", "pdf", 1, "", None)


@pytest.mark.parametrize("cut", [0, 20, 500, 2000])
def test_broken_pdfs_have_no_text(pdf: bytes, cut: int) -> None:
    assert len(squeezed(text_of(pdf[:cut], "a.pdf", BOUNDS))) <= sum(map(len, NOTICE))
    assert text_of(b"%PDF-1.7\n" + b"\xff" * cut, "a.pdf", BOUNDS).unread == "damaged"


def test_a_long_pdf_is_bounded(tmp_path: Path) -> None:
    read = text_of(made_pdf(tmp_path, *["碳排放权交易管理。" * 150] * 60), "a.pdf", BOUNDS)
    assert BOUNDS.characters / 2 < len(squeezed(read)) <= BOUNDS.characters
    assert read.cut == "characters"


@pytest.mark.parametrize(
    ("bounds", "unread"),
    [
        (ReadingBounds(seconds=0.01), "timed_out"),
        (ReadingBounds(content=100), "too_large"),
        (ReadingBounds(memory=1 << 20), "reader_died"),
    ],
)
def test_what_goes_beyond_its_bounds_is_unread(pdf: bytes, bounds: ReadingBounds, unread: str) -> None:
    assert read_attachment(pdf, "a.pdf", bounds=bounds).unread == unread


def test_a_document_of_a_million_elements_ends_its_child_alone() -> None:
    content = zipped({"word/document.xml": b"<a>" + b"<b/>" * 1_000_000 + b"</a>"})
    assert read_attachment(content, "a.docx", bounds=ReadingBounds(memory=100 << 20)).unread == "out_of_memory"


@pytest.mark.parametrize(
    ("made", "unread"),
    [
        (partial(lying_zip, "0.txt", 200 << 20), "damaged"),
        (partial(scanned, ["关于公布2026年第二批绿色工厂名单的通知"]), ""),
    ],
    ids=["lying zip", "scan"],
)
def test_whatever_a_file_does_this_process_goes_on(made: Callable[[], bytes], unread: str) -> None:
    assert read_attachment(made(), "附件.doc").unread == unread
