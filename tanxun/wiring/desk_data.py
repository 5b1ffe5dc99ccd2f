"""Opens the desk's own file, without the desk: what a command needs that manages users."""

from collections.abc import Iterator
from contextlib import contextmanager

from desk.services import DeskData
from pipeline.settings import Settings

FILE = "desk.sqlite"


@contextmanager
def opened_desk_data(settings: Settings) -> Iterator[DeskData]:
    """The desk's users, sessions and links; closed at the end."""
    data = DeskData(settings.home / FILE)
    try:
        yield data
    finally:
        data.close()
