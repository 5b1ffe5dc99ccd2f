"""Single addresses that an editor asked for, fetched unconditionally and from any host."""

from collections.abc import AsyncIterator, Iterator

from scrapy import Request
from scrapy.http import Response

from crawlers.crawl.requested_page import RequestedPage
from crawlers.pages.links import ArticleLink
from crawlers.spiders.articles import PartialPage, SourceSpider


class RequestedSpider(SourceSpider):
    """Fetches the one address, and the article's next pages."""

    crawl: RequestedPage

    async def start(self) -> AsyncIterator[Request]:
        """The address, without conditions: an answer that nothing changed would bring no page."""
        partial = PartialPage(ArticleLink(self.crawl.url), self.crawl.known)
        yield self._ask(
            self.crawl.url, None, self.article_answered, self.article_failed, headers={}, arguments={"partial": partial}
        )

    def article_answered(self, response: Response, partial: PartialPage) -> Iterator[Request]:
        """The page, or why there is none; next pages come from its own host."""
        self.crawl.arrived(response.url)
        yield from super().article_answered(response, partial)
