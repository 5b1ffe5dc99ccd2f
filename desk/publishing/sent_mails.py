"""Which editions were sent by e-mail: noted before they are, so that a second click sends no second mail."""

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

    def begin(self, issue: int, edition: int, who: str, now: datetime) -> bool:
        """Note that an edition is being sent; False where it is noted already."""
        with self._file.writing() as db:
            made = db.execute(
                "INSERT OR IGNORE INTO mails VALUES (?, ?, ?, ?)", (issue, edition, who, int(now.timestamp()))
            )
            return made.rowcount > 0

    def failed(self, issue: int, edition: int) -> None:
        """It was not sent after all, or is to be sent again."""
        with self._file.writing() as db:
            db.execute("DELETE FROM mails WHERE issue = ? AND edition = ?", (issue, edition))
