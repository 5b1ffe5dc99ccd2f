"""The first page, the static files, and whether the desk is alive."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from desk.http.forms import FormRoute
from desk.http.permissions import RULES, allows
from desk.http.static_files import Assets
from desk.http.visitor import AskedBy, AskedDesk

router = APIRouter(route_class=FormRoute)

# The address changes with the content: a year, and no question in between.
FOREVER = "public, max-age=31536000, immutable"


@router.get("/", name="home")
def home(desk: AskedDesk, user: AskedBy) -> Response:
    """Where one begins: the newest issue; an operator sees the sources."""
    if not allows(RULES["issue"], user.role):
        return RedirectResponse("/sources", 303)
    newest = next(desk.journal.standing(), None)
    return RedirectResponse(f"/issues/{newest}" if newest else "/issues", 303)


@router.get("/static/{digest}/{name:path}", name="static")
def static(request: Request, digest: str, name: str) -> Response:
    """A style sheet or script; the frame of the source view, which is nobody's origin, may load it too."""
    assets: Assets = request.app.state.assets
    asset = assets.get(digest, name)
    if asset is None:
        raise HTTPException(404)
    headers = {"Cache-Control": FOREVER, "Cross-Origin-Resource-Policy": "cross-origin", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.compressed, headers=headers, media_type=asset.content_type)
    return Response(asset.content, headers=headers, media_type=asset.content_type)


@router.get("/healthy", name="healthy")
def healthy() -> Response:
    """For a load balancer: the process answers."""
    return PlainTextResponse("ok\n")
