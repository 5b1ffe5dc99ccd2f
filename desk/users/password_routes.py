"""One's own account: the password, and where one is logged in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from desk.http.forms import FormRoute
from desk.http.proxy import client_address
from desk.http.templates import page
from desk.http.visitor import AskedBy, AskedDesk
from desk.services import Desk
from desk.users import passwords
from desk.users.login_routes import logged_in
from desk.users.users import User
from pipeline.errors import SettingError

router = APIRouter(route_class=FormRoute)


@router.get("/account", name="account")
def account(request: Request, desk: AskedDesk, user: AskedBy, done: str = "") -> Response:
    """One's own account."""
    return _page(request, desk, user, done=bool(done))


class PasswordForm(BaseModel):
    """The password so far, and the new one twice."""

    old: str = ""
    password: str = ""
    again: str = ""


@router.post("/account", name="change_password")
def change_password(
    request: Request, desk: AskedDesk, user: AskedBy, form: Annotated[PasswordForm, Form()]
) -> Response:
    """A new password, for whoever knows the old one; every other session ends."""
    try:
        passwords.check_form(form.password, user.name, form.again)
        _check_old(request, desk, user, form.old)
        desk.data.users.set_password(user.name, form.password)
    except SettingError as problem:
        return _page(request, desk, user, said=str(problem))
    return logged_in(request, desk, user, "/account?done=1")


def _check_old(request: Request, desk: Desk, user: User, old: str) -> None:
    """Raises SettingError for a wrong password; guesses are counted as at the login."""
    address = client_address(desk.settings, request)
    if desk.data.attempts.begin(user.name, address, desk.clock()) is not None:
        raise SettingError("输错的次数太多，请过一会儿再试")
    if desk.data.users.verify(user.name, old) is None:
        raise SettingError("原来的密码不对")
    desk.data.attempts.succeeded(user.name, address)


def _page(request: Request, desk: Desk, user: User, said: str = "", done: bool = False) -> Response:
    count = desk.data.sessions.count(desk.clock()).get(user.name, 0)
    return page(
        request,
        "users/password.html.jinja",
        status=400 if said else 200,
        sessions=count,
        said=said,
        done=done,
        shortest=passwords.SHORTEST,
    )
