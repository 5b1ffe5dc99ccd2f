"""Search the stored articles, see what the draft left out and why, and take one in."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import IssueReading, NotThere, TakeIn, printable_line, reading_of
from desk.articles.article_search import A_PAGE, asked_search
from desk.articles.article_search import search as found_by
from desk.editing.make_change import make_change
from desk.editing.whole_item import whole_item
from desk.http.forms import FormRoute
from desk.http.page_notices import Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page
from desk.services import Desk

router = APIRouter(route_class=FormRoute)
# Longer than any words that one searches for; and a bound on what the store has to read.
LONGEST_WORDS = 200


class ArticlesAsked(BaseModel):
    """A search as the page's form sends it; `first` counts from 0, `taken` is the title that was just taken in."""

    q: str = ""
    column: str = ""
    scope: str = ""
    first: int = 0
    taken: str = ""


class TakeInForm(BaseModel):
    """An article, the column it goes into, the version that was seen; and the search that found it, to go back to."""

    article: str
    into: str
    base: int
    q: str = ""
    column: str = ""
    scope: str = ""


@router.get("/issues/{number}/articles", name="articles")
def articles(
    request: Request, desk: AskedDesk, reading: AskedReading, asked: Annotated[ArticlesAsked, Query()]
) -> Response:
    """What could come in: the near misses first, or what a search finds."""
    done = f"《{printable_line(asked.taken, 60)}》已取入本期" if asked.taken else ""
    return _page(request, desk, reading, asked, Notice(done=done))


@router.post("/issues/{number}/articles", name="take_in")
def take_in(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[TakeInForm, Form()],
) -> Response:
    """Take an article into a column of the issue."""
    try:
        item = whole_item(reading.issue, desk.store, form.article)
        make_change(desk, number, TakeIn(item=item, column=form.into, origin="search"), user.name, form.base)
    except NotThere as problem:
        reading = reading_of(desk.journal, number)
        asked = ArticlesAsked(q=form.q, column=form.column, scope=form.scope)
        return _page(request, desk, reading, asked, Notice(409, f"没有取入：{problem}"))
    back = {"q": form.q, "column": form.column, "scope": form.scope, "taken": printable_line(item.title, 60)}
    return RedirectResponse(f"/issues/{number}/articles?{urlencode(back)}", 303)


def _page(request: Request, desk: Desk, reading: IssueReading, asked: ArticlesAsked, notice: Notice) -> Response:
    wanted = asked_search(asked.q[:LONGEST_WORDS], asked.column, asked.scope, max(0, asked.first))
    return issue_page(
        request,
        "articles/articles.html.jinja",
        reading,
        notice,
        hits=found_by(desk.store, reading, wanted, load()),
        q=wanted.words,
        column=wanted.column,
        scope=wanted.scope,
        near=sum(one.near for one in reading.issue.draft.left_out),
        days=(reading.issue.draft.since - load().oldest_day(reading.issue.draft.since)).days,
        a_page=A_PAGE,
    )
