"""The links to articles on a list page, with the titles and days printed beside them, and why other links are none."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from lxml.html import HtmlElement
from parsel import Selector

from crawlers.catalogue.list_pages import Feed, ListPages
from crawlers.pages.beside import days_beside
from crawlers.pages.markup import Markup, attribute, words
from pipeline.addresses import canonical, host_of

# The most links taken from one list page: above it, `links` or `articles` of the entry fits the site's navigation.
MAX_LINKS = 500
# Addresses beyond this are session state, not articles; 2,083 is the limit that browsers and Scrapy made common.
MAX_ADDRESS = 2083

WhyNoArticle = Literal["pattern", "host", "exclusion", "address"]

_CUT = ("…", "...", "..")
# What stands before the entries of a list.
_MARKS = "·•●■◆▪▶►»> "
# Shorter texts are names of columns; and what a title attribute may add to a whole headline.
_LEAST_CUT = 8
_REMARK = re.compile(r"^[\s_|(（\[【-]|发布|作者|点击|时间|来源|\d{4}[-/.年]\d")
# What links are called that say only what one does with them, and how labels for the blind go on from there.
_OPENS = re.compile(
    r"(?:点击|在线)?(?:查看|了解|阅读|浏览|下载)?(?:更多|全文|详情|详细|原文|附件|文件)?(?:内容)?|PDF|Word|Excel|downloads?|view|open|"
    r"(?:read|learn|see|find out) more|more|continue reading|details?|full text|link|here",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:(?:read|learn|find out) more(?: about)?|read|view|open|go to)\b[\s:–-]*", re.IGNORECASE)
# How far up from a link the box of its entry is looked for.
_ENTRY_DEPTH = 5
_GIVEN = re.compile(r"""\(\s{0,9}(?P<all>[^()]*)\)""")
_ARGUMENT = re.compile(r"""'([^']*)'|"([^"]*)"|([\w./:-]+)""")
_LOOKS_LIKE_ADDRESS = re.compile(r"^(?:https?:)?/|^\.{0,2}/|\.(?:[sj]?html?|aspx?|jsp|php|pdf)(?:\?|$)", re.IGNORECASE)
# Where pages that open articles by script keep the address or the call.
SCRIPTED = ("onclick", "data-href", "data-url", "data-link")


@dataclass(frozen=True)
class ArticleLink:
    """A link to an article, and what the list or feed said of it; `guid` is the feed's own name for the article."""

    url: str
    title: str | None = None
    published: date | None = None
    guid: str = ""


@dataclass(frozen=True)
class NoArticle:
    """A link that is no article's, and why: `pattern` (articles), `exclusion`, `host` or `address` (none, or too long)."""

    url: str
    title: str
    why: WhyNoArticle


@dataclass(frozen=True)
class ListReading:
    """What a list page has: its articles, each address once, in the page's order, and what else was looked at.

    `matched` is how many elements, rows or entries there were to look at.
    """

    links: tuple[ArticleLink, ...] = ()
    left_out: tuple[NoArticle, ...] = ()
    matched: int = 0


class Choice:
    """Decides which addresses are articles: by an entry's `articles` and `exclude`, and by whose they are."""

    def __init__(self, pages: ListPages | Feed, own: Callable[[str], bool]) -> None:
        self._articles = re.compile(pages.articles)
        self._exclude = re.compile(pages.exclude) if pages.exclude else None
        self._own = own

    def why_not(self, url: str, title: str) -> WhyNoArticle | None:
        """Why a link is no article; None where it is one."""
        if not url or len(url) > MAX_ADDRESS or host_of_or_none(url) is None:
            return "address"
        if self._exclude is not None and (self._exclude.search(url) or self._exclude.search(title)):
            return "exclusion"
        if not self._articles.search(url):
            return "pattern"
        return None if self._own(url) else "host"

    def reading(self, candidates: Iterable[ArticleLink]) -> ListReading:
        """Those of the candidates that are articles, in their order, and the others with the reason."""
        links, left_out = list[ArticleLink](), list[NoArticle]()
        for link in candidates:
            why = self.why_not(link.url, link.title or "")
            if why is None:
                links.append(link)
            else:
                left_out.append(NoArticle(link.url, link.title or "", why))
        return ListReading(tuple(links), tuple(left_out), len(links) + len(left_out))


def article_links(page: Markup, pages: ListPages, own: Callable[[str], bool], moment: datetime) -> ListReading:
    """The links that the entry calls articles, where they are the source's `own`; days as read at `moment`."""
    choice = Choice(pages, own)
    taken: dict[HtmlElement, tuple[str, Selector]] = {}
    left_out: list[NoArticle] = []
    for node in page.root.css(pages.links or "a"):
        url, title = address_of(page, node, pages.address), title_of(node, pages.title, set()) or ""
        why = choice.why_not(url, title)
        if why is None:
            taken[node.root] = (url, node)
        else:
            left_out.append(NoArticle(url or attribute(node, "href"), title, why))
    links = {element: url for element, (url, _) in taken.items()}
    days, said = days_beside(page.root, links, pages.date, moment, pages.date_order)
    found: dict[str, ArticleLink] = {}
    for url, node in taken.values():
        found[url] = _merge(found.get(url), ArticleLink(url, title_of(node, pages.title, said), days.get(url)))
    for url, node in taken.values():
        if not says_something(found[url].title):
            found[url] = replace(found[url], title=title_of_entry(page, node) or found[url].title)
    return ListReading(tuple(found.values()), tuple(left_out), len(taken) + len(left_out))


def host_of_or_none(url: str) -> str | None:
    """The host of an address that can be asked for; None for any other (mailto:, a port of 99999, …)."""
    try:
        return host_of(canonical(url))
    except ValueError:
        return None


def address_of(page: Markup, node: Selector, form: str = "") -> str:
    """The absolute address that an element leads to, by its href or by what a script is given; "" where there is none.

    `form` is the entry's `address`, whose {1}, {2} … stand for the arguments of that call.
    """
    href = attribute(node, "href").strip()
    script = href.lower().startswith("javascript:")
    if href and not script and href != "#" and not form:
        return page.absolute(href)
    calls = [attribute(node, name) for name in SCRIPTED] + ([href] if script else [])
    for call in filter(None, calls):
        inside = _GIVEN.search(call)
        given = ["".join(match) for match in _ARGUMENT.findall(inside["all"] if inside else f"'{call}'")]
        quoted = given or ["".join(match) for match in _ARGUMENT.findall(call)]
        if form:
            try:
                return page.absolute(form.format("", *quoted))
            except (IndexError, KeyError):
                continue
        # location.href='/notice/9.html' has no parentheses; view('9', '/notice/9.html') its address second.
        told = [
            text for text in (*re.findall(r"['\"]([^'\"]+)['\"]", call), *quoted) if _LOOKS_LIKE_ADDRESS.search(text)
        ]
        if told:
            return page.absolute(told[0])
    return ""


def title_of(node: Selector, css: str, days: set[HtmlElement]) -> str | None:
    """The link's text without the days in it and the mark before it; its heading where it is a card; where it is cut, the
    title attribute of the link or of an element in it."""
    chosen = node.css(css) if css else node.css("h1, h2, h3, h4, h5, h6")
    shown = words(chosen[0]) if chosen else words(node)
    for element in days:
        if not chosen and any(up is node.root for up in element.iterancestors()):
            shown = " ".join(shown.replace(words(Selector(root=element)), "", 1).split())
    shown = shown.lstrip(_MARKS)
    within = [node, *(chosen[:1] if css else ()), *(node.css("[title]") if shown.endswith(_CUT) else ())]
    told = (" ".join(attribute(element, "title").split()).lstrip(_MARKS) for element in within)
    full = next((text for text in told if text), "")
    return (full if full and (not shown or shown.endswith(_CUT) or _is_cut(shown, full)) else shown) or None


def says_something(title: str | None) -> bool:
    """Whether a link's text is more than what one does with a link: 查看, PDF, Read more."""
    return bool(title) and not _OPENS.fullmatch((title or "").strip(" .…>»›→+[]【】()（）"))


def title_of_entry(page: Markup, node: Selector) -> str | None:
    """The title of the entry that a link stands in and that leads nowhere else, where the link itself says none: its label
    for the blind, the entry's heading, or what has the most letters there."""
    label = _ABOUT.sub("", " ".join(attribute(node, "aria-label").split()))
    if says_something(label):
        return label
    here, entry = address_of(page, node), None
    for box in list(node.root.iterancestors())[:_ENTRY_DEPTH]:
        links = (Selector(root=one) for one in box.iter("a") if one.get("href"))
        if box.tag in ("body", "html") or any(address_of(page, one) != here for one in links):
            break
        entry = Selector(root=box)
    if entry is None:
        return None
    headings = [text for one in entry.css("h1, h2, h3, h4, h5, h6") if (text := words(one))]
    texts = [" ".join(text.split()) for text in entry.css("*::text").getall()]
    letters = max(texts, key=lambda text: sum(map(str.isalpha, text)), default="")
    title = next(iter(headings), letters)
    return title if says_something(title) and sum(map(str.isalpha, title)) >= _LEAST_CUT else None


def _is_cut(shown: str, full: str) -> bool:
    """Whether a text is the beginning of its title attribute, cut without a sign: what follows is no remark of its own."""
    rest = full.removeprefix(shown)
    return len(shown) >= _LEAST_CUT and bool(rest) and rest != full and not _REMARK.search(rest)


def _merge(known: ArticleLink | None, link: ArticleLink) -> ArticleLink:
    """A picture and a headline that lead to the same article say more together."""
    if known is None:
        return link
    title = known.title if says_something(known.title) or not link.title else link.title
    return replace(known, title=title, published=known.published or link.published)
