"""Of several reports of one event the issue takes the best one or two; the others are their alternates."""

from collections.abc import Sequence

import numpy as np

from bulletin.drafting.candidates import Candidate, Report
from bulletin.drafting.earlier_issues import DraftWeek
from bulletin.drafting.events import events
from bulletin.issue import source_of


def reports(candidates: Sequence[Candidate], week: DraftWeek) -> list[Report]:
    """The candidates that may be printed, by id; an event's id is its smallest article's."""
    by_id = {one.head.id: one for one in candidates}
    found: list[Report] = []
    alone = dict(by_id)
    for names in events([one.head for one in candidates], week.known.vectors):
        members = [by_id[name] for name in names]
        for name in names:
            alone.pop(name)
        found += _of_event(members, week)
    found += [Report(one) for one in alone.values()]
    return sorted(found, key=lambda report: report.head.id)


def _of_event(members: Sequence[Candidate], week: DraftWeek) -> list[Report]:
    event = min(one.head.id for one in members)
    taken: list[Candidate] = []
    yielding: dict[str, list[Candidate]] = {}
    for one in sorted(members, key=_rank):
        like = next((best for best in taken if _says_the_same(one, best, week)), None)
        if like is None and len(taken) < week.rules.per_event:
            taken.append(one)
        else:
            yielding.setdefault((like or taken[0]).head.id, []).append(one)
    return [Report(one, event, tuple(yielding.get(one.head.id, ()))) for one in taken]


def _rank(one: Candidate) -> tuple[int, int, str]:
    """The most authoritative first, then the most complete, then the smallest id."""
    article = one.head.enriched.article
    return -article.publisher.authority, -len(article.text), one.head.id


def _says_the_same(one: Candidate, best: Candidate, week: DraftWeek) -> bool:
    """Whether both are for one column, of two sources, and near each other: an editor would print one of them."""
    if one.column != best.column or source_of(one.head) == source_of(best.head):
        return False
    first, second = (np.frombuffer(week.known.vectors[side.head.id], "<f4") for side in (one, best))
    return round(float(first @ second), 4) >= week.rules.alike
