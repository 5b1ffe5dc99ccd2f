"""Log in, log out, log out everywhere; one-time links."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from desk.http import csrf
from desk.http.forms import FormRoute
from desk.http.proxy import client_address
from desk.http.visitor import AskedBy, AskedDesk, forget_session, keep_session, visitor_of
from desk.services import Desk
from desk.users import passwords
from desk.users.login_form import again_page, kept_form, local, login_page
from desk.users.one_time_links import OneTimeLink
from desk.users.users import User, clean_name
from pipeline.errors import SettingError
from pipeline.time_zone import ZONE

router = APIRouter(route_class=FormRoute)
Text = Annotated[str, Form()]


@router.get("/login", name="login")
def show_login(request: Request, target: str = "/", next: str = "") -> Response:  # noqa: A002 - the parameter's usual name
    """The login form."""
    target = local(next or target)
    return RedirectResponse(target, 303) if visitor_of(request).user else login_page(request, target=target)


@router.post("/login", name="log_in")
def log_in(
    request: Request,
    desk: AskedDesk,
    name: Text = "",
    password: Text = "",
    target: Text = "/",
    kept_for: Text = "",
    kept: Text = "",
) -> Response:
    """Check name and password; afterwards go where one wanted to, or show what was not saved."""
    form = kept_form(kept)
    waiting = (local(kept_for), form) if form else None
    address, now = client_address(desk.settings, request), desk.clock()
    until = desk.data.attempts.begin(name, address, now)
    if until is not None:
        made = login_page(request, 429, _wait_message(until, now), name, local(target), waiting)
        made.headers["Retry-After"] = str(int((until - now).total_seconds()) + 1)
        return made
    user = desk.data.users.verify(name, password)
    if user is None:
        return login_page(request, 401, "用户名或密码不对。", name, local(target), waiting)
    desk.data.attempts.succeeded(name, address)
    return logged_in(request, desk, user, local(target), waiting)


def _wait_message(until: datetime, now: datetime) -> str:
    minutes = -(-int((until - now).total_seconds()) // 60)
    return f"输错的次数太多，暂时不能登录。请在 {until.astimezone(ZONE):%H:%M:%S}（约 {minutes} 分钟后）再试。"


def logged_in(
    request: Request, desk: Desk, user: User, target: str, kept: tuple[str, list[tuple[str, str]]] | None = None
) -> Response:
    """A session with a new id; the one before, if any, ends."""
    before = visitor_of(request).session
    if before is not None:
        desk.data.sessions.end(before.id)
    session = desk.data.sessions.begin(user, desk.clock())
    made: Response = RedirectResponse(target, 303)
    if kept:
        made = again_page(request, *kept, csrf=csrf.token(desk.data.signatures, session.id))
    keep_session(desk, request, made, session)
    return made


@router.get("/session", name="session")
def show_session(request: Request, desk: AskedDesk, user: AskedBy) -> Response:
    """Who is logged in, and a fresh token: what a page's script asks for after a login in another window."""
    token = csrf.token(desk.data.signatures, visitor_of(request).holder)
    return JSONResponse({"user": user.name, "role": user.role, "csrf": token})


@router.post("/logout", name="log_out")
def log_out(request: Request, desk: AskedDesk) -> Response:
    """End this session."""
    session = visitor_of(request).session
    if session is not None:
        desk.data.sessions.end(session.id)
    return _left(request, desk)


@router.post("/logout/everywhere", name="log_out_everywhere")
def log_out_everywhere(request: Request, desk: AskedDesk, user: AskedBy) -> Response:
    """End all sessions of the user."""
    desk.data.sessions.end_all(user.name)
    return _left(request, desk)


def _left(request: Request, desk: Desk) -> Response:
    made = RedirectResponse("/login", 303)
    forget_session(desk, request, made)
    return made


@router.get("/link/{token}", name="link")
def show_link(request: Request, desk: AskedDesk, token: str) -> Response:
    """What a one-time link is for: choose a password, and a name for the first chief."""
    link = _link(desk, token)
    return _link_page(request, link.user)


@router.post("/link/{token}", name="use_link")
def use_link(
    request: Request, desk: AskedDesk, token: str, name: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Take the link, once: make the first chief or set the user's password, and log in."""
    link = _link(desk, token)
    try:
        name = clean_name(link.user or name)
        passwords.check_form(password, name, again)
        if link.user is None:
            desk.data.users.check_free(name)
    except SettingError as problem:
        return _link_page(request, link.user, str(problem), name, 400)
    if not desk.data.links.use(token, desk.clock()):
        raise HTTPException(410, "这个链接刚刚已经用过")
    if link.user is None:
        user = desk.data.users.add(name, password, "chief", desk.clock())
    else:
        desk.data.users.set_password(name, password)
        user = desk.data.users.known(name)
    return logged_in(request, desk, user, "/")


def _link(desk: Desk, token: str) -> OneTimeLink:
    """What the link is for, as long as it is of use: there is a first chief once only."""
    link = desk.data.links.find(token, desk.clock())
    if link is None:
        raise HTTPException(410, "这个链接已经用过、已过期或不存在")
    if link.user is None and desk.data.users.has_chief():
        raise HTTPException(410, "已经有主编了，这个链接不再有用；请主编在「用户」页添加你")
    return link


def _link_page(request: Request, user: str | None, said: str = "", name: str = "", status: int = 200) -> Response:
    return login_page(
        request, status, said, name, template="users/link.html.jinja", owner=user, shortest=passwords.SHORTEST
    )
