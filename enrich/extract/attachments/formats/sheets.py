"""The tables of Excel files (.xlsx, .xlsm, .xlsb, .xls, .et) and of ODS; the only module that imports python_calamine."""

import io
import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.file_format import records_of
from enrich.extract.attachments.formats.zip_file import opened
from enrich.extract.lines import squeeze
from pipeline.records import Block

_FILE_PASS = 0x002F
# A table is given over in pieces of so many rows, so that a register of a million ends where the characters do.
_PIECE = 200


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """A table for each visible sheet, under the sheet's name where there are several; `pages` counts those sheets.

    Raises UnreadError where the file has a password, is broken or has no filled cell.
    """
    del name
    if content.startswith(b"PK"):
        allowance.unpack(sum(info.file_size for info in opened(content).infolist()))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise UnreadError("encrypted") from error
    except CalamineError as error:
        raise UnreadError("encrypted" if _has_password(content) else "damaged") from error
    sheets = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    try:
        blocks = allowance.blocks(_blocks(book, sheets, allowance))
    except CalamineError as error:
        # A sheet is parsed when it is asked for.
        raise UnreadError("damaged") from error
    if not blocks:
        raise UnreadError("nothing_inside")
    return AttachmentText(blocks=blocks, pages=len(sheets), cut=allowance.cut)


def _has_password(content: bytes) -> bool:
    """Whether the records of an Excel 97 file are encrypted: FilePass stands at most one behind the first ([MS-XLS] 2.1.7.20.3)."""
    stream = records_of(content)
    at = 0
    for _ in range(3):
        kind, length = struct.unpack_from("<HH", stream, at) if len(stream) >= at + 4 else (0, 0)
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False


def _blocks(book: CalamineWorkbook, sheets: list[str], allowance: Allowance) -> Iterator[Block]:
    for name in sheets:
        if not allowance.another_page():
            return
        # Empty rows and columns at the edges are not there.
        rows: list[tuple[str, ...]] = []
        heading = [Block(kind="heading", text=squeeze(name))] if len(sheets) > 1 else []
        for values in book.get_sheet_by_name(name).iter_rows():
            cells = tuple(_printed(value) for value in values)
            filled = [cell for cell in cells if cell]
            if len(filled) == 1 and not rows:
                heading.append(Block(kind="paragraph", text=filled[0]))
            elif filled:
                rows.append(cells)
            if len(rows) == _PIECE:
                yield from (*heading, Block(kind="table", rows=tuple(rows)))
                rows, heading = [], []
        if rows:
            yield from (*heading, Block(kind="table", rows=tuple(rows)))
        elif len(heading) > (len(sheets) > 1):
            yield from heading


def _printed(value: object) -> str:
    """A cell as it is read: whole numbers without a point, sums without the tail of binary fractions, ISO dates."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return squeeze(str(value))
