"""What the spiders share: fetching articles, their next pages, and giving up with a reason."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.catalogue.entry import EntryTable, Feed, ListPages, QuoteTable
from crawlers.crawl.answers import (
    asked_address,
    first_address,
    header,
    kept_headers,
    refusal,
    replaced,
    wall,
)
from crawlers.crawl.fetched_page import fetched_page
from crawlers.crawl.host_rest import BUSY, HostResting
from crawlers.crawl.list_walk import ListWalk, form_of
from crawlers.crawl.middlewares import HOSTS, WALK
from crawlers.crawl.rechecks import wants_whole
from crawlers.crawl.reject_codes import code_of_error, code_of_status, told
from crawlers.crawl.source_crawl import SourceCrawl
from crawlers.pages.links import MAX_LINKS, ArticleLink
from crawlers.pages.list_addresses import asked_of_year
from crawlers.pages.markup import is_document
from crawlers.pages.next_page import MAX_PAGES, next_page
from crawlers.pages.stand_ins import STAND_IN_HEADERS, headline_page
from index.crawl_state import PageState
from pipeline.addresses import canonical, host_of, page_id
from pipeline.errors import RejectCode
from pipeline.records import Page, PagePart

log = logging.getLogger(__name__)

# Reasons that may be gone at the next crawl.
PASSING = (RejectCode.UNREACHABLE, RejectCode.HTTP_STATUS)
# Redirects that say that the page has moved (RFC 9110).
PERMANENT = {301, 308}
# The priority of a list's first page: all lists are asked for before any article.
FIRST = 1_000_000


@dataclass
class PartialPage:
    """An article on its way: its link, what earlier crawls knew of it, and the parts so far.

    `for_good` says that no redirect on the way is one that may be another tomorrow.
    """

    link: ArticleLink
    known: PageState | None
    page: Page | None = None
    parts: list[PagePart] = field(default_factory=list)
    for_good: bool = True


class SourceSpider(Spider):
    """Crawls one kind of page of one source; subclasses find the links."""

    crawl: SourceCrawl

    def __init__(self, crawl: SourceCrawl, **arguments: Any) -> None:
        super().__init__(name=crawl.source.id, **arguments)
        self.crawl = crawl

    def ask_list(self, url: str, found: Any, **arguments: Any) -> Request:
        """A request for the first page of a list, a feed or a table of the entry; `found` is its callback."""
        tables = [value for value in arguments.values() if isinstance(value, EntryTable)]
        usual = next((table.pages for table in tables if isinstance(table, ListPages)), 1)
        walk = self.crawl.walk(url, form_of(tables), usual)
        return self._ask_page(url, found, walk, walk.conditions(), FIRST, arguments)

    def ask_of_year(self, place: Feed | QuoteTable, found: Any, **arguments: Any) -> Request:
        """See ask_list; of a feed or a table, whose address may have this year in it."""
        page = asked_of_year(place, self.crawl.options.now())
        request = self.ask_list(page.url, found, **arguments)
        request.headers.update(page.headers or {})
        return request

    def ask_next(self, response: Response, url: str, found: Any, **arguments: Any) -> Iterator[Request]:
        """A request for the page of a list after the one that answered, unless the list has been read far enough."""
        walk: ListWalk = response.meta[WALK]
        if walk.goes_on():
            yield self._ask_page(url, found, walk, {}, -walk.links, arguments)

    def _ask_page(
        self, url: str, found: Any, walk: ListWalk, headers: dict[str, str], priority: int, arguments: dict[str, Any]
    ) -> Request:
        hosts = self.crawl.hosts | {host_of(url)}
        request = self._ask(url, hosts, found, self.list_failed, headers, arguments, priority)
        request.meta[WALK] = walk
        return request

    def list_failed(self, failure: Failure) -> None:
        """A list page that does not answer is a loud problem, never an empty success."""
        failure.request.meta[WALK].broken_off = True  # type: ignore[attr-defined]
        self.crawl.problem(f"not reached today: {asked_address(failure)}: {told(failure.value)}")

    def list_answered(self, response: Response) -> bool:
        """Whether a list page came that is to be read; says so in the report, or what came instead.

        A first page that the server calls unchanged needs no reading; a further page that is not there is the list's end.
        """
        walk: ListWalk = response.meta[WALK]
        refused = wall(response)
        if refused:
            walk.broken_off = True
            self.crawl.problem(f"blocked: {response.url}: {refused}")
            return False
        if response.status == 200 or (response.status == 304 and walk.pages == 0):
            if walk.pages == 0:
                walk.answered, walk.unchanged = True, response.status == 304
                walk.headers = kept_headers(response)
            self.crawl.listed()
            return not walk.unchanged
        if walk.pages > 0 and code_of_status(response.status) == RejectCode.NOT_FOUND:
            return False
        walk.broken_off = True
        self.crawl.problem(f"not reached today: {response.url}: status {response.status}")
        return False

    def list_asks_for(self, response: Response, minutes: int) -> None:
        """A feed asks to be left alone for so long."""
        response.meta[WALK].ttl = minutes

    def list_read(self, response: Response) -> None:
        """A page that is no list of articles gave what was looked for: the next request of it may be conditional."""
        response.meta[WALK].saw([], repeated=False)

    def ask_articles(self, links: Sequence[ArticleLink], response: Response) -> Iterator[Request]:
        """Requests for those links of a list page that no crawl has asked for yet, in the list's order.

        The newest of all lists of a source come first: what stands at the head of one before what stands further down in
        another.
        """
        walk: ListWalk = response.meta[WALK]
        if len(links) > MAX_LINKS:
            self.crawl.notice(
                f"{response.url}: {len(links)} links on this list page, the first {MAX_LINKS} were taken; narrow `links` or "
                "`articles` of the entry"
            )
        taken = links[:MAX_LINKS]
        position = walk.links
        new = {link.url for link in taken if self.crawl.first_time(link.url)}
        states = self.crawl.sink.known(link.url for link in taken)
        self.crawl.sink.plan(states.values())
        named = self.crawl.sink.named(self.crawl.source.id, taken)
        known = [link.url not in new or page_id(link.url) in states or link.url in named for link in taken]
        walk.saw(known, repeated=bool(taken) and not new, days=[link.published for link in taken])
        if not all(known):
            self.crawl.fell_behind(walk)
        for number, (link, is_known) in enumerate(zip(taken, known, strict=True)):
            if is_known:
                continue
            if self.crawl.source.headlines_only:
                self.stands_for(link, headline_page(link), headline_only=True)
                continue
            if is_document(link.url):
                self.document_found(link)
                continue
            yield self._ask_article(link, None, -(position + number))

    def document_found(self, link: ArticleLink) -> None:
        """A link to a file that is no web page."""
        self.crawl.give_up(link.url, RejectCode.NOT_HTML, link)

    def stands_for(self, link: ArticleLink, body: bytes, headline_only: bool = False) -> None:
        """A link that is not asked for: a page made of the list's words, with this body, is the article's."""
        parts = (PagePart.pack(link.url, body),)
        page = self.page_at(link.url, link, STAND_IN_HEADERS, parts)
        self.crawl.page(msgspec.structs.replace(page, headline_only=headline_only))
        self.crawl.leads_to(link, page, for_good=True)

    def _ask_article(self, link: ArticleLink, known: PageState | None, priority: int = 0) -> Request:
        """A request for an article; conditional where an earlier crawl has had it, but for one in a fortnight."""
        conditions: dict[str, str] = {}
        if known is not None and not wants_whole(known.whole_at, self.crawl.options.now()):
            conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return self._ask(
            link.url,
            self.crawl.hosts,
            self.article_answered,
            self.article_failed,
            {name: value for name, value in conditions.items() if value},
            {"partial": PartialPage(link, known)},
            priority,
        )

    def article_answered(self, response: Response, partial: PartialPage) -> Iterator[Request]:
        """The first page of an article, or why there is none."""
        if response.status == 304 and partial.known is not None:
            self.crawl.not_modified(partial.known, kept_headers(response))
            return
        if response.status in BUSY and self.crawl.via == "crawl":
            return  # the host rests, and the article is asked for another time
        reason = refusal(response) or replaced(response, partial.link.title, partial.known is not None)
        if reason is not None:
            self.crawl.give_up(partial.link.url, reason, partial.link)
            return
        partial.for_good = set(response.meta.get("redirect_reasons", ())) <= PERMANENT
        partial.page = self.page_at(response.url, partial.link, kept_headers(response))
        yield from self._go_on(response, partial)

    def page_at(
        self, url: str, link: ArticleLink, headers: Mapping[str, str], parts: tuple[PagePart, ...] = ()
    ) -> Page:
        """A page that came now from this address, by this link, with the status of success."""
        now, publisher = self.crawl.options.now(), self.crawl.publisher_of(url)
        return fetched_page(url, link, publisher, parts, headers, now, self.crawl.via)

    def article_failed(self, failure: Failure) -> None:
        """An article that never answered."""
        partial: PartialPage = failure.request.cb_kwargs["partial"]  # type: ignore[attr-defined]
        if isinstance(failure.value, HostResting) and self.crawl.via == "crawl":
            return  # never asked for: the next crawl does, when the host has rested
        self.crawl.give_up(asked_address(failure), code_of_error(failure.value), partial.link)

    def next_answered(self, response: Response, partial: PartialPage) -> Iterator[Request]:
        """A next page of an article."""
        reason = refusal(response)
        if reason is None:
            yield from self._go_on(response, partial)
        else:
            self._break_off(partial, first_address(response.request, response.url), reason)

    def next_failed(self, failure: Failure) -> None:
        """A next page that never answered."""
        partial: PartialPage = failure.request.cb_kwargs["partial"]  # type: ignore[attr-defined]
        self._break_off(partial, asked_address(failure), code_of_error(failure.value))

    def _go_on(self, response: Response, partial: PartialPage) -> Iterator[Request]:
        fetched = {canonical(part.url) for part in partial.parts}
        part = PagePart.pack(response.url, response.body)
        # A redirect to a page that is there already, or a server that ignores the page's number.
        if canonical(response.url) in fetched or any(part.body == known.body for known in partial.parts):
            self._done(partial)
            return
        partial.parts.append(part)
        fetched.add(canonical(response.url))
        first, css = partial.parts[0].url, self.crawl.source.article.next
        link = next_page(response.body, header(response, "content-type"), response.url, first, css)
        if link is None or canonical(link) in fetched or len(partial.parts) >= MAX_PAGES:
            self._done(partial)
        else:
            self.crawl.first_time(link)
            # An article that is begun is finished before the next.
            priority = response.request.priority + 1 if response.request else 0
            arguments = {"partial": partial}
            yield self._ask(link, self.crawl.hosts, self.next_answered, self.next_failed, {}, arguments, priority)

    def _break_off(self, partial: PartialPage, url: str, reason: RejectCode) -> None:
        """A next page is missing: the parts so far go on.

        Not so where the page may be back tomorrow and an earlier crawl has had the article: half of it would undo the
        whole. A next page is no page of its own to the ledger, and many a 下一页 leads nowhere by design: a log line.
        """
        log.info("%s ends early: next page %s: %s", partial.link.url, url, reason)
        if partial.known is not None and reason in PASSING:
            self.crawl.not_modified(partial.known)
        else:
            self._done(partial)

    def _done(self, partial: PartialPage) -> None:
        assert partial.page is not None
        self.crawl.page(msgspec.structs.replace(partial.page, parts=tuple(partial.parts)))
        self.crawl.leads_to(partial.link, partial.page, partial.for_good)

    def _ask(
        self,
        url: str,
        hosts: frozenset[str] | None,
        answered: Any,
        failed: Any,
        headers: dict[str, str],
        arguments: dict[str, Any],
        priority: int = 0,
    ) -> Request:
        """`hosts` are the only ones that the request may go to; None: any."""
        # Scrapy's own filter of duplicates would drop a redirect back to a known address without a word.
        return Request(
            url,
            answered,
            errback=failed,
            headers=headers,
            meta={} if hosts is None else {HOSTS: hosts},
            cb_kwargs=arguments,
            priority=priority,
            dont_filter=True,
        )
