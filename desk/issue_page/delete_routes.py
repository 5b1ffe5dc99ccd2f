"""An issue that was never published is deleted, after a question, and brought back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.issue import Delete, NotThere, Stale, Undelete
from desk.editing.make_change import make_change
from desk.http.forms import FormRoute
from desk.http.page_notices import Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page

router = APIRouter(route_class=FormRoute)
TEMPLATE = "issue_page/delete.html.jinja"


@router.get("/issues/{number}/delete", name="delete")
def delete(request: Request, reading: AskedReading) -> Response:
    """What would be deleted, and the button that does it."""
    return issue_page(request, TEMPLATE, reading)


class DeleteForm(BaseModel):
    """The version that was seen."""

    base: int


@router.post("/issues/{number}/delete", name="do_delete")
def do_delete(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[DeleteForm, Form()],
) -> Response:
    """Delete the issue; the list offers to bring it back."""
    try:
        make_change(desk, number, Delete(), user.name, form.base)
    except (Stale, NotThere) as problem:
        status = 409 if isinstance(problem, Stale) else 422
        return issue_page(request, TEMPLATE, reading, Notice(status, f"没有删除：{problem}"))
    return RedirectResponse(f"/issues?deleted={number}", 303)


@router.post("/issues/{number}/undelete", name="undelete")
def undelete(desk: AskedDesk, user: AskedBy, number: int) -> Response:
    """Bring a deleted issue back as it was."""
    make_change(desk, number, Undelete(), user.name, 0)
    return RedirectResponse(f"/issues/{number}", 303)
