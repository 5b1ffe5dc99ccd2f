"""What extraction took from a page, found again in it and marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipeline.records import Article

# A piece of a paragraph shorter than this stands in many places; it is marked only where its whole paragraph was taken.
LEAST_PIECE = 8
# Date and 来源 stand in a short line; a sentence that happens to hold them is another thing.
LONGEST_FACT = 80
_INLINE = frozenset(
    "a abbr b bdi big cite code del dfn em font i ins label mark q s small span strong sub sup time tt u".split()
)
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Mark:
    """A text that was taken, as it stands marked in the page; `is_body` where it is the article's text, no title or fact."""

    element: HtmlElement
    is_body: bool


@dataclass(frozen=True)
class Taken:
    """Texts of an article, normalised: whole paragraphs (cells, items, captions), all of them joined, title, facts."""

    whole: frozenset[str]
    joined: str
    title: str
    facts: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, article: Article) -> "Taken":
        """What extraction took for this article."""
        lines = [
            line
            for block in article.blocks
            for line in (block.text, *block.items, *(cell for row in block.rows for cell in row))
        ]
        whole = {normal(line) for line in [*lines, *(image.caption for image in article.images)]} - {""}
        return cls(frozenset(whole), "\n".join(sorted(whole)), normal(article.title), tuple(_facts(article)))


def normal(text: str) -> str:
    """Text as it is compared: NFKC, without white space and invisible characters."""
    plain = unicodedata.normalize("NFKC", _BLANK.sub("", text))
    return _BLANK.sub("", "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc")))


def mark(body: HtmlElement, taken: Taken) -> list[Mark]:
    """Wrap the texts that were taken in <mark>; returns the marks in reading order."""
    paragraphs: dict[HtmlElement, str] = {}
    made = list[Mark]()
    titles, facts = [taken.title] if taken.title else [], list(taken.facts)
    for element, is_tail in list(_texts(body)):
        text = normal((element.tail if is_tail else element.text) or "")
        if not text:
            continue
        block = _block(element, is_tail)
        if block not in paragraphs:
            paragraphs[block] = normal("".join(str(part) for part in block.itertext()))
        whole = paragraphs[block]
        if whole in titles and not _in_link(element, is_tail):
            titles_done = text == whole or whole.endswith(text)
            made.append(Mark(_wrap(element, is_tail), is_body=False))
            if titles_done:
                titles.clear()
        elif whole in taken.whole or (
            len(text) >= LEAST_PIECE and text in taken.joined and not _in_link(element, is_tail)
        ):
            made.append(Mark(_wrap(element, is_tail), is_body=True))
        elif len(text) <= LONGEST_FACT:
            found = [fact for fact in facts if any(form in text for form in fact)]
            if found:
                facts = [fact for fact in facts if fact not in found]
                made.append(Mark(_wrap(element, is_tail), is_body=False))
    return made


def beginning(marks: Sequence[Mark]) -> HtmlElement | None:
    """The mark at which the article's text begins; where none of the text was found, the first; None of no marks.

    A date stands in many a site's header, and a short cell or caption may stand in its navigation.
    """
    text = [one.element for one in marks if one.is_body]
    long = [one for one in text if len(normal(one.text or "")) >= LEAST_PIECE]
    return next(iter([*long, *text, *(one.element for one in marks)]), None)


def _facts(article: Article) -> Iterator[tuple[str, ...]]:
    """发布日期 and 来源, each in the forms that pages print."""
    if article.published:
        day = article.published
        yield (
            f"{day:%Y-%m-%d}",
            f"{day:%Y/%m/%d}",
            f"{day:%Y.%m.%d}",
            f"{day:%Y年%m月%d日}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}-{day.month}-{day.day}",
        )
    if article.source:
        yield (normal(article.source),)


def _texts(body: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Every text in reading order: an element's own (False), and what follows it in its parent (True)."""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start" and element.text:
            yield element, False
        elif event == "end" and element.tail and element is not body:
            yield element, True


def _block(element: HtmlElement, is_tail: bool) -> HtmlElement:
    """The paragraph that a text stands in: the nearest element around it that is no inline one."""
    found = element.getparent() if is_tail else element
    while found is not None and found.tag in _INLINE and found.getparent() is not None:
        found = found.getparent()
    return found if found is not None else element


def _in_link(element: HtmlElement, is_tail: bool) -> bool:
    holder = element.getparent() if is_tail else element
    return holder is not None and (holder.tag == "a" or next(holder.iterancestors("a"), None) is not None)


def _wrap(element: HtmlElement, is_tail: bool) -> HtmlElement:
    made = element.makeelement("mark")
    if is_tail:
        made.text, element.tail = element.tail, None
        element.addnext(made)
    else:
        made.text, element.text = element.text, None
        element.insert(0, made)
    return made
