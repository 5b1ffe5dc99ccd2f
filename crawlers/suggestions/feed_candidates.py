"""Feeds: whether an answer is one, and which feeds a page names."""

import re
from collections.abc import Sequence
from datetime import datetime

from crawlers.pages.feed_entries import feed_links
from crawlers.pages.links import ArticleLink
from crawlers.pages.markup import Markup, attribute
from pipeline.addresses import canonical

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]|^\s*\{[^{}]*\"version\"\s*:\s*\"https://jsonfeed\.org", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
# Comments, podcasts and what only one article's readers want are no list of articles.
_OTHER_FEEDS = re.compile(r"comment|评论|podcast|/feed/\?attachment", re.IGNORECASE)
_HEAD = 3000
_MOST_FEEDS = 4
# So much of the shorter one of feed and list is in the other, where they are of one column.
_SHARED = 0.5
# So much of a column's feed, as far back as the list goes, is on the list: a notice may be kept from the one or the other.
_PURE = 0.8


def is_feed(body: bytes) -> bool:
    """Whether an answer is RSS, Atom or JSON Feed."""
    return _FEED.search(body[:_HEAD]) is not None


def is_sitemap(body: bytes) -> bool:
    """Whether an answer is a sitemap or an index of sitemaps, zipped or not."""
    return _SITEMAP.search(body[:_HEAD]) is not None or body[:3] == b"\x1f\x8b\x08"


def entries_of(body: bytes, content_type: str, url: str, moment: datetime) -> list[ArticleLink]:
    """The articles that a feed names, each address once."""
    found = {link.url: link for link in feed_links(body, content_type, url, moment)}
    return list(found.values())


def feeds_named(page: Markup) -> list[str]:
    """The addresses of the feeds that a page says it has, in its order."""
    named = []
    for node in page.root.css("link[rel][href]"):
        kind = attribute(node, "type").partition(";")[0].strip().lower()
        link = page.absolute(attribute(node, "href"))
        other = _OTHER_FEEDS.search(f"{link} {attribute(node, 'title')}")
        if "alternate" in attribute(node, "rel").lower().split() and kind in _FEED_TYPES and not other:
            named.append(link)
    return list(dict.fromkeys(filter(None, named)))[:_MOST_FEEDS]


def share_of_list(entries: Sequence[str], listed: Sequence[str], front: bool) -> float:
    """How much of a feed's entries, as far back as a list goes, is on that list, from 0 to 1; 0 where it is not that list's feed.

    A column's list has no feed in one that brings the site's other columns too. A front page (`front`) shows a choice of what its
    feed has.
    """
    named, on_list = [canonical(url) for url in entries], {canonical(url) for url in listed}
    found = [url in on_list for url in named]
    if sum(found) < max(1, _SHARED * min(len(named), len(on_list))):
        return 0
    reached = found[: len(found) - found[::-1].index(True)]
    share = sum(reached) / len(reached)
    return share if front or share >= _PURE else 0
