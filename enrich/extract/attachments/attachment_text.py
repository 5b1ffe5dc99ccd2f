"""What came of reading an attachment, and how much of it is read: the seam between stages and readers."""

from dataclasses import dataclass
from typing import Literal

from pipeline.records import Block

# Why nothing was read. `empty`: no bytes; `nothing_inside`: it opens and has no text; `damaged`: it does not open;
# `reader_died`: the child ended without an answer (a fault in a library); `unknown_format`: none that is read here,
# `format` names it where it is known (a presentation, a program, RAR).
Unread = Literal[
    "",
    "empty",
    "nothing_inside",
    "damaged",
    "encrypted",
    "too_large",
    "timed_out",
    "out_of_memory",
    "reader_died",
    "unknown_format",
    "scan_without_ocr",
]
# What ended the reading before the file's end; "" where all of it was read.
Cut = Literal["", "pages", "characters", "seconds", "members"]


@dataclass(frozen=True)
class ReadingBounds:
    """How much of one attachment is read; what a bound cuts off is said in `AttachmentText.cut` or `unread`.

    `seconds` of wall time in all; `memory` in bytes of address space; `pages` and `characters` of text; `content` in
    bytes, of the file and of what it unpacks to; `members` of an archive; `scanned_pages` by recognition of characters.
    """

    # Three pages are recognised in 10 s on one free core; a busy machine takes several times that.
    seconds: float = 60.0
    # Twice the address space of recognition (1.1 GB, half of it in use); a notice takes a tenth of that.
    memory: int = 2 << 30
    # A notice has a few pages; reports of hundreds are attachments to be read, not bodies to be printed.
    pages: int = 30
    characters: int = 30_000
    # What a crawl lets in of one page, parts and all (pipeline/records.py).
    content: int = 32 << 20
    # A notice has its annexes in one archive; a hundred files are a data set.
    members: int = 20
    # The 文号, the 发文机关 and the first articles stand there, and a page takes seconds.
    scanned_pages: int = 3


@dataclass(frozen=True)
class AttachmentText:
    """The text of an attachment, or the code of why there is none.

    `format` is told by the bytes ("" unknown); `pages` is how many the file has (0 where it has none); `ocr_confidence`
    (0..1) is set where any of the text was recognised from pictures. An archive's `members` say what was read of each.
    """

    blocks: tuple[Block, ...] = ()
    unread: Unread = ""
    format: str = ""
    pages: int = 0
    cut: Cut = ""
    ocr_confidence: float | None = None
    members: "tuple[ArchiveMember, ...]" = ()


@dataclass(frozen=True)
class ArchiveMember:
    """A file of an archive, by its path in there, and what was read of it."""

    name: str
    text: AttachmentText
