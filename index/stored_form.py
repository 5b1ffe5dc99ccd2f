"""What every backend does alike: records and versions as they are kept, windows of days as moments."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from index.crawl_state import PageState
from pipeline.clocks import AHEAD
from pipeline.encoding import decode
from pipeline.records import EnrichedArticle, Record

S = TypeVar("S", bound=msgspec.Struct)

# Kinds of which an older version never undoes a newer one; of revisions the earliest counts.
VERSIONED = ("articles", "fingerprints", "quotes")


def read_record(form: type[S], value: str | bytes) -> S:
    """A record as a backend keeps it: JSON; one with an older schema is brought to the current one."""
    if issubclass(form, Record):
        return decode(form, value.encode() if isinstance(value, str) else value)
    return msgspec.json.decode(value, type=form)


def earliest(before: PageState | None, state: PageState) -> PageState:
    """The state with the earlier `first_seen`; an address that never gave a page was not seen."""
    if before is None or not before.digest:
        return state
    return msgspec.structs.replace(state, first_seen=min(state.first_seen, before.first_seen))


def version_of(enriched: EnrichedArticle) -> int:
    """An article's version: when its page was fetched, in milliseconds."""
    return int(enriched.article.fetched_at.timestamp() * 1000)


def moment_text(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def latest_version(now: datetime) -> int:
    """The highest version, in milliseconds, that can be by now; a higher one was given by a clock that was wrong."""
    return int((now + AHEAD).timestamp() * 1000)


def without_vector(enriched: EnrichedArticle) -> EnrichedArticle:
    """The record without its vector, as kept and listed."""
    return msgspec.structs.replace(enriched, vector=b"")


def bounds(since: date, until: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of a window of days, and the first after it, in UTC."""
    local = ZoneInfo(zone)
    start = datetime.combine(since, time(), local)
    return start.astimezone(UTC), datetime.combine(until + timedelta(days=1), time(), local).astimezone(UTC)
