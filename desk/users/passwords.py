"""Passwords: argon2id with the library's current parameters; few at a time, because each takes 64 MiB."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.errors import SettingError

# OWASP ASVS 5.0, 6.2.1, asks for 8 at least; an editors' page on the open web asks for two more.
SHORTEST = 10
# Longer ones only cost time (ASVS 6.2.9: at least 64 must be possible).
LONGEST = 500

_hasher = PasswordHasher()
# argon2-cffi's defaults (RFC 9106, low memory): 64 MiB and four lanes each; forty threads at once would take 2.5 GiB.
_turns = BoundedSemaphore(2)


def check_form(password: str, name: str, again: str | None = None) -> None:
    """Raises SettingError, in Chinese, for a password that is too short, too long, the name, or not `again` the same."""
    if again is not None and again != password:
        raise SettingError("两次输入的密码不一样")
    if len(password) < SHORTEST:
        raise SettingError(f"密码太短：至少 {SHORTEST} 个字符，一句好记的话最好")
    if len(password) > LONGEST:
        raise SettingError(f"密码太长：最多 {LONGEST} 个字符")
    if password.strip().casefold() == name.casefold() or len(set(password)) < 3:
        raise SettingError("密码太容易猜到：不要用自己的名字，也不要重复同一个字符")


def hashed(password: str) -> str:
    """The hash to keep, its parameters included."""
    with _turns:
        return _hasher.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether the password is the one; takes the same time where `kept` is "" (no such user, no password yet)."""
    with _turns:
        try:
            return _hasher.verify(kept or _nobody(), password[:LONGEST]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the library's parameters have changed since: the password is to be hashed anew."""
    return _hasher.check_needs_rehash(kept)


def _nobody() -> str:
    """A hash that no password has: made once, with today's parameters, so that an unknown name takes as long."""
    if not _nobodys:
        import secrets

        _nobodys.append(_hasher.hash(secrets.token_urlsafe(32)))
    return _nobodys[0]


_nobodys: list[str] = []
