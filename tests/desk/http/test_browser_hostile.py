"""Hostile articles through the real desk in a real browser: nothing runs, nothing is loaded, text is shown as text."""

import io
import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import feedparser  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from bulletin.issue import Add, Remark, reading_of, write_change
from desk.articles.article_search import A_PAGE
from tests.support.browser import assert_fits
from tests.support.canary import Canary, CanaryWatch, singing, watched
from tests.support.desk_issues import NUMBER, fill
from tests.support.desk_running import Running
from tests.support.hostile_articles import ATTACKS, NAMES, Attack, filled, keep, title_of
from tests.support.readback import mail_parts

BASE = f"/issues/{NUMBER}"
PAGES = {
    "issue": [""],
    # Each attack is stored twice, beside what the issue begins with.
    "search": [f"/articles?scope=all&first={first}" for first in range(0, 2 * len(NAMES) + A_PAGE, A_PAGE)],
    "history": ["/history"],
    "publish": ["/publish"],
}
COLUMNS = ("市场热点", "国内资讯", "推荐阅读")
EDITOR = "编辑乙"
# Schemes that a link may have; a button's address is checked by the browser's own policy.
HARMLESS = ("http://", "https://", "/", "#", "?", "data:image/png;base64,", "data:image/jpeg;base64,")
# A title is told by its beginning: pages may cut the rest.
ENOUGH = 40


@dataclass
class Seen:
    """A page as it was: what was wrong, its text, and where its links lead."""

    wrong: list[str]
    text: str
    links: list[str]


@dataclass
class HostileStage:
    """A desk with the attacks in an issue, and the browser that looks at it; each shared page is looked at once."""

    desk: Running
    canary: Canary
    watch: CanaryWatch
    folder: Path
    seen: dict[str, Seen] = field(default_factory=dict)

    def look(self, address: str) -> Seen:
        """The page at an address of the desk, or of a file, with its frames; looked at once."""
        if address not in self.seen:
            self.open(address)
            text = shown(self.watch.page.evaluate("document.body.textContent"))
            self.seen[address] = Seen(self.watch.wrong(), text, self._links())
        return self.seen[address]

    def open(self, address: str) -> None:
        """Go there, and be there."""
        page = self.watch.page
        if page.url not in (address, f"{self.desk.url}{address}"):
            page.goto(address, wait_until="load")
            if page.locator(".source iframe").count():
                page.frame_locator(".source iframe").locator("body").wait_for()
        assert page.url in (address, f"{self.desk.url}{address}")

    def _links(self) -> list[str]:
        found: list[str] = []
        for frame in self.watch.frames:
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
def stage(browser: Browser, desk: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileStage]:
    with singing() as canary:
        _draft(desk, canary)
        with watched(browser, desk, canary) as watch:
            yield HostileStage(desk, canary, watch, tmp_path_factory.mktemp("published"))


def _draft(desk: Running, canary: Canary) -> None:
    """An issue with all of them, each added by an operation, with a remark that holds the same."""
    fill(desk.desk.store, desk.desk.files)
    for at, item in enumerate(keep(desk.desk.store, desk.desk.files, canary.url)):
        base = reading_of(desk.desk.journal, NUMBER).version
        write_change(
            desk.desk.journal, NUMBER, Add(item=item, column=COLUMNS[at % 3], after="last"), EDITOR, desk.clock(), base
        )
        said = Remark(item=item.id, text=title_of(ATTACKS[at], canary.url)[:2000])
        write_change(desk.desk.journal, NUMBER, said, EDITOR, desk.clock(), base)


def attacks() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)


@attacks()
def test_an_items_own_pages(stage: HostileStage, attack: Attack) -> None:
    """Its page with the source in its frame, its alternates, its history, and a search for its own words."""
    item = f"{BASE}/items/{attack.name}"
    for address in (item, f"{item}/alternates", f"{BASE}/history?item={attack.name}"):
        seen = stage.look(address)
        assert_harmless(seen, address)
        assert_told(seen, attack, stage.canary, address)
    words = urlencode({"q": title_of(attack, stage.canary.url)[:12], "scope": "all"})
    assert_harmless(stage.look(f"{BASE}/articles?{words}"), words)


@attacks()
@pytest.mark.parametrize("page", PAGES)
def test_the_issues_pages(stage: HostileStage, attack: Attack, page: str) -> None:
    """All of them on one page; a long list is read to its end."""
    seen = [stage.look(f"{BASE}{one}") for one in PAGES[page]]
    for one in seen:
        assert_harmless(one, page)
    assert_told(Seen([], "".join(one.text for one in seen), []), attack, stage.canary, page)


@attacks()
def test_edited_in_place(stage: HostileStage, attack: Attack) -> None:
    """The script takes the card's texts into its form and back, and says them aloud."""
    stage.open(BASE)
    card = stage.watch.page.locator(f"#i{attack.name}")
    card.focus()
    card.press("Enter")
    field = card.get_by_role("textbox", name="题目")
    assert shown(field.input_value()).startswith(told(attack, stage.canary))
    field.press("Escape")
    assert card.locator("form").count() == 0
    card.press("r")
    stage.watch.page.get_by_role("dialog").press("Escape")
    assert stage.watch.wrong() == []


def test_a_title_that_turns_the_text_round_turns_only_itself(stage: HostileStage) -> None:
    """What stands behind a right-to-left override stays where it is."""
    stage.open(BASE)
    for meta in (f"#i{name} .meta" for name in ("right-to-left", "script")):
        lefts = stage.watch.page.locator(f"{meta} > span").evaluate_all(
            "all => all.map(one => [one.offsetTop, one.getBoundingClientRect().left])"
        )
        assert lefts == sorted(lefts), meta


def test_a_megabyte_does_not_stretch_a_page(stage: HostileStage) -> None:
    for address in (BASE, f"{BASE}/items/megabyte-title", f"{BASE}/items/megabyte-word"):
        stage.open(address)
        assert_fits(stage.watch.page)
        assert stage.watch.page.locator("#main").bounding_box()["height"] < 60_000, address  # type: ignore[index]


@pytest.fixture(scope="module")
def published(stage: HostileStage) -> dict[str, bytes]:
    """The files of the issue, which a chief publishes on the page although something is missing."""
    desk, page = stage.desk.desk, stage.watch.page
    page.goto(f"{BASE}/publish")
    page.get_by_role("button", name="发布总第").click()
    page.get_by_text("读者看到的是这一版").wait_for()
    assert stage.watch.wrong() == []
    files = reading_of(desk.journal, NUMBER).issue.editions[-1].files
    return {name.partition(".")[2]: desk.files.get("documents", digest) for name, digest in files.items()}


def as_page(stage: HostileStage, name: str, content: str) -> Seen:
    """A page as a reader opens it, without the desk's policies around it."""
    path = stage.folder / f"{name}.html"
    path.write_text(content, encoding="utf-8")
    stage.watch.opened.add(path.as_uri())
    return stage.look(path.as_uri())


@attacks()
def test_the_published_page_and_the_mail(stage: HostileStage, published: dict[str, bytes], attack: Attack) -> None:
    _, _, mail, pictures = mail_parts(published["eml"])
    for name, picture in pictures.items():
        # As a reader's program shows them.
        mail = mail.replace(f"cid:{name}", f"data:image/png;base64,{b64encode(picture).decode()}")
    for name, content in (("issue", published["html"].decode()), ("mail", mail)):
        seen = as_page(stage, name, content)
        assert_harmless(seen, name)
        assert_told(seen, attack, stage.canary, name)


@attacks()
@pytest.mark.parametrize("kind", ["rss.xml", "atom.xml", "feed.json"])
def test_the_feeds(stage: HostileStage, published: dict[str, bytes], attack: Attack, kind: str) -> None:
    """Each entry as a feed reader shows it that trusts the feed."""
    if kind == "feed.json":
        entries = [(one["title"], one["content_html"]) for one in json.loads(published[kind])["items"]]
    else:
        feed = feedparser.parse(io.BytesIO(published[kind]), sanitize_html=False, resolve_relative_uris=False)
        assert not feed.bozo
        entries = [(one.title, one.content[0].value) for one in feed.entries]
    seen = as_page(stage, kind, "<!doctype html><meta charset=utf-8>" + "".join(content for _, content in entries))
    assert_harmless(seen, kind)
    begins = told(attack, stage.canary)
    assert [title for title, _ in entries if begins in shown(title)] != []


def test_the_pdf_opens_nothing_and_runs_nothing(published: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(published["pdf"]))
    links = [one.get_object() for page in reader.pages for one in (page.annotations or [])]
    assert links
    assert not [
        one for one in map(str, links) if re.search(r"/JavaScript|/Launch|/SubmitForm|javascript:|file:|data:", one)
    ]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.root_object)
    assert "/JavaScript" not in str(reader.root_object.get("/Names"))


def test_the_watch_would_have_seen_it(stage: HostileStage) -> None:
    """The same attacks on a page that does nothing against them."""
    for name in ("script", "handlers", "css", "iframe", "javascript"):
        attack = ATTACKS[NAMES.index(name)]
        seen = as_page(stage, f"open-{name}", f"<!doctype html><body>{filled(attack.text, attack, stage.canary.url)}")
        assert seen.wrong or [link for link in seen.links if not link.startswith(HARMLESS)], name


def assert_harmless(seen: Seen, where: str) -> None:
    assert seen.wrong == [], where
    assert [link[:100] for link in seen.links if not link.startswith(HARMLESS)] == [], where


def assert_told(seen: Seen, attack: Attack, canary: Canary, where: str) -> None:
    begins = told(attack, canary)
    if begins not in seen.text:
        pytest.fail(f"{where} does not say {begins}")
