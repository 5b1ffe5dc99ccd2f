"""Pictures from the files, and editors' own."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from bulletin.render.pictures import FittedPicture
from desk.http.error_answers import wants_json
from desk.http.forms import FormRoute
from desk.http.security_headers import TooLarge
from desk.http.visitor import AskedDesk
from desk.users.login_form import local

router = APIRouter(route_class=FormRoute)

# The address is the content's digest: a year, in the reader's own cache only.
FOREVER = "private, max-age=31536000, immutable"


@router.get("/pictures/{digest}", name="picture")
def picture(desk: AskedDesk, digest: str, size: str = "") -> Response:
    """A kept picture; `size=small` for a thumbnail."""
    return _answer(desk.pictures.shown(digest, small=size == "small"))


@router.get("/source-pictures/{digest}/{signature}", name="source_picture")
def source_picture(desk: AskedDesk, digest: str, signature: str) -> Response:
    """The same for the source view's frame, which has no cookies: by a signed address."""
    if not desk.pictures.is_open(digest, signature):
        raise HTTPException(404)
    answer = _answer(desk.pictures.shown(digest))
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _answer(fit: FittedPicture | None) -> Response:
    if fit is None:
        raise HTTPException(404, "没有这张图片")
    kind = "image/png" if fit.kind == "png" else "image/jpeg"
    return Response(fit.content, media_type=kind, headers={"Cache-Control": FOREVER})


@router.post("/issues/{number}/pictures", name="add_picture")
def add_picture(
    request: Request, desk: AskedDesk, number: int, picture: UploadFile, back: Annotated[str, Form()] = "/"
) -> Response:
    """Keep an editor's picture; says under which address items name it, and where it is shown."""
    del number
    most = desk.settings.max_media_bytes
    content = picture.file.read(most + 1)
    if len(content) > most:
        raise TooLarge(most)
    file = desk.pictures.upload(content)
    if not wants_json(request):
        return RedirectResponse(local(back), 303)
    return JSONResponse({"url": file.url, "digest": file.digest, "address": f"/pictures/{file.digest}"}, 201)
