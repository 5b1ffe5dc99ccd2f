"""Paste an address: it is crawled and enriched while its editor waits, then taken in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bulletin.issue import IssueReading, NotThere, TakeIn
from desk.articles.pasted_addresses import STEPS, pasted_address, progress_address
from desk.editing.make_change import make_change
from desk.editing.whole_item import whole_item
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page
from desk.services import Desk
from index.requested_addresses import address, ask, outcome
from pipeline import records
from pipeline.addresses import LONGEST_LINK, page_id

router = APIRouter(route_class=FormRoute)


class RequestedForm(BaseModel):
    """The pasted address, the column that its article goes into, the version that was seen."""

    url: str
    into: str
    base: int


@router.get("/issues/{number}/requests", name="requests")
def requests(request: Request, reading: AskedReading, url: str = "") -> Response:
    """Where an address is pasted."""
    return issue_page(request, "articles/pasted_address.html.jinja", reading, url=url[:LONGEST_LINK], pasted=None)


@router.post("/issues/{number}/requests", name="ask_address")
def ask_address(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    url: Annotated[str, Form()] = "",
) -> Response:
    """Have an address crawled and enriched."""
    try:
        asked = _address(url)
    except ValueError as problem:
        told = Notice(422, str(problem))
        return issue_page(
            request, "articles/pasted_address.html.jinja", reading, told, url=url[:LONGEST_LINK], pasted=None
        )
    wanted = records.Request(url=asked, why=f"issue {number}", who=user.name, asked_at=desk.clock())
    ask(desk.bus, desk.store, wanted)
    return RedirectResponse(progress_address(number, page_id(asked), asked), 303)


@router.get("/issues/{number}/requests/{page}", name="request_progress")
def request_progress(request: Request, desk: AskedDesk, reading: AskedReading, page: str, url: str = "") -> Response:
    """What has become of the address so far."""
    return _progress(request, desk, reading, _asked(page, url))


@router.post("/issues/{number}/requests/{page}", name="take_requested")
def take_requested(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    reading: AskedReading,
    page: str,
    form: Annotated[RequestedForm, Form()],
) -> Response:
    """Take the article of the address in."""
    asked, number = _asked(page, form.url), reading.issue.draft.number
    article = outcome(desk.store, asked).article
    try:
        item = whole_item(reading.issue, desk.store, article)
        make_change(desk, number, TakeIn(item=item, column=form.into, origin="address"), user.name, form.base)
    except NotThere as problem:
        return _progress(request, desk, reading, asked, Notice(409, f"没有取入：{problem}"))
    return RedirectResponse(f"/issues/{number}#i{article}", 303)


def _progress(request: Request, desk: Desk, reading: IssueReading, url: str, notice: Notice = NO_NOTICE) -> Response:
    found = pasted_address(outcome(desk.store, url), desk.store, reading.issue, desk.clock())
    return issue_page(
        request, "articles/pasted_address.html.jinja", reading, notice, url=url, pasted=found, steps=STEPS
    )


def _asked(page: str, url: str) -> str:
    """The address, where it is the page's. Raises HTTPException."""
    try:
        if len(url) <= LONGEST_LINK and page_id(url) == page:
            return url
    except ValueError:
        pass
    raise HTTPException(404, "地址和页面对不上，请重新粘贴一次网址")


def _address(text: str) -> str:
    """What was pasted as an address. Raises ValueError, in Chinese."""
    if len(text) > LONGEST_LINK:
        raise ValueError(f"网址太长：最多{LONGEST_LINK}个字符")
    if not text.strip():
        raise ValueError("请先粘贴网址")
    try:
        return address(text)
    except ValueError:
        raise ValueError("这不是网址；请从浏览器的地址栏复制，以 http:// 或 https:// 开头") from None
