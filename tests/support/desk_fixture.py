"""A file's own desk as a fixture, in one line: `desk = desk_fixture(drafted)`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Literal

import pytest

from tests.support.desk_running import Running


def desk_fixture(
    opening: Callable[..., AbstractContextManager[Running]],
    scope: Literal["function", "module"] = "function",
    **settings: Any,
) -> Any:
    """A fixture of the desk that `opening` opens in a folder, with these settings: each test's own, or one for the file."""

    @pytest.fixture(scope=scope)
    def desk(request: pytest.FixtureRequest) -> Iterator[Running]:
        own = scope == "function"
        folder = request.getfixturevalue("tmp_path" if own else "tmp_path_factory")
        with opening(folder if own else folder.mktemp("desk"), **settings) as one:
            yield one

    return desk
