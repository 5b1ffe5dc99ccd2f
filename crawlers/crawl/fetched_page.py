"""A page as the crawl puts it on the bus."""

from collections.abc import Mapping
from datetime import datetime

from crawlers.pages.links import ArticleLink
from pipeline.addresses import canonical, page_id
from pipeline.records import Page, PagePart, Publisher, Via


def fetched_page(
    url: str,
    link: ArticleLink,
    publisher: Publisher,
    parts: tuple[PagePart, ...],
    headers: Mapping[str, str],
    moment: datetime,
    via: Via,
) -> Page:
    """A page that came at that moment (UTC) from this address, by this link, with the status of success."""
    return Page(
        id=page_id(url),
        url=url,
        canonical=canonical(url),
        publisher=publisher,
        fetched_at=moment,
        first_seen=moment,
        status=200,
        headers=dict(headers),
        parts=parts,
        via=via,
        listed_title=link.title,
        listed_published=link.published,
    )
