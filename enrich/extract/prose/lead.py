"""The lead that a page prints in a box of its own between its headline and its body."""

import re

from lxml import html

from enrich.extract.blocks import blocks_of
from enrich.extract.html_document import HtmlDocument
from enrich.extract.prose.boilerplate import is_boilerplate
from pipeline.records import Block

# A lead is a paragraph of so many characters; a page has one, seldom two.
LEAST, LONGEST, MOST = 20, 400, 2
# As many elements the lead's box may stand above the body's.
MOST_LEVELS = 5
_END = re.compile(r"[。！？.!?…][”」』）)\"']?\s*$")
_LABEL = re.compile(r"^[【\[]?(?:内容提要|核心提示|内容摘要|摘\s*要|导\s*[读语]|提\s*要|编者按)[】\]]?\s*[:：]?")


def lead(
    holder: html.HtmlElement, headline: str, blocks: tuple[Block, ...], document: HtmlDocument
) -> tuple[Block, ...]:
    """The paragraphs between the headline and the element that holds the body; () where none is a lead.

    Only where the page prints the headline above the body, and nothing that the body says itself.
    """
    key = _key(headline)
    said = _key("".join(block.text for block in blocks))
    found: list[Block] = []
    at, levels = holder, 0
    while key and levels < MOST_LEVELS and at.getparent() is not None:
        for before in at.itersiblings(preceding=True):
            if not isinstance(before.tag, str):
                continue
            inside = blocks_of(before, document.absolute)
            # A box with the headline in it may hold the lead, below it.
            places = [place for place, block in enumerate(inside) if _key(block.text) == key]
            found[:0] = inside[places[-1] + 1 :] if places else inside
            if places or (before.tag == "h1" and key in _key(str(before.text_content()))):
                fit = [block for block in found if _is_lead(block, document) and _key(block.text)[:LEAST] not in said]
                return tuple(fit) if len(fit) <= MOST else ()
        at, levels = at.getparent(), levels + 1
    return ()


def _is_lead(block: Block, document: HtmlDocument) -> bool:
    text = block.text
    return (
        block.kind in ("paragraph", "quotation")
        and LEAST <= len(text) <= LONGEST
        and (_END.search(text) is not None or _LABEL.match(text) is not None)
        and text not in document.links
        and not is_boilerplate(text)
    )


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
