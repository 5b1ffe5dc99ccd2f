"""What an answer says of itself: its headers, the address that was asked for, and whether it refuses us."""

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.crawl.reject_codes import code_of_status
from crawlers.crawl.sink import KEPT_HEADERS
from crawlers.pages.markup import is_html
from pipeline.errors import RejectCode
from pipeline.text.error_pages import in_place_of

# The answers of servers and their guards to whom they take for a robot: 401 and 403 (RFC 9110), 412 with a script to run (Chinese
# guards), 418 and 420 (jokes put to use), 444 and 521 (nginx, Cloudflare).
REFUSALS = (401, 403, 412, 418, 420, 444, 521)


def header(response: Response, name: str) -> str:
    """A header's value, "" where there is none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def wall(response: Response) -> str:
    """What refuses us in place of a list: a status, or a page that asks for a person; "" where nothing does."""
    if response.status in REFUSALS:
        return f"status {response.status}"
    if response.status == 200 and RejectCode.LOGIN_WALL in in_place_of(response.body, header(response, "content-type")):
        return "a page that asks for a person"
    return ""


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


def replaced(response: Response) -> RejectCode | None:
    """What came with the status of success in place of an article that was there; of a new page extraction judges."""
    said = in_place_of(response.body, header(response, "content-type"))
    return next((code for code in (RejectCode.SOFT_404, RejectCode.LOGIN_WALL) if code in said), None)
