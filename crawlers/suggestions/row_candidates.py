"""Lists that are rows of data: which array is the list, and under which keys its rows have address, title and day."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawlers.catalogue.list_pages import ListKind, ListPages
from crawlers.pages.days import day_in, printed_day
from crawlers.pages.links import ArticleLink, host_of_or_none
from crawlers.pages.markup import Markup
from crawlers.pages.rows import Rows, row_links
from crawlers.suggestions.address_patterns import patterns
from crawlers.suggestions.explanations import exclusions, explanations
from crawlers.suggestions.link_groups import FEWEST
from crawlers.suggestions.list_candidates import ListCandidate
from crawlers.suggestions.own_hosts import own_hosts

_ADDRESS = re.compile(r"(?:https?:)?//|/|\.{1,2}/|[\w/-]{1,200}\.(?:s?html?|jsp|php|aspx?)(?:\?|$)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp4|css|js)(?:\?|$)", re.IGNORECASE)
# A row's own address in the interface that gave it (HAL, JSON:API) is no page.
_OF_THE_API = re.compile(r"\blinks?\.self\b", re.IGNORECASE)
# What an article's address may end with, where its row has no whole address; the article's own name before a number.
_LAST_PART = re.compile(r"(?:url_?)?slug|alias|uuid|(?:article|news|post|content|doc)?_?id", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]{1,80}(?:[-_][a-z0-9]{1,80}){1,40}", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/20\d\d(?!\d)")
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*")
_SAMPLE = 30
# Boxes within a row's: JSON:API has attributes.path.alias.
_DEEP = 2
# Rows of another form, fewer than the rest of these, are columns and subjects (专题) among the articles.
_MOST = 0.75


def row_candidates(
    arrays: Sequence[Rows], base: Markup, url: str, kind: ListKind, moment: datetime
) -> list[ListCandidate]:
    """The arrays that are lists of articles, the likeliest first."""
    made = [found for rows in arrays if (found := _candidate(rows, base, url, kind, moment)) is not None]
    made.sort(key=lambda candidate: -candidate.score)
    return [_told_apart(candidate, len(arrays) > 1) for candidate in made]


def _told_apart(candidate: ListCandidate, among_others: bool) -> ListCandidate:
    """The candidate with its addresses' pattern, where there are other arrays, or rows that lead elsewhere."""
    form = next(iter(patterns(candidate.wanted)), "")
    kept = [one for one in candidate.wanted if form and re.search(form, one)]
    if len(kept) < _MOST * len(candidate.wanted) or (len(kept) == len(candidate.wanted) and not among_others):
        return candidate
    pages = candidate.pages.model_copy(update={"articles": form})
    return replace(candidate, pages=pages, wanted=tuple(kept))


def _candidate(rows: Rows, base: Markup, url: str, kind: ListKind, moment: datetime) -> ListCandidate | None:
    best: ListCandidate | None = None
    order = {"date_order": "MDY"} if _month_first(rows) else dict[str, str]()
    told = _keys(rows, moment)
    made = [] if "links" in told or kind != "script" else [{**told, "address": one} for one in _made_of(rows, base.url)]
    for keys in (dict[str, str](), told, *made):
        pages = ListPages(url=url, kind=kind).model_copy(update=keys | order)
        links = row_links(rows, base, pages, lambda _: True, moment).links
        usual = own_hosts([link.url for link in links], base.url)
        kept = [link for link in links if host_of_or_none(link.url) in usual and not _FILE.search(link.url)]
        score = sum(map(_worth, kept)) + 0.5 * sum(1 for link in kept if link.published)
        entries = [(link.url, link.title or "") for link in kept]
        explaining = explanations(entries)
        kept = [link for link in kept if link.url not in explaining]
        exclude = [*exclusions(entries, {link.url for link in kept}), ""][1]
        pages = pages.model_copy(update={"exclude": exclude}) if explaining else pages
        dated = sum(1 for link in kept if link.published)
        if not kept or (len(kept) < FEWEST and not dated == len(kept) > 1) or score < 0.5 * len(kept):
            continue
        candidate = ListCandidate(
            pages,
            tuple(link.url for link in kept),
            tuple(link.title or "" for link in kept),
            usual,
            dated,
            sum(map(_worth, kept)) * (1 + 2 * dated / len(kept)),
        )
        if best is None or candidate.score > 1.1 * best.score:
            best = candidate
    return best


def _worth(link: ArticleLink) -> float:
    title = link.title or ""
    cjk = len(re.findall(r"[\u3400-\u9fff]", title))
    length = cjk / 9 if cjk else len(title.split()) / 5
    return min(1.0, length)


def _keys(rows: Rows, moment: datetime) -> dict[str, str]:
    """JMESPath of address, title and day, by what the values look like."""
    sample = rows[:_SAMPLE]
    values: dict[str, list[Any]] = {}
    for row in sample:
        for path, value in _flat(row):
            values.setdefault(path, []).append(value)
    half = 0.6 * len(sample)
    addresses, titles, days = Counter[str](), Counter[str](), Counter[str]()
    for path, several in values.items():
        texts = [
            str(value).strip() for value in several if isinstance(value, str | int) and not isinstance(value, bool)
        ]
        different = len(set(texts))
        named = [text for text in texts if _ADDRESS.match(text) and not _FILE.search(text) and " " not in text]
        is_address = len(named) >= half and different >= half
        if is_address and not _OF_THE_API.search(path):
            addresses[path] = different
        spoken = [text for text in texts if not _SLUG.fullmatch(text)]
        longest = sum(min(len(re.findall(r"[\u3400-\u9fff]|\b[^\W\d_]+", text)), 40) for text in spoken)
        if not is_address and different >= half and longest >= 4 * len(sample):
            titles[path] = 100 * different - sum(len(text) for text in texts if len(text) > 120)
        told = [text for text in texts if len(text) <= 40 and _is_day(text, moment)]
        if len(told) >= half:
            days[path] = len(told)
    chosen = {"links": addresses, "title": titles, "date": days}
    return {key: counted.most_common(1)[0][0] for key, counted in chosen.items() if counted}


def _made_of(rows: Rows, url: str) -> Iterator[str]:
    """How addresses may be made of rows that have none: the list's own, and after it what tells the rows apart."""
    folder = urlsplit(url).path.rstrip("/")
    for key in sorted(filter(_LAST_PART.fullmatch, rows[0]), key=lambda key: "id" in key.lower()):
        values = {str(row.get(key, "")) for row in rows}
        if len(values) == len(rows) and all(re.fullmatch(r"[\w-]+", value) for value in values):
            yield f"{folder}/{{{key}}}"


def _flat(row: Mapping[str, Any], deep: int = _DEEP) -> Iterator[tuple[str, Any]]:
    """The values of a row and of what it holds, each with its path; of a list of one value (Solr) that value."""
    for key, value in row.items():
        path = str(key) if _PLAIN_KEY.fullmatch(str(key)) else f'"{key}"'
        if isinstance(value, dict) and deep:
            yield from ((f"{path}.{inner}", found) for inner, found in _flat(value, deep - 1))
        elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], str | int):
            yield f"{path}[0]", value[0]
        else:
            yield path, value


def _month_first(rows: Rows) -> bool:
    """Whether days in figures are written month first (09/13/2026): a second number above 12 and never a first one."""
    texts = (value for row in rows for _, value in _flat(row) if isinstance(value, str))
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _SLASHED.match(text))]
    return any(day > 12 for _, day in pairs) and not any(month > 12 for month, _ in pairs)


def _is_day(text: str, moment: datetime) -> bool:
    if text.isdigit() and len(text) in (10, 13):
        return text.startswith("1")
    return (printed_day(text, moment, sure=True) or day_in(text)) is not None
