"""What a page says of what was just asked for: what was done, what went wrong, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """The line at the head of a page: `said` is what went wrong (`status` the answer's then), `done` what was done."""

    status: int = 200
    said: str = ""
    done: str = ""


NO_NOTICE = Notice()


@dataclass(frozen=True)
class Fault:
    """What happened, and what to do; `detail` is the technical line for whoever mends it."""

    status: int
    title: str
    advice: str
    detail: str = ""
