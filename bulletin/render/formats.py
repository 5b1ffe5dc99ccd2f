"""The formats that an edition is published in: one table, which publishing, the desk's downloads and the feeds all read."""

from collections.abc import Callable
from dataclasses import dataclass

from bulletin.render.docx import render_docx
from bulletin.render.feeds import render_atom, render_rss
from bulletin.render.html import render_edition
from bulletin.render.issue_json import render_json
from bulletin.render.json_feed import render_json_feed
from bulletin.render.mail import render_mail
from bulletin.render.pdf import render_pdf
from bulletin.render.print_job import PrintJob

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The format that is sent to the readers by mail.
EMAIL = "eml"


@dataclass(frozen=True)
class Format:
    """One kind of document. Its renderer gives the same bytes for the same job.

    `ending` ends its files' names (issue-121.rss.xml), `media_type` is what they are served as, `label` is what the desk calls
    it. A `feed` is served under /feeds/ too, for the newest issue.
    """

    ending: str
    media_type: str
    label: str
    render: Callable[[PrintJob], bytes]
    feed: bool = False


FORMATS = (
    Format("html", "text/html; charset=utf-8", "网页", render_edition),
    Format("pdf", "application/pdf", "PDF", lambda job: render_pdf(job.edition, job.chart, job.picture)),
    Format("docx", WORD, "Word", render_docx),
    Format("rss.xml", "application/rss+xml; charset=utf-8", "RSS", render_rss, feed=True),
    Format("atom.xml", "application/atom+xml; charset=utf-8", "Atom", render_atom, feed=True),
    Format("feed.json", "application/feed+json", "JSON Feed", render_json_feed, feed=True),
    Format("json", "application/json", "数据（JSON）", lambda job: render_json(job.edition)),
    Format(EMAIL, "message/rfc822", "邮件（.eml）", render_mail),
)


def documents(job: PrintJob) -> dict[str, bytes]:
    """The edition in every format, by the ends of the files' names."""
    return {one.ending: one.render(job) for one in FORMATS}


def format_of(file: str) -> Format | None:
    """The format of a published file (issue-121.rss.xml); None for a name that no format gives, such as one of long ago."""
    ending = file.partition(".")[2]
    return next((one for one in FORMATS if one.ending == ending), None)


def format_label(file: str) -> str:
    """What the desk calls a published file."""
    found = format_of(file)
    return found.label if found else file
