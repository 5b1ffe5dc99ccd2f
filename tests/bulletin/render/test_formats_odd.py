"""What is too long, too many, empty or in no language: the documents are made, cut or refused, and say so."""

import io
import json
import re
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from bulletin.issue import CUT_NOTICE, LONGEST_BODY, Edition, edition_of, prices_of
from bulletin.render import mail
from bulletin.render.formats import FORMATS
from bulletin.render.html import render_html
from bulletin.render.mail_text import LONGEST_TEXT
from bulletin.render.pdf import render_pdf
from pipeline.records import Block, Quote
from tests.support.editions import HOSTILE, PUBLISHED, draft_of, drawn, hostile, job_of, picture, plain, render
from tests.support.paths import ROOT
from tests.support.readback import as_text, mail_parts, squeezed

SCHEMA = json.loads((ROOT / "docs/edition.schema.json").read_text())


@pytest.fixture(scope="module")
def large() -> tuple[Edition, dict[str, bytes]]:
    """A megabyte in each place where text can stand."""
    much = "长" * 1_000_000
    edition = edition_of(draft_of([much], [much]), 1, PUBLISHED, much)
    return edition, render(edition)


def test_a_megabyte_is_cut(large: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = large
    (item,) = edition.columns[0].items
    assert len(item.title) == 300
    assert item.title.endswith("…")
    assert len(edition.note) == 2000
    assert LONGEST_BODY <= sum(len(block.text) for block in item.blocks) <= LONGEST_BODY + 100
    assert {kind: len(content) for kind, content in files.items() if len(content) > 4_000_000} == {}


def test_a_long_text_is_cut_shorter_in_the_mail(large: tuple[Edition, dict[str, bytes]]) -> None:
    _, files = large
    _, text, page, _ = mail_parts(files["eml"])
    assert text.count(CUT_NOTICE) == page.count(CUT_NOTICE) == files["html"].decode().count(CUT_NOTICE) == 1
    assert len(text) < LONGEST_TEXT + 5_000


def test_pictures_beyond_the_budget_stay_out_of_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = plain()
    lines = drawn(edition.prices)
    assert lines is not None
    monkeypatch.setattr(mail, "MOST_PICTURE_BYTES", len(lines) + len(picture("http://x.example/0.png") or b"") + 50)
    _, _, page, pictures = mail_parts(mail.render_mail(job_of(edition)))
    assert len(pictures) == 2
    assert page.count("图片未附，见原文") == 4 - 1 + 4


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en", "en-GB", "nl", "", "<b>", "x" * 500, "中文"])
def test_any_language_renders(language: str) -> None:
    draft = draft_of(["text"])
    item = msgspec.structs.replace(draft.columns[0].items[0], language=language)
    column = msgspec.structs.replace(draft.columns[0], items=(item,))
    files = render(edition_of(msgspec.structs.replace(draft, columns=(column, *draft.columns[1:])), 1, PUBLISHED))
    assert "第0段text" in squeezed(as_text("pdf", files["pdf"]))
    assert "第0段 text" in as_text("docx", files["docx"])


@pytest.mark.parametrize(
    "block",
    [
        Block(kind="table", rows=()),
        Block(kind="table", rows=((), ())),
        Block(kind="table", rows=(("a",) * 100,) * 3),
        Block(kind="list"),
        Block(kind="paragraph"),
        Block(kind="image"),
        Block(kind="heading", text="\x00"),
        Block(kind="table", rows=(("a",) * 5,) * 500),
    ],
)
def test_any_block_renders(block: Block) -> None:
    draft = draft_of(["text"])
    item = msgspec.structs.replace(
        draft.columns[0].items[0], blocks=(block,), url="", source="", title="", published=None
    )
    column = msgspec.structs.replace(draft.columns[0], items=(item,))
    files = render(edition_of(msgspec.structs.replace(draft, columns=(column, *draft.columns[1:])), 1, PUBLISHED), "")
    assert tuple(files) == tuple(one.ending for one in FORMATS)
    for kind in ("rss.xml", "atom.xml"):
        assert not from_feed_bytes(files[kind]).bozo


def from_feed_bytes(content: bytes) -> Any:
    import feedparser  # type: ignore[import-untyped]

    return feedparser.parse(io.BytesIO(content))


@pytest.mark.parametrize(
    ("quotes", "table", "texts"),
    [
        ((), False, ["正文甲"]),
        ((), False, []),
        ((Quote(exchange="东海", product="配额", day=date(2026, 5, 8), close=None, volume=0.0),), True, ["正文甲"]),
    ],
)
def test_a_week_without_prices_has_no_empty_table_chart_or_date(
    quotes: tuple[Quote, ...], table: bool, texts: list[str]
) -> None:
    draft = draft_of(texts)
    draft = msgspec.structs.replace(draft, prices=prices_of(quotes, draft.since, draft.until))
    edition = edition_of(draft, 1, PUBLISHED)
    files = render(edition)
    pages = {kind: as_text(kind, files[kind]) for kind in ("html", "docx", "pdf", "eml")}
    pages |= {kind: files[kind].decode() for kind in ("rss.xml", "atom.xml", "feed.json")}
    pages["draft"] = render_html(draft, drawn(draft.prices), picture)
    pages["draft pdf"] = as_text("pdf", render_pdf(draft, drawn(draft.prices), picture))
    for kind, text in pages.items():
        shown = squeezed(text)
        assert ("各交易所碳市价格走势" in shown) == table, kind
        assert ("无成交" in shown) == table, kind
        assert "走势图" not in shown, kind
        assert "下图" not in shown, kind
        assert "（无）" not in shown, kind
        market = shown.rpartition("【市场热点】")[2].partition("【政策聚焦】")[0]
        feed = kind in ("rss.xml", "atom.xml", "feed.json")
        assert feed or ("本期没有稿件" in market) == (not texts and not table), kind
    pictures = [one for page in PdfReader(io.BytesIO(files["pdf"])).pages for one in page.images]
    assert len(pictures) == len(texts)


def test_an_empty_issue() -> None:
    empty = edition_of(draft_of([]), 1, PUBLISHED)
    files = render(empty)
    assert all(files.values())
    assert "本期没有稿件" in as_text("docx", files["docx"])


def test_the_hostile_texts_are_what_they_were_but_for_what_nothing_can_hold() -> None:
    columns = hostile().columns
    shown = "".join(item.title for column in columns for item in column.items)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]", shown)
    for text in HOSTILE:
        if text.isascii() and text.isprintable():
            assert text in shown


def test_days_are_those_of_the_office() -> None:
    late = edition_of(draft_of(["text"]), 1, datetime(2026, 5, 15, 20, 0, tzinfo=UTC))
    assert "2026-5-16 发布" in as_text("html", render(late)["html"])
    assert late.since == date(2026, 5, 8)


def test_wrong_editions() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        edition_of(draft_of([]), 0, PUBLISHED)
    with pytest.raises(ValueError, match="has no zone"):
        edition_of(draft_of([]), 1, PUBLISHED.replace(tzinfo=None))


def test_renderers_print_an_edition_as_it_stands() -> None:
    """What `edition_of` made fit to print is not bounded a second time."""
    edition = plain()
    long = "长" * 400
    item = msgspec.structs.replace(edition.columns[0].items[0], title=long)
    column = msgspec.structs.replace(edition.columns[0], items=(item,))
    files = render(msgspec.structs.replace(edition, columns=(column, *edition.columns[1:])))
    assert long in squeezed(as_text("html", files["html"]))
    assert long in squeezed(as_text("docx", files["docx"]))
    assert long in files["json"].decode()
