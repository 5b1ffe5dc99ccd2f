"""Desks for the tests of a file, or of one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk_running import Running, running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A desk shared by a file's tests; whoever moves its clock puts it back."""
    with running(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[Running]:
    """A desk of the test's own."""
    with running(tmp_path) as one:
        yield one
