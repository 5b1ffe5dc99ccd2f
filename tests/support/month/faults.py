"""What goes wrong at a publisher, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

# reset: the connection is closed without an answer. broken: status 500. half: the lists answer, articles are 500.
# busy: 429 or 503 with Retry-After, from the third request on. slow: a tenth of a second an answer.
FaultKind = Literal["reset", "broken", "half", "busy", "slow"]


@dataclass(frozen=True)
class HostFault:
    """A time in which a host misbehaves. `status` and `as_date` say how a busy one says so."""

    kind: FaultKind
    begins: datetime
    lasts: timedelta
    status: int = 429
    as_date: bool = False

    @property
    def ends(self) -> datetime:
        return self.begins + self.lasts

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


@dataclass(frozen=True)
class Traits:
    """How a publisher's server is at all times.

    `etag`: it answers 304 where nothing changed. `forever`: it answers 304 to every conditional request, whatever changed.
    `fickle`: every answer has another clock, counter and tag. `session`: links carry a session's number, another in each answer.
    `soft`: what is gone is said with status 200. `endless`: past the last list page comes the last one again. `pinned`: the
    oldest article stands at the head of the list. `robots`: whether there is a robots.txt.
    """

    etag: bool = False
    forever: bool = False
    fickle: bool = False
    session: bool = False
    soft: bool = False
    endless: bool = False
    pinned: bool = False
    robots: bool = True
