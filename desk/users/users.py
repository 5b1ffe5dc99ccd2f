"""The desk's users: a name, a password, a role."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Literal, get_args

from desk.desk_file import DeskFile
from desk.users import passwords
from pipeline.errors import SettingError

Role = Literal["reader", "editor", "chief", "operator"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {"reader": "读者", "editor": "编辑", "chief": "主编", "operator": "运维"}
# A name stands beside every change in the history: it must fit a line.
LONGEST_NAME = 40
# Writes the operations that no person makes (tanxun.schedule.draft.ASSEMBLER).
RESERVED = ("tanxun",)


@dataclass(frozen=True)
class User:
    """A person; `disabled` ones keep their name in the history but may not come in. `ready`: has a password."""

    name: str
    role: Role
    created: datetime
    disabled: bool = False
    ready: bool = True


class Users:
    """The users in the desk's file. Names are compared after Unicode's NFKC."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def add(self, name: str, password: str | None, role: str, now: datetime) -> User:
        """A new user; without a password nobody comes in until a one-time link sets it. Raises SettingError."""
        name, role = clean_name(name), role_of(role)
        if password is not None:
            passwords.check_form(password, name)
        kept = passwords.hashed(password) if password is not None else ""
        with self._file.writing() as db:
            _check_free(db, name)
            db.execute("INSERT INTO users VALUES (?, ?, ?, ?, 0)", (name, kept, role, int(now.timestamp())))
        return User(name, role, now, ready=bool(kept))

    def check_free(self, name: str) -> None:
        """Raises SettingError where the name is somebody's already."""
        with self._file.reading() as db:
            _check_free(db, _normal(name))

    def get(self, name: str) -> User | None:
        """The user of that name."""
        with self._file.reading() as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM users WHERE name = ?", (_normal(name),)).fetchone()
        return user_of(row) if row else None

    def all(self) -> list[User]:
        """Everybody, by name."""
        with self._file.reading() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM users ORDER BY name").fetchall()
        return [user_of(row) for row in rows]

    def verify(self, name: str, password: str) -> User | None:
        """The user if the password is right and they may come in; takes as long for a name that does not exist."""
        name = _normal(name)
        with self._file.reading() as db:
            row = db.execute("SELECT password FROM users WHERE name = ?", (name,)).fetchone()
        kept = row[0] if row else ""
        if not passwords.matches(kept, password):
            return None
        if passwords.is_outdated(kept):
            self._keep_password(name, passwords.hashed(password))
        user = self.get(name)
        return user if user and not user.disabled else None

    def set_password(self, name: str, password: str) -> None:
        """A new password; every session of the user ends. Raises SettingError."""
        user = self.known(name)
        passwords.check_form(password, user.name)
        self._keep_password(user.name, passwords.hashed(password))
        with self._file.writing() as db:
            db.execute("DELETE FROM sessions WHERE user = ?", (user.name,))

    def set_role(self, name: str, role: str) -> None:
        """Another role, from the next request on. Raises SettingError where no chief would be left."""
        user, wanted = self.known(name), role_of(role)
        if wanted != "chief":
            self._keep_a_chief(user)
        with self._file.writing() as db:
            db.execute("UPDATE users SET role = ? WHERE name = ?", (wanted, user.name))

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Shut a user out (their sessions end), or let them in again. Raises SettingError for the last chief."""
        user = self.known(name)
        if disabled:
            self._keep_a_chief(user)
        with self._file.writing() as db:
            db.execute("UPDATE users SET disabled = ? WHERE name = ?", (int(disabled), user.name))
            db.execute("DELETE FROM sessions WHERE user = ?", (user.name,))

    def remove(self, name: str) -> None:
        """Delete the account and its sessions; what the user did stays in the history under the name."""
        user = self.known(name)
        self._keep_a_chief(user)
        with self._file.writing() as db:
            db.execute("DELETE FROM users WHERE name = ?", (user.name,))
            db.execute("DELETE FROM links WHERE user = ?", (user.name,))

    def has_chief(self) -> bool:
        """Whether somebody can make users."""
        return any(user.role == "chief" and user.ready and not user.disabled for user in self.all())

    def _keep_password(self, name: str, kept: str) -> None:
        with self._file.writing() as db:
            db.execute("UPDATE users SET password = ? WHERE name = ?", (kept, name))

    def known(self, name: str) -> User:
        """The user of that name; raises SettingError where there is none."""
        user = self.get(name)
        if user is None:
            raise SettingError(f"没有用户「{name}」；tanxun user list 列出所有用户")
        return user

    def _keep_a_chief(self, user: User) -> None:
        others = [one for one in self.all() if one.role == "chief" and not one.disabled and one.name != user.name]
        if user.role == "chief" and not user.disabled and not others:
            raise SettingError(f"「{user.name}」是唯一的主编；请先让另一位用户成为主编")


_COLUMNS = "name, role, created, disabled, password <> ''"


def user_of(row: tuple[str, Role, int, int, int]) -> User:
    """A row of users: name, role, created, disabled, whether there is a password."""
    name, role, created, disabled, ready = row
    return User(name, role, datetime.fromtimestamp(created, UTC), bool(disabled), bool(ready))


def clean_name(name: str) -> str:
    """The name as kept. Raises SettingError for an empty, too long, reserved or unprintable one."""
    name = _normal(name)
    if not name or len(name) > LONGEST_NAME:
        raise SettingError(f"用户名要有 1 到 {LONGEST_NAME} 个字符")
    if not name.isprintable() or any(unicodedata.category(sign) == "Cf" for sign in name):
        raise SettingError("用户名里有看不见的字符，请去掉")
    if name.casefold() in RESERVED:
        raise SettingError(f"「{name}」留给系统自己，请换一个名字")
    return name


def _check_free(db: Connection, name: str) -> None:
    if db.execute("SELECT 1 FROM users WHERE name = ?", (name,)).fetchone():
        raise SettingError(f"用户「{name}」已存在，请换一个名字")


def role_of(text: str) -> Role:
    """A role by its name; raises SettingError."""
    for role in ROLES:
        if text == role:
            return role
    raise SettingError(f"没有角色 {text!r}；可选：{', '.join(ROLES)}")


def _normal(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split())
