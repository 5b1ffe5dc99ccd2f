"""Where a page lies in the files: they are named by content, so the desk keeps a list by page as it reads them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from threading import Lock

import msgspec

from desk.desk_file import DeskFile
from index.files import Files
from pipeline.records import Article, Page, SchemaError, decode

# Pages noted in one transaction: a flush of the disk each.
BATCH = 200


class _Head(msgspec.Struct):
    """Of a page record, what says whose it is; the rest is skipped while decoding."""

    id: str
    fetched_at: datetime


class PageFiles:
    """Finds pages as fetched; every file is read once to learn what it is, and noted in the desk's own file."""

    def __init__(self, file: DeskFile, files: Files) -> None:
        self._file, self._files = file, files
        self._reading = Lock()

    def page_of(self, article: Article) -> Page | None:
        """The page that the article was extracted from, else the newest of its id; None where none is kept."""
        digest = self._find(article, exact=True)
        if digest is None:
            self._read_on()
            digest = self._find(article, exact=True) or self._find(article, exact=False)
        if digest is None:
            return None
        try:
            return decode(Page, self._files.get("pages", digest))
        except (KeyError, SchemaError):
            return None

    def _find(self, article: Article, exact: bool) -> str | None:
        same = "AND fetched = ?" if exact else ""
        values = (article.id, article.fetched_at.isoformat()) if exact else (article.id,)
        with self._file.reading() as db:
            row = db.execute(
                f"SELECT digest FROM page_files WHERE page = ? {same} ORDER BY fetched DESC, digest", values
            ).fetchone()
        return str(row[0]) if row else None

    def _read_on(self) -> None:
        """Note the files that came since; whoever comes meanwhile waits and finds them noted."""
        with self._reading:
            with self._file.reading() as db:
                known = {row[0] for row in db.execute("SELECT digest FROM page_files")}
            new = self._new(known)
            while rows := list(islice(new, BATCH)):
                with self._file.writing() as db:
                    db.executemany("INSERT OR IGNORE INTO page_files VALUES (?, ?, ?)", rows)

    def _new(self, known: set[str]) -> Iterator[tuple[str, str, str]]:
        for digest in self._files.digests("pages"):
            if digest not in known:
                try:
                    head = msgspec.json.decode(self._files.get("pages", digest), type=_Head)
                except (KeyError, msgspec.MsgspecError):
                    continue
                yield digest, head.id, head.fetched_at.isoformat()
