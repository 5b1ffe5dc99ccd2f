"""The changes: one at a time, from a form or from a script; undo and redo."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from bulletin.issue import (
    Change,
    Done,
    Journal,
    RedoLast,
    UndoLast,
    edit_of,
    find_item,
    operation_kinds,
    reading_of,
    text_of_blocks,
)
from desk.editing.make_change import Clashed, make_change, told
from desk.editing.sent_changes import Said, base_of, change_of
from desk.editing.shown_clash import Clashing
from desk.editing.typed_values import Unclear
from desk.http.csrf import FIELD
from desk.http.error_answers import wants_json
from desk.http.forms import FormRoute
from desk.http.templates import clock_time, fragment, page
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.column_look import SORTS
from desk.issue_page.issue_routes import view_of
from desk.services import Desk
from desk.users.users import User

router = APIRouter(route_class=FormRoute)


@router.post("/issues/{number}/operations", name="operate")
async def operate(request: Request, desk: AskedDesk, user: AskedBy, number: int) -> Response:
    """Make one change. A form is answered with the issue's page at the item, a script with what became of it."""
    said = await said_by(request)

    def made() -> tuple[Done, dict[str, Any]]:
        change = change_of(said, reading_of(desk.journal, number).issue, desk.store)
        done = make_change(desk, number, change, user.name, base_of(said))
        return done, merged_answer(desk.journal, number, change, done)

    try:
        done, merged = await run_in_threadpool(made)
    except Clashed as problem:
        return clash_answer(request, number, said, problem.clash)
    if done.refused:
        return await run_in_threadpool(partly_made, request, desk, user, number, done)
    return answer(request, number, done, str(said.get("back", "")), merged=merged)


@router.post("/issues/{number}/undo", name="undo")
def undo(request: Request, desk: AskedDesk, user: AskedBy, number: int) -> Response:
    """Take one's own last operation back."""
    return answer(request, number, make_change(desk, number, UndoLast(), user.name, 0))


@router.post("/issues/{number}/redo", name="redo")
def redo(request: Request, desk: AskedDesk, user: AskedBy, number: int) -> Response:
    """Make what one took back count again."""
    return answer(request, number, make_change(desk, number, RedoLast(), user.name, 0))


async def said_by(request: Request) -> Said:
    """What a form or a script sent. A form's button may say all in one: `do` is "drop ID" or "move ID 国内资讯", or of a
    remark "settle 12"; of several items, which are the ticked ones, "drop_several" or "move_several 国内资讯".
    """
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            return msgspec.json.decode(await request.body(), type=dict[str, Any])
        except msgspec.MsgspecError:
            raise Unclear("收到的内容读不出来；请刷新页面后再试") from None
    form = await request.form()
    said: dict[str, Any] = {name: value for name, value in form.items() if name not in (FIELD, "marked", "order")}
    kind, _, rest = str(said.pop("do", "")).partition(" ")
    if not kind:
        return said
    if kind == "arrange":
        return said | {"kind": kind, "items": form.getlist("order"), "column": rest}
    if kind in ("move_several", "drop_several", "off_several"):
        several = {"kind": kind.replace("off", "drop"), "items": form.getlist("marked"), "column": rest}
        return said | several | {"off_topic": kind == "off_several"}
    if kind in ("settle", "reopen"):
        return said | {"kind": kind, "of": rest}
    item, _, column = rest.partition(" ")
    said |= {"kind": "drop" if kind == "off" else kind, "item": item}
    return said | ({"column": column} if column else {}) | ({"off_topic": True} if kind == "off" else {})


def answer(
    request: Request,
    number: int,
    done: Done,
    back: str = "",
    refused: Sequence[str] = (),
    merged: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    """What became of a change; `refused` says why some of several were not made, `merged` is merged_answer's."""
    if wants_json(request):
        data = {"version": done.version, "kind": done.kind, "item": done.item, "who": done.who}
        return JSONResponse({**data, "at": clock_time(done.at), "refused": list(refused), **merged})
    if back == "publish":
        return RedirectResponse(f"/issues/{number}/publish", 303)
    target = f"/issues/{number}/items/{done.item}" if back == "item" else f"/issues/{number}"
    return RedirectResponse(f"{target}#i{done.item}" if done.item else target, 303)


def merged_answer(journal: Journal, number: int, change: Change, done: Done) -> dict[str, Any]:
    """Where a text does not stand as it was sent: `merged`, with the text, whose changes are in it, and the operation.

    That (0 where nothing was written) is what is typed on in by who does not take the text in: operation_kinds.Rewrite.
    """
    if not isinstance(change, operation_kinds.Rewrite):
        return {}
    reading = reading_of(journal, number)
    found = find_item(
        (reading if reading.version == done.version else reading.until(done.version)).issue.draft, done.item
    )
    blocks = found[1].blocks if found else ()
    stands, sent = (tuple(block for block in every if block.kind != "image") for every in (blocks, change.value))
    if stands == sent:
        return {}
    made = edit_of(done.written[-1]) if done.written else None
    who = made.merged_with if isinstance(made, operation_kinds.Rewrite) else ""
    on = done.version if done.written else 0
    return {"merged": {"text": text_of_blocks(blocks), "who": who, "on": on}}


def partly_made(request: Request, desk: Desk, user: User, number: int, done: Done) -> Response:
    """The issue's page, which says which of several changes were not made, and why."""
    refused = told(done, reading_of(desk.journal, number).issue)
    if wants_json(request):
        return answer(request, number, done, refused=refused)
    return page(request, "issue_page/issue.html.jinja", view=view_of(desk, user, number), refused=refused, sorts=SORTS)


def clash_answer(request: Request, number: int, said: Said, clash: Clashing) -> Response:
    """Both versions, either to be taken, or what is made of them by hand."""
    if wants_json(request):
        html = fragment(request, "editing/clash_parts.html.jinja", clash=clash)
        return JSONResponse({"clash": {**clash.data(), "html": html}}, 409)
    return page(
        request,
        "editing/clash.html.jinja",
        status=409,
        clashes=[(clash, str(clash.version), "", "")],
        sent=[(name, str(value)) for name, value in said.items() if name != "base"],
        button="base",
        number=number,
        action=f"/issues/{number}/operations",
    )
