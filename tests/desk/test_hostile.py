"""Hostile articles through the real desk in a real browser: nothing runs, nothing is loaded, text is shown as text."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import html
from playwright.sync_api import Locator

from bulletin.edit import edit, page_of
from bulletin.edits import Add, Remark
from tests.bulletin.readback import mail_parts
from tests.desk.browser import assert_fits, launched
from tests.desk.canary import Canary, Watch, singing, watched
from tests.desk.hostile_articles import ATTACKS, NAMES, RUN, Attack, keep, title_of
from tests.desk.issues import NUMBER
from tests.desk.running import NAMES as USERS
from tests.desk.running import Running

BASE = f"/issues/{NUMBER}"
# Schemes that a link may have; a button's address is checked by the browser's own policy.
HARMLESS = ("http://", "https://", "/", "#", "?")
# A title is told by its beginning: pages may cut the rest.
ENOUGH = 40


@dataclass
class Seen:
    """A page as it was: what was wrong, its text, and where its links lead."""

    wrong: list[str]
    text: str
    links: list[str]


@dataclass
class Stage:
    """A desk with the attacks in an issue, and the browser that looks at it; each shared page is looked at once."""

    desk: Running
    canary: Canary
    watch: Watch
    folder: Path
    seen: dict[str, Seen] = field(default_factory=dict)

    def look(self, address: str) -> Seen:
        """The page at an address of the desk or of a file, all its frames loaded."""
        if address not in self.seen:
            page = self.watch.page
            page.goto(address, wait_until="load")
            for frame in page.frames:
                frame.wait_for_load_state("load")
            assert page.url.split("#")[0] in (address, f"{self.desk.url}{address}".split("#", maxsplit=1)[0])
            self.seen[address] = Seen(self.watch.wrong(), shown(page.evaluate("document.body.textContent")), self._links())
        return self.seen[address]

    def _links(self) -> list[str]:
        found: list[str] = []
        for frame in self.watch.page.frames:
            found += frame.evaluate(
                "[...document.querySelectorAll('[href],[src],[action],[formaction]')].flatMap(one => "
                "['href','src','action','formaction'].map(name => one.getAttribute(name))).filter(one => one !== null)"
            )
        return found


def shown(text: str) -> str:
    """Text without gaps and without what has no shape."""
    return "".join(
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf", "Cn", "Mn", "Me")
    )


def told(attack: Attack, canary: Canary) -> str:
    """The beginning of the article's title as a page shows it."""
    return shown(title_of(attack, canary.url)[: 20 * ENOUGH])[:ENOUGH]


@pytest.fixture(scope="module")
def stage(desk: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with singing() as canary, launched() as browser:
        _draft(desk, canary)
        with watched(browser, desk, canary) as watch:
            yield Stage(desk, canary, watch, tmp_path_factory.mktemp("published"))
