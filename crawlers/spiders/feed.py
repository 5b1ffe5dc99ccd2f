"""Feeds: the articles that their entries lead to."""

from collections.abc import AsyncIterator, Iterator

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

    def found(self, response: Response, feed: Feed) -> Iterator[Request]:
        """The articles of a feed that are the source's own."""
        if not self.list_answered(response):
            return
        self.list_asks_for(response, ttl(response.body))
        content_type = header(response, "content-type")
        entries = feed_links(response.body, content_type, response.url, self.crawl.options.now())
        reading = chosen(entries, feed, self.crawl.source.claims)
        if not reading.links:
            self.crawl.problem(f"not reached today: {response.url}: no link to an article in this feed")
            return
        yield from self.ask_articles(reading.links, response)
