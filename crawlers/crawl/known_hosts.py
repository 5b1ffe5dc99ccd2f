"""What is known of hosts while sources are crawled side by side: which rest, and what their robots.txt says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from index.crawl_state import RobotsFile, SourceState, source_as_of

# A robots.txt is not used longer than so (RFC 9309, 2.4).
ROBOTS_LAST = timedelta(hours=24)
# Characters. Larger ones, a hundredth of all, would weigh on every source's state: they are asked for at each visit.
LARGEST_KEPT = 64_000


@dataclass
class KnownHosts:
    """Shared by the crawls of a process, since several publishers may lie on one host. Moments are UTC.

    `rests` and `robots` are by host as in SourceState, whichever source met the host.
    """

    rests: dict[str, datetime] = field(default_factory=dict)
    robots: dict[str, RobotsFile] = field(default_factory=dict)

    @classmethod
    def of(cls, states: Iterable[SourceState], now: datetime) -> Self:
        """What the crawls before knew, as it counts now."""
        known = cls()
        for state in (source_as_of(one, now) for one in states):
            for host, until in state.rests.items():
                known.rest(host, until)
            for netloc, file in state.robots.items():
                if netloc not in known.robots or file.asked_at > known.robots[netloc].asked_at:
                    known.robots[netloc] = file
        return known

    def rest(self, host: str, until: datetime) -> None:
        """A host is to be left alone; of two moments the later counts."""
        self.rests[host] = max(until, self.rests.get(host, until))

    def robots_at(self, netloc: str, moment: datetime) -> RobotsFile | None:
        """A host's robots.txt, None where it must be asked for."""
        file = self.robots.get(netloc)
        return file if file is not None and moment - file.asked_at < ROBOTS_LAST else None
