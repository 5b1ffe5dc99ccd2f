"""The published version as RSS 2.0 and Atom; the only module that imports feedgen."""

from collections.abc import Sequence

from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

from bulletin.issue import BULLETIN_NAME, Edition
from bulletin.render import words
from bulletin.render.feed_entries import FEED_ID, FeedItem, file_at


def render_rss(edition: Edition, entries: Sequence[FeedItem], base_url: str) -> bytes:
    """RSS 2.0: full texts as escaped HTML, 来源 as dc:creator, the column as category."""
    feed = _feed(edition, entries, base_url, "rss.xml")
    feed.pubDate(edition.published_at)
    return bytes(feed.rss_str(pretty=True))


def render_atom(edition: Edition, entries: Sequence[FeedItem], base_url: str) -> bytes:
    """Atom 1.0: the same entries; `updated` is the moment of publication, `published` is 发布日期."""
    return bytes(_feed(edition, entries, base_url, "atom.xml").atom_str(pretty=True))


def _feed(edition: Edition, entries: Sequence[FeedItem], base_url: str, kind: str) -> FeedGenerator:
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.id(FEED_ID)
    feed.title(BULLETIN_NAME)
    feed.subtitle(words.masthead(edition))
    feed.author(name=BULLETIN_NAME)
    feed.language("zh-CN")
    feed.generator("tanxun")
    feed.updated(edition.published_at)
    if base_url:
        feed.link(href=file_at(edition, base_url, kind), rel="self")
    # RSS wants an address here, and takes the last one given.
    feed.link(href=file_at(edition, base_url, "html") or FEED_ID, rel="alternate")
    for entry in entries:
        _fill(feed.add_entry(order="append"), entry, edition)
    return feed


def _fill(made: FeedEntry, entry: FeedItem, edition: Edition) -> None:
    made.guid(entry.id, permalink=False)
    made.title(entry.title or entry.id)
    made.updated(edition.published_at)
    if entry.moment:
        made.published(entry.moment)
    if entry.source:
        made.author(name=entry.source)
        made.dc.dc_creator(entry.source)
    made.category(term=entry.column)
    made.summary(entry.summary)
    made.content(entry.html, type="html")
    if entry.origin and entry.origin != entry.url:
        made.link(href=entry.origin, rel="via")
    if entry.url:
        made.link(href=entry.url, rel="alternate")
