"""An OFD page's text objects and ruled lines, by where they stand; millimetres from the page's top left."""

import math
from collections.abc import Iterator, Sequence

from lxml import etree

from enrich.extract.attachments.printed.placed import Piece, PrintedPage, RuledLine, width_of

# Where a text object says no size, in millimetres: 小四, what Word takes for Chinese.
_USUAL_SIZE = 4.2
# A path this thin is a line; one this short is part of a sign.
_THIN, _SHORT = 0.9, 2.0


def printed_page(trees: Sequence[etree._Element], width: float) -> PrintedPage:
    """A page from the top, each line from the left; `trees` are its own and its templates' contents."""
    pieces = sorted((piece for tree in trees for piece in _pieces(tree)), key=lambda one: (one.base, one.left))
    return PrintedPage(tuple(pieces), width, tuple(rule for tree in trees for rule in _rules(tree)))


def _pieces(tree: etree._Element) -> Iterator[Piece]:
    for shown in tree.iter("{*}TextObject"):
        if shown.get("Visible") == "false":
            continue
        left, top, a, b, c, d, e, f = _placed(shown)
        size = (_numbers(shown.get("Size")) or [_USUAL_SIZE])[0]
        # A text code without X or Y goes on where the one before stands.
        x = y = 0.0
        for code in shown.iter("{*}TextCode"):
            text = "".join(map(str, code.itertext())).strip("\r\n")
            x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
            wide = sum(_steps(code.get("DeltaX"), len(text))) + size * width_of(text[-1:])
            if text.strip():
                start = left + a * x + c * y + e
                base = top + b * x + d * y + f
                yield Piece(start, start + wide * math.hypot(a, b), base, size * math.hypot(c, d) or _USUAL_SIZE, text)


def _rules(tree: etree._Element) -> Iterator[RuledLine]:
    for path in tree.iter("{*}PathObject"):
        left, top, a, b, c, d, e, f = _placed(path)
        first = last = (0.0, 0.0)
        words = iter("".join(map(str, path.itertext("{*}AbbreviatedData"))).split())
        for word in words:
            # Curves are no lines: what follows one begins anew (GB/T 33190, 9.1: S, M, L, Q, B, A, C).
            if word in {"M", "S", "L"}:
                found = _numbers(f"{next(words, '')} {next(words, '')}")
                if len(found) != 2:
                    break
                x, y = found
                point = left + a * x + c * y + e, top + b * x + d * y + f
                if word == "L":
                    yield from _straight(last, point)
                else:
                    first = point
                last = point
            elif word == "C":
                yield from _straight(last, first)
                last = first


def _straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[RuledLine]:
    wide, high = abs(start[0] - end[0]), abs(start[1] - end[1])
    if high <= _THIN and wide >= _SHORT:
        yield RuledLine(True, (start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0]))
    elif wide <= _THIN and high >= _SHORT:
        yield RuledLine(False, (start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1]))


def page_width(tree: etree._Element) -> float:
    """The width of a page's area, or of the document's usual one; 0 where it says none."""
    for box in tree.iter("{*}PhysicalBox"):
        return [*_numbers(box.text), 0.0, 0.0, 0.0][2]
    return 0.0


def _placed(shown: etree._Element) -> tuple[float, ...]:
    """An object's left and top, and its matrix."""
    left, top, *_ = [*_numbers(shown.get("Boundary")), 0.0, 0.0]
    matrix = _numbers(shown.get("CTM"))
    return (left, top, *(matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)))


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; [] where one of them is none."""
    try:
        numbers = [float(word) for word in (text or "").split()]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def _steps(text: str | None, most: int) -> list[float]:
    """From glyph to glyph: numbers, and `g 5 3.2` for five times 3.2 (GB/T 33190, 11.3), at most so many."""
    words, steps = iter((text or "").split()), list[float]()
    try:
        for word in words:
            if word == "g":
                count, step = int(next(words)), float(next(words))
                steps += [step] * min(count, most - len(steps))
            else:
                steps.append(float(word))
            if len(steps) >= most:
                break
    except (ValueError, StopIteration):
        return steps
    return steps
