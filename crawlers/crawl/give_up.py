"""Why a fetch was given up: one Reason for whatever Scrapy or a server came up with."""

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from pipeline.errors import Reason


class GiveUp(IgnoreRequest):
    """A middleware's verdict that this address is not fetched."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def of_error(error: BaseException | None) -> Reason:
    """The reason behind an exception of the downloader."""
    if isinstance(error, GiveUp):
        return error.reason
    if isinstance(error, DownloadCancelledError):  # only the size limit cancels a download
        return Reason.TOO_LARGE
    return Reason.UNREACHABLE


def of_status(status: int) -> Reason | None:
    """The reason behind an HTTP status; None where the page is there (200) or has not changed (304)."""
    if status in (200, 304):
        return None
    return Reason.NOT_FOUND if status in (404, 410) else Reason.HTTP_STATUS
