"""Sift a window: each article once, what is fit to print, and why the rest is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from bulletin.drafting.candidates import Candidate
from bulletin.drafting.duplicates import groups
from bulletin.drafting.earlier_issues import DraftWeek, Past, past
from bulletin.drafting.items import left_out_of
from bulletin.issue import LeftOut
from index.store import Stored


class Miss(IntEnum):
    """How near an article came to be printed, nearest first; up to NEAR it is an alternate for the editor."""

    CROWDED = 0
    UNDATED = 1
    NEAR = 2
    ELSEWHEN = 3
    PRINTED = 4
    COPY = 5
    UNFIT = 6
    SET_ASIDE = 7


@dataclass(frozen=True)
class Missed:
    """An article that is not printed, how near it came, and its entry in the draft."""

    miss: Miss
    entry: LeftOut


def sift(articles: Sequence[Stored], week: DraftWeek) -> tuple[list[Candidate], list[Missed]]:
    """The window's articles (in any order) as candidates, one a group, and what is not fit to print."""
    inside = {stored.id for stored in articles}
    outside = [stored for stored in week.known.earlier if stored.id not in inside]
    candidates: list[Candidate] = []
    missed: list[Missed] = []
    for group in groups([*articles, *outside]):
        window = [stored for stored in group if stored.id in inside]
        gone = past(group, window[0].id if window else "", week)
        shown = [stored for stored in group if stored in window or stored in gone.again]
        if shown:
            _sort(shown, gone, week, candidates, missed)
    return candidates, missed


def missed(printings: Sequence[Stored], miss: Miss, reason: str) -> list[Missed]:
    """A group's printings as left out: the best with the reason, the others as its copies."""
    head, *others = printings
    copies = f"与落选的《{head.enriched.article.title}》同文"
    near = miss <= Miss.NEAR
    first = Missed(miss, left_out_of(head, reason, near=near))
    behind = Miss.COPY if near else miss
    return [first, *(Missed(behind, left_out_of(other, copies)) for other in others)]


def _sort(shown: list[Stored], gone: Past, week: DraftWeek, candidates: list[Candidate], left: list[Missed]) -> None:
    """Put a group where it belongs."""
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


def _unfit(stored: Stored, week: DraftWeek) -> tuple[Miss, str] | None:
    relevance, column = stored.enriched.relevance, stored.enriched.column
    if stored.enriched.set_aside:
        return Miss.SET_ASIDE, f"按用词即可判定与主题无关（相关度{relevance:.2f}）"
    if relevance < week.rules.relevance:
        miss = Miss.NEAR if relevance >= week.rules.near else Miss.UNFIT
        return miss, f"相关度{relevance:.2f}，低于{week.rules.relevance:.2f}"
    known = [one.name for one in week.rules.columns]
    return None if column in known else (Miss.UNDATED, f"没有栏目：{column}")


def _unprintable(stored: Stored, week: DraftWeek) -> tuple[Miss, str] | None:
    article = stored.enriched.article
    if not article.title:
        return Miss.UNDATED, "没有标题，只作备选"
    if article.published is None:
        return Miss.UNDATED, "没有发布日期，只作备选"
    return _elsewhen(article.published, week)


def _elsewhen(published: date, week: DraftWeek) -> tuple[Miss, str] | None:
    if published > week.until:
        return Miss.ELSEWHEN, f"发布于{published}，晚于本期"
    if published < week.since - timedelta(days=week.rules.older_days):
        return Miss.ELSEWHEN, f"发布于{published}，早于本期{week.rules.older_days}天以上"
    return None
