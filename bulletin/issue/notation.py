"""The light notation in which editors write an item's text: a block a line, and back again without a loss.

    a paragraph          # a heading          - an item of a list          > a quotation
    | a row | of a table |                    [图]: the place of a picture

A blank line parts two lists or tables. A backslash takes its meaning from the sign behind it; `\\n` and `\\r` are line
breaks inside a block. Spaces around a block are dropped, unless a backslash stands before or behind them.
"""

import re
from collections.abc import Sequence

from pipeline.records import Block

PICTURE = "[图]"

_MARKS = {"heading": "# ", "quotation": "> "}
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_BREAKS = {"n": "\n", "r": "\r"}
# What makes a line something else than a paragraph, at its beginning.
_MARKED = re.compile(r"[#>-]\s|[#>-]$|\||\[图")
_PICTURE_LINE = re.compile(r"\[图[^\]\\\[]*\]")
_CELL_END = re.compile(r"(?<!\\)(?:\\\\)*\|")


def text_of_blocks(blocks: Sequence[Block]) -> str:
    """The blocks as an editor's text."""
    lines = list[str]()
    before = ""
    for block in blocks:
        if block.kind == before and before in ("list", "table"):
            lines.append("")
        lines += _lines(block)
        before = block.kind
    return "\n".join(lines)


def blocks_of_text(text: str, before: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks that an editor's text stands for; the pictures of `before` take the places of pictures in order."""
    pictures = [block for block in before if block.kind == "image"]
    made = list[Block]()
    parted = True
    # A form's text has CR LF where its author typed a new line.
    for line in (one.lstrip() for one in re.split(r"\r\n|\r|\n", text)):
        if not line:
            parted = True
            continue
        if _PICTURE_LINE.fullmatch(line.rstrip()):
            made.append(pictures.pop(0) if pictures else Block(kind="image"))
        else:
            _put(made, _block(line), parted)
        parted = False
    return tuple(made)


def _lines(block: Block) -> list[str]:
    if block.kind == "image":
        return [PICTURE]
    if block.kind == "list":
        return [f"- {_guarded(item)}" for item in block.items]
    if block.kind == "table":
        return ["|" + "".join(f" {_guarded(cell, '|')} |" for cell in row) for row in block.rows]
    if block.kind == "paragraph":
        return ["\\" + _guarded(block.text) if _MARKED.match(block.text) else _guarded(block.text) or "\\"]
    return [_MARKS[block.kind] + _guarded(block.text)]


def _guarded(text: str, also: str = "") -> str:
    """The text with a backslash before what would be read as something else."""
    signs = [_ESCAPED.get(sign, f"\\{sign}" if sign in also else sign) for sign in text]
    for at in {0, len(signs) - 1} if text else ():
        if signs[at].isspace():
            signs[at] = f"\\{signs[at]}"
    return "".join(signs)


def _block(line: str) -> Block:
    if line.startswith("|"):
        return Block(kind="table", rows=(_cells(line),))
    mark, rest = line[:1], line[1:]
    if mark in ("#", ">", "-") and (not rest or rest[0].isspace()):
        text = _plain(rest)
        if mark == "-":
            return Block(kind="list", items=(text,))
        return Block(kind="heading" if mark == "#" else "quotation", text=text)
    return Block(kind="paragraph", text=_plain(line))


def _put(made: list[Block], block: Block, parted: bool) -> None:
    """Lines of one list or table become one block, unless a blank line parts them."""
    last = made[-1] if made else None
    if last is not None and not parted and last.kind == block.kind and block.kind in ("list", "table"):
        made[-1] = Block(kind=block.kind, items=last.items + block.items, rows=last.rows + block.rows)
    else:
        made.append(block)


def _cells(line: str) -> tuple[str, ...]:
    inner = line[1:]
    cells, at = list[str](), 0
    for end in _CELL_END.finditer(inner):
        cells.append(inner[at : end.end() - 1])
        at = end.end()
    rest = inner[at:]
    return tuple(_plain(cell) for cell in (*cells, *([rest] if rest.strip() else [])))


def _plain(text: str) -> str:
    """The text without its guards, and without the spaces that nothing guards."""
    text = text.lstrip()
    signs, at = list[str](), 0
    kept = 0
    while at < len(text):
        guarded = text[at] == "\\" and at + 1 < len(text)
        sign = text[at + 1] if guarded else text[at]
        signs.append(_BREAKS.get(sign, sign) if guarded else sign)
        at += 2 if guarded else 1
        if guarded or not sign.isspace():
            kept = len(signs)
    return "" if text == "\\" else "".join(signs[:kept])
