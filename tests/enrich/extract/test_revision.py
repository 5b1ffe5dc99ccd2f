"""Notices whose text is a PDF, and corrections: revisions with the fields that changed."""

from datetime import date

import msgspec

from enrich.extract.extract import extract
from enrich.extract.revision import awaits_pdf, changed_fields, with_pdf
from pipeline.records import Article, Attachment, Block
from tests.support.articles import article
from tests.support.notices import NOTICE
from tests.support.pages import article_html, page


def thin(**changes: object) -> Article:
    files = (Attachment(url="http://x.example/notice.pdf", name="关于配额预分配的通知"),)
    return article("a", **{"text": "通知全文见附件。", "attachments": files, **changes})


def test_only_a_thin_notice_with_a_pdf_waits_for_it() -> None:
    assert awaits_pdf(thin()) == ("http://x.example/notice.pdf",)
    assert awaits_pdf(thin(text="正文很长。" * 80)) == ()
    assert awaits_pdf(thin(attachments=(Attachment(url="http://x.example/a.doc", name="附件.doc"),))) == ()
    assert awaits_pdf(thin(attachments=(Attachment(url="http://x.example/download?id=1", name="通知.pdf"),)))


def test_the_revision_is_newer_and_is_not_revised_again() -> None:
    before, blocks = thin(), tuple(Block(kind="paragraph", text=text) for text in NOTICE)
    after = with_pdf(before, blocks)
    assert after.blocks[: len(before.blocks)] == before.blocks
    assert after.text_hash != before.text_hash
    assert after.fetched_at > before.fetched_at
    assert after.id == before.id
    assert awaits_pdf(after) == ()
    assert with_pdf(before, blocks) == after


def test_a_correction_names_what_changed() -> None:
    before = extract(page(article_html(info="2026年5月12日 来源：东海日报")))
    after = extract(
        page(article_html(info="2026年5月13日 来源：东海晚报", body=f"<p>{'更正后的正文，数字已经核对。' * 8}</p>"))
    )
    assert changed_fields(before, after) == ("published", "source", "blocks")
    assert changed_fields(before, before) == ()
    assert changed_fields(before, msgspec.structs.replace(before, issued=date(2026, 5, 1))) == ("issued",)
