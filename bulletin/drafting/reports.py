"""Of several reports of one event the issue takes the best one, in one column; the others are its alternates."""

from collections.abc import Sequence

from bulletin.drafting.candidates import Candidate, Report
from bulletin.drafting.earlier_issues import DraftWeek
from bulletin.drafting.events import events
from bulletin.drafting.printed_order import printed_order


def reports(candidates: Sequence[Candidate], week: DraftWeek) -> list[Report]:
    """The candidates that may be printed, by id; an event's id is its smallest article's."""
    by_id = {one.head.id: one for one in candidates}
    found: list[Report] = []
    for names in events([one.head for one in candidates], week.known.vectors):
        found.append(_of_event([by_id.pop(name) for name in names], week))
    found += [Report(one) for one in by_id.values()]
    return sorted(found, key=lambda report: report.head.id)


def _of_event(members: Sequence[Candidate], week: DraftWeek) -> Report:
    """The event by the report that an editor prints first, in that report's column."""
    best, *others = sorted(members, key=lambda one: printed_order(one.head, week.rules))
    return Report(best, min(one.head.id for one in members), tuple(others))
