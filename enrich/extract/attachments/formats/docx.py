"""The text of Word files (.docx, .docm): paragraphs and tables in their order, numbers that Word counts among them.

Read as XML: python-docx opens no .docm and leaves out what was inserted under revision, content controls and text boxes
(DECISIONS.md). Deleted and hidden text, field codes, headers, footers and macros are no text.
"""

from collections.abc import Iterator

from lxml import etree

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.formats.docx_numbering import Numbering
from enrich.extract.attachments.formats.zip_file import opened, part, tree
from enrich.extract.lines import squeeze
from pipeline.records import Block, BlockKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# ISO/IEC 29500's strict form names the same elements by another address.
_STRICT, _TRANSITIONAL = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Not the document's text: what was deleted or moved away, codes of fields, a second form of the same picture or box.
_NO_TEXT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}rPr", f"{W}pPr", _FALLBACK}
# What stands for an object or a form's field.
_NO_CHARACTERS = "\ufffc\ufffd "
_INSTEAD = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The blocks of a Word file; raises UnreadError where its document is missing, broken or empty."""
    del name
    archive = opened(content)
    body, *lists = (
        tree(part(archive, f"word/{of}.xml", allowance).replace(_STRICT, _TRANSITIONAL))
        for of in ("document", "numbering", "styles")
    )
    if body is None:
        raise UnreadError("damaged")
    numbers = Numbering(*lists)
    blocks = allowance.blocks(_blocks(body, numbers))
    if not blocks:
        raise UnreadError("nothing_inside")
    return AttachmentText(blocks=blocks, cut=allowance.cut)


def _blocks(element: etree._Element, numbers: Numbering) -> Iterator[Block]:
    for child in element:
        if child.tag == f"{W}p":
            kind: BlockKind = "heading" if numbers.is_heading(child) else "paragraph"
            label = numbers.label(child)
            lines = [squeeze(line) for line in "".join(_text(child)).split("\n")]
            lines = [line for line in lines if line.strip(_NO_CHARACTERS)]
            if lines and label:
                lines[0] = f"{label}{lines[0]}"
            yield from (Block(kind=kind, text=line) for line in lines)
            for box in child.iter(f"{W}txbxContent"):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _blocks(box, numbers)
        elif child.tag == f"{W}tbl":
            yield from _table(child)
        elif child.tag not in _NO_TEXT:
            yield from _blocks(child, numbers)


def _table(table: etree._Element) -> Iterator[Block]:
    """A table's rows, as wide as its grid: of merged cells the text stands in the first."""
    rows = []
    for row in _within(table, f"{W}tr"):
        cells: list[str] = []
        for cell in _within(row, f"{W}tc"):
            cells.append(" ".join(squeeze("".join(_text(line))) for line in cell.iter(f"{W}p")).strip())
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = str(span.get(f"{W}val")) if span is not None else "1"
            # A grid has at most 63 columns (Word's limit).
            cells += [""] * (min(int(wide), 63) - 1 if wide.isdigit() else 0)
        if any(cells):
            rows.append(tuple(cells))
    # A box around paragraphs is a layout, not a table.
    if len(rows) == 1 or all(len(row) == 1 for row in rows):
        yield from (Block(kind="paragraph", text=cell) for row in rows for cell in row if cell)
    elif rows:
        yield Block(kind="table", rows=tuple(rows))


def _within(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row: its own, also those in content controls, not those of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _NO_TEXT and child.tag not in {f"{W}tbl", f"{W}tc", f"{W}tr"}:
            yield from _within(child, tag)


def _text(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _INSTEAD:
            yield _INSTEAD[child.tag]
        elif child.tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        elif child.tag not in _NO_TEXT and child.tag != f"{W}txbxContent":
            yield from _text(child)
