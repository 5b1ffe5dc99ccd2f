"""Find and replace through an issue: what would be changed is shown place by place, then made as one change."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from bulletin.issue import IssueReading, can_undo, reading_of
from desk.editing.find_replace import FIELDS, LONGEST_WORDS, MOST_PLACES, Searched, places, replaced
from desk.editing.make_change import make_change, told
from desk.editing.typed_values import Unclear
from desk.http.forms import FormRoute
from desk.http.page_notices import Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page

router = APIRouter(route_class=FormRoute)


class ReplaceForm(BaseModel):
    """What is looked for, what comes in its place, in which fields; none named are all of them."""

    words: str = Field("", max_length=LONGEST_WORDS)
    put: str = Field("", max_length=LONGEST_WORDS)
    where: list[str] = Field(default_factory=list)
    loose: bool = False

    @property
    def wanted(self) -> Searched:
        """The same, as it is looked for."""
        return Searched(self.words, self.put, frozenset(self.where or FIELDS), self.loose)


class ReplacePageForm(ReplaceForm):
    """The same; `made` is the operation that has just replaced."""

    made: int = 0


class TickedForm(ReplaceForm):
    """The same with the places that were ticked in the preview of version `base`."""

    base: int
    place: list[str] = Field(default_factory=list)


@router.get("/issues/{number}/replace", name="replace")
def replace(
    request: Request, user: AskedBy, reading: AskedReading, form: Annotated[ReplacePageForm, Query()]
) -> Response:
    """The form; with words, the places where they stand."""
    done = f"已替换，记为第{form.made}步；撤销一次，各处都还原" if form.made else ""
    return _page(request, reading, user.name, form, Notice(done=done))


@router.post("/issues/{number}/replace", name="do_replace")
def do_replace(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, form: Annotated[TickedForm, Form()]
) -> Response:
    """Replace in the ticked places. What has changed since the preview is left as it is, and told."""
    reading = reading_of(desk.journal, number)
    if not form.words or not form.place:
        return _page(request, reading, user.name, form, Notice(422, "没有替换：一处也没有勾选"))
    try:
        change = replaced(reading.at(form.base), form.wanted, form.place)
    except Unclear as problem:
        return _page(request, reading, user.name, form, Notice(422, f"没有替换：{problem}"))
    done = make_change(desk, number, change, user.name, form.base)
    if done.refused:
        reading = reading_of(desk.journal, number)
        rest = f"其余的已经替换，记为第{done.version}步" if done.written else "别处也没有替换"
        said = f"有几处在预览之后变了，没有替换：{'；'.join(told(done, reading.issue))}。{rest}"
        return _page(request, reading, user.name, form, Notice(409, said))
    return RedirectResponse(f"/issues/{number}/replace?made={done.version}", 303)


def _page(request: Request, reading: IssueReading, who: str, form: ReplaceForm, notice: Notice) -> Response:
    found = places(reading.issue.draft, form.wanted) if form.words else []
    listed = groupby(found[:MOST_PLACES], lambda one: (one.item, one.title))
    return issue_page(
        request,
        "editing/replace.html.jinja",
        reading,
        notice,
        form=form,
        fields=FIELDS,
        found=[(title, list(own)) for (_, title), own in listed],
        count=min(len(found), MOST_PLACES),
        more=len(found) > MOST_PLACES,
        longest=LONGEST_WORDS,
        can_undo=bool(notice.done) and can_undo(reading, who),
    )
