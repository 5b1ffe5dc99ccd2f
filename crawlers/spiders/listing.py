"""Lists of links: the list pages of an entry, one after another, and the articles that they lead to."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.catalogue.entry import ListPages
from crawlers.pages.links import article_links
from crawlers.pages.markup import Markup
from crawlers.spiders.articles import SourceSpider


class ListingSpider(SourceSpider):
    """Follows the `[[lists]]` of an entry."""

    async def start(self) -> AsyncIterator[Request]:
        """The first page of each list."""
        for pages in self.crawl.source.lists:
            yield self.ask_list(pages.url, self.found, pages=pages, number=1)

    def found(self, response: Response, pages: ListPages, number: int) -> Iterator[Request]:
        """The articles of a list page, then the list's next page."""
        if not self.list_answered(response):
            return
        content_type = (response.headers.get("content-type") or b"").decode("latin-1")
        page = Markup(response.body, content_type, response.url)
        links = article_links(page, pages, self.crawl.hosts)
        if not links:
            self.crawl.problem(f"not reached today: {response.url}: no link to an article on this list page")
            return
        yield from self.ask_articles(links, response)
        if pages.paging:
            after = page_address(pages, number + 1)
            yield from self.ask_next(response, after, self.found, pages=pages, number=number + 1)


def page_address(pages: ListPages, number: int) -> str:
    """The address of a list's page; page 2 carries the entry's `first` number."""
    if number == 1:
        return pages.url
    return urljoin(pages.url, pages.paging.format(n=pages.first + number - 2))
