"""Server-sent events: whoever has an issue open hears of every change, who else is there, and who edits which item."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from bulletin.issue import find_item, reading_of
from desk.http.forms import FormRoute
from desk.http.permissions import RULES, allows
from desk.http.visitor import AskedBy, AskedDesk, Visitor, visitor_of
from desk.issue_page.live import Live
from desk.services import Desk

router = APIRouter(route_class=FormRoute)

BEAT = b"event: beat\ndata: {}\n\n"


@router.get("/issues/{number}/events", name="events")
async def events(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, after: int | None = None, item: str = ""
) -> Response:
    """The stream of an issue, from the version `after` (or what Last-Event-ID says) on.

    `item` is what the page has open for editing: nothing of a reader's, who cannot, nor what is not in the issue.
    """
    reading = await run_in_threadpool(reading_of, desk.journal, number)
    last = request.headers.get("last-event-id", "")
    since = int(last) if last.isdigit() else reading.version if after is None else after
    edits = allows(RULES["operate"], user.role) and find_item(reading.issue.draft, item)
    opened = item if edits else ""
    live: Live = request.app.state.live
    stream = _stream(desk, visitor_of(request), live.listen(number, user.name, since, reading, opened))
    # X-Accel-Buffering: nginx would hold the stream back.
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _stream(
    desk: Desk, visitor: Visitor, messages: AsyncGenerator[bytes | None, None]
) -> AsyncGenerator[bytes, None]:
    """The messages, as long as whoever listens is still logged in: asked at every beat."""
    async with aclosing(messages):
        async for message in messages:
            if message is None and not await run_in_threadpool(_is_still_in, desk, visitor):
                return
            yield BEAT if message is None else message


def _is_still_in(desk: Desk, visitor: Visitor) -> bool:
    if visitor.session is not None:
        return desk.data.sessions.holds(visitor.session.id, desk.clock())
    user = desk.data.users.get(visitor.user.name) if visitor.user else None
    return user is not None and not user.disabled
