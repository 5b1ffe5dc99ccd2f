"""Who asks, and whether they may: the one dependency of every route."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from desk.http import csrf
from desk.http.forms import is_form
from desk.http.permissions import RULES, allows
from desk.http.proxy import is_https, said_user
from desk.services import Desk
from desk.users.sessions import LONGEST_SECONDS, Session
from desk.users.users import User
from pipeline.errors import TanxunError

COOKIE = "tanxun_desk"
# Fields that are never written into a page again.
SECRET = ("password", "again", "old")
# Before anybody is logged in: what the login form's token is bound to.
VISIT_COOKIE = "tanxun_visit"


@dataclass(frozen=True)
class Visitor:
    """Who asks. `holder` is what their tokens are bound to; `expired`: their cookie is of a session that is over;
    `stranger`: whom a trusted proxy names and no account knows.
    """

    user: User | None
    session: Session | None
    holder: str
    expired: bool = False
    stranger: str = ""


class LoginNeeded(TanxunError):
    """Nobody is logged in (any more). `form` is what was sent from a page of ours, to be sent again after login."""

    def __init__(self, expired: bool, form: list[tuple[str, str]] | None = None) -> None:
        super().__init__("登录已过期" if expired else "请先登录")
        self.expired, self.form = expired, form


class Forbidden(TanxunError):
    """The user's role may not do this."""


class Forged(TanxunError):
    """The request comes from another site, or its token is missing or another session's."""

    def __init__(self, form: list[tuple[str, str]] | None = None) -> None:
        super().__init__("这个页面已经过时，或者请求不是从本站发出的")
        self.form = form


def desk_of(request: Request) -> Desk:
    """The desk that answers."""
    desk: Desk = request.app.state.desk
    return desk


def visitor_of(request: Request) -> Visitor:
    """Who asks, as `permitted` found them."""
    visitor: Visitor = request.state.visitor
    return visitor


def user_of(request: Request) -> User:
    """The user who asks; only for routes that are not public."""
    user = visitor_of(request).user
    if user is None:
        raise LoginNeeded(expired=False)
    return user


# Coroutines, because FastAPI gives every other dependency a thread of its own.
async def _desk_of(request: Request) -> Desk:
    return desk_of(request)


async def _user_of(request: Request) -> User:
    return user_of(request)


AskedDesk = Annotated[Desk, Depends(_desk_of)]
AskedBy = Annotated[User, Depends(_user_of)]


async def permitted(request: Request) -> None:
    """Find out who asks; check origin and token of whatever changes something; check the route's rule."""
    desk = desk_of(request)
    request.state.visitor = visitor = await run_in_threadpool(recognise, desk, request)
    rule = RULES[request.scope["route"].name]
    role = visitor.user.role if visitor.user else None
    unsafe = request.method not in csrf.SAFE_METHODS
    if unsafe and csrf.is_foreign(desk.settings, request):
        raise Forged
    if visitor.stranger and not allows(rule, None):
        raise Forbidden(f"「{visitor.stranger}」在这里没有账户；请主编在「用户」页添加，或用 tanxun user add")
    if role is None and not allows(rule, None):
        raise LoginNeeded(visitor.expired, await _own_form(desk, request) if unsafe else None)
    if unsafe and not csrf.is_token(desk.data.signatures, visitor.holder, await _given_token(request)):
        raise Forged(await _own_form(desk, request))
    if unsafe and visitor.user:
        request.state.form = await _texts(request)
    if not allows(rule, role):
        raise Forbidden("你的角色不能做这件事")


def recognise(desk: Desk, request: Request) -> Visitor:
    """Who asks, by a trusted proxy's header or by the session cookie."""
    name = said_user(desk.settings, request)
    if name is not None:
        user = desk.data.users.get(name)
        if user is None or user.disabled:
            return Visitor(None, None, f"stranger:{name}", stranger=name)
        return Visitor(user, None, f"proxy:{user.name}")
    cookie = request.cookies.get(cookie_name(COOKIE, is_https(desk.settings, request)))
    session_id = desk.data.signatures.unsigned("session", cookie) if cookie else None
    session = desk.data.sessions.find(session_id, desk.clock()) if session_id else None
    if session is not None:
        return Visitor(session.user, session, session.id)
    visit = request.cookies.get(cookie_name(VISIT_COOKIE, is_https(desk.settings, request)), "")
    return Visitor(None, None, f"visit:{visit}", expired=cookie is not None)


def keep_session(desk: Desk, request: Request, response: Response, session: Session) -> None:
    """Give the browser the session's cookie."""
    set_cookie(desk, request, response, COOKIE, signed(desk, session))


def signed(desk: Desk, session: Session) -> str:
    """The session's id as the cookie holds it."""
    return desk.data.signatures.signed("session", session.id)


def set_cookie(desk: Desk, request: Request, response: Response, name: str, value: str) -> None:
    """A cookie that no script and no other site's form sees; Lax, because Strict would ask for the password again
    whenever the page is opened from a mail or a chat.
    """
    https = is_https(desk.settings, request)
    response.set_cookie(
        cookie_name(name, https), value, max_age=LONGEST_SECONDS, path="/", secure=https, httponly=True, samesite="lax"
    )


def forget_session(desk: Desk, request: Request, response: Response) -> None:
    """Take the session's cookie back."""
    https = is_https(desk.settings, request)
    response.delete_cookie(cookie_name(COOKIE, https), path="/", secure=https, httponly=True, samesite="lax")


def cookie_name(name: str, https: bool) -> str:
    """With TLS the name says that no other host may set it (the `__Host-` prefix)."""
    return f"__Host-{name}" if https else name


def login_address(request: Request) -> str:
    """The login page that comes back to what was asked for (a page, never an action)."""
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/login?next={quote(target, safe='/')}" if request.method == "GET" else "/login"


async def _given_token(request: Request) -> str:
    header = request.headers.get(csrf.HEADER)
    if header is not None:
        return header
    return str((await _form(request)).get(csrf.FIELD, ""))


async def _own_form(desk: Desk, request: Request) -> list[tuple[str, str]] | None:
    """The form's texts, where a page of ours surely sent it: nobody else's are to be sent again in a user's name."""
    if not csrf.is_surely_own(desk.settings, request) or csrf.HEADER in request.headers:
        return None
    return await _texts(request)


async def _texts(request: Request) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in (await _form(request)).multi_items()
        if isinstance(value, str) and name not in (csrf.FIELD, *SECRET)
    ]


async def _form(request: Request) -> FormData:
    if not is_form(request):
        return FormData()
    return await request.form()
