"""The desk as an application: routes, security, errors. `tanxun.wiring.desk` opens what it works with."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from desk.http import error_answers
from desk.http.permissions import check_routes
from desk.http.proxy import networks
from desk.http.security_headers import BoundedBody, SecurityHeaders
from desk.http.static_files import shipped
from desk.http.templates import environment
from desk.http.visitor import permitted
from desk.issue_page.live import Live
from desk.services import Desk

# Below this a compressed answer is not smaller; level 5 is nearly as small as 9 in half the time.
GZIP_FROM_BYTES, GZIP_LEVEL = 500, 5


def routers() -> Iterator[APIRouter]:
    """The router of every module *_routes in the desk's folders. Their order tells nothing: no address is two routes'."""
    for found in sorted(walk_packages([str(Path(__file__).parent)], "desk."), key=lambda one: one.name):
        if found.name.endswith("_routes"):
            yield import_module(found.name).router


@cache
def routes() -> Sequence[BaseRoute]:
    """Every address, behind its rule. Once a process: to read all signatures takes longer than the rest of a start.

    Raises UnruledRoute for a route without a rule.
    """
    whole = APIRouter(dependencies=[Depends(permitted)])
    for router in routers():
        whole.include_router(router)
    check_routes(whole.routes)
    return whole.routes


def create_app(desk: Desk) -> FastAPI:
    """The application; raises UnruledRoute for a route without a rule, SettingError for a wrong proxy setting."""
    networks(desk.settings.desk_trusted_proxies)
    # No pages of the framework's own: their scripts come from elsewhere.
    app = FastAPI(title="tanxun desk", openapi_url=None, lifespan=_running)
    app.state.desk = desk
    app.state.assets = shipped()
    app.state.live = Live(desk.journal)
    app.state.templates = environment(app.state.assets)
    app.router.routes.extend(routes())
    error_answers.register(app)
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES, compresslevel=GZIP_LEVEL)
    app.add_middleware(BoundedBody, most_file_bytes=desk.settings.max_media_bytes)
    app.add_middleware(SecurityHeaders, https=desk.settings.desk_https)
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """As long as the desk answers, open pages hear of changes, and half-published editions are completed beside it."""
    desk: Desk = app.state.desk
    live: Live = app.state.live
    desk.journal.watchers.append(live.wake)
    completing = asyncio.create_task(desk.completion.repeat())
    yield
    completing.cancel()
    with suppress(asyncio.CancelledError):
        await completing
    desk.journal.watchers.remove(live.wake)
