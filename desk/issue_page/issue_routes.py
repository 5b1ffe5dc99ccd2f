"""The list of issues; an issue's page, whole and in the parts that a script fetches again; its chart."""

from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from bulletin.drafting.rules import load
from bulletin.issue import NotThere, Prices, reading_of
from desk.http.forms import FormRoute
from desk.http.templates import page
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.column_look import SORTS, Look
from desk.issue_page.issue_list import SHOWN, listed
from desk.issue_page.issue_view import IssueView, issue_view
from desk.issue_page.shown_findings import facts_of
from desk.services import Desk
from desk.users.users import User

router = APIRouter(route_class=FormRoute)

# The chart's address has the digest of its prices: a day, in the reader's own cache only.
CHART_CACHED = "private, max-age=86400, immutable"
# matplotlib draws one figure at a time.
_drawing = Lock()


@router.get("/issues", name="issues")
def issues(request: Request, desk: AskedDesk, before: int | None = None, deleted: int | None = None) -> Response:
    """The issues, newest first; `deleted` is one that was deleted just now, and can be brought back."""
    numbers = list(islice(desk.journal.standing(before), SHOWN + 1))
    gone = desk.journal.reading(deleted) if deleted else None
    return page(
        request,
        "issue_page/issues.html.jinja",
        issues=listed(desk.journal, numbers[:SHOWN]),
        deleted=deleted if gone and gone.issue.deleted else None,
        older=numbers[SHOWN - 1] if len(numbers) > SHOWN else None,
    )


@router.get("/issues/{number}", name="issue")
def issue(request: Request, desk: AskedDesk, user: AskedBy, number: int, look: Annotated[Look, Query()]) -> Response:
    """The issue as it will be printed, to be mended; a column of it sorted or filtered, where that is asked for."""
    return page(request, "issue_page/issue.html.jinja", view=view_of(desk, user, number, look), refused=(), sorts=SORTS)


@router.get("/issues/{number}/columns", name="issue_columns")
def issue_columns(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, look: Annotated[Look, Query()]
) -> Response:
    """What changes on an issue's page: header, warnings, columns, what was taken out, remarks."""
    return page(request, "issue_page/issue_columns.html.jinja", view=view_of(desk, user, number, look), sorts=SORTS)


@router.get("/issues/{number}/chart.png", name="chart")
def chart(desk: AskedDesk, number: int) -> Response:
    """The week's price chart as it will be printed. Raises NotThere where it will not be: a week without a close."""
    drawn = _drawn(reading_of(desk.journal, number).issue.draft.prices)
    if drawn is None:
        raise NotThere("本期没有收盘价，不印走势图")
    return Response(drawn, media_type="image/png", headers={"Cache-Control": CHART_CACHED})


def view_of(desk: Desk, user: User, number: int, look: Look | None = None) -> IssueView:
    """The issue's page for this user. Raises NotThere."""
    reading = reading_of(desk.journal, number)
    items = [item for column in reading.issue.draft.columns for item in column.items]
    facts = facts_of(desk.journal, reading.issue, items)
    return issue_view(reading, facts, load(), user.name, look, desk.data.keepers.all())


@lru_cache(maxsize=8)
def _drawn(prices: Prices) -> bytes | None:
    # Imported when the first chart is drawn: matplotlib takes a second.
    from bulletin.render import chart as drawing

    with _drawing:
        return drawing.chart(prices)
