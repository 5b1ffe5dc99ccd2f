"""Text from the web made fit to print: what no document format can hold is taken out, lines are bounded."""

import re
from collections.abc import Iterator

import msgspec

from pipeline.records import Block, blocks_text

# A headline is some 40 characters; longer text in its place comes from a broken page.
LONGEST_LINE = 300
# Of one item's text. The longest notice is some tens of thousands of characters; this is a hundred pages.
LONGEST_BODY = 200_000
CUT_NOTICE = "（后文略，全文见原文）"
PROSE = ("paragraph", "quotation")
# What XML 1.0 (2.2, Char) cannot hold: controls but tab and line feed, surrogates, U+FFFE and U+FFFF. With them the C1
# controls and DEL, which it discourages, and the marks, embeddings, overrides and isolates that turn the direction of
# what follows (Unicode TR 9): an override in a title would turn the 来源 behind it round.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
GAP = re.compile("[ \t\n]+")


def printable_line(text: str, longest: int = LONGEST_LINE) -> str:
    """One line of printable text, at most `longest` characters, the last of them "…" where some were cut off."""
    # The first cut only saves work: what is taken out of a megabyte leaves enough.
    whole = GAP.sub(" ", "\n".join(printable_lines(text[: 20 * longest]))).strip()
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"


def printable_lines(text: str) -> list[str]:
    """Printable text, line by line, without the empty ones."""
    shown = UNPRINTABLE.sub("", LINE_END.sub("\n", text))
    return [kept for one in shown.split("\n") if (kept := GAP.sub(" ", one).strip())]


def printable_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with printable text; a paragraph of several lines becomes several, an empty one goes."""
    return shortened_blocks(tuple(made for block in blocks for made in _block(block)), LONGEST_BODY)


def shortened_blocks(blocks: tuple[Block, ...], longest: int) -> tuple[Block, ...]:
    """The blocks up to `longest` characters of text; where there are more, the last one says so."""
    left, kept = longest, []
    for block in blocks:
        length = len(blocks_text((block,))) if block.text != CUT_NOTICE else 0
        if length > left:
            kept += [Block(kind=block.kind, text=block.text[:left])] if block.kind in PROSE and left else []
            return (*kept, Block(kind="paragraph", text=CUT_NOTICE))
        left -= length
        kept.append(block)
    return blocks


def _block(block: Block) -> Iterator[Block]:
    if block.kind in PROSE:
        yield from (Block(kind=block.kind, text=one) for one in printable_lines(block.text))
    elif block.kind == "heading":
        yield from (Block(kind="heading", text=text) for text in [printable_line(block.text)] if text)
    elif block.kind == "list":
        items = tuple(shown for item in block.items if (shown := _joined(item)))
        yield from [Block(kind="list", items=items)] if items else []
    elif block.kind == "table":
        yield from _table(block)
    else:
        yield msgspec.structs.replace(block, text=printable_line(block.text))


def _table(block: Block) -> Iterator[Block]:
    """The table with rows of equal length."""
    width = max((len(row) for row in block.rows), default=0)
    if width:
        rows = [tuple(_joined(cell) for cell in (*row, *[""] * (width - len(row)))) for row in block.rows]
        yield Block(kind="table", rows=tuple(rows), text=printable_line(block.text))


def _joined(text: str) -> str:
    return " ".join(printable_lines(text))
