"""A file to its reader, by its format; a reader, and the library it needs, is imported where it is first needed."""

from dataclasses import replace
from importlib import import_module

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText, ReadingBounds
from enrich.extract.attachments.file_format import format_of

# The reader of each format: a module of formats/ with a function `read(content, name, allowance) -> AttachmentText`.
_READERS = {
    "pdf": "pdf",
    "ofd": "ofd",
    "docx": "docx",
    "doc": "doc",
    "xlsx": "sheets",
    "xls": "sheets",
    "ods": "sheets",
    "zip": "archive",
    "rtf": "rtf",
    "txt": "text_file",
    "picture": "scans",
}
# Containers that are known, and are not read.
_CONTAINERS = {
    "damaged-zip": AttachmentText(unread="damaged", format="zip"),
    "damaged-ole": AttachmentText(unread="damaged"),
    "encrypted": AttachmentText(unread="encrypted"),
}
ARCHIVES = ("zip", "rar", "7z", "gzip")


def text_of(content: bytes, name: str, bounds: ReadingBounds) -> AttachmentText:
    """The text of a file, in this process.

    What a library raises of broken files its reader makes a code of; another error, and MemoryError, ends the process that
    reads (`reader_died` to who asked: read.py).
    """
    return text_within(content, name, Allowance(bounds))


def text_within(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The same within what is left of an allowance: a file, or a member of an archive."""
    if not content:
        return AttachmentText(unread="empty")
    kind = format_of(content)
    if kind in _CONTAINERS:
        return _CONTAINERS[kind]
    if kind not in _READERS:
        return AttachmentText(unread="unknown_format", format=kind)
    reader = import_module(f"enrich.extract.attachments.formats.{_READERS[kind]}")
    try:
        text: AttachmentText = reader.read(content, name, allowance)
    except UnreadError as unread:
        return AttachmentText(unread=unread.code, format=kind)
    return replace(text, format=kind)
