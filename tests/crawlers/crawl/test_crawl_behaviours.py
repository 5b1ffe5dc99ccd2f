"""What the crawl promises, on a server of awkward publishers: a visit to a publisher a case (tests/support/awkward/)."""

import pytest

from demo.loopback import Web
from tests.support.awkward.changes import changes
from tests.support.awkward.publisher import Expected
from tests.support.awkward.refusals import REFUSALS
from tests.support.awkward.visits import Visited, visit_all
from tests.support.crawl_running import CrawlPlace

CASES = [
    pytest.param(publisher.name, number, outcome, id=f"{publisher.name}-{number + 1}")
    for publisher in (*REFUSALS, *changes([]))
    for number, (_, outcome) in enumerate(publisher.visits)
]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Visited]:
    place = CrawlPlace(tmp_path_factory.mktemp("awkward"))
    place.init()
    with Web() as web:
        return visit_all(web, place, [*REFUSALS, *changes(web.requests)])


@pytest.mark.parametrize(("name", "number", "wanted"), CASES)
def test_an_awkward_publisher(
    visited: dict[tuple[str, int], Visited], name: str, number: int, wanted: Expected
) -> None:
    visited[name, number].check(wanted)
