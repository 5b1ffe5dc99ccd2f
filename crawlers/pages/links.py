"""The links to articles on a list page, with the titles and days printed beside them."""

import re
from dataclasses import dataclass, replace
from datetime import date

from parsel import Selector

from crawlers.catalogue.entry import ListPages
from crawlers.pages.markup import Markup, attribute, words
from pipeline.addresses import canonical, host_of

# The most links taken from one list page: above it, `links` or `articles` of the entry fits the site's navigation.
MAX_LINKS = 500
# Addresses beyond this are session state, not articles; 2,083 is the limit that browsers and Scrapy made common.
MAX_ADDRESS = 2083

_DAY = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_CUT = ("…", "...", "..")


@dataclass(frozen=True)
class ArticleLink:
    """A link to an article, and what the list or feed said of it; `guid` is the feed's own name for the article."""

    url: str
    title: str | None = None
    published: date | None = None
    guid: str = ""


def article_links(page: Markup, pages: ListPages, hosts: frozenset[str]) -> list[ArticleLink]:
    """The links that the entry calls articles, on the source's own hosts, each address once, in the page's order."""
    wanted = re.compile(pages.articles)
    found: dict[str, ArticleLink] = {}
    for node in page.root.css(pages.links):
        url = page.absolute(attribute(node, "href")) if attribute(node, "href") else ""
        if len(url) <= MAX_ADDRESS and host_of_or_none(url) in hosts and wanted.search(url):
            found[url] = _merge(found.get(url), ArticleLink(url, _title(node), _published(node, pages.date)))
    return list(found.values())


def host_of_or_none(url: str) -> str | None:
    """The host of an address that can be asked for; None for any other (mailto:, a port of 99999, …)."""
    try:
        return host_of(canonical(url))
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """The first full date in a text; None where there is none, or only a month and a day."""
    match = _DAY.search(text) or _COMPACT.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _title(node: Selector) -> str | None:
    """The link's text; its title attribute where the text is empty or cut."""
    shown = words(node)
    full = " ".join(attribute(node, "title").split())
    return (full if full and (not shown or shown.endswith(_CUT)) else shown) or None


def _published(node: Selector, css: str) -> date | None:
    """The day that the link's list item prints at `css`."""
    if not css:
        return None
    item = node.xpath("(ancestor::li|ancestor::tr|ancestor::dl|ancestor::dd|ancestor::div)[last()]")
    days = (day_in(words(place)) for place in item.css(css))
    return next((day for day in days if day is not None), None)


def _merge(known: ArticleLink | None, link: ArticleLink) -> ArticleLink:
    """A picture and a headline that lead to the same article say more together."""
    if known is None:
        return link
    return replace(known, title=known.title or link.title, published=known.published or link.published)
