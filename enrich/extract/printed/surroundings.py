"""Where on a page the article stands: its lines, the places of its headline, and the span of its body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import labelled, squeeze
from enrich.extract.printed.printed_date import NEAR_DATE, without_dates
from pipeline.records import Block

# A line as its pieces: the texts that inline elements part.
Pieces = tuple[str, ...]
# What is longer is a sentence.
LONGEST_INFO = 160
# Lines looked at after the headline, and before it: the info line stands next to it.
_AFTER, _BEFORE = 12, 4
# Lines before the body that are looked at where the headline is not among the lines.
_BEFORE_BODY = 8
# The headline's own line holds little else; a sentence may quote it.
_LONGEST_BESIDE = 60
_RELATED = re.compile(
    r"^(?:相关|延伸阅读|热门|频道热点|推荐阅读|最新(?:发布|文章|新闻)|猜你喜欢|latest|related|more on)", re.IGNORECASE
)
_PROSE = re.compile(r"[。！？；]|，.{6,}，|[a-z], .{20,}\.", re.IGNORECASE)
# A date's parts in elements of their own: figures, a month's name, a weekday. At most so many lines of them; more is a calendar.
_FRAGMENT = re.compile(
    r"(?:[\d\s年月日号/.:：|,，-]|(?:星期|周)[一二三四五六日天]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*){1,20}",
    re.IGNORECASE,
)
_MOST_FRAGMENTS = 5
# Year, month and day, each in an element of its own.
_BARE_FIGURES = re.compile(r"((?:19|20)\d\d) (\d{1,2}) (\d{1,2})")


@dataclass(frozen=True)
class Surroundings:
    """The page's lines (each its pieces), the numbers of those that hold the headline, and the body's first and last."""

    lines: list[Pieces]
    headline: list[int]
    body: tuple[int, int] | None

    def beside(self, past_prose: bool = True) -> list[Pieces]:
        """The short lines from each place of the headline on, up to related articles (or the first sentence), then those
        before it, the nearest first.

        Where the headline is not among the lines: those right before the body.
        """
        near: list[Pieces] = []
        for number in self.headline[:4]:
            near.append(self.lines[number])
            near += takewhile(
                lambda line: not is_related(line) and (past_prose or not is_prose(" ".join(line))),
                self.lines[number + 1 : number + _AFTER],
            )
            near += reversed(self.lines[max(0, number - _BEFORE) : number])
        if not self.headline and self.body:
            near = self.lines[max(0, self.body[0] - _BEFORE_BODY) : self.body[0] + 1]
        return [line for line in near if len(" ".join(line)) <= LONGEST_INFO]


def surroundings(document: HtmlDocument, headline: str, blocks: Sequence[Block]) -> Surroundings:
    """Where headline and body (its blocks) stand on the page."""
    lines = _together(labelled(document.pieces))
    keys = [re.sub(r"\s", "", "".join(line)) for line in lines]
    key = re.sub(r"\s", "", headline)[:20]
    longest = len(headline) + _LONGEST_BESIDE
    at = [number for number, text in enumerate(keys) if key and key in text and len(text) <= longest]
    title = squeeze(" ".join(document.tree.xpath("//head/title/text()")))
    # The first line is the <title>; what follows it is the page's navigation.
    own = [number for number in at if number or "".join(lines[0]) != title or len(at) == 1]
    body = _span(keys, blocks)
    above = [number for number in own if body is None or number <= body[0]]
    return Surroundings(lines, above or own, body)


def _span(keys: Sequence[str], blocks: Sequence[Block]) -> tuple[int, int] | None:
    """The numbers of the body's first and last line, as far as it is found among the lines (without white space)."""
    texts = [re.sub(r"\s", "", text)[:20] for block in blocks for text in (block.text, *block.items) if len(text) > 8]
    first = next((number for text in texts[:3] for number, key in enumerate(keys) if text in key), None)
    if first is None:
        return None
    last = (
        number for text in reversed(texts[-5:]) for number, key in enumerate(keys) if number >= first and text in key
    )
    return first, next(last, first)


def _together(lines: Sequence[Pieces]) -> list[Pieces]:
    """The lines, a date whose parts stand in several of them (12 | 2026年05月; 2026 | 05/12 | 16:37) as one line."""
    done: list[Pieces] = []
    run: list[Pieces] = []
    for line in [*lines, ()]:
        text = " ".join(line)
        if text and _FRAGMENT.fullmatch(text) and any(map(str.isalnum, text)):
            run.append(line)
            continue
        whole = " ".join(" ".join(part) for part in run)
        if figures := _BARE_FIGURES.fullmatch(whole):
            whole = "-".join(figures.groups())
        is_date = 1 < len(run) <= _MOST_FRAGMENTS and without_dates(whole) != whole
        done += [(whole,)] if is_date and not any(map(is_dated, run)) else run
        done += [line] if line else []
        run = []
    return done


def is_prose(line: str) -> bool:
    """Whether a line is a sentence, or several, and no row of fields."""
    return len(line) > LONGEST_INFO or (len(line) > 20 and _PROSE.search(line) is not None)


def is_related(line: Pieces) -> bool:
    """Whether a line is the heading of other articles."""
    return _RELATED.match(line[0]) is not None


def is_dated(line: Pieces) -> bool:
    """Whether a line is short and holds a date, perhaps without its year."""
    text = " ".join(line)
    return len(text) <= LONGEST_INFO and (without_dates(text) != text or NEAR_DATE.search(text) is not None)
