"""What a page waits for, and what it is once its document was read."""

from datetime import date
from typing import Any

import msgspec
import pytest

from enrich.extract.attachments.document import awaited, with_text, without_text
from enrich.extract.official_document import title_of
from enrich.extract.revision import text_hash
from pipeline.errors import RejectCode
from pipeline.records import Article, Attachment, Block, HeldArticle, ReadAttachment, Reason
from tests.support.articles import article

TITLE = "关于印发《东海省近零碳园区评价办法》的通知"
FILE = Attachment(url="http://x.example/1.pdf", name=f"{TITLE}.pdf")
OTHER = Attachment(url="http://x.example/2.pdf", name="起草说明.pdf")
FORM = Attachment(url="http://x.example/3.doc", name="附件1：申报表.doc")
ANNEX = Attachment(url="http://x.example/4.doc", name="附件1：评价指标体系.doc")
LETTER = "各市生态环境局：现将《东海省近零碳园区评价办法》印发给你们，请结合实际认真贯彻落实。执行中遇有问题，请及时向省生态环境厅报告。"
FULL = f"{LETTER}省级评价每年组织一次，由专家组评审。通过评价的园区授予称号，有效期三年。"
DOCUMENT = (
    "东海省生态环境厅文件",
    "东环规〔2026〕9号",
    "关于印发《东海省近零碳园区评价",
    "办法》的通知",
    "各市生态环境局：",
    "为规范近零碳园区评价工作，制定本办法，现印发给你们。",
    "东海省生态环境厅 东海省财政厅",
    "二〇二六年五月十一日",
)


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(kind="paragraph", text=text) for text in texts)


def page(text: str, *files: Attachment, **changes: Any) -> Article:
    return article("a", **{"title": TITLE, "text": text, "attachments": files, **changes})


@pytest.mark.parametrize(
    ("text", "files", "verdict", "waits"),
    [
        ("全文见附件。", (FORM, FILE), None, (FILE,)),
        (LETTER, (OTHER, FILE), None, (FILE, OTHER)),
        (LETTER, (FORM,), None, ()),
        (LETTER, (ANNEX,), None, ()),
        ("见附件。", (ANNEX, FORM), None, (ANNEX,)),
        ("见附件。", (), None, ()),
        # Its own full text: long, or several sentences of it.
        ("正文很长。" * 80, (FILE,), None, ()),
        (FULL, (FILE,), None, ()),
        (f"{FULL}全文见附件。", (FILE,), None, (FILE,)),
        # What would be rejected waits, too; a list or a shell only for a file of its own name.
        ("附件", (OTHER,), RejectCode.TOO_SHORT, (OTHER,)),
        ("附件", (OTHER,), RejectCode.EMPTY_SHELL, ()),
        ("附件", (FILE, OTHER), RejectCode.EMPTY_SHELL, (FILE,)),
        ("列表很长。" * 80, (OTHER, FILE), RejectCode.LIST_PAGE, (FILE,)),
    ],
)
def test_what_a_page_waits_for(
    text: str, files: tuple[Attachment, ...], verdict: RejectCode | None, waits: tuple[Attachment, ...]
) -> None:
    assert awaited(page(text, *files), verdict) == waits


def joined(before: Article, *texts: str, recognised: float | None = None) -> Article:
    read = ReadAttachment(url=FILE.url, name=FILE.name, format="pdf", pages=2, recognised=recognised)
    return with_text(HeldArticle(article=before, awaited=(FILE,)), [read], blocks(*texts))


def test_what_the_page_lacks_is_the_documents() -> None:
    before = page("通知全文请见附件。", FILE, title="", published=date(2026, 5, 12))
    after = joined(before, *DOCUMENT)
    assert (after.title, after.document_number) == (TITLE, "东环规〔2026〕9号")
    assert (after.issuers, after.issued) == (("东海省生态环境厅", "东海省财政厅"), date(2026, 5, 11))
    assert after.published == before.published
    # Its head is told beside the text: letterhead, 文号, title.
    assert after.text.splitlines() == list(DOCUMENT[4:])
    assert (after.text_from, after.found_by["body"]) == (after.attachments_read[0], "text of the attachment")
    assert after.fetched_at > before.fetched_at
    assert after.text_hash != before.text_hash
    assert joined(before, *DOCUMENT) == after


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ("东海省生态环境厅办公室", "东环办〔2026〕9号", "关于做好核查工作的", "通知", "各市生态环境局："),
            "关于做好核查工作的通知",
        ),
        (
            ("东海省生态环境厅", "关于做好核查工作的通知", "东环办〔2026〕9号", "各市："),
            "东海省生态环境厅关于做好核查工作的通知",
        ),
        (
            ("特急", "东海省生态环境厅文件", "近零碳园区评价办法", "第一条 为规范评价工作，制定本办法。"),
            "近零碳园区评价办法",
        ),
        (("各市生态环境局：", "现将办法印发给你们。"), ""),
        (("为落实东环办〔2026〕9号文件，现就有关事项作如下通知",), ""),
        ((), ""),
    ],
)
def test_the_title_that_a_document_begins_with(lines: tuple[str, ...], title: str) -> None:
    assert title_of(blocks(*lines)) == title


def test_what_the_page_has_stays() -> None:
    before = page(LETTER, FILE, document_number="东环〔2026〕1号", issuers=("东海省政府",), issued=date(2026, 5, 1))
    after = joined(before, *DOCUMENT)
    assert after.text.splitlines() == [LETTER, DOCUMENT[1], *DOCUMENT[4:]]
    assert (after.title, after.document_number, after.issuers, after.issued) == (
        TITLE,
        "东环〔2026〕1号",
        ("东海省政府",),
        date(2026, 5, 1),
    )


def test_what_the_document_says_too_is_not_said_twice() -> None:
    after = joined(page("各市生态环境局：", FILE), *DOCUMENT)
    assert after.text.splitlines() == list(DOCUMENT[4:])


def test_a_document_of_another_title_stays_whole() -> None:
    after = joined(page("见附件。", FILE, title="关于做好评价工作的通知"), *DOCUMENT)
    assert after.text.splitlines() == list(DOCUMENT)


def test_a_title_that_a_list_cut_off_is_made_whole() -> None:
    assert joined(page("见附件。", FILE, title="关于印发《东海省近零碳…"), *DOCUMENT).title == TITLE
    assert joined(page("见附件。", FILE, title="关于开展低碳日活动的…"), *DOCUMENT).title == "关于开展低碳日活动的…"


def test_recognised_text_is_as_sure_as_its_recognition() -> None:
    after = joined(page("见附件。", FILE), *DOCUMENT, recognised=0.874)
    assert (after.found_by["body"], after.confidence["body"]) == ("text recognised in the attachment", 0.87)


def test_without_a_text_the_page_is_as_it_was() -> None:
    before = page(LETTER, FILE)
    unread = ReadAttachment(url=FILE.url, name=FILE.name, unread=Reason("attachment_encrypted"))
    after = without_text(HeldArticle(article=before, awaited=(FILE,)), [unread])
    assert (after.blocks, after.text_hash, after.fetched_at) == (before.blocks, before.text_hash, before.fetched_at)
    assert (after.text_from, after.attachments_read) == (None, (unread,))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ((LETTER, FILE.name), (LETTER,)),
        ((LETTER, f"附件：{FILE.name}"), (LETTER,)),
        ((LETTER, f"{FILE.name}已经公布。"), (LETTER, f"{FILE.name}已经公布。")),
        ((FILE.name,), (FILE.name,)),
    ],
)
def test_an_unread_files_name_is_no_line_of_the_text(said: tuple[str, ...], left: tuple[str, ...]) -> None:
    before = msgspec.structs.replace(page("", FILE), blocks=blocks(*said))
    after = without_text(HeldArticle(article=before, awaited=(FILE,)), [])
    assert after.blocks == blocks(*left)
    assert after.text_hash == text_hash(TITLE, after.blocks)
