"""Every route has a rule, and the rule holds for every role and for nobody."""

import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.staticfiles import StaticFiles

from desk.app import create_app
from desk.http.forms import FormRoute
from desk.http.permissions import PUBLIC, RULES, UnruledRoute, allows, check_routes
from desk.users.users import ROLES, Role
from tests.support.desk_running import Running


@pytest.fixture(scope="module")
def routes(desk: Running) -> list[APIRoute]:
    found = create_app(desk.desk).routes
    assert all(isinstance(route, FormRoute) for route in found)
    return [route for route in found if isinstance(route, APIRoute)]


def test_every_route_has_a_rule_and_every_rule_a_route(routes: list[APIRoute]) -> None:
    assert {route.name for route in routes} == set(RULES)
    assert len(routes) == len(RULES)


def test_a_route_without_a_rule_stops_the_start() -> None:
    app = FastAPI(openapi_url=None)
    router = APIRouter()
    router.get("/secret", name="secret")(lambda: "")
    app.include_router(router)
    with pytest.raises(UnruledRoute, match="secret"):
        check_routes(app.routes)


def test_a_mount_stops_the_start(tmp_path: object) -> None:
    app = FastAPI(openapi_url=None)
    app.mount("/files", StaticFiles(directory="/tmp"), name="static")
    with pytest.raises(UnruledRoute, match="mount"):
        check_routes(app.routes)


def test_two_routes_of_one_name_stop_the_start() -> None:
    app = FastAPI(openapi_url=None)
    for path in ("/a", "/b"):
        app.get(path, name="home")(lambda: "")
    with pytest.raises(UnruledRoute, match="shares"):
        check_routes(app.routes)


def asked(routes: list[APIRoute]) -> Iterator[tuple[str, str, str]]:
    """Name, method and an address for each."""
    for route in routes:
        for method in sorted(route.methods):
            yield route.name, method, re.sub(r"\{[^}]*\}", "1", route.path)


def test_nobody_comes_in_without_login(desk: Running, routes: list[APIRoute]) -> None:
    with desk.client() as client:
        for name, method, path in asked(routes):
            if RULES[name] is PUBLIC:
                continue
            answer = client.request(method, path)
            assert answer.status_code == (303 if method == "GET" else 401), (name, answer.status_code)
            if method == "GET":
                assert answer.headers["location"].startswith("/login"), name


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says(desk: Running, routes: list[APIRoute], role: Role) -> None:
    for name, method, path in asked(routes):
        client = desk.with_session(role)
        form = {} if method == "GET" else {"csrf": desk.token(client)}
        with client.stream(method, path, data=form or None) as answer:
            assert (answer.status_code == 403) == (not allows(RULES[name], role)), (name, role, answer.status_code)
            assert answer.status_code < 500, (name, role)


def test_a_role_changed_is_in_force_at_once(own_desk: Running) -> None:
    client, users = own_desk.with_session("editor"), own_desk.desk.data.users
    assert client.get("/users").status_code == 403
    users.set_role("编辑乙", "operator")
    assert client.get("/users").status_code == 200
    users.set_disabled("编辑乙", True)
    assert client.get("/users").status_code == 303
