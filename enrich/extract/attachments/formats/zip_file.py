"""A zip file's members within an allowance: archives, and the formats that are one (OFD, Word, Excel)."""

import io
import zipfile
import zlib

from lxml import etree

from enrich.extract.attachments.allowance import Allowance, UnreadError

_ENCRYPTED = 0x1
_UTF_8 = 0x800


def opened(content: bytes) -> zipfile.ZipFile:
    """The zip file; raises UnreadError where it is none."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadError("damaged") from error


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance) -> bytes:
    """A member's bytes, never more than it announces.

    Raises UnreadError for one with a password, one that is broken, and one for which the allowance has not the room.
    """
    if info.flag_bits & _ENCRYPTED:
        raise UnreadError("encrypted")
    allowance.unpack(info.file_size)
    try:
        with archive.open(info) as file:
            return file.read(info.file_size)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise UnreadError("damaged") from error


def part(archive: zipfile.ZipFile, path: str, allowance: Allowance) -> bytes:
    """The bytes of a part of a document, by its path as written in there; b"" where it is missing."""
    wanted = path.lstrip("/").replace("\\", "/").lower()
    for info in archive.infolist():
        if info.filename.replace("\\", "/").lower() == wanted:
            return member(archive, info, allowance)
    return b""


def tree(xml: bytes) -> etree._Element | None:
    """A part's XML; None of a missing one. Raises UnreadError where it is broken, MemoryError where it is too much."""
    if not xml:
        return None
    # Entities stay as they are: no document declares any.
    safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, safe)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UnreadError("damaged") from error


def printed_name(info: zipfile.ZipInfo) -> str:
    """A member's path; of one written in China's code page, which zip does not announce, as it was meant."""
    if info.flag_bits & _UTF_8:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
