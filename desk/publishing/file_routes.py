"""The files of an edition, the preview of the next one, and the feeds of the newest."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bulletin.issue import EditionRecord
from bulletin.render import formats
from desk.http.cached_answers import cached
from desk.http.forms import FormRoute
from desk.http.security_headers import POLICY
from desk.http.visitor import AskedDesk
from desk.issue_page.around_issue import AskedReading
from desk.services import Desk

router = APIRouter(route_class=FormRoute)

# The preview alone may stand in a frame, of our own publish page.
FRAMED = {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}


@router.get("/issues/{number}/preview.pdf", name="preview")
def preview(desk: AskedDesk, number: int, reading: AskedReading) -> Response:
    """The issue as it would be printed now."""
    content = desk.press.preview(reading, desk.clock())
    name = f"inline; filename=preview-{number}-{reading.version}.pdf"
    return Response(content, media_type="application/pdf", headers={**FRAMED, "Content-Disposition": name})


@router.get("/issues/{number}/files/{name}", name="edition_file")
def edition_file(desk: AskedDesk, reading: AskedReading, name: str, edition: int = 0) -> Response:
    """A file of the last edition, or of the one that is named."""
    found = [one for one in reading.issue.editions if edition in (0, one.edition)]
    if not found or name not in found[-1].files:
        raise HTTPException(404, "没有这个文件；请从发布页面下载")
    content = _content(desk, found[-1], name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=type_of(name), headers=headers)


@router.get("/feeds/{name}", name="feed")
def feed(request: Request, desk: AskedDesk, name: str) -> Response:
    """The newest published issue as RSS, Atom or JSON Feed, for anybody."""
    if name not in {one.ending for one in formats.FORMATS if one.feed}:
        raise HTTPException(404, "没有这个订阅源")
    newest = desk.public.newest()
    if newest is None:
        raise HTTPException(404, "还没有发布过")
    edition = newest.made
    file = next((file for file in edition.files if file.endswith(f".{name}")), "")
    return cached(request, _content(desk, edition, file), type_of(file))


def type_of(name: str) -> str:
    """A file's type, by its name."""
    found = formats.format_of(name)
    return found.media_type if found else "application/octet-stream"


def _content(desk: Desk, edition: EditionRecord, name: str) -> bytes:
    try:
        return desk.files.get("documents", edition.files.get(name, ""))
    except KeyError:
        raise HTTPException(410, f"{name} 的文件不在了；请运维从备份恢复 files/documents") from None
