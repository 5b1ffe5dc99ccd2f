"""Writes into an entry's file the day on which its source was last asked live and came out right."""

import os
import re
import tempfile
from datetime import date
from pathlib import Path

from crawlers.catalogue.catalogue import read_entry

_VERIFIED = re.compile(r"^verified[ \t]*=.*$", re.MULTILINE)
_FIRST_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LAST_KEY = re.compile(r"\n{0,99}(?:#[^\n]{0,500}\n){0,99}\Z")


def with_verified(text: str, day: date) -> str:
    """The entry's text with that day; all else, comments too, stays as it is."""
    line = f"verified = {day.isoformat()}"
    table = _FIRST_TABLE.search(text)
    head, rest = (text[: table.start()], text[table.start() :]) if table else (text, "")
    if _VERIFIED.search(head):
        return _VERIFIED.sub(line, head, count=1) + rest
    # After the last key, before the empty line and the comments that stand over the first table.
    end = _LAST_KEY.search(head)
    before, after = (head[: end.start()], head[end.start() :]) if end else (head, "")
    return f"{before}\n{line}{after or chr(10)}{rest}"


def write_verified(file: Path, day: date) -> None:
    """Write the day into an entry's file, whole or not at all.

    Raises OSError where it cannot be written, CatalogueError where the text would be no entry any more.
    """
    text = with_verified(file.read_text(encoding="utf-8"), day)
    read_entry(file, text)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        new.chmod(file.stat().st_mode)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
