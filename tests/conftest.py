"""What all tests share: fixtures from tests/support, and hypothesis with the same examples each time."""

from hypothesis import settings

pytest_plugins = ["tests.support.server_fixtures", "tests.support.stores", "tests.support.week_fixtures"]

# The same examples each time: a run fails for what changed, not by chance.
settings.register_profile("tanxun", derandomize=True)
settings.load_profile("tanxun")
