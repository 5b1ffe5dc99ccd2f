"""From the answer at an address to an entry for it, which has been read back by the crawl's own reader."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Literal
from urllib.parse import urlsplit

from crawlers.catalogue.entry import Feed, ListPages, Source
from crawlers.pages.feed_entries import chosen
from crawlers.pages.indirect import datasource_address, records, unit_address, unit_markup
from crawlers.pages.links import ArticleLink, host_of_or_none
from crawlers.pages.markup import Markup, is_html
from crawlers.pages.reading import ListPage, elsewhere, read_list
from crawlers.pages.rows import json_rows, script_rows
from crawlers.pages.sitemap import sitemap_links
from crawlers.suggestions.address_patterns import patterns, patterns_of_each
from crawlers.suggestions.dates import with_dates
from crawlers.suggestions.feed_candidates import entries_of, feeds_named, is_feed, is_sitemap, share_of_list
from crawlers.suggestions.kept_elsewhere import kept_elsewhere
from crawlers.suggestions.link_groups import FEWEST
from crawlers.suggestions.list_candidates import ListCandidate, markup_candidates
from crawlers.suggestions.own_hosts import own_hosts
from crawlers.suggestions.paging import paged
from crawlers.suggestions.publisher import cadence_of, home_of, id_of, language_of, name_of
from crawlers.suggestions.row_candidates import row_candidates
from crawlers.suggestions.script_calls import address_of_calls
from pipeline.addresses import canonical
from pipeline.text.charset import decode
from pipeline.time_zone import local_day

WhyNothing = Literal["empty", "app", "links"]

# So much of the wanted must come back, and so little else, for an entry to be the one that was meant.
_PROVEN = 0.9
# A list in a page's own markup is taken rather than the same in its scripts.
_SCRIPT_SHARE = 1.5
_INDIRECT_SHARE = 0.4
# More links make a list no likelier (as in `link_groups`): a file may have all of a column at once.
_MANY = 60
_APP = re.compile(r"<div[^<>]+id=[\"']?(?:app|root|__next|__nuxt)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AskedPage:
    """An answer to look at: where it is from, its bytes and its content type."""

    url: str
    body: bytes
    content_type: str = ""


Fetching = Callable[[str], AskedPage | None]


@dataclass(frozen=True)
class OtherList:
    """Another list on the page that could have been meant: its kind, how many links and dates, and one of its titles."""

    kind: str
    links: int
    dated: int
    sample: str


@dataclass(frozen=True)
class Suggestion:
    """An entry, and what its reading brought; `proven` where that is what the page was found to have."""

    source: Source
    links: tuple[ArticleLink, ...]
    proven: bool
    others: tuple[OtherList, ...] = ()
    feeds: tuple[str, ...] = ()

    @property
    def dated(self) -> int:
        """How many of the articles have a day."""
        return sum(1 for link in self.links if link.published)


@dataclass(frozen=True)
class NothingListed:
    """No list was found: nothing came at all, a page that a script fills, or links that are none of articles."""

    why: WhyNothing
    links: int


def suggest(
    page: AskedPage, moment: datetime, ask: Fetching = lambda _: None, follow: bool = True
) -> Suggestion | NothingListed:
    """An entry for what stands at an address. `ask` fetches what the page only names: its feeds, the file of its list.

    With `follow`, a page that has no list of its own is looked through for the frame or JSON file that has it.
    """
    if is_feed(page.body):
        return _of_feed(page, page, None, moment) or NothingListed("empty", 0)
    if is_sitemap(page.body):
        return _of_sitemap(page, moment, ask) or NothingListed("empty", 0)
    candidates, markup = _candidates(page, moment, ask)
    for address in kept_elsewhere(markup) if markup and follow else ():
        answer = ask(address)
        there = suggest(answer, moment, ask, follow=False) if answer else None
        if isinstance(there, Suggestion) and markup and (not candidates or _outweighs(there, candidates[0])):
            named = name_of(markup)
            return replace(there, source=there.source.model_copy(update={"name": named} if named else {}))
    feeds = feeds_named(markup) if markup else []
    feed = _feed_of_list(feeds, candidates, page, markup, moment, ask)
    if feed is not None:
        return replace(feed, others=_others(candidates))
    tried: list[tuple[float, Suggestion]] = []
    for number, candidate in enumerate(candidates[:3]):
        share, suggestion = _read_back(page, markup, candidate, moment, ask)
        rest = (*candidates[:number], *candidates[number + 1 :])
        suggestion = replace(suggestion, others=_others(rest), feeds=tuple(feeds))
        if suggestion.proven:
            return suggestion
        tried.append((share, suggestion))
    if tried and (best := max(tried, key=lambda pair: pair[0]))[1].links:
        return best[1]
    links = len(markup.root.css("a[href]")) if markup else 0
    if not page.body.strip():
        return NothingListed("empty", 0)
    return NothingListed(
        "app" if markup and (links < 5 or _routed(markup) or (_APP.search(markup.text) and links < 15)) else "links",
        links,
    )


def _routed(markup: Markup) -> bool:
    """Whether a page's links lead to places that only its script knows: #/news/detail?id=1."""
    return len(markup.root.css("a[href^='#/'], a[href^='#!']")) >= FEWEST


def _candidates(page: AskedPage, moment: datetime, ask: Fetching) -> tuple[list[ListCandidate], Markup | None]:
    """The lists of an answer that is no feed, the likeliest first, and its markup where it is a page."""
    url = _yearly(page.url, moment)
    start = page.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"[") or (start[:1] != b"<" and not is_html(page.body, page.content_type)):
        pages = ListPages(url=url, kind="json")
        arrays, base = json_rows(page.body, page.content_type, pages), Markup("", "", page.url)
        return row_candidates(arrays, base, url, "json", moment), None
    markup = Markup(page.body, page.content_type, page.url)
    address = address_of_calls(markup)
    found = markup_candidates(markup, url, moment)
    if address:
        found = sorted([*markup_candidates(markup, url, moment, address=address), *found], key=_by_score)
    best = found[0].score if found else 0.0
    elsewhere = [one for one in _indirect(markup, url, moment, ask) if one.score >= _INDIRECT_SHARE * best]
    if elsewhere:
        return [*elsewhere, *found], markup
    arrays = script_rows(markup, ListPages(url=url, kind="script"))
    scripted = row_candidates(arrays, markup, url, "script", moment)
    scripted = [one for one in scripted if one.score > _SCRIPT_SHARE * best and _is_there(one, ask)]
    return [*scripted, *found], markup


def _is_there(candidate: ListCandidate, ask: Fetching) -> bool:
    """Whether addresses that stand nowhere, and are guessed of what rows have, lead to what these are called."""
    if not candidate.pages.address:
        return True
    answer = ask(candidate.wanted[0])
    return answer is not None and candidate.titles[0] in Markup(answer.body, answer.content_type, answer.url).text


def _by_score(candidate: ListCandidate) -> float:
    return -candidate.score


def _indirect(markup: Markup, url: str, moment: datetime, ask: Fetching) -> Iterator[ListCandidate]:
    """Lists that are not in the page's own markup: 大汉's records and units, 新华's data sources."""
    within = records(markup)
    if within.root.css("a"):
        yield from markup_candidates(within, url, moment, "records")
    unit = unit_address(markup, 1)
    if unit and (answer := ask(unit)) is not None:
        yield from markup_candidates(unit_markup(answer.body, answer.url), url, moment, "jpaas")
    source = datasource_address(markup)
    if source and (answer := ask(source)) is not None:
        arrays = json_rows(answer.body, answer.content_type, ListPages(url=url, kind="datasource"))
        yield from row_candidates(arrays, Markup("", "", answer.url), url, "datasource", moment)


def _read_back(
    page: AskedPage, markup: Markup | None, candidate: ListCandidate, moment: datetime, ask: Fetching
) -> tuple[float, Suggestion]:
    """The entry of a candidate, as the crawl's reader reads it, and how much of the wanted that brings, from 0 to 1."""
    pages = paged(candidate.pages, markup)
    claimed = frozenset(candidate.hosts)
    listed = ListPage(page.body, page.content_type, page.url, lambda url: host_of_or_none(url) in claimed, moment)
    if pages.kind in ("jpaas", "datasource") and (answer := ask(elsewhere(listed, pages, 1))) is not None:
        listed = replace(listed, body=answer.body, content_type=answer.content_type, url=answer.url)
    pages = with_dates(listed, pages, candidate)
    links = read_list(listed, pages)[0].links
    got, wanted = {canonical(link.url) for link in links}, {canonical(url) for url in candidate.wanted}
    share = len(got & wanted) / max(1, len(got | wanted))
    source = _source(page, markup, links, candidate.hosts, moment).model_copy(update={"lists": (pages,)})
    return share, Suggestion(source, links, share >= _PROVEN)


def _source(
    page: AskedPage, markup: Markup | None, links: Sequence[ArticleLink], hosts: Sequence[str], moment: datetime
) -> Source:
    """The entry without its lists and feeds."""
    language = language_of(markup, [link.title or "" for link in links])
    return Source(
        id=id_of(page.url),
        name=(name_of(markup) if markup else "") or (host_of_or_none(page.url) or "source"),
        hosts=tuple(hosts),
        home=home_of(page.url),
        language=language,
        column=None if language == "zh" else "国际资讯",
        cadence=cadence_of([link.published for link in links if link.published]),
        origin=f"Written by `tanxun sources add` on {local_day(moment).isoformat()} from {page.url}",
    )


def _of_feed(feed: AskedPage, page: AskedPage, markup: Markup | None, moment: datetime) -> Suggestion | None:
    """The entry of a feed, all of whose entries are articles."""
    entries = entries_of(feed.body, feed.content_type, feed.url, moment)
    usual = own_hosts([link.url for link in entries], page.url)
    table = Feed(url=feed.url)
    links = chosen(entries, table, lambda url: host_of_or_none(url) in usual).links
    if not links:
        return None
    source = _source(page, markup, links, usual, moment)
    if markup is None:
        named = re.search(r"<title[^<>]*>(?:<!\[CDATA\[)?\s{0,9}([^<\]]{1,80})", decode(feed.body, feed.content_type))
        title = unescape(unescape(named[1])).strip() if named else ""
        source = source.model_copy(update={"name": title or source.name})
    return Suggestion(source.model_copy(update={"feeds": (table,)}), links, proven=True)


def _of_sitemap(page: AskedPage, moment: datetime, ask: Fetching) -> Suggestion | None:
    """The entry of a sitemap; of an index of them by the newest that it names."""
    every = ListPages(url=page.url, kind="sitemap", articles="/")
    reading, further = sitemap_links(page.body, every, lambda _: True, moment)
    answer = ask(further[0]) if further else None
    if answer is not None:
        reading, _ = sitemap_links(answer.body, every, lambda _: True, moment)
    urls = [link.url for link in reading.links]
    if not urls:
        return None
    # A news sitemap has titles, and nothing but articles.
    forms = patterns_of_each(urls) if all(link.title for link in reading.links) else []
    form = next(iter([*forms, *patterns(urls)]), "/")
    hosts = list(dict.fromkeys(host_of_or_none(url) or "" for url in urls))[:3]
    links = tuple(link for link in reading.links if re.search(form, link.url) and host_of_or_none(link.url) in hosts)
    pages = every.model_copy(update={"articles": form})
    return Suggestion(_source(page, None, links, hosts, moment).model_copy(update={"lists": (pages,)}), links, True)


def _feed_of_list(
    feeds: Sequence[str],
    candidates: Sequence[ListCandidate],
    page: AskedPage,
    markup: Markup | None,
    moment: datetime,
    ask: Fetching,
) -> Suggestion | None:
    """The entry of the feed, of those that a page names, that has least beside the page's list; None where none is of that list."""
    answers = [answer for address in feeds if (answer := ask(address)) is not None and is_feed(answer.body)]
    made = [found for answer in answers if (found := _of_feed(answer, page, markup, moment)) is not None]
    if not candidates:
        return next(iter(made), None)
    front = urlsplit(page.url).path in ("", "/")
    shares = [share_of_list([link.url for link in found.links], candidates[0].wanted, front) for found in made]
    best = max(zip(shares, made, strict=True), key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] else None


def _outweighs(there: Suggestion, candidate: ListCandidate) -> bool:
    """Whether what a page's script or frame gets is its list, and what stands in its own markup is a box beside that."""
    within = {canonical(link.url) for link in there.links}
    if sum(canonical(url) in within for url in candidate.wanted) >= 0.5 * len(candidate.wanted):
        return False
    links = len(there.links)
    return there.proven and min(links, _MANY) * (1 + 2 * there.dated / links) > _SCRIPT_SHARE * candidate.score


def _others(candidates: Sequence[ListCandidate]) -> tuple[OtherList, ...]:
    return tuple(
        OtherList(one.pages.kind, len(one.wanted), one.dated, max(one.titles, key=len, default=""))
        for one in candidates[:3]
    )


def _yearly(url: str, moment: datetime) -> str:
    """The address with {year} for this year's number, where it is a folder's name and no month follows."""
    year = local_day(moment).year
    path = urlsplit(url).path
    found = re.search(rf"/{year}(?=[a-z]{{0,2}}/)(?!/(?:0?[1-9]|1[0-2])(?:/|$))", path)
    if found is None:
        return url
    start = url.index(path) + found.start()
    return f"{url[:start]}/{{year}}{url[start + 1 + len(str(year)) :]}"
