"""What a reader finds in a published file, read by other programs' parsers and put into one form."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import docx
import feedparser  # type: ignore[import-untyped]
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html
from pypdf import PdfReader

from bulletin.issue import Edition, EditionItem
from pipeline.records import Block
from pipeline.time_zone import ZONE


@dataclass
class Told:
    """An item as found: title, the line below it, all texts in order, pictures (their alternative texts)."""

    title: str
    meta: str = ""
    texts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    missing: int = 0


def is_kept(url: str) -> bool:
    """Whether the editions for tests have the picture (tests.support.editions.picture)."""
    return "missing" not in url


def expected(edition: Edition) -> dict[str, list[Told]]:
    """The edition in the same form."""
    return {column.name: [told_of(item) for item in column.items] for column in edition.columns}


def told_of(item: EditionItem, kept: Callable[[str], bool] = is_kept) -> Told:
    """An item in the same form; `kept` says whether the files have a picture."""
    assert item.published
    meta = f"发布日期：{item.published.year}-{item.published.month}-{item.published.day}\u2003来源：{item.source}"
    meta += f"\u2003文号：{item.document_number}" if item.document_number else ""
    shown = [block for block in item.blocks if block.kind == "image" and kept(block.image)]
    missing = [block for block in item.blocks if block.kind == "image" and not kept(block.image)]
    return Told(
        item.title,
        meta,
        [text for block in item.blocks for text in texts_of(block)],
        [block.text or f"配图：{item.title}" for block in shown],
        len(missing),
    )


def for_feeds(edition: Edition) -> dict[str, list[Told]]:
    """The same as feeds have it: day and 来源 in fields of their own, columns without items absent."""
    found = {}
    for column in edition.columns:
        told = [told_of(item) for item in column.items]
        for item, one in zip(column.items, told, strict=True):
            one.meta = f"{item.published} {item.source}"
        if told:
            found[column.name] = told
    return found


def texts_of(block: Block) -> list[str]:
    found = [block.text, *block.items, *(cell for row in block.rows for cell in row)]
    return [text for text in found if text]


def from_docx(content: bytes) -> dict[str, list[Told]]:
    document = docx.Document(io.BytesIO(content))
    columns: dict[str, list[Told]] = {}
    now: Told | None = None
    for piece in document.iter_inner_content():
        if isinstance(piece, Table):
            assert now
            now.texts += [cell.text for row in piece.rows for cell in row.cells if cell.text]
            continue
        assert isinstance(piece, Paragraph)
        style = piece.style.name if piece.style else ""
        if style == "Heading 1":
            columns[piece.text.strip("【】")], now = [], None
        elif style == "Heading 2":
            now = Told(piece.text)
            list(columns.values())[-1].append(now)
        elif now is None:
            continue
        elif style == "Item Meta":
            now.meta = piece.text.removesuffix("\u2003原文")
        elif style == "Picture":
            found = piece._p.xpath(".//wp:docPr/@descr")
            now.pictures += [str(one) for one in found]
            now.missing += not found
        elif style != "Attachments" and piece.text:
            now.texts.append(piece.text)
    return columns


def from_page(content: str) -> dict[str, list[Told]]:
    """The reader's page."""
    tree: Any = html.document_fromstring(content)
    columns = {}
    for section in tree.iter("section"):
        found = []
        for article in section.iter("article"):
            (title,) = article.xpath("./h3")
            made = from_fragment(article)
            made.title, made.meta = title.text_content(), article.xpath("string(./p[1])")
            found.append(made)
        columns[section.xpath("string(./h2)").strip("【】")] = found
    return columns


def from_fragment(tree: Any) -> Told:
    """The body of an item: an element, or HTML as text."""
    whole: Any = html.fragment_fromstring(tree, create_parent=True) if isinstance(tree, str) else tree
    told = Told("")
    for node in whole.iterdescendants("p", "h4", "li", "td", "blockquote", "figcaption", "img", "div"):
        if node.tag == "img":
            told.pictures.append(node.get("alt", ""))
        elif node.tag == "div":
            told.missing += node.get("class") == "missing"
        elif node.get("class") != "meta" and node.text_content():
            told.texts.append(node.text_content())
    return told


def from_feed(content: bytes) -> tuple[Any, dict[str, list[Told]]]:
    """An RSS or Atom feed: the feed itself, and its items by category."""
    feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, feed.bozo_exception
    columns: dict[str, list[Told]] = {}
    for entry in feed.entries:
        made = from_fragment(entry.content[0].value)
        day = moment(entry.published_parsed).astimezone(ZONE).date()
        made.title, made.meta = entry.title, f"{day} {entry.author}"
        columns.setdefault(entry.tags[0].term, []).append(made)
    return feed, columns


def moment(parts: Any) -> datetime:
    """A moment as feedparser has it: the parts of a UTC time."""
    year, month, day, hour, minute, second, *_ = parts
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def from_json_feed(content: bytes) -> tuple[dict[str, Any], dict[str, list[Told]]]:
    feed = json.loads(content)
    columns: dict[str, list[Told]] = {}
    for item in feed["items"]:
        made = from_fragment(item["content_html"])
        made.title, made.meta = item["title"], f"{item['date_published'][:10]} {item['authors'][0]['name']}"
        columns.setdefault(item["tags"][0], []).append(made)
    return feed, columns


def mail_parts(content: bytes) -> tuple[EmailMessage, str, str, dict[str, bytes]]:
    """The message, its plain text, its HTML, and its pictures by Content-ID."""
    message = message_from_bytes(content, policy=default)
    assert not [part.defects for part in message.walk() if part.defects]
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text and page
    pictures = {
        str(part["Content-ID"]).strip("<>"): part.get_content() for part in message.walk() if part["Content-ID"]
    }
    return message, text.get_content(), page.get_content(), pictures


def from_mail(page: str) -> dict[str, list[Told]]:
    """The e-mail's HTML: a cell a column's heading or an item."""
    tree: Any = html.document_fromstring(page)
    columns: dict[str, list[Told]] = {}
    for cell in tree.xpath("//table//table/tr/td"):
        heading, title = cell.xpath("./h2"), cell.xpath("./h3[@id]")
        if heading and "【" in heading[0].text_content():
            columns[heading[0].text_content().strip("【】")] = []
        elif title:
            made = from_fragment(cell)
            made.title, made.meta = title[0].text_content(), made.texts.pop(0).removesuffix("\u2003原文")
            made.missing = made.texts.count("图片未附，见原文")
            made.texts = [text for text in made.texts if text != "图片未附，见原文" and not text.startswith("附件：")]
            list(columns.values())[-1].append(made)
    return columns


def squeezed(text: str) -> str:
    """Without gaps, and without emoji: the bulletin's fonts have none, and a PDF holds glyphs."""
    return re.sub(r"[\s\0\U0001f000-\U0001ffff\u200d]", "", text)


def as_text(kind: str, content: bytes) -> str:
    if kind == "html":
        tree: Any = html.document_fromstring(content)
        return str(tree.text_content())
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return mail_parts(content)[1]
