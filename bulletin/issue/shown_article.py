"""What is shown of an article wherever an issue names it: in a column, as an alternate, left out, or found by a search."""

from datetime import date
from typing import TypedDict

from bulletin.issue.content import Alternate, Item, LeftOut
from bulletin.issue.printable import printable_line
from index.store import Stored


class ShownArticle(TypedDict):
    """The fields that an item, an alternate and what was left out have in common; title and 来源 are on one line."""

    id: str
    url: str
    title: str
    published: date | None
    source: str


def shown_article(one: Stored | Item | Alternate | LeftOut) -> ShownArticle:
    """What is shown of an article: as it is stored, or as the issue has it."""
    if isinstance(one, Stored):
        article = one.enriched.article
        title, source = printable_line(article.title), source_of(one)
        return ShownArticle(id=one.id, url=article.url, title=title, published=article.published, source=source)
    return ShownArticle(id=one.id, url=one.url, title=one.title, published=one.published, source=one.source)


def source_of(stored: Stored) -> str:
    """The 来源 as printed on the page, else the publisher's name."""
    article = stored.enriched.article
    return printable_line(article.source or article.publisher.name)
