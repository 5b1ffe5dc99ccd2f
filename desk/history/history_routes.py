"""The history of an issue or of one item, what it brings back, and the issue as it was."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bulletin.issue import IssueReading, NotThere, Revert, Side, reading_of
from desk.editing.make_change import Clashed, make_change
from desk.history.history import history as history_of
from desk.history.history import next_step, until
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.templates import when
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page

router = APIRouter(route_class=FormRoute)


@router.get("/issues/{number}/history", name="history")
def history(request: Request, reading: AskedReading, item: str = "", before: int = 0, back: int = 0) -> Response:
    """All operations, newest first, or those on one item; `back` is the one that was just brought back."""
    return _page(request, reading, item, before, Notice(done=f"已恢复，记为第{back}步" if back else ""))


class BringBackForm(BaseModel):
    """Which operation is to be brought back, and which side of it; the item whose history it is ("" for the issue's)."""

    operation: int
    which: Side
    base: int
    item: str = ""


@router.post("/issues/{number}/history", name="bring_back")
def bring_back(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, form: Annotated[BringBackForm, Form()]
) -> Response:
    """Make a field what it was before or after an operation, or put an item back, as a new operation."""
    change = Revert(of=form.operation, side=form.which)
    try:
        done = make_change(desk, number, change, user.name, form.base)
    except NotThere as problem:
        return _page(request, reading_of(desk.journal, number), form.item, notice=Notice(409, str(problem)))
    except Clashed as problem:
        clash = problem.clash
        told = f"{clash.who}在 {when(clash.at)} 刚改过这一项，还没有恢复。看过新的改动后，再点一次。"
        return _page(request, reading_of(desk.journal, number), form.item, notice=Notice(409, told))
    about = f"item={form.item}&" if form.item else ""
    return RedirectResponse(f"/issues/{number}/history?{about}back={done.version}#o{done.version}", 303)


@router.get("/issues/{number}/history/{version}", name="issue_then")
def issue_then(request: Request, reading: AskedReading, version: int) -> Response:
    """The issue as it was after an operation; nothing can be changed here."""
    if not 1 <= version <= reading.version:
        raise HTTPException(404, f"本期没有第{version}步，最后一步是第{reading.version}步")
    return issue_page(
        request,
        "history/issue_then.html.jinja",
        reading,
        entry=until(reading, version),
        following=next_step(reading, version),
        then=reading.at(version).draft,
    )


def _page(
    request: Request,
    reading: IssueReading,
    item: str,
    before: int = 0,
    notice: Notice = NO_NOTICE,
) -> Response:
    return issue_page(
        request,
        "history/history.html.jinja",
        reading,
        notice,
        history=history_of(reading, item, before),
        item=item,
        item_title=reading.issue.title_of(item),
    )
