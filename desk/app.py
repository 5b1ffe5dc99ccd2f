"""The desk as an application: routes, security, errors. `tanxun.wiring.desk` opens what it works with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from desk.articles import alternates_routes, pasted_routes, search_routes
from desk.editing import new_item_routes, operation_routes
from desk.history import history_routes
from desk.http import errors, home_routes
from desk.http.html import environment
from desk.http.permissions import check_routes
from desk.http.proxy import networks
from desk.http.security_headers import BoundedBody, SecurityHeaders
from desk.http.static_files import Assets
from desk.http.visitor import permitted
from desk.issue_page import issue_routes, live_routes
from desk.issue_page.live import Live
from desk.item_page import item_routes, picture_routes
from desk.prices import price_routes
from desk.public_api import api_routes
from desk.publishing import file_routes, publish_routes
from desk.services import Desk
from desk.source_page import source_view_routes
from desk.sources import source_routes
from desk.users import account_routes, login_routes, user_routes

PAGES = (
    home_routes,
    login_routes,
    account_routes,
    user_routes,
    source_routes,
    source_view_routes,
    picture_routes,
    issue_routes,
    item_routes,
    operation_routes,
    live_routes,
    history_routes,
    search_routes,
    alternates_routes,
    pasted_routes,
    new_item_routes,
    price_routes,
    publish_routes,
    file_routes,
    api_routes,
)
# Below this a compressed answer is not smaller; level 5 is nearly as small as 9 in half the time.
GZIP_FROM_BYTES, GZIP_LEVEL = 500, 5


def create_app(desk: Desk) -> FastAPI:
    """The application; raises UnruledRoute for a route without a rule, SettingError for a wrong proxy setting."""
    networks(desk.settings.desk_trusted_proxies)
    # No pages of the framework's own: their scripts come from elsewhere.
    app = FastAPI(title="tanxun desk", openapi_url=None, dependencies=[Depends(permitted)], lifespan=_running)
    app.state.desk = desk
    app.state.assets = Assets()
    app.state.live = Live(desk.journal)
    app.state.templates = environment(app.state.assets)
    for one in PAGES:
        app.include_router(one.router)
    check_routes(app.routes)
    errors.register(app)
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
