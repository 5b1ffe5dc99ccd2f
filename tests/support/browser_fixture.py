"""The browser of a file's tests."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.browser import CHROMIUM, ELEMENT_MS, FLAGS


# A file's, not a worker's: while Playwright runs, asyncio.run fails in its thread, and the next file's tests may need it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless chromium; tests open contexts of their own in it. Skips, or fails where TANXUN_TEST_REQUIRE names it."""
    if not CHROMIUM.exists():
        why = f"no chromium at {CHROMIUM}: apt-get install chromium, or set TANXUN_TEST_CHROMIUM"
        if "chromium" in os.environ.get("TANXUN_TEST_REQUIRE", "").split(","):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        expect.set_options(timeout=ELEMENT_MS)
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()
