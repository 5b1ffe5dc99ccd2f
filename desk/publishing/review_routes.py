"""A stage of 三审三校 is passed from the publish page."""

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.issue import ReviewStage, operation_kinds
from desk.editing.make_change import make_change
from desk.editing.typed_values import Unclear
from desk.http.forms import FormRoute
from desk.http.visitor import AskedBy, AskedDesk

router = APIRouter(route_class=FormRoute)


class PassForm(BaseModel):
    """The stage, and the version that was looked at."""

    base: int
    stage: ReviewStage


@router.post("/issues/{number}/pass", name="pass_review")
def pass_review(desk: AskedDesk, user: AskedBy, number: int, form: Annotated[PassForm, Form()]) -> Response:
    """Pass a stage; the last one is a chief's. Raises Stale where the issue has changed since it was looked at."""
    if not desk.settings.reviews:
        raise Unclear("没有开启三审；请运维设置 reviews")
    if form.stage == "final" and user.role != "chief":
        raise Unclear("终审由主编做")
    make_change(desk, number, operation_kinds.PassReview(stage=form.stage), user.name, form.base)
    return RedirectResponse(f"/issues/{number}/publish#reviews", 303)
