"""Feeds: the articles that their entries lead to."""

import asyncio
from collections.abc import AsyncIterator

from scrapy import Request
from scrapy.http import Response

from crawlers.catalogue.entry import Feed
from crawlers.crawl.answers import header
from crawlers.pages.feed_entries import chosen, feed_links, ttl
from crawlers.spiders.articles import SourceSpider


class FeedSpider(SourceSpider):
    """Follows the `[[feeds]]` of an entry."""

    async def start(self) -> AsyncIterator[Request]:
        """Each feed."""
        for feed in self.crawl.source.feeds:
            yield self.ask_of_year(feed, self.found, feed=feed)

    async def found(self, response: Response, feed: Feed) -> AsyncIterator[Request]:
        """The articles of a feed that are the source's own; it is parsed in a thread, so that no feed holds up other sources."""
        if not self.list_answered(response):
            return
        self.list_asks_for(response, ttl(response.body))
        content_type = header(response, "content-type")
        moment = self.crawl.options.now()
        entries = await asyncio.to_thread(feed_links, response.body, content_type, response.url, moment)
        reading = chosen(entries, feed, self.crawl.source.claims)
        if not reading.links:
            self.crawl.problem(f"not reached today: {response.url}: no link to an article in this feed")
            return
        for request in self.ask_articles(reading.links, response):
            yield request
