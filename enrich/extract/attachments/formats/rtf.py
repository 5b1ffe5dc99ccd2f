"""The text of RTF files, which often are called .doc; the only module that imports striprtf."""

from collections.abc import Iterator
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.lines import squeeze
from pipeline.records import Block

# striprtf ends each cell of a row with this; a row is a line.
_CELL_END = "|"


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The paragraphs and tables of an RTF file; raises UnreadError where it is broken or has none."""
    del name
    # RTF is ASCII; what a program wrote beyond it is in China's code page, as signs in the text say.
    try:
        text = rtf_to_text(content.decode("latin-1"), encoding="gb18030", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError) as error:
        # A sign's number that no sign has.
        raise UnreadError("damaged") from error
    blocks = allowance.blocks(_blocks(str(text)))
    if not blocks:
        raise UnreadError("nothing_inside")
    return AttachmentText(blocks=blocks, cut=allowance.cut)


def _blocks(text: str) -> Iterator[Block]:
    for is_table, lines in groupby(text.splitlines(), lambda line: line.endswith(_CELL_END)):
        if is_table:
            rows = tuple(tuple(squeeze(cell) for cell in line[:-1].split(_CELL_END)) for line in lines)
            yield Block(kind="table", rows=rows)
        else:
            yield from (Block(kind="paragraph", text=line) for line in map(squeeze, lines) if line)
