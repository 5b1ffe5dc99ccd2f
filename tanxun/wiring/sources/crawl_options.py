"""What the settings say of how the web is asked."""

from datetime import datetime

from crawlers.crawl.options import CrawlOptions
from pipeline.settings import Settings


def crawl_options(settings: Settings, moment: datetime | None) -> CrawlOptions:
    """The limits and pauses of a crawl; `moment` replaces the clock."""
    return CrawlOptions(
        moment=moment,
        delay=settings.delay,
        contact=settings.contact,
        max_page_bytes=settings.max_page_bytes,
        allow_private=settings.allow_private,
    )
