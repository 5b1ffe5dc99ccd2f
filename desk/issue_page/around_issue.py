"""The pages around an issue: its head, its places to go, and what was just said or done."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import HTMLResponse

from bulletin.issue import IssueReading, reading_of
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.templates import page
from desk.http.visitor import AskedDesk
from desk.issue_page.issue_view import state_of

# The pages of an issue: route name, end of the address, word.
PLACES = (
    ("issue", "", "本期"),
    ("articles", "/articles", "找文章"),
    ("requests", "/requests", "贴网址"),
    ("new_item", "/new", "新写一条"),
    ("replace", "/replace", "查找替换"),
    ("prices", "/prices", "行情"),
    ("history", "/history", "历史"),
    ("publish", "/publish", "发布"),
)


def asked_reading(desk: AskedDesk, number: int) -> IssueReading:
    """The issue that the address names, as it stands. Raises NotThere where it was never drafted."""
    return reading_of(desk.journal, number)


AskedReading = Annotated[IssueReading, Depends(asked_reading)]


def issue_page(
    request: Request, template: str, reading: IssueReading, notice: Notice = NO_NOTICE, **context: Any
) -> HTMLResponse:
    """A page of an issue, with what is said at its head."""
    state, tone = state_of(reading.issue)
    draft = reading.issue.draft
    return page(
        request,
        template,
        notice.status,
        number=draft.number,
        draft=draft,
        version=reading.version,
        state=state,
        tone=tone,
        said=notice.said,
        done=notice.done,
        places=PLACES,
        **context,
    )
