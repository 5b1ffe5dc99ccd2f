"""Sitemaps (sitemaps.org, and Google's for news): articles, and the further sitemaps that an index names."""

from collections.abc import Callable
from datetime import datetime

from lxml import etree
from scrapy.utils.gz import gunzip

from crawlers.catalogue.list_pages import ListPages
from crawlers.pages.days import printed_day
from crawlers.pages.links import MAX_ADDRESS, ArticleLink, Choice, ListReading

# The unzipped size that sitemaps.org allows a file.
_MOST_BYTES = 50_000_000
# Google's extensions, by their namespaces (sitemap-image), or by their usual prefixes where a file declares none.
_OF_MEDIA = ("image", "video")


def sitemap_links(
    body: bytes, pages: ListPages, own: Callable[[str], bool], moment: datetime
) -> tuple[ListReading, list[str]]:
    """The articles of a sitemap, the newest first, and the sitemaps that an index names, the newest first.

    The day is that of publication where a news sitemap says it, else that of the last change.
    """
    root = _parsed(body)
    if root is None:
        return ListReading(()), []
    entries = [_texts(entry) for entry in root.iterchildren() if isinstance(entry.tag, str)]
    entries.sort(key=lambda entry: entry.get("publication_date", entry.get("lastmod", "")), reverse=True)
    if _name(root)[1] == "sitemapindex":
        return ListReading(()), [entry["loc"] for entry in entries if 0 < len(entry.get("loc", "")) <= MAX_ADDRESS]
    links = (
        ArticleLink(
            entry.get("loc", ""),
            entry.get("title") or None,
            printed_day(entry.get("publication_date", entry.get("lastmod", "")), moment),
        )
        for entry in entries
    )
    return Choice(pages, own).reading(links), []


def _parsed(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        plain = gunzip(body, max_size=_MOST_BYTES) if body[:3] == b"\x1f\x8b\x08" else body
        return etree.fromstring(plain.strip(), parser)
    except (etree.XMLSyntaxError, OSError, EOFError, ValueError):
        return None


def _texts(entry: etree._Element) -> dict[str, str]:
    """The texts of an entry's elements, by their names without namespace; a picture's or a film's address and title are not its own."""
    named = [(_name(element), (element.text or "").strip()) for element in entry.iter() if isinstance(element.tag, str)]
    return {name: text for (space, name), text in named if text and not any(kind in space for kind in _OF_MEDIA)}


def _name(element: etree._Element) -> tuple[str, str]:
    """An element's namespace, else the prefix that it has without one, and its name."""
    space, _, name = str(element.tag).rpartition("}")
    prefix, _, local = name.rpartition(":")
    return space or prefix, local
