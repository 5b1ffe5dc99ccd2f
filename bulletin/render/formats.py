"""The formats that an edition is published in: one table, which publishing, the desk's downloads and the feeds all read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bulletin.issue import Edition
from bulletin.render.docx import render_docx
from bulletin.render.feed_entries import FeedItem, entries
from bulletin.render.feeds import render_atom, render_rss
from bulletin.render.html import render_edition
from bulletin.render.issue_json import render_json
from bulletin.render.json_feed import render_json_feed
from bulletin.render.mail import render_mail
from bulletin.render.pdf import render_pdf
from bulletin.render.pictures import Picture

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The format that is sent to the readers by mail.
EMAIL = "eml"


@dataclass(frozen=True)
class ToRender:
    """What a renderer may need: the edition; its chart (a PNG); its pictures; where the files will lie.

    Without `base_url` ("") the feeds' entries lead to the sources' pages.
    """

    edition: Edition
    chart: bytes
    picture: Picture
    base_url: str

    @cached_property
    def feed_items(self) -> list[FeedItem]:
        """The entries of the feeds."""
        return list(entries(self.edition, self.chart, self.picture, self.base_url))


@dataclass(frozen=True)
class Format:
    """One kind of document. Its renderer gives the same bytes for the same edition, pictures and base_url.

    `ending` ends its files' names (issue-121.rss.xml), `media_type` is what they are served as, `label` is what the desk calls
    it. A `feed` is served under /feeds/ too, for the newest issue.
    """

    ending: str
    media_type: str
    label: str
    render: Callable[[ToRender], bytes]
    feed: bool = False


FORMATS = (
    Format(
        "html", "text/html; charset=utf-8", "网页", lambda it: render_edition(it.edition, it.chart, it.picture).encode()
    ),
    Format("pdf", "application/pdf", "PDF", lambda it: render_pdf(it.edition, it.chart, it.picture)),
    Format("docx", WORD, "Word", lambda it: render_docx(it.edition, it.chart, it.picture)),
    Format(
        "rss.xml",
        "application/rss+xml; charset=utf-8",
        "RSS",
        lambda it: render_rss(it.edition, it.feed_items, it.base_url),
        feed=True,
    ),
    Format(
        "atom.xml",
        "application/atom+xml; charset=utf-8",
        "Atom",
        lambda it: render_atom(it.edition, it.feed_items, it.base_url),
        feed=True,
    ),
    Format(
        "feed.json",
        "application/feed+json",
        "JSON Feed",
        lambda it: render_json_feed(it.edition, it.feed_items, it.base_url),
        feed=True,
    ),
    Format("json", "application/json", "数据（JSON）", lambda it: render_json(it.edition)),
    Format(EMAIL, "message/rfc822", "邮件（.eml）", lambda it: render_mail(it.edition, it.chart, it.picture)),
)


def documents(edition: Edition, chart: bytes, picture: Picture, base_url: str = "") -> dict[str, bytes]:
    """The edition in every format, by the ends of the files' names. `chart` is a PNG (bulletin/render/chart.py)."""
    it = ToRender(edition, chart, picture, base_url)
    return {one.ending: one.render(it) for one in FORMATS}


def format_of(file: str) -> Format | None:
    """The format of a published file (issue-121.rss.xml); None for a name that no format gives, such as one of long ago."""
    ending = file.partition(".")[2]
    return next((one for one in FORMATS if one.ending == ending), None)


def format_label(file: str) -> str:
    """What the desk calls a published file."""
    found = format_of(file)
    return found.label if found else file
