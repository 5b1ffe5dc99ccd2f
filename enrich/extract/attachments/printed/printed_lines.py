"""Printed pages to blocks: pieces to lines, lines to paragraphs and headings, what stands between ruled lines to tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from enrich.extract.attachments.printed.placed import Piece, PrintedPage
from enrich.extract.attachments.printed.ruled_tables import RuledTable, ruled_tables
from enrich.extract.lines import is_broken, joined, squeeze
from pipeline.records import Block

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]{0,20}\d{1,3}[-—–·\s]{0,20}|第\s{0,9}\d{1,3}\s{0,9}页(\s{0,9}[,，/]?\s{0,9}共\s{0,9}\d{1,3}\s{0,9}页)?"
)
_SENTENCE_END = re.compile(r"[。！？；：!?;]$")
_WIDE = "\u2e80"
# Of the letters' size. Baselines this near are one line; what stands further apart has a space between (Word parts
# Chinese and figures by a quarter); a line that ends so near the margin is full; one that begins so far from it is
# indented, so far from it in the middle or at the right; lines further apart are not of one paragraph; a heading's letters are
# so much larger than the usual.
_ONE_LINE, _SPACE, _FULL, _INDENTED, _MIDDLE, _APART, _LARGER = 0.5, 0.4, 2.0, 1.2, 4.0, 3.0, 1.2
# A line with so wide a gap is a row of cells (of a table without lines, or of a scan's, where lines are not seen).
_CELLS = 3.0
# A heading has at most so many characters: a whole text in large letters is no heading.
_LONGEST_HEADING = 120


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page: its text, and what tells whether it goes on in the next.

    A row of cells is never full, and indented: it goes on in no other line, and none goes on in it.
    """

    text: str
    base: float
    size: float
    full: bool
    indented: bool
    large: bool


def blocks_of(pages: Iterable[PrintedPage]) -> Iterator[Block]:
    """The blocks of the pages, a paragraph that goes on over pages as one; page numbers are left out."""
    waiting: list[PrintedLine] = []
    for page in pages:
        for one in _page(page):
            if isinstance(one, Block):
                yield from _paragraph(waiting)
                yield one
                waiting = []
            elif waiting and _goes_on(waiting[-1], one):
                waiting.append(one)
            else:
                yield from _paragraph(waiting)
                waiting = [one]
    yield from _paragraph(waiting)


def paragraphs_of_lines(lines: Iterable[str]) -> tuple[Block, ...]:
    """The paragraphs of a text in lines, put together where a printer broke them at a fixed width."""
    kept = [line for line in map(squeeze, lines) if line and not _PAGE_NUMBER.fullmatch(line)]
    return tuple(Block(kind="paragraph", text=text) for text in (joined(kept) if is_broken(kept) else kept))


def _page(page: PrintedPage) -> Iterator[PrintedLine | Block]:
    if not page.pieces:
        return
    usual = median(piece.size for piece in page.pieces)
    tables = ruled_tables(page.rules, usual)
    inside: list[list[tuple[tuple[int, int], Piece]]] = [[] for _ in tables]
    outside: list[Piece] = []
    for piece in page.pieces:
        for table, own in zip(tables, inside, strict=True):
            cell = table.cell_of(piece)
            if cell is not None:
                own.append((cell, piece))
                break
        else:
            outside.append(piece)
    waiting = list(zip(tables, inside, strict=True))
    for line, base in _lines(outside, usual, page.width):
        while waiting and waiting[0][0].top < base:
            yield from _table_block(*waiting.pop(0))
        if not _PAGE_NUMBER.fullmatch(line.text):
            yield line
    for table, own in waiting:
        yield from _table_block(table, own)


def _lines(pieces: Sequence[Piece], usual: float, width: float) -> Iterator[tuple[PrintedLine, float]]:
    lines = [line for line in _grouped(pieces) if squeeze(_text(line))]
    if not lines:
        return
    left = min(line[0].left for line in lines)
    right = max(line[-1].right for line in lines)
    # Where one line alone is as wide as that, it may be a title: then both margins are alike.
    if width and sum(line[-1].right > right - _FULL * usual for line in lines) == 1:
        right = max(right, width - left)
    for line in lines:
        size = median(piece.size for piece in line)
        is_row = any(piece.left - before.right > _CELLS * size for before, piece in pairwise(line))
        yield (
            PrintedLine(
                text=squeeze(_text(line)),
                base=line[0].base,
                size=size,
                full=not is_row and line[-1].right > right - _FULL * size and line[0].left < left + _MIDDLE * size,
                indented=is_row or line[0].left > left + _INDENTED * size,
                large=size > _LARGER * usual,
            ),
            line[0].base,
        )


def _grouped(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in lines, in the order of their first ones; each line from the left."""
    lines: list[list[Piece]] = []
    for piece in pieces:
        last = lines[-1][-1] if lines else None
        if last and abs(piece.base - last.base) < _ONE_LINE * max(piece.size, last.size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _text(line: Sequence[Piece]) -> str:
    text = line[0].text if line else ""
    for before, piece in pairwise(line):
        text += f" {piece.text}" if piece.left - before.right > _SPACE * piece.size else piece.text
    return text


def _goes_on(line: PrintedLine, following: PrintedLine) -> bool:
    alike = abs(line.size - following.size) < 0.1 * line.size
    if line.large or following.large:
        return alike and 0 < following.base - line.base < _APART * line.size
    near = following.base - line.base < _APART * line.size
    return alike and near and line.full and not following.indented and _SENTENCE_END.search(line.text) is None


def _paragraph(lines: Sequence[PrintedLine]) -> Iterator[Block]:
    if lines:
        text = _joined([line.text for line in lines])
        heading = lines[0].large and len(text) <= _LONGEST_HEADING
        yield Block(kind="heading" if heading else "paragraph", text=text)


def _joined(lines: Iterable[str]) -> str:
    text = ""
    for line in lines:
        text += line if not text or text[-1] >= _WIDE or line[:1] >= _WIDE else f" {line}"
    return text


def _table_block(table: RuledTable, own: Sequence[tuple[tuple[int, int], Piece]]) -> Iterator[Block]:
    texts: dict[tuple[int, int], list[Piece]] = {}
    for cell, piece in own:
        texts.setdefault(cell, []).append(piece)
    rows = []
    for row in range(len(table.down) - 1):
        cells = tuple(
            _joined(squeeze(_text(line)) for line in _grouped(texts.get((row, column), [])))
            for column in range(len(table.across) - 1)
        )
        if any(cells):
            rows.append(cells)
    filled = [column for column in range(len(table.across) - 1) if any(row[column] for row in rows)]
    if len(rows) > 1 and len(filled) > 1:
        yield Block(kind="table", rows=tuple(tuple(row[column] for column in filled) for row in rows))
    else:
        yield from (Block(kind="paragraph", text=cell) for row in rows for cell in row if cell)
