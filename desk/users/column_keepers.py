"""Who looks after which column: of the desk, not of an issue, since it is the same from week to week."""

from collections.abc import Mapping, Sequence

from desk.desk_file import DeskFile

Keepers = Mapping[str, Sequence[str]]


class ColumnKeepers:
    """The names by column in the desk's file; a user who is deleted leaves it."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def all(self) -> Keepers:
        """Those who may come in and edit, by column and by name; a column that nobody looks after is not in it."""
        with self._file.reading() as db:
            rows = db.execute(
                """SELECT column_name, user FROM column_keepers JOIN users ON users.name = user
                WHERE NOT disabled AND role IN ('editor', 'chief') ORDER BY column_name, user"""
            ).fetchall()
        found = dict[str, list[str]]()
        for column, name in rows:
            found.setdefault(column, []).append(name)
        return found

    def set_all(self, keepers: Keepers) -> None:
        """Who looks after each column from now on; a name that is no user's (any more) is passed over."""
        with self._file.writing() as db:
            db.execute("DELETE FROM column_keepers")
            for column, names in keepers.items():
                for name in names:
                    db.execute(
                        "INSERT OR IGNORE INTO column_keepers SELECT ?, name FROM users WHERE name = ?", (column, name)
                    )
