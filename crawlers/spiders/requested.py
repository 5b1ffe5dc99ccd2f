"""Single addresses: an errand's page, fetched unconditionally and from any host."""

from collections.abc import AsyncIterator, Iterator

from scrapy import Request
from scrapy.http import Response

from crawlers.crawl.requested_page import RequestedPage
from crawlers.pages.links import ArticleLink
from crawlers.spiders.articles import PageInParts, SourceSpider


class RequestedSpider(SourceSpider):
    """Fetches the one address of its errand, and the article's next pages."""

    visit: RequestedPage

    async def start(self) -> AsyncIterator[Request]:
        """The address, without conditions: an answer that nothing changed would bring no page."""
        draft = PageInParts(ArticleLink(self.visit.url), self.visit.known)
        yield self._ask(
            self.visit.url, None, self.article_answered, self.article_failed, headers={}, arguments={"draft": draft}
        )

    def article_answered(self, response: Response, draft: PageInParts) -> Iterator[Request]:
        """The page, or why there is none; next pages come from its own host."""
        self.visit.arrived(response.url)
        yield from super().article_answered(response, draft)
