"""A part of a page parsed as HTML, bounded in size and depth: what every field is looked for on."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from enrich.extract.attachments.choose import has_format
from enrich.extract.families import marks
from enrich.extract.lines import letters, squeeze
from pipeline.errors import Reject, RejectCode
from pipeline.records import Page, PagePart, Publisher
from pipeline.text.charset import decode

# The rule of what is taken as the list or feed printed it.
LISTED = "list page"
# Text beyond is no article; parsing it would only cost time (the crawl's limit is 8 MB of bytes).
MOST_CHARACTERS = 4_000_000
# A tag with more attributes than this is nobody's (real ones have below 50); the parser compares each with each.
MOST_ATTRIBUTES = 2_000
# Of these a page of news has hundreds, a yearbook's table thousands; libraries compare each with its neighbours.
_MOST_OF_A_KIND = {
    "td": 20_000,
    "th": 20_000,
    "li": 5_000,
    "dd": 5_000,
    "dt": 5_000,
    "img": 2_000,
    "table": 2_000,
    "a": 20_000,
}
# What a cell says of more columns or rows is not believed: the widest printed tables have some thirty.
MOST_SPANNED = 50
# Elements beyond this depth or number come from generators of nonsense; real pages stay under 60 and 20,000.
MOST_DEPTH = 200
MOST_ELEMENTS = 200_000

# Shorter link texts are words of a sentence; longer ones are other pages' headlines.
LEAST_LINK = 8
# Where a link leads to a place of its own page: #3, but not a script's #/route.
_WITHIN = re.compile(r"#[^/!]")
_FRONT = ("/", "./", "index.html", "/index.html")
# What a page says of whose it is, and where they are; in a line that is no longer.
_OWNER = re.compile(r"版权(?:所有|声明|归)|地\s*址\s*[:：]|copyright|©|all rights reserved", re.IGNORECASE)
_LONGEST_OWNER = 200
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
LONGEST_HIDDEN = 200
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# A tag that is not a comparison in a script (i<n): it begins an attribute.
_TAG = re.compile(r"<[a-zA-Z][\w:-]{0,40}\s{1,9}[^\s=<>]{1,99}[\s=]")
# Headers put together on the server may bring their own end of the page; the parser would stop there.
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# Between the texts of inline elements; a zero-width character, which squeeze would take away.
_BORDER = "\u2060"
_BREAKS = re.compile(r"[\r\n]+")
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del em font i ins kbd mark nobr q s small span strong sub sup time u var wbr".split()
)
_INVISIBLE = ("script", "style", "noscript", "template", "iframe", "svg")


@dataclass(frozen=True)
class HtmlDocument:
    """A parsed part of a page. `text` is the HTML as text; `tree` its root element."""

    url: str
    text: str
    tree: html.HtmlElement
    publisher: Publisher
    fetched_at: datetime
    listed_title: str | None = None
    listed_published: date | None = None
    metas: dict[str, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The visible text, a line a block of the page, squeezed."""
        return _squeezed(self._flow)

    @cached_property
    def pieces(self) -> list[tuple[str, ...]]:
        """The same lines, each as the texts that inline elements part: name, date and buttons stand side by side."""
        lines = (line for line in self._flow.split("\n") if line and not line.isspace())
        pieces = (tuple(piece for piece in map(squeeze, line.split(_BORDER)) if piece) for line in lines)
        return [line for line in pieces if line]

    @cached_property
    def _flow(self) -> str:
        return _visible(self.tree)

    @cached_property
    def scripts(self) -> str:
        """The text of all scripts."""
        return "\n".join(script.text or "" for script in self.tree.iter("script"))

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """The things that the page's JSON-LD tells of, in order, those of a graph one by one."""
        found: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or ""):
                with suppress(ValueError, RecursionError):
                    found += _things(json.loads(script.text or "", strict=False))
        return found

    @cached_property
    def links(self) -> frozenset[str]:
        """The texts of links to other pages, of at least LEAST_LINK characters, squeezed."""
        links = (link for link in self.tree.iter("a") if not has_format(link.get("href") or ""))
        links = (link for link in links if not _WITHIN.match(link.get("href") or ""))
        # A link may hold a whole teaser: headline and lead are lines of their own.
        texts = (
            text
            for link in links
            for text in (
                [squeeze(link.text_content())] if all(child.tag in _INLINE for child in link) else visible_lines(link)
            )
        )
        return frozenset(text for text in texts if len(text) >= LEAST_LINK)

    @cached_property
    def contents(self) -> frozenset[str]:
        """The texts of links to places of the page itself, squeezed: its table of contents."""
        links = (link for link in self.tree.iter("a") if _WITHIN.match(link.get("href") or ""))
        return frozenset(squeeze(link.text_content()) for link in links)

    @cached_property
    def front_names(self) -> frozenset[str]:
        """What the links to the site's front page say, by their letters."""
        front = (link for link in self.tree.iter("a") if link.get("href") in _FRONT)
        return frozenset(letters(str(link.text_content())) for link in front)

    @cached_property
    def owner(self) -> str:
        """The lines that say whose the page is, by their letters."""
        return letters(" ".join(line for line in self.lines if len(line) <= _LONGEST_OWNER and _OWNER.search(line)))

    def meta(self, *names: str) -> str:
        """The first non-empty of these meta marks (names in lower case), squeezed."""
        return next((self.metas[name] for name in names if self.metas.get(name)), "")

    def absolute(self, link: str) -> str:
        """A link of this page as an absolute http address, or "" where it is none."""
        try:
            whole = urljoin(self.url, link.strip())
        except ValueError:
            return ""
        return whole if whole.startswith(("http://", "https://")) else ""


def parse(page: Page, part: PagePart) -> HtmlDocument:
    """Parse one part of a page. Raises Reject for what is no HTML that can be read."""
    chinese = page.publisher.language.startswith("zh")
    text = decode(part.unpack(), page.headers.get("content-type", ""), chinese)[:MOST_CHARACTERS]
    _refuse_endless_tags(text)
    tree = _tree(text)
    return HtmlDocument(
        url=part.url,
        text=text,
        tree=tree,
        publisher=page.publisher,
        fetched_at=page.fetched_at,
        listed_title=page.listed_title,
        listed_published=page.listed_published,
        metas=_metas(tree),
    )


def visible_lines(tree: html.HtmlElement) -> list[str]:
    """The text of an element, a line a block element, without scripts, squeezed, empty lines left out."""
    return _squeezed(_visible(tree))


def _squeezed(flow: str) -> list[str]:
    return [line for line in map(squeeze, flow.replace(_BORDER, "").split("\n")) if line]


def _visible(tree: html.HtmlElement) -> str:
    """The text of an element as it flows, a line break before and after a block, _BORDER before and after the others."""
    flow: list[str] = []
    for action, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            if action == "end":
                flow.append(_flowing(element.tail))
            continue
        hidden = element.tag in _INVISIBLE
        flow.append(_BORDER if element.tag in _INLINE else "\n")
        if action == "start":
            flow.append("" if hidden else _flowing(element.text))
        elif element is not tree:
            flow.append(_flowing(element.tail))
    return "".join(flow)


def _things(data: Any) -> list[dict[str, Any]]:
    """The objects of JSON-LD data: of a list or a graph its members, but no graph within a graph."""
    things = [one for one in (data if isinstance(data, list) else [data]) if isinstance(one, dict)]
    graphs = (thing["@graph"] for thing in things if isinstance(thing.get("@graph"), list))
    return things + [one for graph in graphs for one in graph if isinstance(one, dict) and "@graph" not in one]


def _flowing(text: str | None) -> str:
    """Text as it flows on the page: a line break in the HTML is a space."""
    return _BREAKS.sub(" ", text) if text else ""


def _tree(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    # Surrogates (from broken numeric references in UTF-16 pages) cannot be encoded.
    body = _PAGE_END.sub("", _XML_DECLARATION.sub("", text)).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(body or b"<html></html>", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as problem:
        raise Reject(RejectCode.UNREADABLE, f"not HTML: {problem}") from problem
    if not isinstance(tree, html.HtmlElement):
        raise Reject(RejectCode.UNREADABLE, "no root element")
    _refuse_monstrous(tree)
    # Short texts that no reader sees (source marks, share titles) go; whole bodies are hidden until scripts run.
    for element in tree.xpath("//*[contains(@style, 'none')]"):
        if _HIDDEN.search(element.get("style")) and len(element.text_content()) <= LONGEST_HIDDEN:
            element.drop_tree()
    for name in marks("aside"):
        for element in tree.xpath(
            "//*[@id=$name or contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name
        ):
            element.drop_tree()
    return tree


def _refuse_endless_tags(text: str) -> None:
    """Raise Reject for a tag of more than MOST_ATTRIBUTES words, before it is parsed."""
    for piece in text.split(">"):
        if (
            len(piece) > 2 * MOST_ATTRIBUTES
            and (tag := _TAG.search(piece))
            and len(piece[tag.start() :].split()) > MOST_ATTRIBUTES
        ):
            raise Reject(RejectCode.TOO_COSTLY, f"a tag of more than {MOST_ATTRIBUTES} attributes")


def _refuse_monstrous(tree: html.HtmlElement) -> None:
    """Raise Reject for a tree deeper than MOST_DEPTH, with more than MOST_ELEMENTS elements or too many of a kind; drop
    spans beyond MOST_SPANNED.
    """
    depth = deepest = count = 0
    for action, _ in etree.iterwalk(tree, events=("start", "end")):
        if action == "start":
            depth += 1
            count += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
        if deepest > MOST_DEPTH or count > MOST_ELEMENTS:
            raise Reject(RejectCode.UNREADABLE, f"more than {MOST_DEPTH} levels or {MOST_ELEMENTS} elements")
    for kind, most in _MOST_OF_A_KIND.items():
        if sum(1 for _ in tree.iter(kind)) > most:
            raise Reject(RejectCode.TOO_COSTLY, f"more than {most} <{kind}>")
    for cell in tree.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            spanned = cell.get(name)
            if spanned is not None and not (len(spanned) <= 2 and spanned.isdecimal() and int(spanned) <= MOST_SPANNED):
                del cell.attrib[name]


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    """The content of the first <meta> of each name, property or itemprop (in lower case) that has one, squeezed."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        content = squeeze(meta.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found
