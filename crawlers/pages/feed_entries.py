"""The entries of a feed: RSS and Atom by feedparser, JSON Feed as it is."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import feedparser  # type: ignore[import-untyped]

from crawlers.catalogue.list_pages import Feed
from crawlers.pages.days import day_in, printed_day
from crawlers.pages.links import MAX_ADDRESS, ArticleLink, Choice, ListReading
from pipeline.text.charset import decode

_ENCODING = re.compile(r"""(<\?xml[^>]{0,100}?)\s+encoding\s*=\s*["'][^"']{0,40}["']""")

_WESTERN = re.compile(rb"8859|1252|latin", re.IGNORECASE)


def feed_links(body: bytes, content_type: str, url: str, moment: datetime) -> list[ArticleLink]:
    """The entries of a feed that have an address, in the feed's order; a time is taken to Asia/Shanghai for its day."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(body, url, moment)
    # One decoder for all that is crawled: feedparser believes the label, and UTF-8 labelled gb2312 is mojibake then.
    text = _ENCODING.sub(r"\1", decode(body, content_type, chinese=_WESTERN.search(body[:200]) is None), count=1)
    kind = content_type.partition(";")[0] or "application/xml"
    headers = {"content-type": f"{kind}; charset=utf-8", "content-location": url}
    # As a stream: feedparser takes plain bytes for the name of a file to open, where there is one.
    feed = feedparser.parse(io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False)
    links = [link for entry in feed.entries if (link := _link(entry, url, moment)) is not None]
    return _singly_named(links)


def ttl(body: bytes) -> int:
    """The minutes for which a feed asks to be kept (RSS 2.0, `<ttl>`), 0 where it says nothing."""
    found = re.search(rb"<ttl>\s*(\d{1,6})\s*</ttl>", body[:20_000])
    return int(found[1]) if found else 0


def chosen(entries: Sequence[ArticleLink], feed: Feed, own: Callable[[str], bool]) -> ListReading:
    """Those entries of a feed that are articles, by its `articles` and `exclude` and by whose they are."""
    return Choice(feed, own).reading(entries)


def _link(entry: Any, url: str, moment: datetime) -> ArticleLink | None:
    # feedparser puts a guid that is a permanent link where there is no link.
    address = _absolute(url, str(entry.get("link", "")))
    title = " ".join(re.sub(r"<[^<>]+>", "", str(entry.get("title", ""))).split())
    printed = str(entry.get("published") or entry.get("updated") or "")
    return ArticleLink(address, title or None, _day(printed, moment), str(entry.get("id", ""))) if address else None


def _json_feed(body: bytes, url: str, moment: datetime) -> list[ArticleLink]:
    try:
        items = json.loads(body.decode("utf-8-sig", "replace"), strict=False).get("items", [])
    except (ValueError, AttributeError, RecursionError):
        return []
    links = []
    for item in items if isinstance(items, list) else []:
        named = item if isinstance(item, dict) else {}
        address = _absolute(url, str(named.get("url") or named.get("external_url") or ""))
        title = " ".join(str(named.get("title") or "").split())
        printed = str(named.get("date_published") or named.get("date_modified") or "")
        if address:
            links.append(ArticleLink(address, title or None, _day(printed, moment), str(named.get("id") or "")))
    return _singly_named(links)


def _singly_named(links: Sequence[ArticleLink]) -> list[ArticleLink]:
    """The links, without the names that several entries have: these name none of them."""
    named = Counter(link.guid for link in links)
    return [replace(link, guid=link.guid if named[link.guid] == 1 else "") for link in links]


def _absolute(url: str, link: str) -> str:
    try:
        absolute = urljoin(url, link.strip()).partition("#")[0] if link.strip() else ""
        # Some systems name the machine that they run on (seen at eea.europa.eu); the path is the article's all the same.
        if _is_machine(urlsplit(absolute).hostname) and not _is_machine(urlsplit(url).hostname):
            own = urlsplit(url)
            absolute = urlunsplit(urlsplit(absolute)._replace(scheme=own.scheme, netloc=own.netloc))
    except ValueError:
        return ""
    return absolute if len(absolute) <= MAX_ADDRESS else ""


def _is_machine(host: str | None) -> bool:
    """Whether a host is the number of a machine that the web does not reach (10.0.0.7), or localhost."""
    try:
        return host == "localhost" or not ip_address(host or "").is_global
    except ValueError:
        return False


def _day(printed: str, moment: datetime) -> date | None:
    return printed_day(printed, moment, sure=True) or day_in(printed)
