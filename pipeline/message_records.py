"""Records about messages themselves: one that could not be handled, and what another program wrote that is no text."""

from datetime import datetime

import msgspec

from pipeline.records import Record


def is_text(value: bytes | None) -> bool:
    """Whether the bytes are UTF-8."""
    try:
        return value is not None and value.decode() is not None
    except UnicodeDecodeError:
        return False


class RawRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Key and headers of a message that some other program wrote and that are no text, as the bytes they are.

    `odd_names` are the headers' names that were no UTF-8, which is written in them as \\xNN.
    """

    key: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    odd_names: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Their bytes."""
        return sum(len(one or b"") for one in (self.key, *(value for _, value in self.headers)))

    def problems(self) -> list[str]:
        """What is no text, and why."""
        named = [("key", self.key), *((f"header {name}", value) for name, value in self.headers)]
        found = [f"{name} is {'null' if value is None else 'no UTF-8'}" for name, value in named if not is_text(value)]
        return [*found, *(f"a header's name, {name}, is no UTF-8" for name in self.odd_names)]


class DeadLetter(Record, frozen=True, kw_only=True):
    """*.dead: a message as it was, with what went wrong at which stage. Times are UTC.

    `value` is empty where the message was too large to be kept in a letter: `tanxun replay` brings it back. `raw` is set
    where its key or a header was no text: `key` and `headers` are then what could be read of them.
    """

    topic: str
    stage: str
    key: str
    value: bytes
    headers: dict[str, str]
    cause: str
    traceback: str
    attempts: int
    first_at: datetime
    last_at: datetime
    raw: RawRecord | None = None
