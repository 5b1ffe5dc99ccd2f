"""The format of a file, told by its bytes: names and media types are wrong as often as they are right."""

import io
import re
import zipfile

# The magic bytes of a compound file ([MS-CFB] 2.2). olefile is imported where there is one: a process is started for each file.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
# How far into a file a PDF's header may stand (PDF 1.7, annex H, implementation note 13).
_PDF_HEADER_WITHIN = 1024
_FIRST_BYTES = {
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "rtf",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"\xff\xd8\xff": "picture",
    b"\x89PNG\r\n": "picture",
    b"GIF8": "picture",
    b"BM": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
}
# A part that only this format's packages have.
_PARTS = {
    "ofd.xml": "ofd",
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
# A stream at the top of a compound file that only this format has; a password's comes first.
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_MARKUP = re.compile(
    rb"\s{0,99}(?:<!--(?:(?!-->).){0,4000}+-->\s{0,99}){0,20}+<(?:!doctype\s{1,9}html|html|head|meta|script|table|\?xml)\b",
    re.I | re.S,
)
# Control characters of no text.
_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def format_of(content: bytes) -> str:
    """The format of a file; "" for one that is not known here, "damaged-zip" and "damaged-ole" for broken containers."""
    head = content[:_PDF_HEADER_WITHIN]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return _of_zip(content)
    if head.startswith(_COMPOUND):
        return _of_compound_file(content)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    for first, name in _FIRST_BYTES.items():
        if head.startswith(first):
            return name
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    is_text = head[:2] in {b"\xff\xfe", b"\xfe\xff"} or not _NO_TEXT.search(head)
    return "txt" if is_text else ""


def _of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower().lstrip("/") for name in archive.namelist()]
            for part, kind in _PARTS.items():
                if part in names:
                    return kind
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as file:
                    return _OPEN_DOCUMENT.get(file.read(100).decode("ascii", "replace").rpartition(".")[2], "zip")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError):
        return "damaged-zip"
    return "zip"


def _of_compound_file(content: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(content) as file:
            top = {path[0].lower() for path in file.listdir() if len(path) == 1}
    except (OSError, IndexError, ValueError):
        return "damaged-ole"
    return next((kind for stream, kind in _STREAMS.items() if stream.lower() in top), "ole")


def records_of(content: bytes) -> bytes:
    """The stream of an Excel 97 file's records; b"" where there is none."""
    import olefile

    try:
        with olefile.OleFileIO(content) as file:
            return next((file.openstream(name).read() for name in ("Workbook", "Book") if file.exists(name)), b"")
    except (OSError, IndexError, ValueError):
        return b""
