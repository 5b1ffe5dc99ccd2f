"""One list, feed or table of prices of an entry, asked for dry and read as the crawl reads it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawlers.catalogue.entry import Feed, ListPages, QuoteTable, Source
from crawlers.pages.feed_entries import chosen, feed_links
from crawlers.pages.links import ListReading
from crawlers.pages.list_addresses import Asked, asked, asked_of_year, years
from crawlers.pages.markup import Markup
from crawlers.pages.quote_rows import read_quotes
from crawlers.pages.reading import ListPage, elsewhere, following, read_list
from crawlers.trial.hints import Hint, feed_hints, list_hints, quote_hints
from crawlers.trial.visit import Ask, Visit
from pipeline.addresses import host_of
from pipeline.records import Quote

EntryPart = ListPages | Feed | QuoteTable


@dataclass(frozen=True)
class ListTrial:
    """What a list, feed or table came to. `key` is its place in the entry, such as `lists[0]`.

    `visits` are its page and what that names as the list's data. `problem` says why the crawl reads nothing of them, "" where it
    does. `next` is how the list's second page is asked for, None where there is none.
    """

    key: str
    part: EntryPart
    visits: tuple[Visit, ...]
    problem: str = ""
    reading: ListReading = field(default_factory=ListReading)
    next: Asked | None = None
    quotes: tuple[Quote, ...] = ()
    contradictions: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def dated(self) -> int:
        """How many of its articles have a date beside them."""
        return sum(link.published is not None for link in self.reading.links)


async def try_part(key: str, part: EntryPart, source: Source, ask: Ask, moment: datetime) -> ListTrial:
    """Ask for a list, feed or table of the source, and read it as of that moment."""
    match part:
        case ListPages():
            return await _try_list(key, part, source, ask, moment)
        case Feed():
            return await _try_feed(key, part, source, ask, moment)
    return await _try_table(key, part, source, ask, moment)


async def _try_list(key: str, pages: ListPages, source: Source, ask: Ask, moment: datetime) -> ListTrial:
    """A list of links. Of a list by year, the last year's stands in where this one's is not there yet."""

    def came(visit: Visit) -> ListPage:
        chinese = source.language.startswith("zh")
        return ListPage(visit.body, visit.content_type, visit.url, source.claims, moment, chinese)

    for year in years(pages, moment):
        visit = await _visit(asked(pages, 1, year), source, ask)
        if visit.status != 404:
            break
    visits = [visit]
    if pages.kind in ("jpaas", "datasource") and not visit.no_list:
        address = elsewhere(came(visit), pages, 1)
        if address:
            visit = await _visit(Asked(address, headers=pages.headers), source, ask)
            visits.append(visit)
        elif not visit.saved:  # what is saved may be the data itself
            named_none = f"names no data of a list ({pages.kind})"
            return ListTrial(key, pages, (visit,), named_none, hints=list_hints(came(visit), pages, ListReading()))
    if visit.no_list:
        return _unread(key, pages, *visits)
    page = came(visit)
    reading, further = read_list(page, pages)
    for address in further[: pages.pages]:
        visit = await _visit(Asked(address, headers=pages.headers), source, ask)
        visits.append(visit)
        if visit.no_list:
            return _unread(key, pages, *visits)
        reading = _together(reading, read_list(came(visit), pages)[0])
    if visit.says_gone and not any(link.published for link in reading.links):
        return ListTrial(key, pages, tuple(visits), "the page says that there is none; find the list's new address")
    further_page = following(page, pages, 1, year)
    next_page = further_page if further_page.url and pages.kind != "sitemap" else None
    hints = list_hints(page, pages, reading, has_next=next_page is not None)
    return ListTrial(key, pages, tuple(visits), reading=reading, next=next_page, hints=hints)


async def _try_feed(key: str, feed: Feed, source: Source, ask: Ask, moment: datetime) -> ListTrial:
    visit = await _visit(first_page(feed, moment), source, ask)
    if visit.no_list:
        return _unread(key, feed, visit)
    reading = chosen(feed_links(visit.body, visit.content_type, visit.url, moment), feed, source.claims)
    return ListTrial(key, feed, (visit,), reading=reading, hints=feed_hints(feed, reading))


async def _try_table(key: str, table: QuoteTable, source: Source, ask: Ask, moment: datetime) -> ListTrial:
    visit = await _visit(first_page(table, moment), source, ask)
    if visit.no_list:
        return _unread(key, table, visit)
    page = Markup(visit.body, visit.content_type, visit.url)
    read = read_quotes(page, table, source.id, moment)
    rows = ListReading(matched=len(page.root.css(table.rows)))
    return ListTrial(
        key,
        table,
        (visit,),
        reading=rows,
        quotes=tuple(read.quotes),
        contradictions=tuple(read.contradictions),
        hints=quote_hints(page, table, read),
    )


def _unread(key: str, part: EntryPart, *visits: Visit) -> ListTrial:
    """The last of these visits brought nothing that can be read."""
    gone = visits[-1].status in (404, 410)
    return ListTrial(key, part, visits, visits[-1].no_list, hints=(Hint("url", "not_there"),) if gone else ())


async def _visit(page: Asked, source: Source, ask: Ask) -> Visit:
    """The crawl lets a request of a list go to the source's hosts and to the list's own."""
    return await ask(page, source.host_names | {host_of(page.url)})


def _together(one: ListReading, other: ListReading) -> ListReading:
    links = {link.url: link for link in (*one.links, *other.links)}
    return replace(
        one,
        links=tuple(links.values()),
        left_out=one.left_out + other.left_out,
        matched=one.matched + other.matched,
    )


def parts_of(source: Source) -> Sequence[tuple[str, EntryPart]]:
    """The lists, feeds and tables of an entry, each with its place in it, in the order in which they are crawled."""
    named: list[tuple[str, Sequence[EntryPart]]] = [
        ("lists", source.lists),
        ("feeds", source.feeds),
        ("quotes", source.quotes),
    ]
    return [(f"{name}[{number}]", part) for name, parts in named for number, part in enumerate(parts)]


def first_page(part: EntryPart, moment: datetime) -> Asked:
    """How the first page of a list, feed or table is asked for at that moment."""
    if isinstance(part, ListPages):
        return asked(part, 1, years(part, moment)[0])
    return asked_of_year(part, moment)
