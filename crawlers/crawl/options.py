"""The limits and pauses of a crawl, and its user agent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

PROJECT = "tanxun"


@dataclass(frozen=True)
class CrawlOptions:
    """`moment` stamps every page (UTC; None: the clock, as each response comes). `delay` and times are seconds.

    `depth` bounds how many links a crawl follows one after another: list pages and an article's next pages.
    `source_seconds` ends the crawl of a source whose server answers too slowly to ever come to an end. `only_due` leaves
    out the lists whose turn it is not.
    """

    moment: datetime | None = None
    delay: float = 1.0
    contact: str = ""
    max_page_bytes: int = 8_000_000
    allow_private: bool = False
    depth: int = 75
    redirects: int = 8
    timeout: float = 30.0
    retries: int = 2
    source_seconds: float = 1800.0
    only_due: bool = False

    def now(self) -> datetime:
        """The moment, or the time by the clock (UTC)."""
        return self.moment or datetime.now(UTC)


def user_agent(contact: str = "") -> str:
    """The project's name, and how to complain of it where a contact is set."""
    try:
        name = f"{PROJECT}/{version(PROJECT)}"
    except PackageNotFoundError:
        name = PROJECT
    return f"{name} (+{contact})" if contact else name
