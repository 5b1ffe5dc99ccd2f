"""Errors that a person or the stage runner acts on; each message says what, where and what to do next."""

from enum import StrEnum


class TanxunError(Exception):
    """Something a person can mend; the command line prints it in one line and exits with status 2."""


class SettingError(TanxunError):
    """A setting is missing, misspelt or out of range."""


class CatalogueError(TanxunError):
    """A catalogue entry is wrong: the message names file, key and what is allowed."""


class BackendError(TanxunError):
    """The bus, the store or the files cannot be used as they are (corrupt, read-only, full, not initialised)."""


class NotInitialised(BackendError):
    """The bus or the store was never made: `tanxun init` makes it, and embedded ones any command that writes."""


class NewerRecord(BackendError):
    """A message or a stored record was written by a newer version: this one stops before it, and loses nothing."""


class Unavailable(BackendError):
    """A server does not answer now; the stage runner waits and tries again instead of giving the message up."""


class ModelError(TanxunError):
    """The embedding model is missing, incomplete, or not the one that the store's vectors came from."""


class Conflict(TanxunError):
    """Another writer took this number first (issue operations); read again and retry."""


class RejectCode(StrEnum):
    """Why a page was rejected: every give-up has a name and a counter."""

    HTTP_STATUS = "http_status"
    NOT_FOUND = "not_found"
    ROBOTS = "robots"
    REDIRECT_LOOP = "redirect_loop"
    TOO_LARGE = "too_large"
    FOREIGN_HOST = "foreign_host"
    PRIVATE_ADDRESS = "private_address"
    UNREACHABLE = "unreachable"
    NOT_HTML = "not_html"
    UNREADABLE = "unreadable"
    LIST_PAGE = "list_page"
    SOFT_404 = "soft_404"
    LOGIN_WALL = "login_wall"
    EMPTY_SHELL = "empty_shell"
    MEDIA_PAGE = "media_page"
    TOO_SHORT = "too_short"
    TOO_COSTLY = "too_costly"
    DROPPED = "dropped_by_operator"


class Reject(Exception):
    """A handler's verdict that this message ends here, with a reason that is counted."""

    def __init__(self, reason: RejectCode, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail
