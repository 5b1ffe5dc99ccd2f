"""Lists that are data: rows of a JSON file, or of an array that a page holds for its script, and the articles that they name."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import jmespath
from w3lib.html import remove_tags, replace_entities

from crawlers.catalogue.list_pages import ListPages
from crawlers.pages.days import DateOrder, day_in, printed_day
from crawlers.pages.links import ArticleLink, Choice, ListReading, NoArticle
from crawlers.pages.markup import Markup
from pipeline.text.charset import decode
from pipeline.time_zone import local_day

# What systems call the keys of a row (TRS, 大汉, 新华, JEECMS, WordPress, JSON Feed), in lower case.
_ADDRESS_KEYS = (
    "url publishurl docpuburl docurl articleurl linkurl pageurl contenturl weburl link href permalink redirecturl"
).split()
_TITLE_KEYS = "title doctitle articletitle showtitle headline name subject".split()
_DATE_KEYS = (
    "date pubdate publishdate publishtime docrelpubtime docreltime publishedtime pubtime releasetime releasedate "
    "date_published published displaydate showtime createtime createdate addtime inputtime time"
).split()

Rows = list[Mapping[str, Any]]

_CALLBACK = re.compile(r"^\s{0,9}[\w.$]+\s{0,9}\(\s{0,9}(.*?)\s{0,9}\)\s{0,9};?\s{0,9}$", re.DOTALL)
# Data in a string of a script, as JSON.parse and Next.js' self.__next_f.push are given it.
_WITHIN = re.compile(r'\[\s{0,9}\{\\"')
_ESCAPED = re.compile(r'\\(["\\/])')
_ARRAY = re.compile(r"\[\s*\{")
# Attributes that hold data for a component: data-page (Inertia), :items (Vue), data-props (React).
_HELD = "//@*[starts-with(normalize-space(), '[{') or starts-with(normalize-space(), '{')]"
# Arrays in scripts that are looked at: the first is the list on every page seen, menus and charts come with it.
_MOST_ARRAYS = 40


def json_rows(body: bytes, content_type: str, pages: ListPages) -> list[Rows]:
    """The rows of a JSON (or JSONP) answer: those at the entry's path, else every list in it that may be them."""
    text = decode(body, content_type)
    wrapped = _CALLBACK.match(text)
    try:
        return _rows(json.loads(wrapped[1] if wrapped else text, strict=False), pages.rows)
    except (ValueError, RecursionError):  # no JSON, or brackets within brackets without end
        return []


def script_rows(page: Markup, pages: ListPages) -> list[Rows]:
    """The arrays in a page's scripts, and in what its elements hold for them, that may be its list; of a page that is a script,
    in itself."""
    import chompjs

    scripts = page.root.xpath("//script[not(@src)]/text()").getall()
    scripts = [*scripts, *page.root.xpath(_HELD).getall()] or [page.text]
    scripts = [_ESCAPED.sub(r"\1", script) if _WITHIN.search(script) else script for script in scripts]
    starts = ((script, found.start()) for script in scripts for found in _ARRAY.finditer(script))
    arrays: list[Rows] = []
    for _, (script, start) in zip(range(_MOST_ARRAYS), starts, strict=False):
        try:
            arrays += _rows(chompjs.parse_js_object(script[start:]), pages.rows)
        except ValueError:
            continue
    return arrays


def best_rows(
    several: list[Rows], base: Markup, pages: ListPages, own: Callable[[str], bool], moment: datetime
) -> ListReading:
    """The articles of those rows that name the most: a menu's or a banner's are rows too."""
    readings = (row_links(rows, base, pages, own, moment) for rows in several)
    return max(readings, key=lambda reading: (len(reading.links), len(reading.left_out)), default=ListReading(()))


def row_links(rows: Rows, base: Markup, pages: ListPages, own: Callable[[str], bool], moment: datetime) -> ListReading:
    """The articles that rows name, their addresses relative to `base`; days as read at `moment`."""
    choice = Choice(pages, own)
    found: dict[str, ArticleLink] = {}
    left_out = []
    for row in rows:
        address = _address(row, pages)
        url = base.absolute(address) if address else ""
        title = _text(_value(row, pages.title, _TITLE_KEYS))
        why = choice.why_not(url, title)
        if why is None:
            day = _day(_value(row, pages.date, _DATE_KEYS), moment, pages.date_order)
            found.setdefault(url, ArticleLink(url, title or None, day))
        else:
            left_out.append(NoArticle(url, title, why))
    return ListReading(tuple(found.values()), tuple(left_out), len(rows))


def _rows(data: Any, path: str) -> list[Rows]:
    lists = [jmespath.search(path, data)] if path else _lists(data)
    several: list[Rows] = [[row for row in rows if isinstance(row, dict)] for rows in lists if isinstance(rows, list)]
    return [rows for rows in several if rows]


def _lists(data: Any) -> Iterator[list[Any]]:
    """Every list in data, from the outside in."""
    if isinstance(data, list):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(inner, dict | list):
            yield from _lists(inner)


def _value(row: Mapping[str, Any], path: str, keys: list[str]) -> Any:
    """What a row has at the entry's path; without one, under the first of the usual keys that has anything."""
    if path:
        return jmespath.search(path, row)
    named = {str(key).lower().replace("-", "_"): value for key, value in row.items()}
    return next((named[key] for key in keys if named.get(key) not in (None, "", [])), None)


def _address(row: Mapping[str, Any], pages: ListPages) -> str:
    if pages.address:
        try:
            return pages.address.format_map(row)
        except (KeyError, IndexError, ValueError, AttributeError):
            return ""
    value = _value(row, pages.links, _ADDRESS_KEYS)
    return str(value).strip() if isinstance(value, str | int) else ""


def _text(value: Any) -> str:
    """A title without the markup that some systems keep in it; WordPress has it one level down."""
    if isinstance(value, dict):
        value = value.get("rendered", "")
    return " ".join(replace_entities(remove_tags(str(value or ""))).split())


def _day(value: Any, moment: datetime, order: DateOrder) -> date | None:
    text = str(value if value is not None else "").strip()
    if text.isdigit() and len(text) in (10, 13):  # Unix time, in seconds or milliseconds
        return local_day(datetime.fromtimestamp(int(text[:10]), UTC))
    if text.isdigit() and len(text) == 14:  # 20260911083000
        text = text[:8]
    return printed_day(text, moment, order, sure=True) or day_in(text)
