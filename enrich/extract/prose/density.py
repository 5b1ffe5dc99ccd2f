"""Where the prose is: the element that holds most of it, after readability's scores (Arc90, 2009)."""

import re

from lxml import html

# Elements whose text is a paragraph of the element above; all others hold their own text.
_PARAGRAPHS = frozenset("p pre blockquote".split())
_FLOWING = frozenset(
    "a abbr b bdi bdo big br cite code data del em font i img ins kbd mark nobr q s small span strong sub sup time u wbr".split()
)
_LEFT_OUT = frozenset("script style noscript template iframe select option button textarea svg title head".split())
_PAUSES = re.compile(r"[，。；！？、,;!?]|\.\s")
LEAST_PARAGRAPH = 20
# Readability's own: a point a paragraph, one a pause, up to three for length; half of them to the grandparent.
PER_LENGTH, MOST_FOR_LENGTH = 100, 3.0
# A form has at least so many rows of several cells, none of them longer.
LEAST_ROWS, LONGEST_CELL = 3, 120


def densest(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The element whose paragraphs hold most prose and few links; None where there is no prose at all."""
    scores: dict[html.HtmlElement, float] = {}
    wide = _with_blocks(tree)
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            continue
        if element.tag in _FLOWING and element not in wide:
            continue
        text = _own_text(element, wide)
        if len(text) < LEAST_PARAGRAPH:
            continue
        points = 1 + len(_PAUSES.findall(text)) + min(len(text) / PER_LENGTH, MOST_FOR_LENGTH)
        holder = element.getparent() if element.tag in _PARAGRAPHS else element
        above = holder.getparent() if holder is not None else None
        for scored, share in ((holder, points), (above, points / 2)):
            if scored is not None and scored.tag not in ("html", "body"):
                scores[scored] = scores.get(scored, 0.0) + share
    best = max(scores, key=lambda element: scores[element] * (1 - _link_share(element)), default=None)
    return best if best is None else _whole_form(best)


def _whole_form(element: html.HtmlElement) -> html.HtmlElement:
    """What holds the outermost form that an element stands in; the element itself where it stands in none."""
    forms = [table for table in (element, *element.iterancestors()) if table.tag == "table" and _is_form(table)]
    holder = forms[-1].getparent() if forms else None
    return element if holder is None else holder


def _is_form(table: html.HtmlElement) -> bool:
    """Whether most rows of a table are of a few short cells: labels and what they label, not a layout."""
    cells = [[str(cell.text_content()).strip() for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    rows = [[text for text in row if text] for row in cells]
    short = [row for row in rows if len(row) > 1 and max(map(len, row)) <= LONGEST_CELL]
    return len(short) >= LEAST_ROWS and 2 * len(short) >= len([row for row in rows if row])


def _with_blocks(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements that hold a block, at any depth."""
    found: set[html.HtmlElement] = set()
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _FLOWING:
            for above in element.iterancestors():
                if above in found:
                    break
                found.add(above)
    return found


def _own_text(element: html.HtmlElement, wide: set[html.HtmlElement]) -> str:
    """An element's text without that of the blocks in it."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag in _FLOWING and child not in wide:
            pieces.append(str(child.text_content()))
        pieces.append(child.tail or "")
    return "".join(pieces).strip()


def _link_share(element: html.HtmlElement) -> float:
    """How much of an element's text stands in links, 0 to 1."""
    whole = len(str(element.text_content()).strip())
    linked = sum(len(str(link.text_content()).strip()) for link in element.iter("a"))
    return min(1.0, linked / whole) if whole else 1.0
