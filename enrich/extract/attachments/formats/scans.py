"""Characters recognised from pictures, where the extra `ocr` is installed; the only module that imports rapidocr.

Its models (PP-OCR, Chinese and Latin) are inside its wheel.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PIL import Image

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.printed.placed import Piece, PrintedPage
from enrich.extract.attachments.printed.printed_lines import blocks_of

# More dots than these are no page: A3 at 300 an inch has 17 million.
_MOST_DOTS = 40_000_000
# What PIL raises for a broken picture, when it is opened or when its dots are first asked for (found by mutating pictures of
# each form; EOFError where a frame is missing).
BROKEN = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)
# Longest sides in dots in which lines are looked for and in which they are read: A4 at 110 and at 150 an inch. Of a page
# in 9 point, turned by .4 degrees, .999 of the letters are right, and .87 at 200 an inch in half as much time again.
_SIDE_FOR_LINES, _LONGEST_SIDE = 1280, 1754
# Lines of which the recognition itself is less sure than this are left out (stains, seals, signatures).
_LEAST_SURE = 0.6
# Of a recognised box's height, the letters': the box has a margin.
_LETTERS = 0.75


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The text of a picture (JPEG, PNG, TIFF, BMP, GIF, WebP), of its first pages where it has several."""
    del name
    try:
        Image.MAX_IMAGE_PIXELS = _MOST_DOTS
        picture = Image.open(io.BytesIO(content))
        count = getattr(picture, "n_frames", 1)
        if picture.width * picture.height > _MOST_DOTS:
            raise UnreadError("too_large")
    except Image.DecompressionBombError as error:
        raise UnreadError("too_large") from error
    except BROKEN as error:
        raise UnreadError("damaged") from error

    def frames() -> Iterator[Image.Image]:
        for number in range(count):
            try:
                picture.seek(number)
            except BROKEN as error:
                raise UnreadError("damaged") from error
            yield picture

    return recognised(frames(), count, allowance)


def recognised(pictures: Iterable[Image.Image], pages: int, allowance: Allowance) -> AttachmentText:
    """The text of the first pictures, a page each, with the mean of how sure each line is, by its characters.

    Raises UnreadError where the extra is not installed, and where nothing that is sure enough was found.
    """
    engine = None
    found: list[PrintedPage] = []
    letters = sure = 0.0
    for number, picture in enumerate(pictures):
        if number == allowance.bounds.scanned_pages:
            allowance.cut = allowance.cut or "pages"
            break
        if not allowance.goes_on():
            break
        engine = engine or _engine()
        width, lines = _lines(engine, picture)
        letters += sum(len(line.text) for line, _ in lines)
        sure += sum(len(line.text) * score for line, score in lines)
        page = PrintedPage(tuple(line for line, _ in lines), width)
        allowance.text(page.text)
        found.append(page)
    blocks = tuple(blocks_of(found))
    if not blocks:
        raise UnreadError("nothing_inside")
    return AttachmentText(blocks=blocks, pages=pages, cut=allowance.cut, ocr_confidence=round(sure / letters, 3))


def _engine() -> Callable[[Any], Any]:
    try:
        import rapidocr
    except ImportError as error:
        raise UnreadError("scan_without_ocr") from error
    size = {"Det.limit_type": "max", "Det.limit_side_len": _SIDE_FOR_LINES}
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": count for kind, count in (("intra", 2), ("inter", 1))}
    engine: Callable[[Any], Any] = rapidocr.RapidOCR(params={"Global.log_level": "error", **size, **threads})
    return engine


def _lines(engine: Callable[[Any], Any], picture: Image.Image) -> tuple[float, list[tuple[Piece, float]]]:
    """The width in dots; the lines from the top, each from the left, with how sure each is (0..1)."""
    import numpy as np

    try:
        small = picture.convert("RGB")
    except BROKEN as error:
        raise UnreadError("damaged") from error
    small.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    seen = engine(np.asarray(small)[:, :, ::-1])
    if seen.boxes is None or seen.txts is None:
        return small.width, []
    found = []
    for box, text, score in zip(seen.boxes, seen.txts, seen.scores, strict=True):
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        # Boxes of one line differ by their margins: their middle says where they stand.
        middle, high = (min(ys) + max(ys)) / 2, max(ys) - min(ys)
        piece = Piece(min(xs), max(xs), middle + high / 3, _LETTERS * high, text)
        if score >= _LEAST_SURE:
            found.append((piece, float(score)))
    return small.width, sorted(found, key=lambda one: (one[0].base, one[0].left))
