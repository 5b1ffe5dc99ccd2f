"""How the pages of a list are asked for: address, method and body of page n; and where a page leads to the next."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin

from crawlers.catalogue.list_pages import NEXT, Feed, ListPages
from crawlers.catalogue.quote_table import QuoteTable
from crawlers.pages.links import address_of, host_of_or_none
from crawlers.pages.markup import Markup, attribute, words
from pipeline.addresses import canonical, host_of
from pipeline.time_zone import local_day

NEXT_WORDS = ("下一页", "下页", "后一页", "下一頁", "next", "nextpage", "older", "olderposts")
# In the first days of January a list by year is asked for last year's as well: notices of a Friday in December are news,
# and the new year's page may not be there yet.
_BOTH_YEARS_UNTIL = 14

_ARROWS = re.compile(r"[\s>»›→\[\]()（）]+")


@dataclass(frozen=True)
class Asked:
    """A list page as it is asked for."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] | None = None


def years(pages: ListPages, moment: datetime) -> list[int]:
    """The years that a list is asked for: this one; of a list by year in the first half of January the last one too."""
    day = local_day(moment)
    both = "{year}" in pages.url and day.month == 1 and day.day <= _BOTH_YEARS_UNTIL
    return [day.year, day.year - 1] if both else [day.year]


def asked(pages: ListPages, number: int, year: int) -> Asked:
    """How page `number` (from 1) of a list is asked for; page 2 carries the entry's `first` number."""
    place = {"n": pages.first + number - 2, "year": year}
    url = _filled(pages.url, place)
    if number > 1 and pages.paging and pages.paging != NEXT:
        url = urljoin(url, _filled(pages.paging, place))
    if pages.form:
        form = {key: _filled(value, place) for key, value in pages.form.items()}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return Asked(url, "POST", urlencode(form).encode(), kind | pages.headers)
    if pages.body:
        body = json.dumps(_filled_in(pages.body, place), ensure_ascii=False).encode()
        return Asked(url, "POST", body, {"Content-Type": "application/json"} | pages.headers)
    return Asked(url, headers=pages.headers)


def asked_of_year(place: Feed | QuoteTable, moment: datetime) -> Asked:
    """How a feed or a table is asked for at that moment: its address may have the year in it."""
    return Asked(_filled(place.url, {"n": 1, "year": local_day(moment).year}), headers=place.headers)


def next_list_page(page: Markup, css: str = "") -> str:
    """The address of the next page of a list, by the link that the page has to it; "" on the last page."""
    for node in page.root.css(css or "a, link[rel=next][href]"):
        says_next = _ARROWS.sub("", words(node)).lower() in NEXT_WORDS or "next" in attribute(node, "rel").split()
        link = address_of(page, node) if css or says_next else ""
        if (css or says_next) and host_of_or_none(link) == host_of(page.url) and canonical(link) != canonical(page.url):
            return link
    return ""


def _filled(text: str, place: Mapping[str, int]) -> str:
    return text.replace("{n}", str(place["n"])).replace("{year}", str(place["year"]))


def _filled_in(value: Any, place: Mapping[str, int]) -> Any:
    """A JSON value with its places filled; a text that is a place and nothing else becomes the number."""
    if isinstance(value, dict):
        return {key: _filled_in(inner, place) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled_in(inner, place) for inner in value]
    if isinstance(value, str):
        return place[value[1:-1]] if value in ("{n}", "{year}") else _filled(value, place)
    return value
