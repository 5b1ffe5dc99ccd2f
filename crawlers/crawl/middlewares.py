"""Scrapy's middlewares, refusing with a reject code; and the guard of hosts and private addresses."""

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response

from crawlers.crawl.private_addresses import names_private
from crawlers.crawl.reject_codes import RequestRefused
from crawlers.crawl.resolver import GuardedResolver
from pipeline.addresses import host_of
from pipeline.errors import RejectCode

# Request.meta: the hosts that this request, and whatever it is redirected to, may go to.
HOSTS = "hosts"


class HostGuard:
    """Keeps requests on their own hosts and off private addresses; redirects come past here again."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler.settings.getbool("ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        """Raise RequestRefused for a literal private address (the proxy would resolve names) and for a foreign host."""
        host = host_of(request.url)
        if not self._allow_private and names_private(host):
            raise RequestRefused(RejectCode.PRIVATE_ADDRESS)
        if HOSTS in request.meta and host not in request.meta[HOSTS]:
            raise RequestRefused(RejectCode.FOREIGN_HOST)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name without a usable address: say so where the resolver refused the ones it had."""
        from twisted.internet import reactor

        resolver = getattr(reactor, "nameResolver", None)
        refused = resolver.refused if isinstance(resolver, GuardedResolver) else set()
        if isinstance(exception, CannotResolveHostError) and host_of(request.url) in refused:
            raise RequestRefused(RejectCode.PRIVATE_ADDRESS) from exception


class Robots(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: a 4xx answer forbids nothing, a server error forbids everything."""

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raise RequestRefused where robots.txt forbids the address."""
        try:
            await super().process_request(request)
        except IgnoreRequest as refusal:
            raise RequestRefused(RejectCode.ROBOTS) from refusal

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            response = response.replace(body=b"User-agent: *\nDisallow: /")
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)


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
        """Decompress; raise RequestRefused where that grows over the limit."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as refusal:
            raise RequestRefused(RejectCode.TOO_LARGE) from refusal


MIDDLEWARES: dict[str | type, int | None] = {
    HostGuard: 60,
    RobotsTxtMiddleware: None,
    Robots: 100,
    MetaRefreshMiddleware: None,
    Refreshes: 580,
    HttpCompressionMiddleware: None,
    Decompression: 590,
    RedirectMiddleware: None,
    Redirects: 600,
}
