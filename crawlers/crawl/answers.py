"""What an answer says of itself: its headers, the address that was asked for, and whether it refuses us."""

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.crawl.reject_codes import code_of_status
from crawlers.crawl.sink import KEPT_HEADERS
from crawlers.pages.markup import is_html
from pipeline.errors import RejectCode
from pipeline.text.charset import decode
from pipeline.text.error_pages import in_place_of

# The answers of servers and their guards to whom they take for a robot: 401 and 403 (RFC 9110), 412 with a script to run (Chinese
# guards), 418 and 420 (jokes put to use), 444 and 521 (nginx, Cloudflare).
REFUSALS = (401, 403, 412, 418, 420, 444, 521)
# Characters of a title that tell whether a page is its article's: lists cut titles, and few articles begin alike on one list.
_OF_TITLE = 8


def header(response: Response, name: str) -> str:
    """A header's value, "" where there is none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def wall(response: Response) -> str:
    """What refuses us in place of a list: a status, or a page that asks for a person; "" where nothing does."""
    if response.status in REFUSALS:
        return f"status {response.status}"
    return "a page that asks for a person" if _is(RejectCode.LOGIN_WALL, response) else ""


def says_gone(response: Response) -> bool:
    """Whether a page came with the status of success that says that there is none."""
    return _is(RejectCode.SOFT_404, response)


def kept_headers(response: Response) -> dict[str, str]:
    """The headers that a page or a list keeps."""
    return {name: value for name in KEPT_HEADERS if (value := header(response, name))}


def asked_address(failure: Failure) -> str:
    """The address that was asked for, whatever it was redirected to since."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return first_address(request, request.url)


def first_address(request: Request | None, url: str) -> str:
    """The address that a request began with; `url` where nothing redirected it."""
    first: list[str] = request.meta.get("redirect_urls", []) if request is not None else []
    return first[0] if first else url


def refusal(response: Response) -> RejectCode | None:
    """Why an answer is no page of an article; None where it is one."""
    reason = code_of_status(response.status)
    if reason is None and response.status != 200:
        return RejectCode.HTTP_STATUS  # a 304 that nobody asked for
    if reason is None and not is_html(response.body, header(response, "content-type")):
        return RejectCode.NOT_HTML
    return reason


def replaced(response: Response, title: str | None, known: bool) -> RejectCode | None:
    """What came with the status of success in place of an article.

    Of one that was never there only a wall counts, and only where the title that the list gave it is nowhere on it: else
    extraction judges.
    """
    if known:
        return next((code for code in (RejectCode.SOFT_404, RejectCode.LOGIN_WALL) if _is(code, response)), None)
    words = "".join((title or "").split())[:_OF_TITLE]
    if not words or words in "".join(decode(response.body, header(response, "content-type")).split()):
        return None
    return RejectCode.LOGIN_WALL if _is(RejectCode.LOGIN_WALL, response) else None


def _is(code: RejectCode, response: Response) -> bool:
    return response.status == 200 and code in in_place_of(response.body, header(response, "content-type"))
