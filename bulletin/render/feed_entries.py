"""What the feeds say of a published version: an entry for the price chart and for each item, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import quote

from bulletin.issue import Edition, EditionItem, File
from bulletin.render.html import item_body, prices_body
from bulletin.render.pictures import PictureLookup
from pipeline.records import blocks_text
from pipeline.time_zone import ZONE

# One for all issues, so that a reader who follows the newest one keeps one feed.
FEED_ID = "urn:tanxun:bulletin"
SUMMARY = 120
# What feed readers show is some 700 pixels wide; pictures travel inside, so that no reader's address leaks.
LONGEST = 640


@dataclass(frozen=True)
class FeedItem:
    """One entry: `id` never changes, `url` is where to read it ("" for nowhere), `origin` the source's own page."""

    id: str
    url: str
    origin: str
    title: str
    published: date | None
    source: str
    column: str
    language: str
    html: str
    summary: str
    attachments: tuple[File, ...] = ()

    @property
    def moment(self) -> datetime | None:
        """发布日期 as a moment: the day's beginning in China."""
        return datetime.combine(self.published, time(), ZONE) if self.published else None


def entries(edition: Edition, chart: bytes | None, picture: PictureLookup, base_url: str) -> Iterator[FeedItem]:
    """The entries in the order of the issue, none for the prices of a week that has none.

    With a base_url they lead into the published page.
    """
    page = file_at(edition, base_url, "html")
    for number, column in enumerate(edition.columns):
        if number == 0 and edition.prices.quotes:
            yield _prices(edition, column.name, chart, f"{page}#prices" if page else "")
        for item in column.items:
            yield _item(edition, column.name, item, picture, f"{page}#i{quote(item.id)}" if page else item.url)


def file_name(number: int, kind: str) -> str:
    """The name of a published file: issue-121.html, issue-121.feed.json."""
    return f"issue-{number}.{kind}"


def file_at(edition: Edition, base_url: str, kind: str) -> str:
    """The address of one of the edition's files; "" without a base_url."""
    return f"{base_url.rstrip('/')}/{file_name(edition.number, kind)}" if base_url else ""


def _prices(edition: Edition, column: str, chart: bytes | None, url: str) -> FeedItem:
    prices = edition.prices
    return FeedItem(
        id=f"urn:tanxun:issue:{edition.number}:prices",
        url=url,
        origin="",
        title=prices.title,
        published=prices.published,
        source=prices.source,
        column=column,
        language="zh",
        html=prices_body(prices, chart),
        summary=prices.title,
    )


def _item(edition: Edition, column: str, item: EditionItem, picture: PictureLookup, url: str) -> FeedItem:
    return FeedItem(
        id=f"urn:tanxun:issue:{edition.number}:{quote(item.id, safe='')}",
        url=url,
        origin=item.url,
        title=item.title,
        published=item.published,
        source=item.source,
        column=column,
        language=item.language,
        html=item_body(item, picture, LONGEST),
        summary=_summary(item),
        attachments=tuple(file for file in item.attachments if file.url),
    )


def _summary(item: EditionItem) -> str:
    text = " ".join(blocks_text(item.blocks).split())
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1] + "…"
