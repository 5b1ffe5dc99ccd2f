"""What the spiders share: fetching articles, their next pages, and giving up with a reason."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.crawl.middlewares import HOSTS
from crawlers.crawl.reject_codes import code_of_error, code_of_status
from crawlers.crawl.sink import KEPT_HEADERS
from crawlers.crawl.source_crawl import SourceCrawl
from crawlers.pages.links import ArticleLink
from crawlers.pages.markup import is_document, is_html
from crawlers.pages.next_page import MAX_PAGES, next_page
from index.store import PageState
from pipeline.addresses import canonical, host_of, page_id
from pipeline.errors import RejectCode
from pipeline.records import Page, PagePart

log = logging.getLogger(__name__)

# Reasons that may be gone at the next crawl.
PASSING = (RejectCode.UNREACHABLE, RejectCode.HTTP_STATUS)


@dataclass
class PartialPage:
    """An article on its way: its link, what earlier crawls knew of it, and the parts so far."""

    link: ArticleLink
    known: PageState | None
    page: Page | None = None
    parts: list[PagePart] = field(default_factory=list)


class SourceSpider(Spider):
    """Crawls one kind of page of one source; subclasses find the links."""

    crawl: SourceCrawl

    def __init__(self, crawl: SourceCrawl, **arguments: Any) -> None:
        super().__init__(name=crawl.source.id, **arguments)
        self.crawl = crawl

    def ask_list(self, url: str, found: Any, **arguments: Any) -> Request:
        """A request for a list page, feed or table of the entry; `found` is its callback."""
        hosts = self.crawl.hosts | {host_of(url)}
        return self._ask(url, hosts, found, self.list_failed, {}, arguments)

    def list_failed(self, failure: Failure) -> None:
        """A list page that does not answer is a loud problem, never an empty success."""
        reason = code_of_error(failure.value)
        self.crawl.problem(f"not reached today: {_asked(failure)}: {reason}")

    def list_answered(self, response: Response) -> bool:
        """Whether a list page came; says so in the report, or what came instead."""
        if response.status == 200:
            self.crawl.listed()
            return True
        self.crawl.problem(f"not reached today: {response.url}: status {response.status}")
        return False

    def ask_articles(self, links: Sequence[ArticleLink]) -> Iterator[Request]:
        """Requests for articles, each once a crawl, conditional where an earlier crawl knows them."""
        news = [link for link in links if self.crawl.first_time(link.url)]
        known = self.crawl.sink.known(link.url for link in news)
        for link in news:
            if is_document(link.url):
                self.crawl.give_up(link.url, RejectCode.NOT_HTML)
                continue
            state = known.get(page_id(link.url))
            conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified} if state else {}
            yield self._ask(
                link.url,
                self.crawl.hosts,
                self.article_answered,
                self.article_failed,
                {name: value for name, value in conditions.items() if value},
                {"partial": PartialPage(link, state)},
            )

    def article_answered(self, response: Response, partial: PartialPage) -> Iterator[Request]:
        """The first page of an article, or why there is none."""
        if response.status == 304 and partial.known is not None:
            self.crawl.not_modified(partial.known)
            return
        reason = self._refusal(response)
        if reason is not None:
            self.crawl.give_up(partial.link.url, reason)
            return
        now = self.crawl.options.now()
        partial.page = Page(
            id=page_id(response.url),
            url=response.url,
            canonical=canonical(response.url),
            publisher=self.crawl.publisher,
            fetched_at=now,
            first_seen=now,
            status=response.status,
            headers={name: value for name in KEPT_HEADERS if (value := _header(response, name))},
            parts=(),
            via=self.crawl.via,
            listed_title=partial.link.title,
            listed_published=partial.link.published,
        )
        yield from self._go_on(response, partial)

    def article_failed(self, failure: Failure) -> None:
        """An article that never answered."""
        self.crawl.give_up(_asked(failure), code_of_error(failure.value))

    def next_answered(self, response: Response, partial: PartialPage) -> Iterator[Request]:
        """A next page of an article."""
        reason = self._refusal(response)
        if reason is None:
            yield from self._go_on(response, partial)
        else:
            self._break_off(partial, _original(response.request, response.url), reason)

    def next_failed(self, failure: Failure) -> None:
        """A next page that never answered."""
        partial: PartialPage = failure.request.cb_kwargs["partial"]  # type: ignore[attr-defined]
        self._break_off(partial, _asked(failure), code_of_error(failure.value))

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
        link = next_page(response.body, _header(response, "content-type"), response.url, first, css)
        if link is None or canonical(link) in fetched or len(partial.parts) >= MAX_PAGES:
            self._done(partial)
        else:
            self.crawl.first_time(link)
            yield self._ask(link, self.crawl.hosts, self.next_answered, self.next_failed, {}, {"partial": partial})

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

    def _refusal(self, response: Response) -> RejectCode | None:
        reason = code_of_status(response.status)
        if reason is None and response.status != 200:
            return RejectCode.HTTP_STATUS  # a 304 that nobody asked for
        if reason is None and not is_html(response.body, _header(response, "content-type")):
            return RejectCode.NOT_HTML
        return reason

    def _ask(
        self,
        url: str,
        hosts: frozenset[str] | None,
        answered: Any,
        failed: Any,
        headers: dict[str, str],
        arguments: dict[str, Any],
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
            dont_filter=True,
        )


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def _asked(failure: Failure) -> str:
    """The address that was asked for, whatever it was redirected to since."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return _original(request, request.url)


def _original(request: Request | None, url: str) -> str:
    first: list[str] = request.meta.get("redirect_urls", []) if request is not None else []
    return first[0] if first else url
