"""What the bytes of a picture or an attachment are, by their own marks; names and headers are only claims."""

import io
import zipfile
from urllib.parse import urlsplit

from PIL import Image, UnidentifiedImageError

from pipeline.records import Reason

# A phone's best camera has 50 million pixels; a page's picture with more is a decompression bomb.
MAX_PIXELS = 50_000_000
_TOO_MANY_PIXELS = Reason("picture_too_large", {"megapixels": MAX_PIXELS // 1_000_000})

_IMAGES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_TYPES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "dps": "application/vnd.ms-powerpoint",
}
# A member of the zip file that tells what it is.
_ZIP_TYPES = {
    "word/": f"{_OFFICE}.wordprocessingml.document",
    "xl/": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}.presentationml.presentation",
    "OFD.xml": "application/ofd",
}


class Unwanted(Exception):
    """These bytes are not kept, and why."""

    def __init__(self, problem: Reason) -> None:
        super().__init__(problem.code)
        self.problem = problem


def image_type(content: bytes) -> str:
    """The media type of a picture (JPEG, PNG, GIF, WebP, BMP); raises Unwanted.

    SVG is refused: it may hold scripts. A picture of more than MAX_PIXELS is refused by its header, undecoded.
    """
    try:
        with Image.open(io.BytesIO(content), formats=list(_IMAGES)) as picture:
            width, height = picture.size
            kind = picture.format
            if width * height <= MAX_PIXELS:
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Unwanted(_TOO_MANY_PIXELS) from problem
    except UnidentifiedImageError as problem:
        raise Unwanted(_other(content)) from problem
    except (OSError, ValueError, SyntaxError, EOFError) as problem:  # what Pillow raises for broken pictures
        raise Unwanted(Reason("picture_broken")) from problem
    if width * height > MAX_PIXELS:
        raise Unwanted(_TOO_MANY_PIXELS)
    return _IMAGES[str(kind)]


def document_type(content: bytes, url: str) -> str:
    """The media type of a document (PDF, Office, WPS, OFD, RTF) or archive (ZIP, RAR); raises Unwanted."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(_OLE):
        suffix = urlsplit(url).path.rpartition(".")[2].lower()
        return _OLE_TYPES.get(suffix, "application/x-ole-storage")
    if content.startswith((b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00")):
        return "application/vnd.rar"
    if content.startswith(b"{\\rtf"):
        return "application/rtf"
    if content.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    raise Unwanted(_other(content))


def _zip_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise Unwanted(Reason("attachment_broken")) from problem
    marks = (kind for mark, kind in _ZIP_TYPES.items() if any(name.startswith(mark) for name in names))
    return next(marks, "application/zip")


def _other(content: bytes) -> Reason:
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return Reason("media_is_a_page")
    if b"<svg" in start:
        return Reason("media_is_svg")
    return Reason("media_other_type") if content else Reason("media_empty")
