"""Search the stored articles, see what the draft left out and why, and take one in."""

from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import IssueReading, NotThere, printable_line, reading_of
from desk.articles.search import A_PAGE, Scope, near_misses
from desk.articles.search import search as found_by
from desk.articles.take_in import take_in as taken_in
from desk.http.forms import FormRoute
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.frame import AskedPage, issue_page
from desk.services import Desk

router = APIRouter(route_class=FormRoute)
Text = Annotated[str, Form()]
# Longer than any words that one searches for; and a bound on what the store has to read.
LONGEST_WORDS = 200


@router.get("/issues/{number}/articles", name="articles")
def articles(
    request: Request, desk: AskedDesk, now: AskedPage, q: str = "", column: str = "", scope: str = "", first: int = 0,
    taken: str = "",
) -> Response:  # fmt: skip
    """What could come in: the near misses first, or what a search finds; `taken` was just taken in."""
    done = f"《{printable_line(taken, 60)}》已取入本期" if taken else ""
    return _page(request, desk, now, q, column, scope, max(0, first), done=done)


@router.post("/issues/{number}/articles", name="take_in")
def take_in(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, now: AskedPage, article: Text, into: Text,
    base: Annotated[int, Form()], q: Text = "", column: Text = "", scope: Text = "",
) -> Response:  # fmt: skip
    """Take an article into a column of the issue."""
    try:
        title = taken_in(desk, number, article, into, "search", user.name, base)
    except NotThere as problem:
        return _page(request, desk, now, q, column, scope, status=409, said=f"没有取入：{problem}")
    request.app.state.live.wake(number)
    asked = urlencode({"q": q, "column": column, "scope": scope, "taken": printable_line(title, 60)})
    return RedirectResponse(f"/issues/{number}/articles?{asked}", 303)


def _page(
    request: Request, desk: Desk, now: IssueReading, words: str, column: str, scope: str, first: int = 0, status: int = 200,
    said: str = "", done: str = "",
) -> Response:  # fmt: skip
    words, asked = " ".join(words[:LONGEST_WORDS].split()), _scope(scope, words)
    now = reading_of(desk.journal, now.issue.draft.number)
    if asked == "near":
        hits = near_misses(desk.store, now, column, first)
    else:
        hits = found_by(desk.store, now, words, column, asked, first, load())
    return issue_page(
        request, "articles/articles.html.jinja", now, status, said, done, hits=hits, q=words, column=column, scope=asked,
        near=sum(one.near for one in now.issue.draft.left_out), days=load().older_days, a_page=A_PAGE,
    )  # fmt: skip


def _scope(given: str, words: str) -> Scope:
    """Near misses have no words to be searched for: with words it is the window."""
    found: Scope = next((one for one in get_args(Scope) if one == given), "near")
    return "window" if words and found == "near" else found
