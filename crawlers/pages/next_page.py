"""The address of an article's next page."""

import re
from urllib.parse import parse_qsl, urlsplit

from crawlers.pages.links import host_of_or_none
from crawlers.pages.markup import Markup, attribute, words
from pipeline.addresses import canonical, host_of

MAX_PAGES = 20
NEXT_WORDS = ("下一页", "下页")

_ARROWS = re.compile(r"[\s>»›→\[\]()（）]+")
_NUMBERED = re.compile(r"(?:[_-]|[_-]?p(?:age)?_?)\d{1,3}")
_INDEX = re.compile(r"(?:index)?[_-]?\d{1,3}")
_BELOW = re.compile(r"(?:p(?:age)?/)?\d{1,3}/?")
_PAGE_KEY = re.compile(r"p|pn|pg|pageno|page_?no|page_?num|cur(rent)?_?page|page_?index|page", re.IGNORECASE)
# rel=next in the spellings of the attribute, and the words above in UTF-8 and GBK.
_HINTS = (b'rel="next"', b"rel='next'", b"rel=next", *(w.encode(c) for w in NEXT_WORDS for c in ("utf-8", "gbk")))


def next_page(body: bytes, content_type: str, url: str, first: str, css: str = "") -> str | None:
    """The address of the page after `url` in the article that starts at `first`, or None.

    `css` is the entry's own selector of the link; without one it is rel=next, or a link that says 下一页, and only
    where the address is the first one's with a page number: the next article is no next page.
    """
    if not css and not any(hint in body for hint in _HINTS):
        return None
    page = Markup(body, content_type, url)
    for node in page.root.css(css or "a[href], link[rel=next][href]"):
        link = page.absolute(attribute(node, "href"))
        if not css:
            says_next = _ARROWS.sub("", words(node)) in NEXT_WORDS
            if not says_next and "next" not in attribute(node, "rel").split():
                continue
            if not continues(link, first, numbered=says_next):
                continue
        if host_of_or_none(link) == host_of(first) and canonical(link) != canonical(url):
            return link
    return None


def continues(link: str, first: str, numbered: bool = False) -> bool:
    """Whether `link` is the address `first` with a page number.

    The number stands after the file's name (123_2.html), below the folder (123/2/), or in the query (?page=2).
    `numbered` lets the first page have a number of its own (123_1.html, then 123_2.html).
    """
    there, here = urlsplit(link), urlsplit(first)
    if there.path == here.path:
        return _turns_page_in_query(there.query, here.query)
    if there.query != here.query:
        return False
    folder, _, name = here.path.rpartition("/")
    if not there.path.startswith(f"{folder}/"):
        return False
    rest = there.path[len(folder) + 1 :]
    stem, _, suffix = name.partition(".")
    if not stem or stem == "index":
        return bool(_BELOW.fullmatch(rest) or _INDEX.fullmatch(rest.partition(".")[0]))
    if "/" in rest:
        return rest.startswith(f"{stem}/") and bool(_BELOW.fullmatch(rest[len(stem) + 1 :]))
    own, _, own_suffix = rest.partition(".")
    stems = [stem, re.sub(r"_\d{1,2}$", "", stem)] if numbered else [stem]
    return own_suffix == suffix and any(
        own.startswith(known) and _NUMBERED.fullmatch(own[len(known) :]) is not None for known in stems
    )


def _turns_page_in_query(there: str, here: str) -> bool:
    """Whether one query differs from another in a page's number alone."""
    changed = set(parse_qsl(there)) - set(parse_qsl(here))
    dropped = {key for key, _ in set(parse_qsl(here)) - set(parse_qsl(there))}
    keys = {key for key, _ in changed}
    return len(changed) == 1 and dropped <= keys and all(_PAGE_KEY.fullmatch(k) and v.isdigit() for k, v in changed)
