"""A window filtered: each article once, what is fit to print, and why the rest is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bulletin.drafting.candidates import Candidate
from bulletin.drafting.duplicates import groups
from bulletin.drafting.earlier_issues import DraftWeek, past
from index.store import Stored
from pipeline.records import Reason


class Miss(IntEnum):
    """How near an article came to be printed, nearest first; up to NEAR it may be an alternate for the editor.

    FARTHER: below the threshold or not sure, and no alternate: nearer to what is off-topic, or one more of a kind.
    """

    CROWDED = 0
    UNSURE = 1
    UNDATED = 2
    NEAR = 3
    FARTHER = 4
    ELSEWHEN = 5
    PRINTED = 6
    COPY = 7
    UNFIT = 8
    SET_ASIDE = 9


@dataclass(frozen=True)
class Missed:
    """An article that is not printed, how near it came, and why."""

    miss: Miss
    stored: Stored
    why: Reason

    @property
    def order(self) -> tuple[Miss, float, str]:
        """What is left out is sorted by it: how near, then the relevance (the highest first), then the id."""
        return self.miss, -self.stored.enriched.relevance, self.stored.id


def filtered(articles: Sequence[Stored], week: DraftWeek) -> tuple[list[Candidate], list[Missed]]:
    """The window's articles (in any order) as candidates, one a group, and what is not fit to print."""
    inside = {stored.id for stored in articles}
    outside = [stored for stored in week.known.earlier if stored.id not in inside]
    candidates: list[Candidate] = []
    left: list[Missed] = []
    for group in groups([*articles, *outside]):
        window = [stored for stored in group if stored.id in inside]
        gone = past(group, window[0].id if window else "", week)
        shown = [stored for stored in group if stored in window or stored in gone.again]
        if not shown:
            continue
        verdict = _unfit(shown[0], week) or ((Miss.PRINTED, gone.why) if gone.why else None)
        wanted = [stored for stored in shown if stored in gone.again] or shown
        usable = [stored for stored in wanted if stored in gone.again or _unprintable(stored, week) is None]
        if verdict is None and not usable:
            verdict = _unprintable(wanted[0], week)
        if verdict is not None:
            left += missed(shown, *verdict)
        else:
            best = usable[0]
            candidates.append(Candidate((best, *(stored for stored in shown if stored is not best)), gone.issues))
    return candidates, left


def missed(printings: Sequence[Stored], miss: Miss, reason: Reason) -> list[Missed]:
    """A group's printings as left out: the best with the reason, the others as its copies."""
    head, *others = printings
    copies = Reason("copy_of_left_out", {"title": head.enriched.article.title})
    behind = Miss.COPY if miss <= Miss.NEAR else miss
    return [Missed(miss, head, reason), *(Missed(behind, other, copies) for other in others)]


def _unfit(stored: Stored, week: DraftWeek) -> tuple[Miss, Reason] | None:
    relevance, column = stored.enriched.relevance, stored.enriched.column
    if stored.enriched.set_aside:
        return Miss.SET_ASIDE, Reason("off_topic_by_words", {"relevance": relevance})
    if relevance < week.rules.relevance:
        miss = Miss.NEAR if relevance >= week.rules.near else Miss.UNFIT
        return miss, Reason("below_threshold", {"relevance": relevance, "threshold": week.rules.relevance})
    known = [one.name for one in week.rules.columns]
    return None if column in known else (Miss.UNDATED, Reason("unknown_column", {"column": column}))


def _unprintable(stored: Stored, week: DraftWeek) -> tuple[Miss, Reason] | None:
    title, published = stored.enriched.article.title, stored.enriched.article.published
    if not title:
        return Miss.UNDATED, Reason("untitled")
    if published is None:
        return Miss.UNDATED, Reason("undated")
    if published > week.until:
        return Miss.ELSEWHEN, Reason("after_the_window", {"published": published.isoformat()})
    oldest = week.rules.oldest_day(week.since, stored.enriched.column)
    if published < oldest:
        days = (week.since - oldest).days
        return Miss.ELSEWHEN, Reason("long_before_the_window", {"published": published.isoformat(), "days": days})
    return None if stored.enriched.article.blocks else (Miss.UNDATED, Reason("headline_only"))
