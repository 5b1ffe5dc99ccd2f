"""Sessions: a random id in a signed cookie, its SHA-256 in the desk's file."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from desk.desk_file import DeskFile
from desk.users.users import User, user_of
from pipeline.errors import BackendError

# 256 random bits; OWASP asks for 64 at least.
ID_BYTES = 32
# Half a day: an editor's Friday with its pauses; a browser left open over the weekend is out (OWASP: hours, not days).
IDLE_SECONDS = 12 * 3600
# A week: one issue; then the password is asked for again.
LONGEST_SECONDS = 7 * 86400
# A request writes only when the last note is older: a write is a disk's flush.
NOTED_SECONDS = 60


@dataclass(frozen=True)
class Session:
    """A session that is in force, and whose it is. `id` is the secret that the cookie holds."""

    id: str
    user: User


class Sessions:
    """The sessions in the desk's file."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def begin(self, user: User, now: datetime) -> Session:
        """A new session with a new id; those that are over are cleared away."""
        made, second = secrets.token_urlsafe(ID_BYTES), int(now.timestamp())
        with self._file.writing() as db:
            db.execute(
                "DELETE FROM sessions WHERE created <= ? OR seen <= ?",
                (second - LONGEST_SECONDS, second - IDLE_SECONDS),
            )
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (hashed(made), user.name, second, second))
        return Session(made, user)

    def find(self, session_id: str, now: datetime) -> Session | None:
        """The session if it is in force; it is then in force for IDLE_SECONDS more."""
        second = int(now.timestamp())
        with self._file.reading() as db:
            row = db.execute(
                "SELECT name, role, users.created, disabled, password <> '', seen FROM sessions JOIN users ON user = name "
                "WHERE id = ? AND NOT disabled AND sessions.created > ? AND seen > ?",
                (hashed(session_id), second - LONGEST_SECONDS, second - IDLE_SECONDS),
            ).fetchone()
        if row is None:
            return None
        if second - row[5] >= NOTED_SECONDS:
            self._note(session_id, second)
        return Session(session_id, user_of(row[:5]))

    def holds(self, session_id: str, now: datetime) -> bool:
        """Whether the session is in force; asking does not prolong it (an open page asks again and again)."""
        second = int(now.timestamp())
        with self._file.reading() as db:
            row = db.execute(
                "SELECT 1 FROM sessions JOIN users ON user = name "
                "WHERE id = ? AND NOT disabled AND sessions.created > ? AND seen > ?",
                (hashed(session_id), second - LONGEST_SECONDS, second - IDLE_SECONDS),
            ).fetchone()
        return row is not None

    def _note(self, session_id: str, second: int) -> None:
        try:
            with self._file.writing() as db:
                db.execute("UPDATE sessions SET seen = ? WHERE id = ?", (second, hashed(session_id)))
        except BackendError:
            # A full disk must not keep anybody from reading; whoever writes is told.
            return

    def end(self, session_id: str) -> None:
        """Log out here."""
        with self._file.writing() as db:
            db.execute("DELETE FROM sessions WHERE id = ?", (hashed(session_id),))

    def end_all(self, user: str) -> int:
        """Log out everywhere; returns how many sessions that were."""
        with self._file.writing() as db:
            return db.execute("DELETE FROM sessions WHERE user = ?", (user,)).rowcount

    def count(self, now: datetime) -> dict[str, int]:
        """Sessions in force, by user."""
        second = int(now.timestamp())
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT user, count(*) FROM sessions WHERE created > ? AND seen > ? GROUP BY user",
                (second - LONGEST_SECONDS, second - IDLE_SECONDS),
            ).fetchall()
        return dict(rows)


def hashed(secret: str) -> str:
    """What is kept of a secret that is random already: its SHA-256 (a slow hash guards nothing more)."""
    return hashlib.sha256(secret.encode()).hexdigest()
