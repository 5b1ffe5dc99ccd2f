"""One-time links: to make the first chief, and for a new user to choose a password."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from desk.desk_file import DeskFile
from desk.users.sessions import hashed

# As long as a session's id: nobody guesses it.
TOKEN_BYTES = 32
# A day: long enough to pass it on, short enough that a forgotten one opens nothing.
LIFE_SECONDS = 86400


@dataclass(frozen=True)
class OneTimeLink:
    """What a link is for: a password for `user`, or, where that is None, the first chief."""

    user: str | None


class OneTimeLinks:
    """The links in the desk's file."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def make(self, user: str | None, now: datetime) -> str:
        """A new link's token; an earlier one for the same purpose is void."""
        token, second = secrets.token_urlsafe(TOKEN_BYTES), int(now.timestamp())
        with self._file.writing() as db:
            db.execute("DELETE FROM links WHERE user IS ? OR expires <= ?", (user, second))
            db.execute("INSERT INTO links VALUES (?, ?, ?)", (hashed(token), user, second + LIFE_SECONDS))
        return token

    def find(self, token: str, now: datetime) -> OneTimeLink | None:
        """What the link is for; None where it is unknown, used or expired."""
        with self._file.reading() as db:
            row = db.execute(
                "SELECT user FROM links WHERE id = ? AND expires > ?", (hashed(token), int(now.timestamp()))
            ).fetchone()
        return OneTimeLink(row[0]) if row else None

    def use(self, token: str, now: datetime) -> bool:
        """Take the link; True for exactly one caller, however many come at once."""
        with self._file.writing() as db:
            done = db.execute(
                "DELETE FROM links WHERE id = ? AND expires > ?", (hashed(token), int(now.timestamp()))
            ).rowcount
        return done == 1
