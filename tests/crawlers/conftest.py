"""A web, and a home to crawl into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path) -> CrawlPlace:
    home = CrawlPlace(tmp_path / "home")
    home.home.mkdir()
    home.init()
    return home
