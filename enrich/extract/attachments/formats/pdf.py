"""The text of PDF notices, page by page: by PDFium, by pypdf where that gives nothing or no text; imports pypdf alone.

PDFium comes first because it says where each letter stands: lines, paragraphs and tables are told by that.
"""

import io
import struct
import zlib
from contextlib import suppress

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.formats.pdfium import PdfiumDocument
from enrich.extract.attachments.formats.scans import recognised
from enrich.extract.attachments.printed.placed import Piece, PrintedPage, width_of
from enrich.extract.attachments.printed.plain_forms import is_garbled, plain_page
from enrich.extract.attachments.printed.printed_lines import blocks_of

# What pypdf raises for broken files: its own errors, and those of Python where it trusts what it finds (IndexError, TypeError
# by mutating files of ours; the others as its issues report them).
_BROKEN = (
    PyPdfError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OSError,
    EOFError,
    zlib.error,
    struct.error,
)


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The blocks of a PDF; raises UnreadError for what PDFium does not open, and where no page has a text."""
    del name
    document = PdfiumDocument(content)
    pages: list[PrintedPage] = []
    scans: list[int] = []
    for number in range(document.pages):
        if not allowance.another_page():
            break
        page = document.page(number, allowance.bounds.characters)
        if not page.pieces or is_garbled(page.text):
            page = _by_pypdf(content, number)
        if page.pieces and not is_garbled(page.text):
            pages.append(plain_page(allowance.page(page)))
        elif page.pieces or document.has_picture(number):
            scans.append(number)
    blocks = tuple(blocks_of(pages))
    if not blocks and scans:
        return recognised(map(document.picture, scans), document.pages, allowance)
    if not blocks:
        raise UnreadError("nothing_inside")
    return AttachmentText(blocks=blocks, pages=document.pages, cut=allowance.cut)


def _by_pypdf(content: bytes, number: int) -> PrintedPage:
    """The text of a page, from 0, as lines that say nothing of where they stand; none of one that does not open."""
    with suppress(*_BROKEN):
        lines = PdfReader(io.BytesIO(content)).pages[number].extract_text().splitlines()
        return PrintedPage(
            tuple(Piece(0, width_of(line), 2.0 * n, 1, line) for n, line in enumerate(lines) if line.strip())
        )
    return PrintedPage(())
