"""The reject code behind whatever Scrapy or a server came up with."""

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from pipeline.errors import RejectCode


class RequestRefused(IgnoreRequest):
    """Raised by our middlewares: this address is not fetched, for a reason that the ledger counts."""

    def __init__(self, reason: RejectCode, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


def code_of_error(error: BaseException | None) -> RejectCode:
    """The code for an exception of the downloader."""
    if isinstance(error, RequestRefused):
        return error.reason
    if isinstance(error, DownloadCancelledError):  # only the size limit cancels a download
        return RejectCode.TOO_LARGE
    return RejectCode.UNREACHABLE


def told(error: BaseException | None) -> str:
    """What a report says of it: the code, and what only the refusal knows."""
    return str(error) if isinstance(error, RequestRefused) else str(code_of_error(error))


def code_of_status(status: int) -> RejectCode | None:
    """The code for an HTTP status; None where the page is there (200) or has not changed (304)."""
    if status in (200, 304):
        return None
    return RejectCode.NOT_FOUND if status in (404, 410) else RejectCode.HTTP_STATUS
