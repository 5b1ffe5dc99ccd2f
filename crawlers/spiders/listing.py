"""Lists of links: the list pages of an entry, one after another, and the articles that they lead to."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawlers.catalogue.entry import ListPages
from crawlers.crawl.answers import first_address, header, says_gone
from crawlers.crawl.middlewares import WALK
from crawlers.crawl.source_crawl import SourceCrawl
from crawlers.pages.links import ArticleLink, ListReading
from crawlers.pages.list_addresses import Asked, asked, years
from crawlers.pages.markup import is_front_page, script_target
from crawlers.pages.reading import ListPage, elsewhere, following, read_list
from crawlers.pages.stand_ins import document_page
from crawlers.spiders.articles import FIRST, SourceSpider

# The kinds whose page only says where its list is: that page's own validators say nothing of the list.
INDIRECT = ("jpaas", "datasource", "sitemap")
# An error page leads on to the front page and perhaps the search, not to more.
FEW_LINKS = 3


class ListingSpider(SourceSpider):
    """Follows the `[[lists]]` of an entry."""

    def __init__(self, crawl: SourceCrawl, **arguments: Any) -> None:
        super().__init__(crawl, **arguments)
        self._files: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """The first page of each list."""
        for pages in self.crawl.source.lists:
            for year in years(pages, self.crawl.options.now()):
                page = asked(pages, 1, year)
                request = self.ask_list(page.url, self.found, pages=pages, number=1, year=year)
                yield _dressed(request, pages, page)

    async def found(
        self, response: Response, pages: ListPages, number: int, year: int, data: bool = False
    ) -> AsyncIterator[Request]:
        """The articles of a list page, then the list's next page; `data` says that another page keeps its list in it.

        The page is parsed in a thread, so that no list holds up other sources.
        """
        if response.status == 404 and len(years(pages, self.crawl.options.now())) > 1:
            return  # one of two years: the new one's page is not there yet, or the old one's no more
        if not self.list_answered(response):
            return
        page = ListPage(
            response.body,
            header(response, "content-type"),
            response.url,
            self.crawl.source.claims,
            self.crawl.options.now(),
            self.crawl.source.language.startswith("zh"),
        )
        walk, here = response.meta[WALK], {"pages": pages, "year": year}
        if pages.kind in ("jpaas", "datasource") and not data:
            address = await asyncio.to_thread(elsewhere, page, pages, 1)
            if address:
                arguments = {**here, "number": 1, "data": True}
                yield _dressed(self._ask_page(address, self.found, walk, {}, FIRST, arguments), pages, Asked(address))
                return
            if pages.kind == "jpaas" or not (await asyncio.to_thread(read_list, page, pages))[0].links:
                self.crawl.problem(f"not reached today: {response.url}: names no data of a list ({pages.kind})")
                return
        reading, further = await asyncio.to_thread(read_list, page, pages)
        for address in further[: pages.pages]:
            arguments = {**here, "number": number, "data": True}
            yield _dressed(self._ask_page(address, self.found, walk, {}, FIRST, arguments), pages, Asked(address))
        if further:
            return
        if not self._has_articles(response, page, reading, number):
            return
        if number == 1 and pages.kind != "sitemap":
            walk.head = len(reading.links)
        self._files |= {link.url for link in reading.links if pages.documents}
        for request in self.ask_articles(reading.links, response):
            yield request
        further_page = await asyncio.to_thread(following, page, pages, number, year)
        if further_page.url and pages.kind != "sitemap":
            after = {**here, "number": number + 1, "data": data}
            for request in self.ask_next(response, further_page.url, self.found, **after):
                yield _dressed(request, pages, further_page)

    def _has_articles(self, response: Response, page: ListPage, reading: ListReading, number: int) -> bool:
        """Whether a list page has articles. A first page that has none is a problem; a further one is past the end."""
        gone = (
            len(reading.links) < FEW_LINKS and not any(link.published for link in reading.links) and says_gone(response)
        )
        asked_for = first_address(response.request, response.url)
        if reading.links and not gone:
            if number == 1 and is_front_page(response.url) and not is_front_page(asked_for):
                self.crawl.notice(f"changed: {asked_for} leads to the site's front page; find the list's new address")
            return True
        if number == 1 and gone:
            self.crawl.problem(f"changed: {asked_for}: the page says that there is none; find the list's new address")
        elif number == 1:
            script = script_target(page.markup)
            leads = f", but a script that leads to {script}" if script else ""
            self.crawl.problem(f"not reached today: {response.url}: no link to an article on this list page{leads}")
        return False

    def document_found(self, link: ArticleLink) -> None:
        """An entry that is a file: of a list of documents the page that stands for it."""
        if link.url not in self._files:
            super().document_found(link)
            return
        self.stands_for(link, document_page(link))


def _dressed(request: Request, pages: ListPages, page: Asked) -> Request:
    """The request with method, body and headers that the entry wants; conditional only where that says something."""
    made = request.replace(method=page.method, body=page.body)
    made.headers.update({**pages.headers, **(page.headers or {})})
    if page.method == "POST" or pages.kind in INDIRECT:
        for name in ("If-None-Match", "If-Modified-Since"):
            made.headers.pop(name, None)
    return made
