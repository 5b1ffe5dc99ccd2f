"""Which editions were sent by e-mail: noted before they are, so that a second click sends no second mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from desk.desk_file import DeskFile


@dataclass(frozen=True)
class SentMail:
    """Who had an edition sent, and when (UTC)."""

    who: str
    at: datetime


class Mails:
    """The notes in the desk's file."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def find(self, issue: int, edition: int) -> SentMail | None:
        """Whether, by whom and when an edition was sent."""
        with self._file.reading() as db:
            row = db.execute("SELECT who, at FROM mails WHERE issue = ? AND edition = ?", (issue, edition)).fetchone()
        return SentMail(row[0], datetime.fromtimestamp(row[1], UTC)) if row else None

    @contextmanager
    def sending(self, issue: int, edition: int, who: str, now: datetime, again: bool) -> Iterator[bool]:
        """Note that an edition is being sent, for what is done in the `with`; what raises there takes the note back.

        False where it is noted already, unless it is to be sent `again`.
        """
        with self._file.writing() as db:
            if again:
                db.execute("DELETE FROM mails WHERE issue = ? AND edition = ?", (issue, edition))
            made = db.execute(
                "INSERT OR IGNORE INTO mails VALUES (?, ?, ?, ?)", (issue, edition, who, int(now.timestamp()))
            )
        begun = made.rowcount > 0
        try:
            yield begun
        except Exception:
            if begun:
                with self._file.writing() as db:
                    db.execute("DELETE FROM mails WHERE issue = ? AND edition = ?", (issue, edition))
            raise
