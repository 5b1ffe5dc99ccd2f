"""The body as blocks: the part of the page that holds it, cleaned; the only module that imports trafilatura."""

from copy import deepcopy
from itertools import groupby

from lxml import html
from trafilatura import bare_extraction

from enrich.extract.blocks import blocks_of
from enrich.extract.families import bodies
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import is_broken, joined, squeeze
from enrich.extract.prose.boilerplate import cleaned, prose
from enrich.extract.prose.density import densest
from enrich.extract.prose.furniture import without_furniture
from enrich.extract.prose.lead import lead
from enrich.extract.prose.picture_post import picture_post
from pipeline.records import Block, blocks_text

# A container with less text than this is not where the body is; one with little of the page's prose is a summary.
LEAST_CHARACTERS = 60
# The last page of an article may be one line; its container is known all the same.
LEAST_CONTAINED = 16
# A single paragraph that is this many lines of the page is the page, not its article.
SWALLOWED = 3
# As far as that is looked into: a bound for pages of nonsense.
MOST_LOOKED_AT, MOST_LINES = 20_000, 400
# Chosen on the pages that `make bench` measures on; between .6 and .95 their figures hardly differ.
LEAST_PROSE = 0.9
# A container within another that has so much of its prose is the body's; the rest is around it.
LEAST_INNER = 0.95
# A container that holds less than half of the densest element's prose holds something else.
MUCH_MORE = 2
# Of larger trees trafilatura's own rules take the body: jusText, its second opinion, compares each paragraph with all.
MOST_COMPARED = 4_000
# Captions and summaries are shorter than this many characters: a container with more is not looked beside.
PLENTY = 400


def body(document: HtmlDocument, headline: str, is_first: bool = True) -> tuple[tuple[Block, ...], str]:
    """The body's blocks in order, and the rule; ((), "") where there is none. Text is plain, nothing is rewritten.

    The boxes around the article go first. Where a family's known container holds the body, it is taken whole. Elsewhere
    the candidates are the element with the densest prose and what trafilatura takes; the score is the prose kept: the
    narrow candidate wins where it has LEAST_PROSE of trafilatura's, since what it leaves out then is navigation,
    comments and neighbours. A lead in a box of its own goes before the body of an article's first page.
    """
    tree = without_furniture(document.tree)
    below = headline if is_first else ""
    contained = _in_known_container(tree, document, headline, below)
    if contained is not None and _length(contained[0]) >= PLENTY:
        return contained
    dense = densest(tree)
    narrow = cleaned(blocks_of(dense, document.absolute), headline, document) if dense is not None else ()
    # An element may have a body's name and hold a caption: then the prose is elsewhere.
    if contained is not None and prose(narrow) <= MUCH_MORE * prose(contained[0]) + LEAST_CHARACTERS:
        return contained
    guessed = _trafilatura(tree, document)
    found = () if _is_whole_page(guessed, document) else cleaned(guessed, headline, document)
    if _length(narrow) >= LEAST_CHARACTERS and prose(narrow) >= LEAST_PROSE * prose(found):
        above = lead(dense, below, narrow, document) if dense is not None else ()
        return (*above, *narrow), "the densest element"
    posted = picture_post(document) if _length(found) < LEAST_CHARACTERS else ()
    if posted:
        return cleaned(posted, headline, document), "script of a picture post"
    return found, "trafilatura" if found else ""


def _in_known_container(
    tree: html.HtmlElement, document: HtmlDocument, headline: str, below: str
) -> tuple[tuple[Block, ...], str] | None:
    """The body in a family's known container, and the rule; None where no container holds one."""
    known = _known_container(tree)
    if known is None:
        return None
    container, family = known
    whole = cleaned(blocks_of(container, document.absolute), headline, document)
    whole = (*lead(container, below, whole, document), *whole)
    return (whole, f"container of {family}") if _length(whole) >= LEAST_CONTAINED else None


def _is_whole_page(blocks: list[Block], document: HtmlDocument) -> bool:
    """Whether trafilatura found no body and gave what is visible as one paragraph, navigation and all."""
    if len(blocks) != 1 or any(blocks[0].text in line for line in document.lines):
        return False
    text = blocks[0].text[:MOST_LOOKED_AT]
    return sum(len(line) > 1 and line in text for line in document.lines[:MOST_LINES]) >= SWALLOWED


def mended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with runs of paragraphs that were broken at a fixed width joined again; nothing else is rewritten."""
    done: list[Block] = []
    for is_text, run in groupby(blocks, lambda block: block.kind == "paragraph"):
        held = list(run)
        lines = [block.text for block in held]
        if is_text and is_broken(lines):
            held = [Block(kind="paragraph", text=text) for text in joined(lines)]
        done += held
    return tuple(done)


def _length(blocks: tuple[Block, ...]) -> int:
    return len(blocks_text(blocks))


def _known_container(tree: html.HtmlElement) -> tuple[html.HtmlElement, str] | None:
    """The known container with the most text, and its family; one within it where that has nearly all of the prose."""
    best, most, known, held = None, LEAST_CONTAINED, bodies(), list[tuple[html.HtmlElement, str]]()
    for element in tree.iter():
        # In the page's order: of a set another name would come first in another process.
        names = [element.get("id", ""), *element.get("class", "").split()] if isinstance(element.tag, str) else []
        mark = next((name for name in names if name in known), "")
        size = len(squeeze(str(element.text_content()))) if mark else 0
        held += [(element, known[mark])] if mark else []
        if size > most:
            best, most = (element, known[mark]), size
    # Names such as article-content are also given to what holds article and neighbours; one that holds no more text than
    # what is within it may hold a picture more.
    inner = [one for one in held if best is not None and best[0] in one[0].iterancestors()]
    if best is not None and inner:
        whole = blocks_of(best[0], str)
        within = ((one, blocks_of(one[0], str)) for one in reversed(inner))
        fit = (
            one
            for one, part in within
            if prose(part) >= LEAST_INNER * prose(whole) > 0 and _length(tuple(part)) < _length(tuple(whole))
        )
        best = next(fit, best)
    return best


def _trafilatura(tree: html.HtmlElement, document: HtmlDocument) -> list[Block]:
    """What trafilatura takes for the body; pictures that are loaded late are given their own address first."""
    copied = deepcopy(tree)
    for image in copied.iter("img"):
        lazy = image.get("data-src") or image.get("data-original") or image.get("data-lazy-src")
        if lazy:
            image.set("src", lazy)
    is_large = sum(1 for _ in copied.iter()) > MOST_COMPARED
    found = bare_extraction(
        copied, url=document.url, fast=is_large, include_comments=False, include_tables=True, include_images=True
    )
    text = getattr(found, "body", None)
    return blocks_of(text, document.absolute) if text is not None else []
