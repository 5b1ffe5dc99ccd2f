"""The press: what prints an issue and mails it, handed to the desk by its wiring and loaded when it is first used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bulletin.issue import Edition, IssueReading, Printer, edition_of_reading
from bulletin.render.smtp import Refused
from desk.http.made_once import MadeOnce

# A preview is a megabyte or two.
PREVIEWS = 4


@dataclass(frozen=True)
class Press:
    """An edition's documents by file name, its PDF alone; each takes a second or so.

    `mail` sends an e-mail to the readers, None where no mail server is set.
    """

    documents: Printer
    pdf: Callable[[Edition], bytes]
    mail: Callable[[bytes], Sequence[Refused]] | None = None
    _previews: MadeOnce[bytes] = field(default_factory=lambda: MadeOnce(PREVIEWS))

    def preview(self, reading: IssueReading, at: datetime) -> bytes:
        """The PDF of an issue as it would be published now; made once a version and day."""
        shown = edition_of_reading(reading, len(reading.issue.editions) + 1, at, "")
        return self._previews.get((shown.number, reading.version, at.date()), lambda: self.pdf(shown))
