"""The published version as RSS 2.0 and Atom; the only module that imports feedgen."""

from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

from bulletin.issue import BULLETIN_NAME, Edition
from bulletin.render import printed_lines
from bulletin.render.feed_entries import FEED_ID, FeedItem, file_at
from bulletin.render.print_job import PrintJob


def render_rss(job: PrintJob) -> bytes:
    """RSS 2.0: full texts as escaped HTML, 来源 as dc:creator, the column as category."""
    feed = _feed(job, "rss.xml")
    feed.pubDate(job.edition.published_at)
    return bytes(feed.rss_str(pretty=True))


def render_atom(job: PrintJob) -> bytes:
    """Atom 1.0: the same entries; `updated` is the moment of publication, `published` is 发布日期."""
    return bytes(_feed(job, "atom.xml").atom_str(pretty=True))


def _feed(job: PrintJob, kind: str) -> FeedGenerator:
    edition = job.edition
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.id(FEED_ID)
    feed.title(BULLETIN_NAME)
    feed.subtitle(printed_lines.masthead(edition))
    feed.author(name=BULLETIN_NAME)
    feed.language("zh-CN")
    feed.generator("tanxun")
    feed.updated(edition.published_at)
    if job.base_url:
        feed.link(href=file_at(edition, job.base_url, kind), rel="self")
    # RSS wants an address here, and takes the last one given.
    feed.link(href=file_at(edition, job.base_url, "html") or FEED_ID, rel="alternate")
    for entry in job.feed_items:
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
