"""The sources' health and the week's counts, read-only."""

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from bulletin.drafting.rules import load
from bulletin.issue import issue_number
from desk.http.forms import FormRoute
from desk.http.templates import page
from desk.http.visitor import AskedDesk
from desk.services import Desk
from desk.sources.health import health, week_of
from pipeline.time_zone import local_day

router = APIRouter(route_class=FormRoute)


@router.get("/sources", name="sources")
def sources(request: Request, desk: AskedDesk, issue: int | None = None) -> Response:
    """Every source, and the week of the issue that is asked for (else of the newest)."""
    numbers = desk.store.issues()
    number = issue or next(desk.journal.standing(), None) or _current(desk)
    week = week_of(desk.journal, number, desk.settings.first_issue)
    now = health(desk.store, week, desk.clock())
    return page(
        request, "sources/sources.html.jinja", health=now, week=week, issues=numbers[::-1], columns=load().columns
    )


def _current(desk: Desk) -> int:
    """The issue that this week's articles will be in: nothing was drafted yet."""
    today = local_day(desk.clock())
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    return issue_number(friday, desk.settings.first_issue)
