"""The draft as data: exactly what `issue-N.json` holds (docs/issue.schema.json)."""

from datetime import date

import msgspec

from pipeline.records import Block, Quote, Reason


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: its address and caption."""

    url: str
    caption: str = ""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment: its address and name."""

    url: str
    name: str


class Alternate(msgspec.Struct, frozen=True, kw_only=True):
    """Another printing of the same article, or another report of its event: what an editor may take instead."""

    id: str
    url: str
    title: str
    published: date | None
    source: str
    reasons: tuple[Reason, ...]


class PrintedItem(msgspec.Struct, frozen=True, kw_only=True):
    """What readers see of an item. `source` is the 来源 as printed; `url` is "" where no address can be followed.

    A field that extraction finds under the same name, and that stands in LINE_BELOW_TITLE, is taken from the article,
    printed in every format, shown at the desk and told by the API; an edition has every field of this struct.
    """

    id: str
    url: str
    title: str
    published: date | None
    source: str
    blocks: tuple[Block, ...]
    images: tuple[Picture, ...]
    attachments: tuple[File, ...]
    document_number: str | None = None
    language: str


# The line below an item's title, in this order: field and word. What is empty is left out.
LINE_BELOW_TITLE = {"published": "发布日期", "source": "来源", "document_number": "文号"}


class Item(PrintedItem, frozen=True, kw_only=True):
    """One item of a column, with what an editor knows of it; `reasons` and `warnings` are for the editor.

    `score` is the relevance, to 4 places; `revised` says that the source changed its text since it was first seen;
    `text_hash` is that of the article as it stands here ("" for an item written by hand). `event` is the smallest id of
    the articles on the same event ("" if alone); `printed` holds the earlier issues that printed the article.
    """

    score: float
    revised: bool
    text_hash: str = ""
    event: str = ""
    printed: tuple[int, ...] = ()
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    alternates: tuple[Alternate, ...]


class ColumnDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A column and its items in order. `warning` is for the editor: more or fewer than usual."""

    name: str
    items: tuple[Item, ...]
    warning: Reason | None = None


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """An article of the window that is not in the draft, and why; `near` marks the near misses, which come first."""

    id: str
    url: str
    title: str
    published: date | None
    source: str
    column: str
    score: float
    reasons: tuple[Reason, ...]
    near: bool = False


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """The price chart, first item of 市场热点: its title, dates, 来源, and the quotes it shows."""

    title: str
    published: date | None
    source: str
    quotes: tuple[Quote, ...]


class Draft(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """A drafted issue. `version` is the number of its last operation; `since` and `until` are both included."""

    number: int
    since: date
    until: date
    version: int
    columns: tuple[ColumnDraft, ...]
    prices: Prices
    left_out: tuple[LeftOut, ...]
