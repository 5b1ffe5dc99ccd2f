"""What travels on the topics: frozen records, one per topic, each with its schema version; dead letters: message_records.

A reader accepts its own version and the one before (`UPGRADES` turns an older one into the current form);
a later one raises NewerRecord and stops the worker before it; anything else raises SchemaError and ends on the dead-letter
topic with that cause.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar, Literal

import msgspec
import zstandard

from pipeline.addresses import canonical_or_same, page_id
from pipeline.errors import RejectCode
from pipeline.text.steady_content import steady
from pipeline.topics import PAGES_REQUESTED

Via = Literal["crawl", "import", "replay", "request"]
BlockKind = Literal["paragraph", "heading", "list", "table", "quotation", "image"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Common to all records, on the bus and in stores: `schema` is the version of the record's form."""

    SCHEMA: ClassVar[int] = 1
    schema: int = 1


class Publisher(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A publisher as the catalogue described it when the page was fetched.

    `authority` is 0 (unknown) to 100 (the issuing body itself); `column` is a hint, one of the six columns;
    `language` is a BCP 47 tag; `listed` is False for a host that no catalogue entry claims.
    """

    id: str
    name: str
    authority: int = 0
    language: str = "zh"
    region: str = ""
    column: str | None = None
    listed: bool = True


class PagePart(msgspec.Struct, frozen=True, kw_only=True):
    """One address of an article that runs over several: its bytes as fetched, zstd-compressed."""

    url: str
    body: bytes

    @classmethod
    def pack(cls, url: str, raw: bytes) -> "PagePart":
        """Compress the bytes as fetched."""
        return cls(url=url, body=zstandard.compress(raw))

    def unpack(self, limit: int = 32 << 20) -> bytes:
        """The bytes as fetched; raises ValueError above `limit` bytes (32 MiB: four times what a crawl lets in)."""
        size = zstandard.get_frame_parameters(self.body).content_size
        if size > limit:
            raise ValueError(f"page part of {size} bytes is over the limit of {limit}: {self.url}")
        return zstandard.decompress(self.body)


class Page(Record, frozen=True, kw_only=True, dict=True):
    """pages.fetched: a page as fetched. Times are UTC; `parts` holds at least one part, in reading order.

    `headers` has lower-case names (content-type, etag, last-modified, date). `listed_title` and
    `listed_published` are what the list page or feed said of it, None where it said nothing; `headline_only`: that is all
    there is of it, nothing was asked for, and its part only stands for it.

    A page of schema 1 keeps it, and with it the digest by which its account is known.
    """

    SCHEMA: ClassVar[int] = 2
    schema: int = 2
    id: str
    url: str
    canonical: str
    publisher: Publisher
    fetched_at: datetime
    first_seen: datetime
    status: int
    headers: dict[str, str]
    parts: tuple[PagePart, ...]
    via: Via
    listed_title: str | None = None
    listed_published: date | None = None
    headline_only: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the parts' addresses and steady content; of schema 1, over raw bytes, as its account was made."""
        return self.digest_of_bytes if self.schema == 1 else self.digest_of_content

    @property
    def digest_of_bytes(self) -> str:
        """SHA-256 (hex) over the parts' addresses and raw bytes."""
        total = hashlib.sha256()
        for part in self.parts:
            total.update(part.url.encode() + b"\0" + part.unpack() + b"\0")
        return total.hexdigest()

    @cached_property
    def digest_of_content(self) -> str:
        """SHA-256 (hex) over the parts' addresses and what does not change by itself (pipeline/text/steady_content.py)."""
        total = hashlib.sha256()
        kind = self.headers.get("content-type", "")
        for part in self.parts:
            total.update(canonical_or_same(part.url).encode() + b"\0" + steady(part.unpack(), kind) + b"\0")
        return total.hexdigest()

    @property
    def account(self) -> str:
        """The unit of account: this content of this page, whoever delivered it and however often."""
        return account_of(self.id, self.digest)


def account_of(page_id: str, what: str) -> str:
    """The ledger's key of one content (or one give-up) of a page: 24 hex digits."""
    return hashlib.sha256(f"{page_id}:{what}".encode()).hexdigest()[:24]


def request_account(url: str) -> str:
    """The ledger's key of the requests for an address, one however often it is asked for.

    Raises ValueError for what is no http address.
    """
    return account_of(page_id(url), PAGES_REQUESTED)


class Request(Record, frozen=True, kw_only=True):
    """pages.requested: somebody wants this address crawled."""

    url: str
    why: str
    who: str
    asked_at: datetime


class Block(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of the body, plain text only. `rows` for a table, `items` for a list, `image` (address) for an image."""

    kind: BlockKind
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    image: str = ""


class Image(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture of the article: absolute address and its caption ("" where the page has none)."""

    url: str
    caption: str = ""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the article offers: absolute address and the name printed for it."""

    url: str
    name: str


class ReadAttachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An attachment that was opened because the article's text may be in it, and what came of that.

    `unread` says why it has no text (None: it has); `format` is pdf, ofd, docx, …; `pages` are the file's (0: it has none);
    `cut` says what ended the reading before the file's end ("": nothing); `recognised` is how sure (0..1) the recognition
    of a scan's characters was, None where the text stands in the file.
    """

    url: str
    name: str
    format: str = ""
    pages: int = 0
    cut: str = ""
    recognised: float | None = None
    unread: "Reason | None" = None


class Article(Record, frozen=True, kw_only=True):
    """articles.extracted: what a page says. A field that is not on the page is None or empty, never guessed.

    `published` is a local date; `published_at` has a zone and is set only where a time is printed. `source` is the
    来源 as printed, normalised; `editor` is its 责任编辑. `issuers`, `document_number` (文号), `index_number` (索引号) and
    `issued` (成文日期) are an official document's. `found_by` maps a field's name to the rule that gave it, `confidence`
    to how often that rule is right (0..1, 2 places). `text_hash` (16 hex digits) is over title and body: another hash at
    the same id is a revision. `account` is the ledger's key. `attachments_read` are the files that were opened for the
    text of a page that has little itself; the last one has it, or none has.
    """

    id: str
    url: str
    publisher: Publisher
    account: str
    fetched_at: datetime
    first_seen: datetime
    title: str
    blocks: tuple[Block, ...]
    text_hash: str
    published: date | None = None
    published_at: datetime | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    document_number: str | None = None
    index_number: str | None = None
    issued: date | None = None
    issuers: tuple[str, ...] = ()
    language: str = "zh"
    repost: bool = False
    found_by: dict[str, str] = {}
    confidence: dict[str, float] = {}
    attachments_read: tuple[ReadAttachment, ...] = ()

    @property
    def text(self) -> str:
        """The body as plain text, a line a block (a line an item or row of a list or table)."""
        return blocks_text(self.blocks)

    @property
    def text_from(self) -> ReadAttachment | None:
        """The attachment that the text was taken from; None where it is the page's own."""
        return next((file for file in self.attachments_read if file.unread is None), None)


class HeldArticle(Record, frozen=True, kw_only=True):
    """articles.held: an article whose text is in an attachment, neither rejected nor judged before that was read.

    `awaited` are the files to open, the likeliest first. `verdict` is what the page is rejected as where none of them
    has a text (None: it is an article all the same), `detail` what belongs to that.
    """

    article: Article
    awaited: tuple[Attachment, ...]
    verdict: RejectCode | None = None
    detail: str = ""


def blocks_text(blocks: tuple[Block, ...]) -> str:
    """Blocks as plain text: a line a block, an item or a row (cells joined by a tab)."""
    lines: list[str] = []
    for block in blocks:
        if block.items:
            lines.extend(block.items)
        elif block.rows:
            lines.extend("\t".join(row) for row in block.rows)
        elif block.text:
            lines.append(block.text)
    return "\n".join(lines)


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why something was decided: `code` names the rule, `values` say what it went by; never a sentence.

    The words are made where a person reads them, by the table of reasons. `as_written` is a sentence of an older version,
    in the value `text`.
    """

    code: str
    values: Mapping[str, "Value"] = {}


# What a reason or a finding is about: a name, a number, a date (ISO), a piece of text as it stands somewhere, or several;
# or the reason behind it.
Value = str | int | float | tuple[str, ...] | Reason


class Duplicate(msgspec.Struct, frozen=True, kw_only=True):
    """This article and `other` are the same article printed twice; valid while both texts are as compared.

    `score` is 0..1, `why` says how they are the same.
    """

    other: str
    score: float
    why: Reason
    own_hash: str
    other_hash: str


class EnrichedArticle(Record, frozen=True, kw_only=True):
    """articles.enriched: the article, its vector (float32 little-endian, L2-normalised) and the decisions on it.

    `scores` maps each column to 0..1; `relevance` is 0..1; `reasons` say what led to the decision. `set_aside`:
    certainly off-topic by its words, so that it has no vector. `model` made the vector, `classifier` (name@digest) decided.
    """

    SCHEMA: ClassVar[int] = 2
    schema: int = 2
    article: Article
    column: str
    scores: dict[str, float]
    relevance: float
    reasons: tuple[Reason, ...]
    model: str
    vector: bytes = b""
    duplicates: tuple[Duplicate, ...] = ()
    event: str | None = None
    set_aside: bool = False
    classifier: str = ""


class Media(Record, frozen=True, kw_only=True):
    """media.requested: a picture or an attachment of an article is wanted in the files."""

    url: str
    article: str
    kind: Literal["image", "attachment"]


class Quote(Record, frozen=True, kw_only=True):
    """prices.quoted: one product's day on one exchange.

    Prices in 元/吨, `volume` in 吨, `turnover` in 元; None where the exchange prints none ("-").
    """

    exchange: str
    product: str
    day: date
    close: float | None
    open: float | None = None
    high: float | None = None
    low: float | None = None
    volume: float | None = None
    turnover: float | None = None
    publisher: str = ""
    url: str = ""
    fetched_at: datetime | None = None
