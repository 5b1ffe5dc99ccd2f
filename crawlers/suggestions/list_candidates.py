"""Entries of lists that a page could be meant with: each of a kind, with the links that it must bring, the likeliest first."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawlers.catalogue.list_pages import ListKind, ListPages
from crawlers.pages.links import host_of_or_none
from crawlers.pages.markup import Markup, is_document
from crawlers.suggestions.address_patterns import patterns
from crawlers.suggestions.link_groups import LinkGroup, ListedLink, link_groups, listed_links
from crawlers.suggestions.selectors import selectors

# What stands beside the notices of a list without being one (解读, 图解).
BESIDE = "解读|图解|一图读懂"
_DOCUMENTS = r"\.(?:pdf|docx?|xlsx?|wps|ofd)$"
# A host with fewer of a list's links is somebody else's, whom the list only points to.
_OWN_SHARE = 0.15
# What one link too many or too few counts, against the length of an entry's selectors.
_WRONG = 10.0


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
    counted = Counter(host_of_or_none(one) or "" for one in group.urls)
    hosts = tuple(host for host, count in counted.most_common() if count >= max(2, _OWN_SHARE * len(group.urls)))
    kept = [link for link in group.links if host_of_or_none(link.url) in hosts]
    group = replace(group, links=tuple(kept))
    files = [one for one in group.urls if is_document(one)]
    documents = len(files) >= max(2, 0.1 * len(group.urls))
    wanted = set(group.urls) if documents else set(group.urls) - set(files)
    if not wanted:
        return None
    elements = [link.node.root for link in group.links if link.url in wanted]
    own = [link for link in links if host_of_or_none(link.url) in hosts]
    best: tuple[float, str, str, str] | None = None
    ways = [("", 0.0), *selectors(elements)] if elements[0].tag == "a" else list(selectors(elements))
    htmls = [one for one in group.urls if one in wanted and not is_document(one)]
    forms = patterns(htmls) if htmls else [""]
    if documents:
        forms = [f"{form}|{_DOCUMENTS}" if form else _DOCUMENTS for form in forms]
    for css, dear in ways:
        chosen = {node.root for node in page.root.css(css)} if css else None
        here = [link for link in own if (link.node.root in chosen if chosen is not None else link.node.root.tag == "a")]
        for level, form in enumerate(forms):
            pattern = re.compile(form)
            got = [link for link in here if pattern.search(link.url)]
            for exclude in _excludes(got, wanted):
                left = {link.url for link in got if not (exclude and re.search(exclude, f"{link.url}\n{link.title}"))}
                cost = _WRONG * len(left ^ wanted) + dear + 0.45 * level + (1.0 if exclude else 0.0)
                if best is None or cost < best[0]:
                    best = (cost, css, form, exclude)
    if best is None:
        return None
    _, css, form, exclude = best
    pages = ListPages(
        url=url, kind=kind, articles=form, links=css, exclude=exclude, documents=documents, address=address
    )
    urls = tuple(one for one in group.urls if one in wanted)
    titles = tuple(title for one, title in zip(group.urls, group.titles, strict=True) if one in wanted)
    return ListCandidate(pages, urls, titles, hosts, group.dated, group.score)


def _excludes(got: Sequence[ListedLink], wanted: set[str]) -> Iterator[str]:
    """No exclusion; and where links beside the entries are what it is for, and no entry itself, that one."""
    yield ""
    explaining = [link.url in wanted for link in got if re.search(BESIDE, link.title)]
    if explaining and not any(explaining):
        yield BESIDE
