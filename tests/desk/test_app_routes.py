"""A page of the desk is a file *_routes.py in its subject's folder: it is found there, and no address is two routes'."""

import re

from fastapi.routing import APIRoute

from desk.app import routers
from tests.support.paths import ROOT

# What may stand in an address where a route has a parameter.
SAMPLES = ("7", "a1", "new", "issue-7.html")


def routes() -> list[APIRoute]:
    return [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]


def test_every_file_of_routes_is_served() -> None:
    files = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in (ROOT / "desk").rglob("*_routes.py")}
    assert len(files) > 15
    assert {route.endpoint.__module__ for route in routes()} == files


def test_no_address_is_two_routes() -> None:
    """Else it would matter which file is read first."""
    every = routes()
    twice = {
        (one.path, other.path)
        for one in every
        for other in every
        for sample in SAMPLES
        if one is not other
        and one.methods & other.methods
        and other.path_regex.match(re.sub(r"{[^}]+}", sample, one.path))
    }
    assert twice == set()
