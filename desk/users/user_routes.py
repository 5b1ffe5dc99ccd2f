"""Who may use the desk: a chief makes and changes users, an operator looks."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from desk.http.csrf import own_origin
from desk.http.forms import FormRoute
from desk.http.html import page
from desk.http.visitor import AskedBy, AskedDesk
from desk.services import Desk
from desk.users.users import ROLES
from pipeline.errors import SettingError

router = APIRouter(route_class=FormRoute)
Text = Annotated[str, Form()]

DONE = {"role": "角色已改", "disable": "已停用，此人的登录都已结束", "enable": "已重新启用", "remove": "账户已删除"}


@router.get("/users", name="users")
def users(request: Request, desk: AskedDesk, done: str = "") -> Response:
    """Everybody, with role and sessions."""
    return _page(request, desk, done=DONE.get(done, ""))


@router.post("/users", name="add_user")
def add_user(request: Request, desk: AskedDesk, name: Text = "", role: Text = "") -> Response:
    """A new user, who chooses the password through a one-time link."""
    try:
        user = desk.data.users.add(name, None, role, desk.clock())
    except SettingError as problem:
        return _page(request, desk, said=str(problem), name=name, role=role, status=400)
    return _with_link(request, desk, user.name)


@router.post("/users/{name}", name="change_user")
def change_user(
    request: Request, desk: AskedDesk, by: AskedBy, name: str, action: Text = "", role: Text = ""
) -> Response:
    """Another role, shut out, let in, delete, or a link for a new password."""
    every = desk.data.users
    actions = {
        "role": lambda: every.set_role(name, role),
        "disable": lambda: every.set_disabled(name, True),
        "enable": lambda: every.set_disabled(name, False),
        "remove": lambda: every.remove(name),
    }
    if action not in {*actions, "link"}:
        raise HTTPException(400, "没有这个操作")
    try:
        if action == "link":
            return _with_link(request, desk, every.known(name).name)
        actions[action]()
    except SettingError as problem:
        return _page(request, desk, said=str(problem), status=400)
    away = every.get(by.name) is None or (action == "disable" and name == by.name)
    return RedirectResponse("/login" if away else f"/users?done={action}", 303)


def _with_link(request: Request, desk: Desk, name: str) -> Response:
    link = f"{own_origin(desk.settings, request)}/link/{desk.data.links.make(name, desk.clock())}"
    return _page(request, desk, link=link, link_for=name)


def _page(
    request: Request,
    desk: Desk,
    done: str = "",
    said: str = "",
    link: str = "",
    link_for: str = "",
    name: str = "",
    role: str = "editor",
    status: int = 200,
) -> Response:
    return page(
        request,
        "users/users.html.jinja",
        status=status,
        users=desk.data.users.all(),
        roles=ROLES,
        sessions=desk.data.sessions.count(desk.clock()),
        done=done,
        said=said,
        link=link,
        link_for=link_for,
        name=name,
        role=role,
    )
