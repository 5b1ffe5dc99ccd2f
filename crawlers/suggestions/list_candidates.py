"""Entries of lists that a page could be meant with: each of a kind, with the links that it must bring, the likeliest first."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.catalogue.list_pages import ListKind, ListPages
from crawlers.pages.links import host_of_or_none
from crawlers.pages.markup import Markup, is_document
from crawlers.suggestions.address_patterns import patterns, patterns_of_each
from crawlers.suggestions.explanations import exclusions, explanations
from crawlers.suggestions.link_groups import LinkGroup, link_groups
from crawlers.suggestions.listed_links import ListedLink, listed_links
from crawlers.suggestions.own_hosts import own_hosts
from crawlers.suggestions.selectors import selectors

_DOCUMENTS = r"\.(?:pdf|docx?|xlsx?|wps|ofd)(?:\?|$)"
# What one link too many or too few counts, against the length of an entry's selectors.
_WRONG = 10.0
# Selectors that are tried together, where a list's lead stands elsewhere than its entries.
_SEVERAL = 6
_NEARLY_ALL = 0.7


@dataclass(frozen=True)
class ListCandidate:
    """An entry's list and the addresses that it must bring; `hosts` are those that they lie on, the most usual first."""

    pages: ListPages
    wanted: tuple[str, ...]
    titles: tuple[str, ...]
    hosts: tuple[str, ...]
    dated: int
    score: float


def markup_candidates(
    page: Markup, url: str, moment: datetime, kind: ListKind = "html", address: str = ""
) -> list[ListCandidate]:
    """The lists of links that a page (or what it keeps its list in) may be meant with, the likeliest first."""
    links = listed_links(page, moment, address)
    groups = link_groups(page, links)
    return [made for group in groups if (made := _candidate(page, url, group, links, kind, address)) is not None]


def _candidate(
    page: Markup, url: str, group: LinkGroup, links: Sequence[ListedLink], kind: ListKind, address: str
) -> ListCandidate | None:
    hosts = own_hosts(group.urls, page.url)
    kept = [link for link in group.links if host_of_or_none(link.url) in hosts]
    group = replace(group, links=tuple(kept))
    files = [one for one in group.urls if is_document(one)]
    # One file is an entry like the others where it has its day as they have.
    days = {link.url for link in kept if link.day}
    documents = len(files) >= max(2, 0.1 * len(group.urls)) or bool(set(files) & days)
    wanted = set(group.urls) if documents else set(group.urls) - set(files)
    wanted -= _strangers(kept)
    wanted -= explanations(list(zip(group.urls, group.titles, strict=True)))
    if not wanted:
        return None
    elements = [link.node.root for link in group.links if link.url in wanted]
    own = [link for link in links if host_of_or_none(link.url) in hosts]
    htmls = [one for one in group.urls if one in wanted and not is_document(one)]
    forms = [*patterns(htmls), *patterns_of_each(htmls)] if htmls else [""]
    if documents:
        forms = [f"{form}|{_DOCUMENTS}" if form else _DOCUMENTS for form in forms]
    plain = [("", 0.0)] if elements[0].tag == "a" else []
    best = _cheapest(page, [*plain, *selectors(elements)], forms, own, wanted)
    usual = Counter(map(_stands, elements)).most_common(1)[0][0]
    odd = [element for element in elements if _stands(element) != usual]
    if best.wrong and odd:
        several = list(islice(selectors([element for element in elements if element not in odd]), _SEVERAL))
        joined = [
            (f"{one}, {other}", dear + dearer)
            for one, dear in several
            for other, dearer in islice(selectors(odd), _SEVERAL)
        ]
        best = min(best, _cheapest(page, joined, forms, own, wanted))
    css, form, exclude = best.links, best.articles, best.exclude
    pages = ListPages(
        url=url, kind=kind, articles=form, links=css, exclude=exclude, documents=documents, address=address
    )
    urls = tuple(one for one in group.urls if one in wanted)
    titles = tuple(title for one, title in zip(group.urls, group.titles, strict=True) if one in wanted)
    return ListCandidate(pages, urls, titles, hosts, group.dated, group.score)


def _strangers(links: Sequence[ListedLink]) -> set[str]:
    """Where nearly all of a list has dates, the addresses without one in folders that none of the dated lie in: banners."""
    dated = {link.url for link in links if link.day}
    rest = {link.url for link in links} - dated
    if len(dated) < _NEARLY_ALL * (len(dated) + len(rest)):
        return set()
    folders = {urlsplit(url).path.split("/")[1] for url in dated}
    return {url for url in rest if urlsplit(url).path.split("/")[1] not in folders}


@dataclass(frozen=True, order=True)
class EntryKeys:
    """Keys of an entry, and what they cost: `wrong` is how many links they bring too many or too few."""

    cost: float
    wrong: int = field(compare=False)
    links: str = ""
    articles: str = ""
    exclude: str = ""


def _cheapest(
    page: Markup, ways: Iterable[tuple[str, float]], forms: Sequence[str], own: Sequence[ListedLink], wanted: set[str]
) -> EntryKeys:
    """The keys that bring what is wanted with the least said: CSS of the links, the form of their addresses, an exclusion."""
    best = EntryKeys(math.inf, len(wanted))
    for css, dear in ways:
        chosen = {node.root for node in page.root.css(css)} if css else None
        here = [link for link in own if (link.node.root in chosen if chosen is not None else link.node.root.tag == "a")]
        for level, form in enumerate(forms):
            pattern = re.compile(form)
            got = [link for link in here if pattern.search(link.url)]
            for exclude in exclusions([(link.url, link.title) for link in got], wanted):
                left = {link.url for link in got if not (exclude and re.search(exclude, f"{link.url}\n{link.title}"))}
                wrong = len(left ^ wanted)
                cost = _WRONG * wrong + dear + 0.45 * level + (1.0 if exclude else 0.0)
                best = min(best, EntryKeys(cost, wrong, css, form, exclude))
    return best


def _stands(element: HtmlElement) -> str:
    """The tags from an element up to the box around its entry."""
    return " ".join(str(up.tag) for up in (element, *islice(element.iterancestors(), 2)))
