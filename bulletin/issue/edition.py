"""What a reader sees of a published version of an issue; nothing of how it was drafted is in it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec

from bulletin.issue.content import Draft, File, Item, Picture, Prices, PrintedItem
from bulletin.issue.printable import printable_blocks, printable_line
from pipeline.addresses import followable

BULLETIN_NAME = "节能减排信息动态"
# A note is a few sentences; this is a page of them.
LONGEST_NOTE = 2000


class EditionItem(PrintedItem, frozen=True, kw_only=True):
    """One item of a column as printed."""


class EditionColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column and its items in order."""

    name: str
    items: tuple[EditionItem, ...]


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """An item that an earlier edition had and this one has not: why, as readers are told, and when (UTC)."""

    id: str
    title: str
    why: str
    at: datetime


class Edition(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """A published version: `edition` is 1 for the first publication, `note` says what a correction changed ("" for none).

    `since` and `until` are both included; `published_at` is UTC, in whole seconds.
    """

    number: int
    since: date
    until: date
    edition: int
    published_at: datetime
    note: str
    columns: tuple[EditionColumn, ...]
    prices: Prices
    withdrawn: tuple[Withdrawn, ...]

    @property
    def issue(self) -> str:
        """The issue as it is cited: 总第121期."""
        return f"总第{self.number}期"


def edition_of(
    draft: Draft, edition: int, published_at: datetime, note: str = "", withdrawn: Sequence[Withdrawn] = ()
) -> Edition:
    """The draft as its readers get it; items that were withdrawn are not in it.

    Here text and addresses are made fit to print, so that every format can hold them; no renderer does it again.
    Raises ValueError for an edition below 1 or a moment without a zone.
    """
    if edition < 1:
        raise ValueError(f"editions are counted from 1, not {edition}")
    gone = {one.id for one in withdrawn}
    columns = [
        EditionColumn(
            name=printable_line(column.name), items=tuple(_item(item) for item in column.items if item.id not in gone)
        )
        for column in draft.columns
    ]
    tombstones = [
        Withdrawn(
            id=printable_line(one.id), title=printable_line(one.title), why=printable_line(one.why), at=_moment(one.at)
        )
        for one in withdrawn
    ]
    return Edition(
        number=draft.number,
        since=draft.since,
        until=draft.until,
        edition=edition,
        published_at=_moment(published_at),
        note=printable_line(note, LONGEST_NOTE),
        columns=tuple(columns),
        prices=_prices(draft.prices),
        withdrawn=tuple(tombstones),
    )


def _item(item: Item) -> EditionItem:
    fields = {name: getattr(item, name) for name in EditionItem.__struct_fields__}
    lines = {name: printable_line(value) for name, value in fields.items() if isinstance(value, str)}
    longer = {
        "url": followable(item.url),
        "blocks": printable_blocks(item.blocks),
        "images": tuple(Picture(url=image.url, caption=printable_line(image.caption)) for image in item.images),
        "attachments": tuple(
            File(url=followable(file.url), name=printable_line(file.name)) for file in item.attachments
        ),
    }
    return EditionItem(**{**fields, **lines, **longer})


def _prices(prices: Prices) -> Prices:
    quotes = [
        msgspec.structs.replace(quote, exchange=printable_line(quote.exchange), product=printable_line(quote.product))
        for quote in prices.quotes
    ]
    return Prices(
        title=printable_line(prices.title),
        published=prices.published,
        source=printable_line(prices.source),
        quotes=tuple(quotes),
    )


def _moment(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone; moments are UTC")
    return moment.astimezone(UTC).replace(microsecond=0)
