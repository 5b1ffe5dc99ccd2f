"""Opens the backends and builds the desk's application on them."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from desk.app import create_app
from desk.services import Desk
from pipeline.settings import Settings
from tanxun.wiring.backends import opened
from tanxun.wiring.desk_data import opened_desk_data
from tanxun.wiring.desk_press import press

# Somebody looks at a page that does not come: what a healthy node does in a tenth of a second is given up after this.
STORE_SECONDS = 5.0


@contextmanager
def opened_desk(settings: Settings) -> Iterator[tuple[Desk, FastAPI]]:
    """The desk and its application; everything is closed at the end."""
    with opened(settings, STORE_SECONDS, making=False) as backends, opened_desk_data(settings) as data:
        backends.store.health()
        desk = Desk.on(settings, backends.store, backends.files, backends.bus, data, press(settings, backends))
        desk.completion.complete_all()
        yield desk, create_app(desk)


def first_link(desk: Desk, address: str) -> str | None:
    """A one-time link for the first chief; None where there is one already."""
    if desk.data.users.has_chief():
        return None
    return f"{address}/link/{desk.data.links.make(None, desk.clock())}"
