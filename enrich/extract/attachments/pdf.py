"""The text of PDF notices, page by page: the only module that imports pypdf."""

import io
import re
from contextlib import suppress

from pypdf import PdfReader

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.plain_forms import is_garbled, plain
from enrich.extract.lines import joined, squeeze
from pipeline.records import Block

_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The paragraphs of a PDF; raises UnreadError where no page has a text."""
    del name
    document = _PypdfDocument(content)
    lines: list[str] = []
    for number in range(document.pages):
        if not allowance.another_page():
            break
        text = document.text(number)
        if text.strip() and not is_garbled(text):
            lines += allowance.text(plain(text)).splitlines()
    kept = [line for line in map(squeeze, lines) if line and not _PAGE_NUMBER.fullmatch(line)]
    if not kept:
        raise UnreadError("nothing_inside" if document.pages else "damaged")
    blocks = tuple(Block(kind="paragraph", text=text) for text in joined(kept))
    return AttachmentText(blocks=blocks, format="pdf", pages=document.pages, cut=allowance.cut)


class _PypdfDocument:
    """A PDF by pypdf, which lets the errors of broken files through as they come: there it has no text."""

    def __init__(self, content: bytes) -> None:
        self._reader: PdfReader | None = None
        self.pages = 0
        with suppress(Exception):
            self._reader = PdfReader(io.BytesIO(content))
            self.pages = len(self._reader.pages)

    def text(self, number: int) -> str:
        """The text of a page, from 0; "" where it does not open."""
        with suppress(Exception):
            if self._reader is not None:
                return str(self._reader.pages[number].extract_text())
        return ""
