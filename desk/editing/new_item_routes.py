"""Write an item by hand, with pictures of one's own."""

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from bulletin.issue import IssueReading, NotThere, Picture, edit, find_item, operation_kinds, reading_of
from desk.articles.take_in import last_of
from desk.editing.by_hand import Written, item_by_hand, new_id
from desk.editing.changes import LONGEST_LINE, Unclear
from desk.http.forms import FormRoute
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.frame import AskedPage, issue_page
from desk.item_page.pictures import UPLOADED
from desk.services import Desk
from pipeline.addresses import LONGEST_LINK
from pipeline.errors import SettingError

router = APIRouter(route_class=FormRoute)
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]
# Fields for pictures; more are added on the item's own page.
MOST_PICTURES = 3
_UPLOADED = re.compile(re.escape(UPLOADED) + "[0-9a-f]{64}")


@router.get("/issues/{number}/new", name="new_item")
def new_item(request: Request, now: AskedPage, url: str = "", column: str = "") -> Response:
    """The empty form; `url` is an address that could not be crawled."""
    return _page(request, now, Written(new_id(), "", "", "", column, url[:LONGEST_LINK], ""))


@router.post("/issues/{number}/new", name="write_item")
def write_item(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, now: AskedPage, base: Annotated[int, Form()],
    id: Text = "", title: Text = "", published: Text = "", source: Text = "", column: Text = "", url: Text = "",  # noqa: A002 - the form's name
    text: Text = "", kept: Texts = [], kept_caption: Texts = [], caption: Texts = [],  # noqa: B006 - FastAPI copies it
    picture: Annotated[list[UploadFile], File()] = [],  # noqa: B006
) -> Response:  # fmt: skip
    """Put the item at the end of its column; what was typed and uploaded stays in the form where something is wrong."""
    written = Written(id, title, published, source, column, url, text, _kept(kept, kept_caption))
    try:
        more = _uploaded(desk, picture, caption)
        written = Written(id, title, published, source, column, url, text, (*written.pictures, *more))
        item = item_by_hand(written, user.name)
        change = operation_kinds.Add(item=item, column=column, after=last_of(now, column), origin="hand")
        edit(desk.journal, number, change, user.name, desk.clock(), base)
    except NotThere as problem:
        if not find_item(reading_of(desk.journal, number).issue.draft, id):
            return _page(request, now, written, 409, str(problem))
        return RedirectResponse(f"/issues/{number}#i{id}", 303)
    except (Unclear, SettingError) as problem:
        return _page(request, now, written, 422, str(problem))
    request.app.state.live.wake(number)
    return RedirectResponse(f"/issues/{number}#i{item.id}", 303)


def _kept(urls: Sequence[str], captions: Sequence[str]) -> tuple[Picture, ...]:
    """The pictures that came with the form before."""
    pairs = zip(urls, [*captions, *[""] * len(urls)], strict=False)
    return tuple(Picture(url=url, caption=" ".join(text.split())) for url, text in pairs if _UPLOADED.fullmatch(url))


def _uploaded(desk: Desk, files: Sequence[UploadFile], captions: Sequence[str]) -> list[Picture]:
    """The pictures that came now, kept. Raises SettingError for what is none."""
    found = list[Picture]()
    for file, caption in zip(files, [*captions, *[""] * len(files)], strict=False):
        content = file.file.read(desk.settings.max_media_bytes + 1)
        if content:
            found.append(Picture(url=desk.pictures.upload(content).url, caption=" ".join(caption.split())))
    return found


def _page(request: Request, now: IssueReading, written: Written, status: int = 200, said: str = "") -> Response:
    free = max(0, MOST_PICTURES - len(written.pictures))
    return issue_page(
        request, "editing/new.html.jinja", now, status, f"还没有保存：{said}" if said else "", written=written, free=free,
        longest=LONGEST_LINE,
    )  # fmt: skip
