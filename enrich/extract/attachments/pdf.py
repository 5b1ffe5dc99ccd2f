"""The text of PDF notices; the only module that imports pypdf."""

import io
import re
import time
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from enrich.extract.lines import joined, squeeze
from pipeline.records import Block

# A notice has a few pages; reports of hundreds are attachments to be read, not bodies to be printed.
MOST_PAGES, MOST_CHARACTERS = 30, 30_000
# Seconds after which no further page is begun: pages of drawings take minutes.
MOST_SECONDS = 20.0
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")


def pdf_blocks(content: bytes) -> tuple[Block, ...]:
    """The paragraphs of a PDF's text, bounded; () where it has none (scans, encrypted or broken files)."""
    lines = [line for line in map(squeeze, _lines(content)) if line and not _PAGE_NUMBER.fullmatch(line)]
    return tuple(Block(kind="paragraph", text=text) for text in joined(lines))


def _lines(content: bytes) -> Iterator[str]:
    read, until = 0, time.monotonic() + MOST_SECONDS
    try:
        for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
            text = page.extract_text()[: MOST_CHARACTERS - read]
            read += len(text)
            yield from text.splitlines()
            if read >= MOST_CHARACTERS or time.monotonic() > until:
                return
    # pypdf lets the errors of broken files through as they come.
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        NotImplementedError,
    ):
        return
