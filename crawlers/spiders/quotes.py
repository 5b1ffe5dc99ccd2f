"""Tables of daily prices: one row a product's day, to `prices.quoted`."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime

from scrapy import Request
from scrapy.http import Response

from crawlers.catalogue.entry import QuoteTable, Source
from crawlers.pages.markup import Markup, words
from crawlers.spiders.articles import SourceSpider
from pipeline.records import Quote

# A number, perhaps followed by its unit or a remark; "70.074.00" (seen on bjets.com.cn) is none.
_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(?![\d.,])")


class QuotesSpider(SourceSpider):
    """Reads the `[[quotes]]` of an entry."""

    async def start(self) -> AsyncIterator[Request]:
        """Each table."""
        for table in self.crawl.source.quotes:
            yield self.ask_list(table.url, self.found, table=table)

    def found(self, response: Response, table: QuoteTable) -> None:
        """The rows of a table."""
        if not self.list_answered(response):
            return
        content_type = (response.headers.get("content-type") or b"").decode("latin-1")
        page = Markup(response.body, content_type, response.url)
        quotes = read_quotes(page, table, self.crawl.source, self.crawl.options.now())
        if quotes:
            self.crawl.quoted(quotes)
            self.list_read(response)
        else:
            self.crawl.problem(f"not reached today: {response.url}: no price in this table")


def read_quotes(page: Markup, table: QuoteTable, source: Source, moment: datetime) -> list[Quote]:
    """The rows with a date in their day cell, of the products that the entry keeps."""
    quotes = []
    for row in page.root.css(table.rows):
        cells = [words(cell) for cell in row.xpath("./td|./th")]
        named = dict(zip(table.columns, cells, strict=False))
        day = _day(named.get("day", ""), table.day)
        product = named.get("product") or table.product
        if day is None or not product or (table.products and product not in table.products):
            continue
        quotes.append(
            Quote(
                exchange=table.exchange,
                product=product,
                day=day,
                open=number(named.get("open", "")),
                high=number(named.get("high", "")),
                low=number(named.get("low", "")),
                close=number(named.get("close", "")),
                volume=number(named.get("volume", "")),
                turnover=number(named.get("turnover", ""), table.turnover_unit),
                publisher=source.id,
                url=page.url,
                fetched_at=moment,
            )
        )
    return quotes


def _day(cell: str, form: str) -> date | None:
    try:
        return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def number(cell: str, unit: float = 1.0) -> float | None:
    """A cell's number in the unit asked for; None where the exchange prints none ("-") or what is no number.

    A cell that says 万 itself is multiplied by 10,000, unless `unit` does that already.
    """
    match = _NUMBER.match(cell.replace(" ", "").replace("，", ","))
    if match is None:
        return None
    factor = 10_000.0 if "万" in cell and unit == 1.0 else unit
    return round(float(match[1].replace(",", "")) * factor, 6)
