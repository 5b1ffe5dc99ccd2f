"""Notices whose text is a PDF, and corrections: revisions with the fields that changed."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from enrich.extract import extract
from enrich.extract.attachments.pdf import MOST_CHARACTERS, pdf_blocks
from enrich.extract.revision import awaits_pdf, changed_fields, with_pdf
from pipeline.records import Article, Attachment, Block
from tests.support.articles import article
from tests.support.notices import NOTICE, made_pdf
from tests.support.pages import article_html, page


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made_pdf(tmp_path_factory.mktemp("pdf"), *NOTICE)


def thin(**changes: object) -> Article:
    files = (Attachment(url="http://x.example/notice.pdf", name="关于配额预分配的通知"),)
    return article("a", **{"text": "通知全文见附件。", "attachments": files, **changes})


def squeezed(blocks: tuple[Block, ...]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


def test_the_text_of_a_pdf(pdf: bytes) -> None:
    assert squeezed(pdf_blocks(pdf)) == "".join(NOTICE)


def test_broken_lines_are_joined(pdf: bytes) -> None:
    assert pdf_blocks(pdf)[0].text == NOTICE[0]


@pytest.mark.parametrize("cut", [0, 20, 500, 2000])
def test_broken_files_have_no_text(pdf: bytes, cut: int) -> None:
    assert len(squeezed(pdf_blocks(pdf[:cut]))) <= sum(map(len, NOTICE))
    assert pdf_blocks(b"%PDF-1.7\n" + b"\xff" * cut) == ()


def test_a_long_pdf_is_bounded(tmp_path: Path) -> None:
    text = "".join(block.text for block in pdf_blocks(made_pdf(tmp_path, *["碳排放权交易管理。" * 150] * 60)))
    assert 1000 < len(text) <= MOST_CHARACTERS


def test_only_a_thin_notice_with_a_pdf_waits_for_it() -> None:
    assert awaits_pdf(thin()) == ("http://x.example/notice.pdf",)
    assert awaits_pdf(thin(text="正文很长。" * 80)) == ()
    assert awaits_pdf(thin(attachments=(Attachment(url="http://x.example/a.doc", name="附件.doc"),))) == ()
    assert awaits_pdf(thin(attachments=(Attachment(url="http://x.example/download?id=1", name="通知.pdf"),)))


def test_the_revision_is_newer_and_is_not_revised_again(pdf: bytes) -> None:
    before = thin()
    after = with_pdf(before, pdf_blocks(pdf))
    assert after.blocks[: len(before.blocks)] == before.blocks
    assert after.text_hash != before.text_hash
    assert after.fetched_at > before.fetched_at
    assert after.id == before.id
    assert awaits_pdf(after) == ()
    assert with_pdf(before, pdf_blocks(pdf)) == after


def test_a_correction_names_what_changed() -> None:
    before = extract(page(article_html(info="2026年5月12日 来源：东海日报")))
    after = extract(
        page(article_html(info="2026年5月13日 来源：东海晚报", body=f"<p>{'更正后的正文，数字已经核对。' * 8}</p>"))
    )
    assert changed_fields(before, after) == ("published", "source", "blocks")
    assert changed_fields(before, before) == ()
    assert changed_fields(before, msgspec.structs.replace(before, issued=date(2026, 5, 1))) == ("issued",)
