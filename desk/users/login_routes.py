"""Log in, log out, log out everywhere; one-time links."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from desk.http import csrf
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.proxy import client_address
from desk.http.visitor import AskedBy, AskedDesk, forget_session, keep_session, visitor_of
from desk.services import Desk
from desk.users import passwords
from desk.users.login_form import NOT_SAVED, KeptForm, again_page, kept_form, local, login_page
from desk.users.one_time_links import OneTimeLink
from desk.users.users import User, clean_name
from pipeline.errors import SettingError
from pipeline.time_zone import ZONE

router = APIRouter(route_class=FormRoute)


@router.get("/login", name="login")
def show_login(request: Request, target: str = "/", next: str = "") -> Response:  # noqa: A002 - the parameter's usual name
    """The login form."""
    target = local(next or target)
    return RedirectResponse(target, 303) if visitor_of(request).user else login_page(request, target=target)


class LoginForm(BaseModel):
    """Who logs in, where they wanted to go, and a form that could not be saved, with its address."""

    name: str = ""
    password: str = ""
    target: str = "/"
    kept_for: str = ""
    kept: str = ""


@router.post("/login", name="log_in")
def log_in(request: Request, desk: AskedDesk, form: Annotated[LoginForm, Form()]) -> Response:
    """Check name and password; afterwards go where one wanted to, or show what was not saved."""
    name, target, fields = form.name, local(form.target), kept_form(form.kept)
    waiting = (local(form.kept_for), fields) if fields else None
    address, now = client_address(desk.settings, request), desk.clock()
    until = desk.data.attempts.begin(name, address, now)
    if until is not None:
        seconds = int((until - now).total_seconds())
        again = f"{until.astimezone(ZONE):%H:%M:%S}（约 {-(-seconds // 60)} 分钟后）"
        said = f"输错的次数太多，暂时不能登录。请在 {again}再试。"
        made = login_page(request, Notice(429, said), name, target, waiting)
        made.headers["Retry-After"] = str(seconds + 1)
        return made
    user = desk.data.users.verify(name, form.password)
    if user is None:
        return login_page(request, Notice(401, "用户名或密码不对。"), name, target, waiting)
    desk.data.attempts.succeeded(name, address)
    return logged_in(request, desk, user, target, waiting)


def logged_in(request: Request, desk: Desk, user: User, target: str, kept: KeptForm | None = None) -> Response:
    """A session with a new id; the one before, if any, ends."""
    before = visitor_of(request).session
    if before is not None:
        desk.data.sessions.end(before.id)
    session = desk.data.sessions.begin(user, desk.clock())
    made: Response = RedirectResponse(target, 303)
    if kept:
        made = again_page(request, kept, NOT_SAVED, csrf.token(desk.data.signatures, session.id))
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


class LinkForm(BaseModel):
    """The first chief's name, and the new password twice."""

    name: str = ""
    password: str = ""
    again: str = ""


@router.post("/link/{token}", name="use_link")
def use_link(request: Request, desk: AskedDesk, token: str, form: Annotated[LinkForm, Form()]) -> Response:
    """Take the link, once: make the first chief or set the user's password, and log in."""
    link = _link(desk, token)
    try:
        name = clean_name(link.user or form.name)
        passwords.check_form(form.password, name, form.again)
        if link.user is None:
            desk.data.users.check_free(name)
    except SettingError as problem:
        return _link_page(request, link.user, Notice(400, str(problem)), form.name)
    if not desk.data.links.use(token, desk.clock()):
        raise HTTPException(410, "这个链接刚刚已经用过")
    if link.user is None:
        user = desk.data.users.add(name, form.password, "chief", desk.clock())
    else:
        desk.data.users.set_password(name, form.password)
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


def _link_page(request: Request, user: str | None, notice: Notice = NO_NOTICE, name: str = "") -> Response:
    return login_page(
        request, notice, name, template="users/one_time_link.html.jinja", owner=user, shortest=passwords.SHORTEST
    )
