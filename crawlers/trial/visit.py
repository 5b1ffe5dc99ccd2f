"""One address asked for dry, and what came: an answer, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from scrapy.http import Response

from crawlers.crawl.answers import header, kept_headers, refusal, replaced, says_gone, wall
from crawlers.pages.list_addresses import Asked


@dataclass(frozen=True)
class Visit:
    """What came of asking one address. Without a `response`, `problem` is the reject code and what is known beside it.

    `saved`: the answer is a saved page, and the web was not asked.
    """

    asked: Asked
    response: Response | None = None
    problem: str = ""
    saved: bool = False

    @property
    def url(self) -> str:
        """The address that answered, after all redirects; the one that was asked for where none did."""
        return self.response.url if self.response is not None else self.asked.url

    @property
    def status(self) -> int:
        """The answer's status, 0 where there is none."""
        return self.response.status if self.response is not None else 0

    @property
    def body(self) -> bytes:
        """The answer's body, decompressed."""
        return self.response.body if self.response is not None else b""

    @property
    def content_type(self) -> str:
        """The answer's content type, "" where it has none."""
        return self.header("content-type")

    def header(self, name: str) -> str:
        """A header of the answer, "" where it has none."""
        return header(self.response, name) if self.response is not None else ""

    @property
    def kept_headers(self) -> dict[str, str]:
        """The headers that the crawl keeps of the answer."""
        return kept_headers(self.response) if self.response is not None else {}

    @property
    def no_list(self) -> str:
        """Why the crawl reads no list of this answer, as its report says it; "" where it does."""
        if self.response is None:
            return self.problem
        refused = wall(self.response)
        if refused:
            return f"blocked: {refused}"
        return "" if self.status == 200 else f"status {self.status}"

    def no_article(self, title: str | None = None) -> str:
        """Why the crawl takes this answer for no page of an article that its list gave this title; "" where it does."""
        if self.response is None:
            return self.problem
        reason = refusal(self.response) or replaced(self.response, title, known=False)
        return f"{reason} (status {self.status})" if reason else ""

    @property
    def says_gone(self) -> bool:
        """Whether a page came that says that there is none."""
        return self.response is not None and says_gone(self.response)


class Ask(Protocol):
    """Asks for an address and says what came; raises nothing that a server could cause."""

    async def __call__(self, asked: Asked, hosts: frozenset[str] | None = None) -> Visit:
        """`hosts` are the only ones that the request, and what it is redirected to, may go to; None: any."""


class SavedPages:
    """Answers from saved pages alone, by the address that is asked for; see Ask."""

    def __init__(self, pages: Mapping[str, bytes], content_type: str = "") -> None:
        self._pages = pages
        self._headers = {"content-type": content_type} if content_type else {}

    async def __call__(self, asked: Asked, hosts: frozenset[str] | None = None) -> Visit:
        """See Ask."""
        del hosts
        if asked.url not in self._pages:
            return Visit(asked, problem="no saved page of this address", saved=True)
        answer = Response(asked.url, 200, headers=self._headers, body=self._pages[asked.url])
        return Visit(asked, answer, saved=True)
