"""What the spiders share: fetching articles, their next pages, and giving up with a reason."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.crawl import give_up
from crawlers.crawl.middlewares import HOSTS
from crawlers.crawl.sink import KEPT_HEADERS
from crawlers.crawl.source_crawl import Visit
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
class PageInParts:
    """An article on its way: its link, what earlier crawls knew of it, and the parts so far."""

    link: ArticleLink
    known: PageState | None
    page: Page | None = None
    parts: list[PagePart] = field(default_factory=list)


class SourceSpider(Spider):
    """Crawls one kind of page of one source; subclasses find the links."""

    visit: Visit

    def __init__(self, visit: Visit, **arguments: Any) -> None:
        super().__init__(name=visit.source.id, **arguments)
        self.visit = visit

    def ask_list(self, url: str, found: Any, **arguments: Any) -> Request:
        """A request for a list page, feed or table of the entry; `found` is its callback."""
        hosts = self.visit.hosts | {host_of(url)}
        return self._ask(url, hosts, found, self.list_failed, {}, arguments)

    def list_failed(self, failure: Failure) -> None:
        """A list page that does not answer is a loud problem, never an empty success."""
        reason = give_up.of_error(failure.value)
        self.visit.problem(f"not reached today: {_asked(failure)}: {reason}")

    def list_answered(self, response: Response) -> bool:
        """Whether a list page came; says so in the report, or what came instead."""
        if response.status == 200:
            self.visit.listed()
            return True
        self.visit.problem(f"not reached today: {response.url}: status {response.status}")
        return False

    def ask_articles(self, links: Sequence[ArticleLink]) -> Iterator[Request]:
        """Requests for articles, each once a crawl, conditional where an earlier crawl knows them."""
        news = [link for link in links if self.visit.first_time(link.url)]
        known = self.visit.sink.known(link.url for link in news)
        for link in news:
            if is_document(link.url):
                self.visit.give_up(link.url, RejectCode.NOT_HTML)
                continue
            draft = PageInParts(link, known.get(page_id(link.url)))
            yield self._ask(
                link.url,
                self.visit.hosts,
                self.article_answered,
                self.article_failed,
                _conditions(draft.known),
                {"draft": draft},
            )

    def article_answered(self, response: Response, draft: PageInParts) -> Iterator[Request]:
        """The first page of an article, or why there is none."""
        if response.status == 304 and draft.known is not None:
            self.visit.not_modified(draft.known)
            return
        reason = self._refusal(response)
        if reason is not None:
            self.visit.give_up(draft.link.url, reason)
            return
        draft.page = self._page(response, draft)
        yield from self._go_on(response, draft)

    def article_failed(self, failure: Failure) -> None:
        """An article that never answered."""
        self.visit.give_up(_asked(failure), give_up.of_error(failure.value))

    def next_answered(self, response: Response, draft: PageInParts) -> Iterator[Request]:
        """A next page of an article."""
        reason = self._refusal(response)
        if reason is None:
            yield from self._go_on(response, draft)
        else:
            self._break_off(draft, _original(response.request, response.url), reason)

    def next_failed(self, failure: Failure) -> None:
        """A next page that never answered."""
        draft: PageInParts = failure.request.cb_kwargs["draft"]  # type: ignore[attr-defined]
        self._break_off(draft, _asked(failure), give_up.of_error(failure.value))

    def _go_on(self, response: Response, draft: PageInParts) -> Iterator[Request]:
        fetched = {canonical(part.url) for part in draft.parts}
        part = PagePart.pack(response.url, response.body)
        # A redirect to a page that is there already, or a server that ignores the page's number.
        if canonical(response.url) in fetched or any(part.body == known.body for known in draft.parts):
            self._done(draft)
            return
        draft.parts.append(part)
        fetched.add(canonical(response.url))
        first = draft.parts[0].url
        link = next_page(response.body, _header(response, "content-type"), response.url, first, self._next_css)
        if link is None or canonical(link) in fetched or len(draft.parts) >= MAX_PAGES:
            self._done(draft)
        else:
            self.visit.first_time(link)
            yield self._ask(link, self.visit.hosts, self.next_answered, self.next_failed, {}, {"draft": draft})

    def _break_off(self, draft: PageInParts, url: str, reason: RejectCode) -> None:
        """A next page is missing: the parts so far go on.

        Not so where the page may be back tomorrow and an earlier crawl has had the article: half of it would undo the
        whole. A next page is no page of its own to the ledger, and many a 下一页 leads nowhere by design: a log line.
        """
        log.info("%s ends early: next page %s: %s", draft.link.url, url, reason)
        if draft.known is not None and reason in PASSING:
            self.visit.not_modified(draft.known)
        else:
            self._done(draft)

    def _done(self, draft: PageInParts) -> None:
        assert draft.page is not None
        self.visit.page(_with_parts(draft.page, draft.parts))

    @property
    def _next_css(self) -> str:
        return self.visit.source.article.next

    def _refusal(self, response: Response) -> RejectCode | None:
        reason = give_up.of_status(response.status)
        if reason is None and response.status != 200:
            return RejectCode.HTTP_STATUS  # a 304 that nobody asked for
        if reason is None and not is_html(response.body, _header(response, "content-type")):
            return RejectCode.NOT_HTML
        return reason

    def _page(self, response: Response, draft: PageInParts) -> Page:
        now = self.visit.options.now()
        headers = {name: value for name in KEPT_HEADERS if (value := _header(response, name))}
        return Page(
            id=page_id(response.url),
            url=response.url,
            canonical=canonical(response.url),
            publisher=self.visit.publisher,
            fetched_at=now,
            first_seen=now,
            status=response.status,
            headers=headers,
            parts=(),
            via=self.visit.via,
            listed_title=draft.link.title,
            listed_published=draft.link.published,
        )

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


def _conditions(known: PageState | None) -> dict[str, str]:
    if known is None:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in named.items() if value}


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def _asked(failure: Failure) -> str:
    """The address that was asked for, whatever it was redirected to since."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return _original(request, request.url)


def _original(request: Request | None, url: str) -> str:
    first: list[str] = request.meta.get("redirect_urls", []) if request is not None else []
    return first[0] if first else url


def _with_parts(page: Page, parts: Sequence[PagePart]) -> Page:
    return msgspec.structs.replace(page, parts=tuple(parts))
