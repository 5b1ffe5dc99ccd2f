"""A real browser: Debian's chromium, driven by Playwright; and axe, which looks for what keeps people out."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from desk.http.visitor import COOKIE
from desk.users.users import Role
from tests.support.desk_running import NAMES, Running

CHROMIUM = Path(os.environ.get("TANXUN_TEST_CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

# What chromium loads from itself: its viewer of PDF files, too.
OWN = ("data:", "blob:", "chrome:", "chrome-extension:")

# How long a page may take to come, and an element to be as expected, in ms: Playwright's own 30 and 5 seconds are a wait too short
# for a machine whose processors others use too.
PAGE_MS, ELEMENT_MS = 120_000, 30_000

# The screens on which every page has to be good: a desk's, the same in the dark, a telephone's.
SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}


@contextmanager
def opened(
    browser: Browser, desk: Running, role: Role | None = None, expected: Sequence[str | int] = (), **options: Any
) -> Iterator[Page]:
    """A page of a browser of its own (cookies, storage), logged in where a role is named.

    Fails at the end if the page logged an error (but for those with an `expected` part or status) or asked any other
    host for anything.
    """
    context = browser.new_context(base_url=desk.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.set_default_timeout(PAGE_MS)
    wrong: list[str] = []
    _listen(context, desk.url, wrong)
    page = context.new_page()
    try:
        if role:
            context.add_cookies([{"name": COOKIE, "value": desk.session(role), "url": desk.url, "httpOnly": True}])
            page.goto("/")
            page.get_by_role("link", name=NAMES[role]).wait_for()
        yield page
        parts = [f"a status of {one}" if isinstance(one, int) else one for one in expected]
        strange = [one for one in wrong if not any(part in one for part in parts)]
        assert not strange, "; ".join(strange)
    finally:
        context.close()


def _listen(context: BrowserContext, url: str, wrong: list[str]) -> None:
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    context.on(
        "request",
        lambda asked: wrong.append(f"remote: {asked.url}") if not asked.url.startswith((url, *OWN)) else None,
    )


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical on the page as it is now."""
    found = Axe().run(page).response["violations"]
    serious = [
        f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def assert_fits(page: Page) -> None:
    """Nothing is wider than the screen: no scrolling sideways."""
    width, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= seen, f"{page.url}: {width} px wide on a screen of {seen}"


def questions(page: Page) -> list[str]:
    """The kinds of the dialogs that the page opens from now on, each answered with yes: "beforeunload" when it is left."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked
