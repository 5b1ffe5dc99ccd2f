"""An element tree to blocks: HTML as it is, or what trafilatura made of it (which has its own names for the same)."""

from collections.abc import Callable

from lxml import etree

from enrich.extract.lines import squeeze
from pipeline.records import Block

_HEADINGS = frozenset("head h1 h2 h3 h4 h5 h6".split())
_LISTS = frozenset("list ul ol".split())
_ITEMS = frozenset("item li dd dt".split())
_ROWS = frozenset("row tr".split())
_CELLS = frozenset("cell td th".split())
_QUOTES = frozenset("quote blockquote".split())
_IMAGES = frozenset("graphic img".split())
_BREAKS = frozenset("lb br hr".split())
_INLINE = frozenset(
    "a abbr b big cite code del em font hi i ins mark ref s small span strong sub sup u o:p st1:chsdate".split()
)
_IGNORED = frozenset(
    "script style noscript template iframe form button select input textarea video audio svg nav".split()
)

Absolute = Callable[[str], str]


def blocks_of(root: etree._Element, absolute: Absolute) -> list[Block]:
    """The blocks under an element, in order; addresses of images made absolute, those that cannot be are left out."""
    walk = _Walk(absolute)
    walk.children(root)
    walk.flush()
    return walk.blocks


class _Walk:
    """Gathers inline text until a block begins or ends."""

    def __init__(self, absolute: Absolute) -> None:
        self.blocks: list[Block] = []
        self._absolute = absolute
        self._text: list[str] = []

    def flush(self) -> None:
        text = squeeze("".join(self._text))
        self._text = []
        if text:
            self.blocks.append(Block(kind="paragraph", text=text))

    def children(self, element: etree._Element) -> None:
        self._text.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _IGNORED:
                self._element(child, child.tag)
            self._text.append(child.tail or "")

    def _element(self, child: etree._Element, tag: str) -> None:
        if tag in _INLINE:
            self.children(child)
            return
        self.flush()
        if tag in _HEADINGS:
            self._add(Block(kind="heading", text=_text(child)))
            for image in child.iter(*_IMAGES):
                self._image(image)
        elif tag in _QUOTES:
            for block in blocks_of(child, self._absolute):
                self._add(Block(kind="quotation", text=block.text) if block.kind == "paragraph" else block)
        elif tag in _LISTS:
            items = (_text(item) for item in child.iter(*_ITEMS))
            self._add(Block(kind="list", items=tuple(item for item in items if item)))
        elif tag == "table":
            self._table(child)
        elif tag in _IMAGES:
            self._image(child)
        elif tag not in _BREAKS:
            self.children(child)
            self.flush()

    def _add(self, block: Block) -> None:
        if block.text or block.items or block.rows:
            self.blocks.append(block)

    def _table(self, table: etree._Element) -> None:
        cells = (tuple(_text(cell) for cell in row if cell.tag in _CELLS) for row in table.iter(*_ROWS))
        rows = tuple(row for row in cells if any(row))
        if (
            len(rows) > 1
            and max(len(row) for row in rows) > 1
            and not any(_holds_blocks(cell) for cell in table.iter(*_CELLS))
        ):
            self._add(Block(kind="table", rows=rows))
        else:
            # A table of one column, or of whole paragraphs, is a layout.
            self.children(table)
            self.flush()

    def _image(self, image: etree._Element) -> None:
        link = image.get("data-src") or image.get("data-original") or image.get("src") or ""
        address = self._absolute(link) if link else ""
        if address:
            self.blocks.append(Block(kind="image", image=address, text=squeeze(image.get("title"))))


def _holds_blocks(cell: etree._Element) -> bool:
    """Whether a cell is laid out like a page: several long paragraphs, or a table of its own."""
    paragraphs = [paragraph for paragraph in cell.iter("p", "div") if len(_text(paragraph)) > 80]
    return len(paragraphs) > 1 or cell.find(".//table") is not None


def _text(element: etree._Element) -> str:
    return squeeze("".join(str(piece) for piece in element.itertext()))
