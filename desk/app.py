"""The desk as an application: routes, security, errors. `pipeline.wiring.desk` opens what it works with."""

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from desk import errors
from desk.assets import Assets
from desk.live import Live
from desk.pages import environment
from desk.permissions import check_routes
from desk.proxy import networks
from desk.routes import (
    account,
    alternates,
    api,
    articles,
    events,
    files,
    history,
    home,
    issues,
    item,
    login,
    new,
    operations,
    pictures,
    prices,
    publish,
    requests,
    source_view,
    sources,
    users,
)
from desk.security import BoundedBody, SecurityHeaders
from desk.services import Desk
from desk.visitor import permitted

PAGES = (
    home,
    login,
    account,
    users,
    sources,
    source_view,
    pictures,
    issues,
    item,
    operations,
    events,
    history,
    articles,
    alternates,
    requests,
    new,
    prices,
    publish,
    files,
    api,
)
# Below this a compressed answer is not smaller; level 5 is nearly as small as 9 in half the time.
GZIP_FROM_BYTES, GZIP_LEVEL = 500, 5


def create_app(desk: Desk) -> FastAPI:
    """The application; raises UnruledRoute for a route without a rule, SettingError for a wrong proxy setting."""
    networks(desk.settings.desk_trusted_proxies)
    # No pages of the framework's own: their scripts come from elsewhere.
    app = FastAPI(title="tanxun desk", openapi_url=None, dependencies=[Depends(permitted)])
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
