"""The format of a file, told by its bytes, and its reader; each reader is imported where it is first needed."""

from importlib import import_module

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText, ReadingBounds

# How far into a file a PDF's header may stand (PDF 1.7, annex H, implementation note 13).
_PDF_HEADER_WITHIN = 1024
# The reader of each format: a module of this package with a function `read(content, name, allowance) -> AttachmentText`.
_READERS = {"pdf": "pdf"}


def text_of(content: bytes, name: str, bounds: ReadingBounds) -> AttachmentText:
    """The text of a file, in this process; MemoryError is the only error that leaves it."""
    return text_within(content, name, Allowance(bounds))


def text_within(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The same within what is left of an allowance: a file, or a member of an archive."""
    if not content:
        return AttachmentText(unread="empty")
    kind = format_of(content)
    if kind not in _READERS:
        return AttachmentText(unread="unknown_format", format=kind)
    reader = import_module(f"enrich.extract.attachments.{_READERS[kind]}")
    try:
        text: AttachmentText = reader.read(content, name, allowance)
    except UnreadError as unread:
        return AttachmentText(unread=unread.code, format=kind)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - libraries let the errors of broken files through as they come
        return AttachmentText(unread="damaged", format=kind)
    return text


def format_of(content: bytes) -> str:
    """The format by its first bytes; "" for one that is not known here."""
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return "pdf"
    return ""
