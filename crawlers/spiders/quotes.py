"""Tables of daily prices: one row a product's day, to `prices.quoted`."""

from collections.abc import AsyncIterator
from datetime import date

from scrapy import Request
from scrapy.http import Response

from crawlers.catalogue.entry import QuoteTable
from crawlers.crawl.answers import header
from crawlers.crawl.trading_days import MOST_WITHOUT_PRICE, trading_days_since
from crawlers.pages.markup import Markup
from crawlers.pages.quote_rows import read_quotes
from crawlers.spiders.articles import SourceSpider
from pipeline.time_zone import local_day

# Rows that are named in a report; of more the number.
_MOST_NAMED = 3


class QuotesSpider(SourceSpider):
    """Reads the `[[quotes]]` of an entry."""

    async def start(self) -> AsyncIterator[Request]:
        """Each table."""
        for table in self.crawl.source.quotes:
            yield self.ask_of_year(table, self.found, table=table)

    def found(self, response: Response, table: QuoteTable) -> None:
        """The rows of a table."""
        if not self.list_answered(response):
            return
        content_type = header(response, "content-type")
        page = Markup(response.body, content_type, response.url)
        reading = read_quotes(page, table, self.crawl.source.id, self.crawl.options.now())
        wrong = reading.contradictions
        if wrong:
            more = f" and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
            self.crawl.problem(f"rows of {response.url} contradict themselves: {'; '.join(wrong[:_MOST_NAMED])}{more}")
        if reading.quotes:
            self.crawl.quoted(reading.quotes)
            self.list_read(response)
            self._look_at_age(response.url, max(quote.day for quote in reading.quotes))
        elif not wrong:
            self.crawl.problem(f"not reached today: {response.url}: no price in this table")

    def _look_at_age(self, url: str, newest: date) -> None:
        """A table whose newest day is long ago answers, and says nothing: told as a problem."""
        today = local_day(self.crawl.options.now())
        quoted = {quote.day for quote in self.crawl.sink.store.quotes(newest, today)}
        days = trading_days_since(newest, today, quoted)
        if days > MOST_WITHOUT_PRICE:
            self.crawl.problem(f"{url}: the newest price is of {newest}, {days} trading days before {today}")
