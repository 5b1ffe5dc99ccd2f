"""A PDF by PDFium: what stands on a page, and where; the only module that imports pypdfium2."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from enrich.extract.attachments.allowance import UnreadError
from enrich.extract.attachments.printed.placed import Piece, PrintedPage, RuledLine

# A filled box as thin as this, in points, is a line: Word draws a table's lines so.
_THIN = 2.5
# Lines shorter than this, in points, are parts of letters and signs.
_SHORT = 6.0
# The longer side of a page as a picture, in dots (A4 at 150 an inch): what scans.py reads.
_PICTURE = 1754
# Of a quarter turn: letters that stand askew by more are a watermark's.
_UPRIGHT = 0.05
# Objects of a page that are looked at for lines; a map has a hundred thousand.
_MOST_OBJECTS = 5000


class PdfiumDocument:
    """An open PDF. Raises UnreadError where a password is wanted, or where it is none."""

    def __init__(self, content: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code == raw.FPDF_ERR_PASSWORD
            raise UnreadError("encrypted" if locked else "damaged") from error
        self.pages = len(self._document)

    def page(self, number: int, most: int) -> PrintedPage:
        """The first letters of a page, from 0, at most so many, and its ruled lines; none of one that does not open."""
        try:
            page = self._document[number]
            letters = list(islice(_letters(page.get_textpage()), most))
            size, rules = page.get_size(), list(_rules(page))
        except pypdfium2.PdfiumError:
            return PrintedPage(())
        # Most letters say which way is up; others are a watermark's, or a margin's.
        way = Counter(turn for turn, _ in letters).most_common(1)[0][0] if letters else 0
        pieces = [_turned_piece(letter, way) for turn, letter in letters if turn == way]
        if way:
            # PDFium orders letters as if the paper lay as it is stored.
            pieces.sort(key=lambda piece: (piece.base, piece.left))
        return PrintedPage(tuple(pieces), 0.0 if way else size[0], tuple(_turned_rule(rule, way) for rule in rules))

    def has_picture(self, number: int) -> bool:
        """Whether a page, from 0, shows a picture."""
        with suppress(pypdfium2.PdfiumError):
            return any(self._document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
        return False

    def picture(self, number: int) -> Image.Image:
        """A page, from 0, as a picture; raises UnreadError where PDFium draws none."""
        try:
            page = self._document[number]
            longest = max(page.get_size())
            picture: Image.Image = page.render(scale=_PICTURE / longest).to_pil()
        except pypdfium2.PdfiumError as error:
            raise UnreadError("damaged") from error
        return picture


@dataclass(frozen=True)
class _Letter:
    """A letter in the page's own coordinates, y upwards: its box, where it stands on its baseline, its size."""

    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    size: float
    text: str


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, _Letter]]:
    """Each letter with the quarter turns to the left by which it stands."""
    box, x, y, matrix = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    for n in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, n))
        if letter.isspace() or letter in "\0\ufffe\uffff" or raw.FPDFText_IsGenerated(text, n) == 1:
            continue
        if not (
            raw.FPDFText_GetLooseCharBox(text, n, box)
            and raw.FPDFText_GetCharOrigin(text, n, x, y)
            and raw.FPDFText_GetMatrix(text, n, matrix)
        ):
            continue
        size = raw.FPDFText_GetFontSize(text, n) * math.hypot(matrix.c, matrix.d)
        turn = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        if abs(turn - round(turn)) < _UPRIGHT:
            yield round(turn) % 4, _Letter(box.left, box.bottom, box.right, box.top, x.value, y.value, size, letter)


def _turned_piece(letter: _Letter, way: int) -> Piece:
    """A letter as seen with the letters upright: along their line, and down from line to line."""
    start, end, base = {
        0: (letter.left, letter.right, -letter.y),
        1: (letter.bottom, letter.top, letter.x),
        2: (-letter.right, -letter.left, letter.y),
        3: (-letter.top, -letter.bottom, -letter.x),
    }[way]
    return Piece(start, end, base, letter.size, letter.text)


def _turned_rule(rule: RuledLine, way: int) -> RuledLine:
    """A line in the page's own coordinates, y upwards, as seen with the letters upright."""
    flip_at, flip_along = {
        (0, True): (True, False),
        (0, False): (False, True),
        (1, True): (False, False),
        (1, False): (False, False),
        (2, True): (False, True),
        (2, False): (True, False),
        (3, True): (True, True),
        (3, False): (True, True),
    }[way, rule.across]
    start, end = (-rule.end, -rule.start) if flip_along else (rule.start, rule.end)
    return RuledLine(rule.across if way % 2 == 0 else not rule.across, -rule.at if flip_at else rule.at, start, end)


def _rules(page: pypdfium2.PdfPage) -> Iterator[RuledLine]:
    for count, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if count > _MOST_OBJECTS:
            return
        left, bottom, right, top = shape.get_bounds()
        if top - bottom <= _THIN and right - left >= _SHORT:
            yield RuledLine(True, (top + bottom) / 2, left, right)
        elif right - left <= _THIN and top - bottom >= _SHORT:
            yield RuledLine(False, (left + right) / 2, bottom, top)
        elif right - left >= _SHORT and top - bottom >= _SHORT:
            yield from _drawn(shape)


def _drawn(shape: pypdfium2.PdfObject) -> Iterator[RuledLine]:
    """The straight lines of a path that is drawn with a pen, along the page's axes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(shape, fill, stroke) or not stroke.value:
        return
    a, b, c, d, e, f = shape.get_matrix().get()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for n in range(min(raw.FPDFPath_CountSegments(shape), _MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(shape, n)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, first)
        last = point


def _straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[RuledLine]:
    wide, high = abs(start[0] - end[0]), abs(start[1] - end[1])
    if high <= 1 and wide >= _SHORT:
        yield RuledLine(True, start[1], min(start[0], end[0]), max(start[0], end[0]))
    elif wide <= 1 and high >= _SHORT:
        yield RuledLine(False, start[0], min(start[1], end[1]), max(start[1], end[1]))
