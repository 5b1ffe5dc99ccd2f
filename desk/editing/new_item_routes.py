"""Write an item by hand, with pictures of one's own."""

import re
from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Request, UploadFile
from pydantic import Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from bulletin.issue import IssueReading, Item, NotThere, Picture, last_of, operation_kinds
from desk.editing.item_by_hand import Written, item_by_hand, new_id
from desk.editing.make_change import make_change
from desk.editing.typed_values import LONGEST_LINE, Unclear
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page
from desk.item_page.kept_pictures import UPLOADED
from pipeline.addresses import LONGEST_LINK
from pipeline.errors import SettingError

router = APIRouter(route_class=FormRoute)
T = TypeVar("T")
# Fields for pictures; more are added on the item's own page.
MOST_PICTURES = 3
_UPLOADED = re.compile(re.escape(UPLOADED) + "[0-9a-f]{64}")


class NewItemForm(Written):
    """What was typed, the pictures that came with the form before and those that come now, the version that was seen."""

    base: int
    kept: list[str] = Field(default_factory=list)
    kept_caption: list[str] = Field(default_factory=list)
    picture: list[UploadFile] = Field(default_factory=list)
    caption: list[str] = Field(default_factory=list)


@router.get("/issues/{number}/new", name="new_item")
def new_item(request: Request, reading: AskedReading, url: str = "", column: str = "") -> Response:
    """The empty form; `url` is an address that could not be crawled."""
    return _page(request, reading, Written(id=new_id(), column=column, url=url[:LONGEST_LINK]))


@router.get("/issues/{number}/new/{item}", name="new_item_made")
def new_item_made(reading: AskedReading, item: str) -> Response:
    """Whether the item of the form that was given out with this id is in the issue, or was: {"made": true or false}."""
    return JSONResponse({"made": item in reading.issue.originals})


@router.post("/issues/{number}/new", name="write_item")
def write_item(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[NewItemForm, Form()],
) -> Response:
    """Put the item at the end of its column; what was typed and uploaded stays in the form where something is wrong."""
    pictures = [
        Picture(url=url, caption=caption)
        for url, caption in _with_captions(form.kept, form.kept_caption)
        if _UPLOADED.fullmatch(url)
    ]
    try:
        for file, caption in _with_captions(form.picture, form.caption):
            content = file.file.read(desk.settings.max_media_bytes + 1)
            if content:
                pictures.append(Picture(url=desk.pictures.upload(content).url, caption=caption))
        item = item_by_hand(form, pictures, user.name)
        _refuse_other(reading.issue.originals.get(item.id), item)
        change = operation_kinds.Add(
            item=item, column=form.column, after=last_of(reading.issue, form.column), origin="hand"
        )
        make_change(desk, number, change, user.name, form.base)
    except NotThere as problem:
        return _page(request, reading, form, pictures, Notice(409, f"还没有保存：{problem}"))
    except (Unclear, SettingError) as problem:
        return _page(request, reading, form, pictures, Notice(422, f"还没有保存：{problem}"))
    return RedirectResponse(f"/issues/{number}#i{item.id}", 303)


def _refuse_other(made: Item | None, item: Item) -> None:
    """Raises NotThere where this form's item is in the issue with other words: two windows held one form."""
    if made and any(
        getattr(made, name) != getattr(item, name) for name in ("title", "published", "source", "url", "blocks")
    ):
        raise NotThere(
            f"这一条已经用《{made.title}》的题目加入过本期，多半是在另一个窗口里；请打开它，把不同的地方改过去"
        )


def _with_captions(pictures: Sequence[T], captions: Sequence[str]) -> list[tuple[T, str]]:
    """Each picture with its caption on one line; where there are fewer captions, the rest have none."""
    lines = [" ".join(caption.split()) for caption in captions]
    return list(zip(pictures, [*lines, *[""] * len(pictures)], strict=False))


def _page(
    request: Request,
    reading: IssueReading,
    written: Written,
    pictures: Sequence[Picture] = (),
    notice: Notice = NO_NOTICE,
) -> Response:
    return issue_page(
        request,
        "editing/new_item.html.jinja",
        reading,
        notice,
        written=written,
        pictures=pictures,
        free=max(0, MOST_PICTURES - len(pictures)),
        longest=LONGEST_LINE,
    )
