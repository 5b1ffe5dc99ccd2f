"""RSS and Atom feeds: the articles that their entries lead to."""

import io
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser  # type: ignore[import-untyped]
from scrapy import Request
from scrapy.http import Response

from crawlers.pages.links import MAX_ADDRESS, ArticleLink, day_in, host_of_or_none
from crawlers.spiders.articles import SourceSpider


class FeedSpider(SourceSpider):
    """Follows the `[[feeds]]` of an entry."""

    async def start(self) -> AsyncIterator[Request]:
        """Each feed."""
        for feed in self.crawl.source.feeds:
            yield self.ask_list(feed.url, self.found)

    def found(self, response: Response) -> Iterator[Request]:
        """The articles of a feed that are on the source's own hosts."""
        if not self.list_answered(response):
            return
        self.list_asks_for(response, ttl(response.body))
        links = feed_links(response.body, (response.headers.get("content-type") or b"").decode("latin-1"), response.url)
        own = [link for link in links if host_of_or_none(link.url) in self.crawl.hosts]
        if not own:
            self.crawl.problem(f"not reached today: {response.url}: no link to an article in this feed")
            return
        yield from self.ask_articles(own, response)


def ttl(body: bytes) -> int:
    """The minutes for which a feed asks to be kept (RSS 2.0, `<ttl>`), 0 where it says nothing."""
    found = re.search(rb"<ttl>\s*(\d{1,6})\s*</ttl>", body[:20_000])
    return int(found[1]) if found else 0


def feed_links(body: bytes, content_type: str, url: str) -> list[ArticleLink]:
    """The entries of a feed that have an address, in the feed's order."""
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    # As a stream: feedparser takes plain bytes for the name of a file to open, where there is one.
    feed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    links = [link for entry in feed.entries if (link := _link(entry)) is not None and len(link.url) <= MAX_ADDRESS]
    # A name that several entries have names none of them.
    named = Counter(link.guid for link in links)
    return [replace(link, guid=link.guid if named[link.guid] == 1 else "") for link in links]


def _link(entry: Any) -> ArticleLink | None:
    url = str(entry.get("link", "")).partition("#")[0]
    title = " ".join(re.sub(r"<[^>]+>", "", str(entry.get("title", ""))).split())
    printed = str(entry.get("published") or entry.get("updated") or "")
    return ArticleLink(url, title or None, _day(printed), str(entry.get("id", ""))) if url else None


def _day(printed: str) -> date | None:
    """The day as the feed prints it, in the feed's own time zone."""
    try:
        return parsedate_to_datetime(printed).date()
    except ValueError:
        return day_in(printed)
