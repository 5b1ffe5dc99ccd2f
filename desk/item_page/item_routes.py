"""An item's own page: the source beside the text, the whole edit form, its pictures."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import NotThere, find_item, reading_of
from desk.editing import editing
from desk.editing.changes import Said, why_gone
from desk.editing.clashes import Clashing
from desk.editing.operation_routes import answer
from desk.http.forms import FormRoute
from desk.http.html import page
from desk.http.security_headers import TooLarge
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.findings import facts_of
from desk.item_page.form import save
from desk.item_page.view import item_view
from desk.services import Desk

router = APIRouter(route_class=FormRoute)


@router.get("/issues/{number}/items/{item}", name="item")
def item(request: Request, desk: AskedDesk, number: int, item: str, saved: int | None = None) -> Response:
    """The item's page; `saved` is how many fields a form has just changed."""
    now = reading_of(desk.journal, number)
    found = find_item(now.issue.draft, item)
    view = item_view(now, item, facts_of(desk.store, now.issue, [found[1]]), load()) if found else None
    if view is None:
        raise NotThere(why_gone(now.issue, item))
    return page(request, "item_page/item.html.jinja", view=view, saved=saved)


@router.post("/issues/{number}/items/{item}", name="edit_item")
async def edit_item(request: Request, desk: AskedDesk, user: AskedBy, number: int, item: str) -> Response:
    """Save the whole form, as a browser without scripts sends it."""
    form = await request.form()

    def saved() -> Response:
        now, base = reading_of(desk.journal, number), editing.base_of(form)
        done = save(desk, now.at(base), number, item, form, user.name)
        if done.clashes:
            return _clashing(request, number, item, base, done.clashes)
        return RedirectResponse(f"/issues/{number}/items/{item}?saved={done.count}", 303)

    made = await run_in_threadpool(saved)
    request.app.state.live.wake(number)
    return made


def _clashing(
    request: Request, number: int, item: str, base: int, clashes: tuple[tuple[Clashing, Said], ...]
) -> Response:
    """Every clash with its two buttons; what clashes beside it travels along, so that nothing is lost."""
    sent = [("base", str(base))]
    for _, said in clashes:
        sent += _as_form(said)
    settled = [
        (clash, f"{_name(said)} mine {clash.version}", f"{_name(said)} theirs {clash.version}")
        for clash, said in clashes
    ]
    return page(
        request, "editing/clash.html.jinja", status=409, clashes=settled, sent=sent, button="take", number=number,
        action=f"/issues/{number}/items/{item}",
    )  # fmt: skip


def _name(said: Said) -> str:
    return str(said["kind"])


def _as_form(said: Said) -> list[tuple[str, str]]:
    """A change as the fields of the form that it came from."""
    if said["kind"] == "move":
        return [("column", said["column"])]
    if said["kind"] != "pictures":
        return [(said["kind"], said["value"])]
    fields = [("has_pictures", "1")]
    for one in said["value"]:
        fields += [("picture", one["url"]), ("shown", one["url"]), ("caption", one["caption"])]
    return fields


@router.post("/issues/{number}/items/{item}/pictures", name="add_item_picture")
def add_item_picture(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, item: str, picture: UploadFile,
    caption: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Keep an editor's picture and show it last of the item's."""
    most = desk.settings.max_media_bytes
    content = picture.file.read(most + 1)
    if len(content) > most:
        raise TooLarge(most)
    done = _with_picture(desk, user.name, number, item, desk.pictures.upload(content).url, caption)
    return answer(request, number, done, back="item")


def _with_picture(desk: Desk, who: str, number: int, item: str, url: str, caption: str) -> editing.Done:
    now = reading_of(desk.journal, number)
    found = find_item(now.issue.draft, item)
    shown = [{"url": one.url, "caption": one.caption} for one in found[1].images if one.url != url] if found else []
    value = [*shown, {"url": url, "caption": caption}]
    return editing.make_change(
        desk, number, {"kind": "pictures", "item": item, "value": value, "base": now.version}, who
    )
