"""Search the stored articles, see what the draft left out and why, and take one in."""

from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import IssueReading, NotThere, TakeIn, printable_line, reading_of
from desk.articles.search import A_PAGE, Scope, near_misses
from desk.articles.search import search as found_by
from desk.editing.make_change import make_change
from desk.editing.whole_item import whole_item
from desk.http.forms import FormRoute
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.frame import AskedReading, issue_page
from desk.services import Desk

router = APIRouter(route_class=FormRoute)
# Longer than any words that one searches for; and a bound on what the store has to read.
LONGEST_WORDS = 200


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
    request: Request,
    desk: AskedDesk,
    reading: AskedReading,
    q: str = "",
    column: str = "",
    scope: str = "",
    first: int = 0,
    taken: str = "",
) -> Response:
    """What could come in: the near misses first, or what a search finds; `taken` was just taken in."""
    done = f"《{printable_line(taken, 60)}》已取入本期" if taken else ""
    return _page(request, desk, reading, q, column, scope, max(0, first), done=done)


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
        return _page(request, desk, reading, form.q, form.column, form.scope, status=409, said=f"没有取入：{problem}")
    asked = {"q": form.q, "column": form.column, "scope": form.scope, "taken": printable_line(item.title, 60)}
    return RedirectResponse(f"/issues/{number}/articles?{urlencode(asked)}", 303)


def _page(
    request: Request,
    desk: Desk,
    reading: IssueReading,
    words: str,
    column: str,
    scope: str,
    first: int = 0,
    status: int = 200,
    said: str = "",
    done: str = "",
) -> Response:
    words, asked = " ".join(words[:LONGEST_WORDS].split()), _scope(scope, words)
    if asked == "near":
        hits = near_misses(desk.store, reading, column, first)
    else:
        hits = found_by(desk.store, reading, words, column, asked, first, load())
    return issue_page(
        request,
        "articles/articles.html.jinja",
        reading,
        status,
        said,
        done,
        hits=hits,
        q=words,
        column=column,
        scope=asked,
        near=sum(one.near for one in reading.issue.draft.left_out),
        days=(reading.issue.draft.since - load().oldest_day(reading.issue.draft.since)).days,
        a_page=A_PAGE,
    )


def _scope(given: str, words: str) -> Scope:
    """Near misses have no words to be searched for: with words it is the window."""
    found: Scope = next((one for one in get_args(Scope) if one == given), "near")
    return "window" if words and found == "near" else found
