"""What the store knows beside a window's articles, and what earlier issues mean for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bulletin.drafting.rules import Rules
from index.published import PublishedItem
from index.store import Stored
from pipeline.records import Reason, Value
from pipeline.time_zone import local_day


@dataclass(frozen=True)
class StoredKnowledge:
    """By article id, for what may be drafted.

    `earlier` are articles outside the window: other printings, and what issues printed that its source changed since.
    `changed` is when (UTC) the text that stands was first seen, where it is not the first; `printed` the places in
    published issues; `vectors` as in the store.
    """

    earlier: Sequence[Stored] = ()
    changed: Mapping[str, datetime] = field(default_factory=dict)
    printed: Mapping[str, Sequence[PublishedItem]] = field(default_factory=dict)
    vectors: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftWeek:
    """The issue to draft: its number, its first and last day (Asia/Shanghai), the rules, and what is known."""

    number: int
    since: date
    until: date
    rules: Rules
    known: StoredKnowledge


@dataclass(frozen=True)
class Past:
    """What earlier issues mean for a group: which printed it, what of it may come `again`, why it stays out (if it does)."""

    issues: tuple[int, ...] = ()
    again: tuple[Stored, ...] = ()
    why: Reason | None = None


def past(group: Sequence[Stored], head: str, week: DraftWeek) -> Past:
    """A group that an earlier issue printed stays out, unless the source of what was printed changed it in this window.

    Whatever printing it was, and wherever it lies: a pair with a printed article is enough. What was withdrawn, from
    whichever issue, never comes back by itself; a tombstone beside another printing of the group in the same issue only
    says that the one took the other's place. The issue's own number is not earlier. `head` is the article that the
    reason is for.
    """
    places = [place for name in _names(group) for place in week.known.printed.get(name, ())]
    standing = {place.issue for place in places if not place.withdrawn}
    taken = [place for place in places if place.withdrawn and place.issue not in standing]
    if taken:
        return Past(why=Reason("withdrawn_before", {"issue": taken[0].issue}))
    printed = [place for place in places if place.issue < week.number and not place.withdrawn]
    before = sorted(printed, key=lambda place: (place.issue, place.id))
    if not before:
        return Past()
    issues = tuple(sorted({place.issue for place in before}))
    again = tuple(stored for stored in group if _is_changed(stored, before, week))
    last = before[-1]
    copy: dict[str, Value] = {} if last.id == head else {"copy": last.title}
    return Past(issues, again, None if again else Reason("printed_before", {"issue": last.issue, **copy}))


def _names(group: Sequence[Stored]) -> list[str]:
    """The group's ids, and those of its pairs whose own text is as it was compared."""
    pairs = [(stored.enriched.article.text_hash, pair) for stored in group for pair in stored.enriched.duplicates]
    return sorted({stored.id for stored in group} | {pair.other for text, pair in pairs if pair.own_hash == text})


def _is_changed(stored: Stored, before: Sequence[PublishedItem], week: DraftWeek) -> bool:
    """Whether its text is another than was last printed, and came within the window."""
    prints = [place.text_hash for place in before if place.id == stored.id]
    moment = week.known.changed.get(stored.id)
    if not prints or moment is None or prints[-1] in ("", stored.enriched.article.text_hash):
        return False
    return week.since <= local_day(moment) <= week.until
