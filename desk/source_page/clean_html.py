"""A foreign page made harmless: cleaned by nh3 after everything else, its pictures ours, what was taken marked.

What comes out is shown under a policy that allows no script and no remote load, in a sandboxed frame: each of the
three would be enough.
"""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urljoin

import lxml.html
import nh3
from lxml import etree

from desk.source_page.extracted_marks import Taken, beginning, mark
from pipeline.records import Page, PagePart
from pipeline.text.charset import decode

# Characters of one part that are shown: the longest notices have half. nh3 takes a hundred seconds for two million of
# nothing but "&", and three for these.
MOST_CHARACTERS = 400_000
# Pictures looked up: more than any article has.
MOST_PICTURES = 500
# Headers put together on a server may bring their own end of the page; the parser would stop there.
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)

TAGS = set(
    "a abbr article aside b bdi blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption "
    "figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins li main mark nav ol p pre q s section small span strong "
    "sub sup table tbody td tfoot th thead time tr u ul".split()
)
# Dropped with what is in them; of other tags only the text stays.
WITH_CONTENT = set(
    "script style noscript template iframe frame frameset object embed applet svg math title head textarea select "
    "option datalist audio video canvas noembed noframes xmp plaintext".split()
)
ATTRIBUTES = {
    "a": {"href", "target"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "mark": {"id"},
}
# Where the article's text begins, so that a frame can begin there instead of at the site's navigation.
ANCHOR = "taken"

Keep = Callable[[list[str]], dict[str, str]]


def pictures_of(page: Page) -> list[str]:
    """The absolute addresses that the page's picture elements name, in any attribute (lazy ones included)."""
    found = dict.fromkeys(
        address for part in page.parts for image in _tree(page, part).iter("img") for address in _named(image, part.url)
    )
    return list(found)[:MOST_PICTURES]


def cleaned(page: Page, taken: Taken, pictures: dict[str, str]) -> list[str]:
    """Each part of the page as harmless HTML. `pictures`: address on the page → our own; all others are left out.

    The mark at which the article's text begins has the id ANCHOR.
    """
    bodies = [_own(_tree(page, part), part.url, pictures) for part in page.parts]
    first = beginning([one for body in bodies for one in mark(body, taken)])
    if first is not None:
        first.set("id", ANCHOR)
    return [_harmless(body, frozenset(pictures.values())) for body in bodies]


def _tree(page: Page, part: PagePart) -> lxml.html.HtmlElement:
    chinese = page.publisher.language.startswith("zh")
    text = decode(part.unpack(), page.headers.get("content-type", ""), chinese)[:MOST_CHARACTERS]
    text = _PAGE_END.sub("", text)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return lxml.html.Element("body")
    body = tree.find("body")
    return body if body is not None else tree


def _own(body: lxml.html.HtmlElement, base: str, pictures: dict[str, str]) -> lxml.html.HtmlElement:
    """The body with known elements only, none of them a mark, with our own pictures and links out of the frame."""
    etree.strip_elements(body, *WITH_CONTENT, with_tail=False)
    # nh3 would drop some unknown elements with the whole article in them, for instance <text>; marks are ours alone.
    etree.strip_tags(body, *{str(element.tag) for element in body.iterdescendants()} - TAGS, "mark")
    _own_pictures(body, base, pictures)
    for link in body.iter("a"):
        address = link.get("href", "")
        # Within the page it leads nowhere: its anchors are gone.
        link.set("href", "" if address.strip().startswith("#") else _absolute(base, address))
        link.set("target", "_blank")
    return body


def _harmless(body: lxml.html.HtmlElement, pictures: frozenset[str]) -> str:
    return nh3.clean(
        lxml.html.tostring(body, encoding="unicode"),
        tags=TAGS,
        clean_content_tags=WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=lambda tag, name, value: _attribute(tag, name, value, pictures),
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https"},
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str, pictures: Iterable[str]) -> str | None:
    """The last word on every attribute: a link leads to the web, a picture is one of ours, a number is one."""
    if name == "src":
        return value if value in pictures else None
    if name == "href":
        return value if value.startswith(("http://", "https://")) else None
    if name in ("target", "rel"):
        return value
    if name in ("colspan", "rowspan", "start"):
        return value if value.isascii() and value.isdigit() and len(value) <= 3 else None
    if name == "id":
        return value if value == ANCHOR else None
    return value if (tag, name) == ("img", "alt") else None


def _own_pictures(body: lxml.html.HtmlElement, base: str, pictures: dict[str, str]) -> None:
    for image in list(body.iter("img")):
        own = next((pictures[address] for address in _named(image, base) if address in pictures), None)
        if own is None:
            image.drop_tree()
        else:
            image.set("src", own)


def _named(image: lxml.html.HtmlElement, base: str) -> list[str]:
    return [address for value in image.attrib.values() if (address := _absolute(base, str(value)))]


def _absolute(base: str, address: str) -> str:
    """The address as a full http one; "" where it is none."""
    try:
        full = urljoin(base, address.strip())
    except ValueError:
        return ""
    return full if full.startswith(("http://", "https://")) else ""
