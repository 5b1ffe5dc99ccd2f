"""Any two versions of an issue beside each other, and the printed editions among them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.history.compare import compare
from desk.history.operation_words import KINDS
from desk.http.forms import FormRoute
from desk.issue_page.around_issue import AskedReading, issue_page

router = APIRouter(route_class=FormRoute)


class CompareForm(BaseModel):
    """Two versions, as the numbers of their last operations; 0 on the left is the last edition, or the draft where there
    is none, on the right what stands now. `whole` shows what is the same, too.
    """

    left: int = 0
    right: int = 0
    whole: bool = False


@dataclass(frozen=True)
class VersionName:
    """A version to choose: its number, what it is called, and when it was made (UTC)."""

    number: int
    name: str
    who: str
    at: datetime


@router.get("/issues/{number}/compare", name="compare")
def compare_versions(request: Request, reading: AskedReading, form: Annotated[CompareForm, Query()]) -> Response:
    """Both versions side by side; what differs is marked."""
    editions = reading.issue.editions
    left = form.left or (editions[-1].number if editions else 1)
    right = form.right or reading.version
    for version in (left, right):
        if not 1 <= version <= reading.version:
            raise HTTPException(404, f"本期没有第{version}步，最后一步是第{reading.version}步")
    # Those that were printed are called by their edition.
    called = {record.number: f"第{record.edition}版" for record in editions}
    names = [
        VersionName(one.number, called.get(one.number, f"第{one.number}步 {KINDS[one.kind]}"), one.who, one.at)
        for one in reversed(reading.operations)
    ]
    by_number = {one.number: one for one in names}
    return issue_page(
        request,
        "history/compare.html.jinja",
        reading,
        left=by_number[left],
        right=by_number[right],
        whole=form.whole,
        names=names,
        printed={record.number for record in editions},
        compared=compare(reading.at(left).draft, reading.at(right).draft, form.whole),
    )
