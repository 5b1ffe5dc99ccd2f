"""Who may use the desk: a chief makes and changes users, an operator looks."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from desk.http.csrf import own_origin
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.templates import page
from desk.http.visitor import AskedBy, AskedDesk
from desk.services import Desk
from desk.users.users import ROLES
from pipeline.errors import SettingError

router = APIRouter(route_class=FormRoute)

DONE = {
    "role": "角色已改",
    "disable": "已停用，此人的登录都已结束",
    "enable": "已重新启用",
    "remove": "账户已删除",
    "keepers": "谁看哪栏已改",
}


@router.get("/users", name="users")
def users(request: Request, desk: AskedDesk, done: str = "") -> Response:
    """Everybody, with role and sessions."""
    return _page(request, desk, Notice(done=DONE.get(done, "")))


class NewUserForm(BaseModel):
    """Whom to add, and what they may do."""

    name: str = ""
    role: str = ""


NOBODY_YET = NewUserForm(role="editor")


@router.post("/users", name="add_user")
def add_user(request: Request, desk: AskedDesk, form: Annotated[NewUserForm, Form()]) -> Response:
    """A new user, who chooses the password through a one-time link."""
    try:
        user = desk.data.users.add(form.name, None, form.role, desk.clock())
    except SettingError as problem:
        return _page(request, desk, Notice(400, str(problem)), form)
    return _with_link(request, desk, user.name)


class ChangeUserForm(BaseModel):
    """What to do with a user, and the role that is to be theirs."""

    action: str = ""
    role: str = ""


@router.post("/users/{name}", name="change_user")
def change_user(
    request: Request, desk: AskedDesk, by: AskedBy, name: str, form: Annotated[ChangeUserForm, Form()]
) -> Response:
    """Another role, shut out, let in, delete, or a link for a new password."""
    every = desk.data.users
    actions = {
        "role": lambda: every.set_role(name, form.role),
        "disable": lambda: every.set_disabled(name, True),
        "enable": lambda: every.set_disabled(name, False),
        "remove": lambda: every.remove(name),
    }
    if form.action not in {*actions, "link"}:
        raise HTTPException(400, "没有这个操作")
    try:
        if form.action == "link":
            return _with_link(request, desk, every.known(name).name)
        actions[form.action]()
    except SettingError as problem:
        return _page(request, desk, Notice(400, str(problem)))
    away = every.get(by.name) is None or (form.action == "disable" and name == by.name)
    return RedirectResponse("/login" if away else f"/users?done={form.action}", 303)


class KeepersForm(BaseModel):
    """The boxes that are ticked, each "column/name"."""

    keeper: list[str] = []


@router.post("/columns", name="set_keepers")
def set_keepers(desk: AskedDesk, form: Annotated[KeepersForm, Form()]) -> Response:
    """Who looks after which column, all at once."""
    ticked = [one.partition("/") for one in form.keeper]
    desk.data.keepers.set_all(
        {one.name: [name for column, _, name in ticked if column == one.name] for one in load().columns}
    )
    return RedirectResponse("/users?done=keepers", 303)


def _with_link(request: Request, desk: Desk, name: str) -> Response:
    link = f"{own_origin(desk.settings, request)}/link/{desk.data.links.make(name, desk.clock())}"
    return _page(request, desk, link=link, link_for=name)


def _page(
    request: Request,
    desk: Desk,
    notice: Notice = NO_NOTICE,
    typed: NewUserForm = NOBODY_YET,
    link: str = "",
    link_for: str = "",
) -> Response:
    return page(
        request,
        "users/users.html.jinja",
        status=notice.status,
        users=desk.data.users.all(),
        roles=ROLES,
        sessions=desk.data.sessions.count(desk.clock()),
        done=notice.done,
        said=notice.said,
        link=link,
        link_for=link_for,
        name=typed.name,
        role=typed.role,
        columns=[one.name for one in load().columns],
        keepers=desk.data.keepers.all(),
    )
