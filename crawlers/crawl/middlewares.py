"""Scrapy's middlewares, refusing with a reject code; and the guard of hosts and private addresses."""

from collections.abc import AsyncIterator, Iterable
from http.cookiejar import Cookie
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from crawlers.crawl.answers import header
from crawlers.crawl.host_rest import HostRest
from crawlers.crawl.private_addresses import is_other_service, names_private
from crawlers.crawl.reject_codes import RequestRefused
from crawlers.crawl.resolver import GuardedResolver
from crawlers.pages.markup import is_html
from pipeline.addresses import host_of
from pipeline.errors import RejectCode

FORBIDS_ALL = b"User-agent: *\nDisallow: /"
# Request.meta: the hosts that this request, and whatever it is redirected to, may go to.
HOSTS = "hosts"
# What an operator is told beside the code of a private address.
ALLOWED_BY = "set TANXUN_ALLOW_PRIVATE=true to allow it"
# Request.meta: the reading of the list that a request belongs to.
WALK = "walk"

# How pages begin, in lower case, that are no compressed stream whatever their header says; and how a gzip stream does.
_MARKUP = (b"<!doc", b"<html", b"<head", b"<?xml", b"<rss ")
_GZIP = b"\x1f\x8b\x08"


class HostGuard:
    """Keeps requests on their own hosts and off private addresses; redirects come past here again."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler.settings.getbool("ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        """Raise RequestRefused for a literal private address (the proxy would resolve names), another service's port and a foreign
        host."""
        host = host_of(request.url)
        if is_other_service(request.url):
            raise RequestRefused(RejectCode.PRIVATE_ADDRESS, f"its port is another service's: {request.url}")
        if not self._allow_private and names_private(host):
            raise RequestRefused(RejectCode.PRIVATE_ADDRESS, ALLOWED_BY)
        if HOSTS in request.meta and host not in request.meta[HOSTS]:
            # Only a redirect leads there: links to other hosts are never taken.
            raise RequestRefused(RejectCode.FOREIGN_HOST, f"it leads to {request.url}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name without a usable address: say so where the resolver refused the ones it had."""
        from twisted.internet import reactor

        resolver = getattr(reactor, "nameResolver", None)
        refused = resolver.refused if isinstance(resolver, GuardedResolver) else set()
        if isinstance(exception, CannotResolveHostError) and host_of(request.url) in refused:
            raise RequestRefused(RejectCode.PRIVATE_ADDRESS, ALLOWED_BY) from exception


class RobotsMemory(Protocol):
    """What remembers the robots.txt of hosts: the crawl of a source."""

    def robots_of(self, netloc: str) -> str | None:
        """What a host gave in the last day, "" where it has none; None where it is to be asked for."""

    def robots_came(self, netloc: str, rules: str) -> None:
        """A host gave this."""


class Robots(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: a 4xx answer forbids nothing; a server error, or no answer, forbids everything (2.3.1.4).

    429 is no 4xx of this kind: the server does not say that there is no robots.txt, but that it is busy. What a host gave
    is remembered by the crawl, for all spiders and sources; that it failed is not.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreached: set[str] = set()

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raise RequestRefused where robots.txt forbids the address."""
        try:
            await super().process_request(request)
        except IgnoreRequest as refusal:
            if urlsplit(request.url).netloc in self._unreached:
                raise RequestRefused(RejectCode.UNREACHABLE, "so is robots.txt, which forbids all") from refusal
            raise RequestRefused(RejectCode.ROBOTS) from refusal

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for an address, as they are remembered or as the host gives them now."""
        netloc = urlsplit(request.url).netloc
        rules = None if netloc in self._parsers else self._crawl.robots_of(netloc)
        if rules is not None:
            self._parsers[netloc] = Deferred()
            await super()._parse_robots(Response(request.url, body=rules.encode()), netloc, request)
        return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            response = response.replace(body=FORBIDS_ALL)
        else:
            if response.status >= 400:
                response = response.replace(body=b"")
            self._crawl.robots_came(netloc, response.body.decode("utf-8", "ignore"))
        await super()._parse_robots(response, netloc, request)

    @property
    def _crawl(self) -> RobotsMemory:
        spider: Any = self.crawler.spider
        crawl: RobotsMemory = spider.crawl
        return crawl

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        # What we refuse ourselves (a redirect in a circle, a host that rests) is refused for the page too, or says nothing of it.
        if not isinstance(exc, IgnoreRequest):
            self._unreached.add(netloc)
            self._parsers[netloc] = build_from_crawler(self._parserimpl, self.crawler, FORBIDS_ALL)


class Cookies(CookiesMiddleware):
    """A cookie jar a visit: what a host sets goes back to that host alone, until the crawl of its source ends."""

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        # Scrapy asks a list of public suffixes which hosts may share cookies, and fetches that list from the web.
        for cookie in cookies:
            cookie.domain, cookie.domain_specified = host_of(request.url), False
            jar.set_cookie_if_ok(cookie, request)


class Redirects(RedirectMiddleware):
    """Redirects by status, bounded."""

    def process_response(self, request: Request, response: Response) -> Any:  # type: ignore[override]
        """Follow; raise RequestRefused after too many."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as refusal:
            raise RequestRefused(RejectCode.REDIRECT_LOOP) from refusal


class Refreshes(MetaRefreshMiddleware):
    """Redirects by `<meta http-equiv=refresh>`, bounded."""

    def process_response(self, request: Request, response: Response) -> Any:  # type: ignore[override]
        """Follow; raise RequestRefused after too many."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as refusal:
            raise RequestRefused(RejectCode.REDIRECT_LOOP) from refusal


class Decompression(HttpCompressionMiddleware):
    """Content-Encoding undone, within the size limit."""

    def process_response(self, request: Request, response: Response) -> Any:  # type: ignore[override]
        """Decompress; raise RequestRefused where that grows over the limit.

        Two faults of servers are borne: what is called compressed and is not, and a page that server and proxy have each
        compressed and only one of them says so.
        """
        called = header(response, "content-encoding").strip().lower()
        plainly = called in ("gzip", "x-gzip") and not response.body.startswith(_GZIP)
        if plainly or response.body.lstrip()[:5].lower() in _MARKUP:
            response.headers.pop("Content-Encoding", None)
            return response
        try:
            plain: Any = super().process_response(request, response)
            if plain.body.startswith(_GZIP) and is_html(plain.body, header(plain, "content-type")):
                plain.headers["Content-Encoding"] = "gzip"
                plain = super().process_response(request, plain)
        except IgnoreRequest as refusal:
            raise RequestRefused(RejectCode.TOO_LARGE) from refusal
        return plain


class DueLists:
    """Leaves out the first requests of lists whose turn it is not."""

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The requests that a spider starts with, without those."""
        async for request in start:
            if WALK not in request.meta or not request.meta[WALK].skipped:
                yield request


MIDDLEWARES: dict[str | type, int | None] = {
    HostRest: 50,
    HostGuard: 60,
    RobotsTxtMiddleware: None,
    Robots: 100,
    CookiesMiddleware: None,
    Cookies: 700,
    MetaRefreshMiddleware: None,
    Refreshes: 580,
    HttpCompressionMiddleware: None,
    Decompression: 590,
    RedirectMiddleware: None,
    Redirects: 600,
}
