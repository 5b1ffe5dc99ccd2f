"""Known articles, looked at again: what was corrected, and what was taken away."""

from collections.abc import AsyncIterator

from scrapy import Request

from crawlers.crawl.rechecks import MOST
from crawlers.pages.links import ArticleLink
from crawlers.pages.markup import is_document
from crawlers.pages.stand_ins import headline_page
from crawlers.spiders.articles import SourceSpider


class RechecksSpider(SourceSpider):
    """Asks for the pages of a source that are due."""

    async def start(self) -> AsyncIterator[Request]:
        """Each page that is due; one that this crawl has fetched is due no more."""
        for state in self.crawl.sink.due(self.crawl.source.id, self.crawl.options.now(), MOST):
            link = ArticleLink(state.url, state.listed_title, state.listed_published)
            if state.digest and (is_document(state.url) or self.crawl.source.headlines_only):
                # The page that stands for a file, made of the list's words; or one from before its entry said that the
                # articles are closed: there is nothing to look at.
                self.crawl.not_modified(state)
                continue
            if self.crawl.source.headlines_only:
                self.stands_for(link, headline_page(link), headline_only=True)
                continue
            yield self._ask_article(link, state if state.digest else None)
