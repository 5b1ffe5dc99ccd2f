"""What stands around an article on its page, known by what its elements are called: comments, neighbours, share bars, letters."""

import re
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree, html

from enrich.extract.attachments.choose import has_format

# What the ids and classes of boxes that are no body are made of, in English and in the pinyin that Chinese templates use. Whole
# words only: "comment" in blk-comment and sinaComment, but not in commentary.
_WORDS = frozenset(
    "comment comments commentlist cmt cmts pinglun disqus related relate relevant recommend recommends recommended recommendation "
    "recommendations tuijian xiangguan xgxw xgyd xgwz xgnews share shares sharing sharebar sharebox shareto social socials bdshare "
    "bdsharebuttonbox jiathis addthis sharethis bshare fenxiang newsletter newsletters subscribe subscription subscriptions signup "
    "inscription sidebar aside footer nav navbar navigation breadcrumb breadcrumbs crumb crumbs mianbaoxie advert adverts "
    "advertisement advertisements adv ads adbox adsbygoogle guanggao sponsor sponsored promo promotion promos hotnews hotlist rank "
    "ranking rankings paihang paihangbang toplist trending popular mostread mostpopular qr qrcode erweima ewm pager pagination pagebar "
    "paging disclaimer tags taglist toolbar feedback jubao cookie cookies consent paywall authorbox donate donation popup modal "
    "overlay prevnext skiplink teaser teasers".split()
)
# Two words that say so together.
_PAIRS = re.compile(
    r"(?:^|\s)(?:(?:about|author|post|entry|article|news)-(?:author|bio|navigation|pagination|tags|share|tools)|skip-(?:link|nav)|"
    r"(?:read|see|learn|also)-(?:more|also|next|read)|(?:more|other|latest|hot|top)-(?:news|stories|articles|posts|on|from)|"
    r"(?:pre|prev|previous|up)-(?:next|down)|sign-up|mailing-list|cookie-\w+|print-\w+)(?=$|\s|-)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[^A-Za-z0-9]+")
# Elements that are such boxes by their tag.
_TAGS = ("aside", "nav", "footer", "dialog")
_NEVER = frozenset("html head body main article h1 title text".split())
# A box of this share of the page's prose or more is the article, whatever it is called.
MOST_PROSE = 0.4
# A group of several links is of other pages where this share of its text stands in them.
LEAST_LINKS, LINKED = 2, 0.8
_GROUPS = ("ul", "ol", "dl", "table", "p", "div", "section")
_UNSEEN = frozenset("script style noscript template iframe select button textarea svg title".split())
# A piece of text is a sentence's from so many characters on, with a pause in it.
LEAST_SENTENCE, LEAST_NAME = 15, 4
_PAUSE = re.compile(r"[，。；！？]|[,.;!?](?:\s|$)")


@dataclass
class _Text:
    """What stands in an element: all characters, those in links to other pages, those of sentences; and how many links."""

    length: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0


def without_furniture(tree: html.HtmlElement) -> html.HtmlElement:
    """A copy of the page without the boxes around its article. A box that holds much of the page's prose stays."""
    copied = deepcopy(tree)
    texts = _texts(copied)
    most = MOST_PROSE * texts[copied].prose
    for element, text in texts.items():
        if element.tag in _NEVER or element.getparent() is None or text.prose > most:
            continue
        if element.tag in _TAGS or _is_named_so(element) or _is_links(element, text):
            element.drop_tree()
    return copied


def _texts(tree: html.HtmlElement) -> dict[html.HtmlElement, _Text]:
    """What stands in each element, but for scripts and what else no reader sees, in document order."""
    texts: dict[html.HtmlElement, _Text] = {}
    open_links = hidden = 0
    for action, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        is_link = element.tag == "a" and _leads_away(element)
        if action == "start":
            hidden += element.tag in _UNSEEN
            open_links += is_link
            texts[element] = _Text()
            _count(texts[element], element.text, open_links > 0, hidden > 0)
            continue
        hidden -= element.tag in _UNSEEN
        open_links -= is_link
        own, parent = texts[element], element.getparent()
        own.links += is_link and own.length > 0
        if parent is not None and element is not tree:
            above = texts[parent]
            above.length += own.length
            above.linked += own.linked
            above.prose += own.prose
            above.links += own.links
            _count(above, element.tail, open_links > 0, hidden > 0)
    return texts


def _count(text: _Text, piece: str | None, linked: bool, hidden: bool) -> None:
    if not piece or hidden or not piece.strip():
        return
    length = len("".join(piece.split()))
    text.length += length
    if linked:
        text.linked += length
    elif length >= LEAST_SENTENCE and _PAUSE.search(piece):
        text.prose += length


def _is_named_so(element: html.HtmlElement) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    if len(names) < LEAST_NAME:
        return False
    words = _BETWEEN.split(_CAMEL.sub(" ", names).lower())
    return not _WORDS.isdisjoint(words) or _PAIRS.search(_CAMEL.sub("-", names).lower().replace("_", "-")) is not None


def _is_links(element: html.HtmlElement, text: _Text) -> bool:
    """Whether an element is a group of links to other pages."""
    return element.tag in _GROUPS and text.links >= LEAST_LINKS and text.linked >= LINKED * text.length


def _leads_away(link: html.HtmlElement) -> bool:
    target = link.get("href") or ""
    return bool(target) and not target.startswith("#") and not has_format(target)
