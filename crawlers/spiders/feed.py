"""Feeds: the articles that their entries lead to."""

from collections.abc import AsyncIterator, Iterator

from scrapy import Request
from scrapy.http import Response

from crawlers.catalogue.entry import Feed
from crawlers.pages.feed_entries import chosen, feed_links, ttl
from crawlers.spiders.articles import SourceSpider
from pipeline.time_zone import local_day


class FeedSpider(SourceSpider):
    """Follows the `[[feeds]]` of an entry."""

    async def start(self) -> AsyncIterator[Request]:
        """Each feed."""
        year = local_day(self.crawl.options.now()).year
        for feed in self.crawl.source.feeds:
            request = self.ask_list(feed.url.replace("{year}", str(year)), self.found, feed=feed)
            request.headers.update(feed.headers)
            yield request

    def found(self, response: Response, feed: Feed) -> Iterator[Request]:
        """The articles of a feed that are the source's own."""
        if not self.list_answered(response):
            return
        self.list_asks_for(response, ttl(response.body))
        content_type = (response.headers.get("content-type") or b"").decode("latin-1")
        entries = feed_links(response.body, content_type, response.url, self.crawl.options.now())
        reading = chosen(entries, feed, self.crawl.source.claims)
        if not reading.links:
            self.crawl.problem(f"not reached today: {response.url}: no link to an article in this feed")
            return
        yield from self.ask_articles(reading.links, response)
