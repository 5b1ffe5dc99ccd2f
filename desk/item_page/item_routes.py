"""An item's own page: the source beside the text, the whole edit form, its pictures."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import NotThere, Picture, find_item, opened_label, operation_kinds, reading_of
from desk.editing.make_change import make_change
from desk.editing.operation_routes import answer
from desk.editing.sent_changes import Said, base_of, why_gone
from desk.editing.shown_clash import Clashing
from desk.editing.typed_values import one_line
from desk.http.forms import FormRoute
from desk.http.security_headers import TooLarge
from desk.http.templates import page
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.shown_findings import facts_of
from desk.item_page.item_form import save
from desk.item_page.item_view import item_view

router = APIRouter(route_class=FormRoute)


@router.get("/issues/{number}/items/{item}", name="item")
def item(request: Request, desk: AskedDesk, number: int, item: str, saved: int | None = None) -> Response:
    """The item's page; `saved` is how many fields a form has just changed."""
    reading = reading_of(desk.journal, number)
    found = find_item(reading.issue.draft, item)
    view = item_view(reading, item, facts_of(desk.journal, reading.issue, [found[1]]), load()) if found else None
    if view is None:
        raise NotThere(why_gone(reading.issue, item))
    return page(request, "item_page/item.html.jinja", view=view, saved=saved)


@router.post("/issues/{number}/items/{item}", name="edit_item")
async def edit_item(request: Request, desk: AskedDesk, user: AskedBy, number: int, item: str) -> Response:
    """Save the whole form, as a browser without scripts sends it."""
    form = await request.form()

    def saved() -> Response:
        now, base = reading_of(desk.journal, number), base_of(form)
        done = save(desk, now.at(base), number, item, form, user.name)
        if done.clashes:
            return _clashing(request, number, item, base, done.clashes)
        return RedirectResponse(f"/issues/{number}/items/{item}?saved={done.count}", 303)

    return await run_in_threadpool(saved)


@router.post("/issues/{number}/items/{item}/opened", name="item_opened")
def item_opened(desk: AskedDesk, user: AskedBy, number: int, item: str) -> Response:
    """An editor has the item's page before them: what is printed as it stood then is worth more to `tanxun learn`."""
    if find_item(reading_of(desk.journal, number).issue.draft, item) is None:
        raise NotThere("本期没有这一条")
    desk.store.put_label(opened_label(item, user.name, desk.clock()))
    return Response(status_code=204)


def _clashing(
    request: Request, number: int, item: str, base: int, clashes: tuple[tuple[Clashing, Said], ...]
) -> Response:
    """Every clash with its buttons; what clashes beside it travels along, so that nothing is lost."""
    sent = [("base", str(base))]
    for clash, said in clashes:
        if said["kind"] == "move":
            sent.append(("column", said["column"]))
        elif said["kind"] == "pictures":
            sent.append(("has_pictures", "1"))
            for one in said["value"]:
                sent += [("picture", one["url"]), ("shown", one["url"]), ("caption", one["caption"])]
        else:
            sent.append((said["kind"], said["value"]))
            sent += [(f"{whose}_{said['kind']}", getattr(clash, f"with_{whose}")) for whose in ("mine", "theirs")]
    return page(
        request,
        "editing/clash.html.jinja",
        status=409,
        clashes=[
            (clash, *(f"{said['kind']} {whose} {clash.version}" for whose in ("mine", "theirs", "hand")))
            for clash, said in clashes
        ],
        sent=sent,
        button="take",
        number=number,
        action=f"/issues/{number}/items/{item}",
    )


class UploadForm(BaseModel):
    """A picture of the editor's own."""

    picture: UploadFile
    caption: str = ""


@router.post("/issues/{number}/items/{item}/pictures", name="add_item_picture")
def add_item_picture(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, item: str, form: Annotated[UploadForm, Form()]
) -> Response:
    """Keep an editor's picture and show it last of the item's."""
    caption, most = one_line(form.caption, "图片说明", empty=True), desk.settings.max_media_bytes
    content = form.picture.file.read(most + 1)
    if len(content) > most:
        raise TooLarge(most)
    url, now = desk.pictures.upload(content).url, reading_of(desk.journal, number)
    found = find_item(now.issue.draft, item)
    shown = tuple(one for one in found[1].images if one.url != url) if found else ()
    change = operation_kinds.Repicture(item=item, value=(*shown, Picture(url=url, caption=caption)))
    return answer(request, number, make_change(desk, number, change, user.name, now.version), back="item")
