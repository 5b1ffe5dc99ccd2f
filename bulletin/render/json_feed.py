"""The published version as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
import mimetypes
from typing import Any
from urllib.parse import urlsplit

from bulletin.issue import BULLETIN_NAME, Edition
from bulletin.render import printed_lines
from bulletin.render.feed_entries import FeedItem, file_at
from bulletin.render.print_job import PrintJob

VERSION = "https://jsonfeed.org/version/1.1"
# Python's own table: the machine's would give other bytes elsewhere.
TYPES = mimetypes.MimeTypes()
OTHER_TYPE = "application/octet-stream"


def render_json_feed(job: PrintJob) -> bytes:
    """The same entries as the other feeds; keys without a value are left out."""
    edition, base_url = job.edition, job.base_url
    feed = {
        "version": VERSION,
        "title": BULLETIN_NAME,
        "home_page_url": file_at(edition, base_url, "html"),
        "feed_url": file_at(edition, base_url, "feed.json"),
        "description": printed_lines.masthead(edition),
        "language": "zh-CN",
        "authors": [{"name": BULLETIN_NAME}],
        "items": [_given(_item(entry, edition)) for entry in job.feed_items],
    }
    return (json.dumps(_given(feed) | {"items": feed["items"]}, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: FeedItem, edition: Edition) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.origin,
        "title": entry.title,
        "content_html": entry.html or " ",
        "summary": entry.summary,
        "date_published": entry.moment.isoformat() if entry.moment else "",
        "date_modified": edition.published_at.isoformat(),
        "authors": [{"name": entry.source}] if entry.source else [],
        "tags": [entry.column],
        "language": entry.language,
        "attachments": [
            {
                "url": file.url,
                "mime_type": TYPES.guess_type(urlsplit(file.url).path)[0] or OTHER_TYPE,
                "title": file.name,
            }
            for file in entry.attachments
        ],
    }


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
