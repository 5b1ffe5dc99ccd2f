"""The sources' health and the week's counts, read-only."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bulletin.drafting.rules import load
from bulletin.issue import issue_calendar
from desk.http.forms import FormRoute
from desk.http.templates import page
from desk.http.visitor import AskedDesk
from desk.sources.health import health, week_of
from pipeline.time_zone import local_day

router = APIRouter(route_class=FormRoute)


@router.get("/sources", name="sources")
def sources(request: Request, desk: AskedDesk, issue: int | None = None) -> Response:
    """Every source, and the week of the issue that is asked for (else of the newest)."""
    numbers = desk.store.issues()
    calendar = issue_calendar(desk.settings, desk.journal)
    # Where nothing was drafted yet: the issue that this week's articles will be in.
    number = issue or next(desk.journal.standing(), None) or calendar.number(calendar.coming(local_day(desk.clock())))
    week = week_of(desk.journal, number, calendar)
    now = health(desk.store, week, desk.clock())
    return page(
        request, "sources/sources.html.jinja", health=now, week=week, issues=numbers[::-1], columns=load().columns
    )
