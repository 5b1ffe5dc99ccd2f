"""What all tests share: fixtures from tests/support, marks by what a test needs, and hypothesis with the same examples."""

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.support.run",
    "tests.support.begun_issue",
    "tests.support.server_fixtures",
    "tests.support.stores",
    "tests.support.stale_store",
    "tests.support.week_fixtures",
    "tests.support.browser_fixture",
]

# The same examples each time, and as long as they take: a run fails for what changed, not by chance.
settings.register_profile("tanxun", derandomize=True, deadline=None)
settings.load_profile("tanxun")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the browser or the demo week. The longest first, so that no worker is left alone with it: the demo,
    beside it what does not wait for it; then what starts a process for each of its cases."""
    for item in items:
        for need in {"browser", "week"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(need)
    order = ("/whole/test_demo", "/index/", "/whole/", "/wiring/")

    def turn(item: pytest.Item) -> int:
        return min((at for at, part in enumerate(order) if part in str(item.path)), default=len(order))

    items.sort(key=turn)
