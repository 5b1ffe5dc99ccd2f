"""Where the prose is: the element that holds most of it, after readability's scores (Arc90, 2009)."""

import re

from lxml import html

# Elements that may hold a body, and those that hold a paragraph of it.
_HOLDERS = frozenset("div article section main td center form".split())
_PARAGRAPHS = frozenset("p pre blockquote".split())
_BLOCKS = frozenset("div p ul ol table article section main pre blockquote dl form center h1 h2 h3 h4 h5 h6".split())
_PAUSES = re.compile(r"[，。；！？、,;!?]|\.\s")
LEAST_PARAGRAPH = 20
# Readability's own: a point a paragraph, one a pause, up to three for length; half of them to the grandparent.
PER_LENGTH, MOST_FOR_LENGTH = 100, 3.0


def densest(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The element whose paragraphs hold most prose and few links; None where there is no prose at all."""
    scores: dict[html.HtmlElement, float] = {}
    for element in tree.iter(*_PARAGRAPHS, *_HOLDERS):
        leaf = element.tag in _HOLDERS
        if leaf and any(child.tag in _BLOCKS for child in element):
            continue
        text = str(element.text_content()).strip()
        if len(text) < LEAST_PARAGRAPH:
            continue
        points = 1 + len(_PAUSES.findall(text)) + min(len(text) / PER_LENGTH, MOST_FOR_LENGTH)
        holder = element if leaf else element.getparent()
        above = holder.getparent() if holder is not None else None
        for scored, share in ((holder, points), (above, points / 2)):
            if scored is not None and scored.tag not in ("html", "body"):
                scores[scored] = scores.get(scored, 0.0) + share
    return max(scores, key=lambda element: scores[element] * (1 - _link_share(element)), default=None)


def _link_share(element: html.HtmlElement) -> float:
    """How much of an element's text stands in links, 0 to 1."""
    whole = len(str(element.text_content()).strip())
    linked = sum(len(str(link.text_content()).strip()) for link in element.iter("a"))
    return min(1.0, linked / whole) if whole else 1.0
