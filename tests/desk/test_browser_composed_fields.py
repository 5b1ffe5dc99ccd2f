"""Every text field of the desk, as its templates and scripts make them: what is composed there goes nowhere before it is taken."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bulletin.issue import Retitle, operation_kinds, publish, reading_of, write_change
from desk.http.static_files import STATIC
from desk.http.templates import TEMPLATES
from tests.support.browser import opened
from tests.support.desk_issues import NUMBER, PICTURES, PLAIN, TWICE, drafted, picture
from tests.support.desk_running import NAMES, Running
from tests.support.input_method import InputMethod, posts_of
from tests.support.issue_in_browser import HOME, saved
from tests.support.paths import ROOT

# As somebody stops over the candidates: longer than any pause after which the page saves.
LONG_MS = 30_000
CONTROL = 2
# No source is kept of these articles, whose frame takes no script, not even the one that stops the clock; and forms that
# are refused.
EXPECTED = ("404", "Blocked script execution", 403, 422)

# No input method composes in these: a browser turns it off in a password's field.
UNTYPED = {"hidden", "checkbox", "radio", "file", "password"}
TAG = re.compile(r"<(?:input|textarea)\b([^>]*)>")
MADE = re.compile(r"(?:make|createElement)\('(input|textarea)'")
EDITABLE = re.compile(r"contenteditable(?!\])", re.IGNORECASE)


def fields_of_the_desk() -> set[str]:
    """Each as its file and its id (or name); what a template puts into one is *."""
    found = set[str]()
    for path in TEMPLATES.rglob("*.jinja"):
        html = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "*", path.read_text()), flags=re.DOTALL)
        name = str(path.relative_to(TEMPLATES))
        for tag in TAG.findall(html):
            attributes = dict(re.findall(r'([\w-]+)(?:="([^"]*)")?', tag))
            if attributes.get("type") not in UNTYPED and not {"hidden", "readonly"} & set(attributes):
                found.add(f"{name}#{attributes.get('id', attributes.get('name'))}")
        found |= {f"{name}#{one}" for one in EDITABLE.findall(html)}
    for path in STATIC.rglob("*.js"):
        text = path.read_text()
        found |= {f"{path.name}#{one}" for one in (*MADE.findall(text), *EDITABLE.findall(text))}
    return found


@dataclass(frozen=True)
class ComposedField:
    """A field: where it is made (as above), its selector, what is clicked before it is there.

    `saves` is the operation that is made of it as it is typed, `kept` whether the browser's storage has it then; the others
    are sent by a button.
    """

    of: str
    selector: str
    click: str = ""
    saves: str = ""
    kept: bool = False


ITEM = f"{HOME}/items/{PICTURES}"
CARD = f"#i{PLAIN} [data-field='title']"
LINK = "a one-time link for the first chief"
UNSAVED = "a form that was not taken"
REFUSED = "a new item's form that was refused with its picture"
# By page: its fields, in the order in which they are tried.
PLACES: dict[str, Sequence[ComposedField]] = {
    "/login": [ComposedField("users/login.html.jinja#name", "#name")],
    LINK: [ComposedField("users/one_time_link.html.jinja#name", "#name")],
    "/users": [ComposedField("users/users.html.jinja#name", "#name")],
    UNSAVED: [
        ComposedField("users/unsaved_form.html.jinja#a*", "textarea[name='title']"),
        ComposedField("users/unsaved_form.html.jinja#a*", "input[name='source']"),
    ],
    HOME: [
        ComposedField("issue_page/issue.html.jinja#title", "#edit-title", CARD, saves="title"),
        ComposedField("issue_page/issue.html.jinja#source", "#edit-source", saves="source"),
        ComposedField("issue_page/issue.html.jinja#published", "#edit-published"),
        ComposedField("issue_page/issue_columns.html.jinja#note", "#note"),
        ComposedField("issue_page/issue_columns.html.jinja#q", "#q"),
        ComposedField("issue_page/looks.html.jinja#words-*", "[id^='words-'] >> nth=0", "details.look-at > summary"),
        ComposedField("editing_dialogs.html.jinja#remark-text", "#remark-text", f"#i{TWICE} [data-act='remark']"),
    ],
    ITEM: [
        ComposedField("item_page/item.html.jinja#f-title", "#f-title", saves="title"),
        ComposedField("item_page/item.html.jinja#f-source", "#f-source", saves="source"),
        ComposedField("item_page/item.html.jinja#f-text", "#f-text", saves="text"),
        ComposedField("item_page/item.html.jinja#caption-*", "#caption-1", saves="pictures"),
        ComposedField("item_page/item.html.jinja#f-published", "#f-published"),
        ComposedField("item_page/item.html.jinja#note", "#note"),
        # The answer to a remark.
        ComposedField("editing_dialogs.html.jinja#remark-text", "#remark-text", "[data-answer]"),
    ],
    f"{HOME}/items/{TWICE}/alternates": [ComposedField("articles/alternates.html.jinja#words", "#words")],
    f"{HOME}/articles": [ComposedField("articles/articles.html.jinja#q", "#q")],
    f"{HOME}/requests": [ComposedField("articles/pasted_address.html.jinja#url", "#url")],
    f"{HOME}/replace": [ComposedField(f"editing/replace.html.jinja#{name}", f"#{name}") for name in ("words", "put")],
    f"{HOME}/new": [
        *(
            ComposedField(f"editing/new_item.html.jinja#{name}", f"#{name}", kept=True)
            for name in ("title", "published", "source", "link", "text")
        ),
        ComposedField("editing/new_item.html.jinja#caption*", "#caption0", kept=True),
    ],
    REFUSED: [ComposedField("editing/new_item.html.jinja#kept*", "#kept1", kept=True)],
    f"{HOME}/prices?exchange=东海&product=DHEA&day=2026-05-12&field=close": [
        ComposedField("prices/prices.html.jinja#value", "#value"),
        ComposedField("prices/prices.html.jinja#reason", "#reason"),
    ],
    f"{HOME}/prices": [
        ComposedField("price_cells.js#input", "table.grid td[data-day] input >> nth=1", kept=True),
        ComposedField("prices/prices.html.jinja#price-reason", "#price-reason", kept=True),
        ComposedField("prices/prices.html.jinja#new-exchange", "#new-exchange", "details.card > summary"),
        *(
            ComposedField(f"prices/prices.html.jinja#new-{name}", f"#new-{name}")
            for name in ("product", "value", "reason")
        ),
    ],
    f"{HOME}/publish": [
        ComposedField("publishing/publish.html.jinja#note", "#note"),
        ComposedField("publishing/publish.html.jinja#why", "#why", "details.card > summary"),
    ],
}

# Tried where two people clash; the field that takes up what was put together before stands in the same dialog.
BY_HAND = "tests/desk/editing/test_browser_merge.py", "test_a_composition_in_the_field_by_hand"
ELSEWHERE = {"editing/clash_parts.html.jinja#hand_*": BY_HAND, "conflict.js#textarea": BY_HAND}


def test_every_text_field_of_the_desk_is_among_them() -> None:
    here = {field.of for fields in PLACES.values() for field in fields}
    assert {*here, *ELSEWHERE} == fields_of_the_desk()
    assert all(f"def {test}(" in (ROOT / path).read_text() for path, test in ELSEWHERE.values())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    """With a remark to answer, and an edition to correct."""
    with drafted(tmp_path) as one:
        made = one.desk
        publish(made.journal, made.files, NUMBER, NAMES["chief"], one.clock(), 1, "", lambda _: {})
        for change in (Retitle(item=TWICE, value="改"), operation_kinds.Remark(item=PICTURES, text="请核对")):
            write_change(made.journal, NUMBER, change, NAMES["chief"], one.clock(), version(one))
        yield one


def version(desk: Running) -> int:
    return reading_of(desk.desk.journal, NUMBER).version


def kept(page: Page) -> str:
    """What the browser's storage holds."""
    return str(page.evaluate("JSON.stringify({ ...localStorage })"))


def refused_form(page: Page) -> None:
    """A new item that is sent without its date, with a picture."""
    page.goto(f"{HOME}/new")
    page.locator("#title").fill("题目")
    page.locator("#source").fill("本刊")
    page.locator("#picture0").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    page.locator("#published").fill("没有这一天")
    page.get_by_role("button", name="加入本期").click()
    page.locator("#kept1").wait_for()


def unsaved_form(page: Page) -> None:
    """A new item that is sent with a token that is none."""
    page.goto(f"{HOME}/new")
    for name in ("title", "published", "source", "text"):
        page.locator(f"#{name}").fill("写好的")
    page.locator("#new-item").evaluate("form => { form.elements.csrf.value = 'x'; }")
    page.get_by_role("button", name="加入本期").click()
    page.get_by_role("button", name="再保存一次").wait_for()


PREPARED: dict[str, Callable[[Page], None]] = {REFUSED: refused_form, UNSAVED: unsaved_form}


def open_field(page: Page, field: ComposedField) -> Locator:
    if field.click:
        page.locator(field.click).first.click()
    place = page.locator(field.selector)
    place.focus()
    if place.get_attribute("type") != "date":
        place.press("Control+End")
    return place


def compose(page: Page, hands: InputMethod) -> None:
    """A name in pinyin, slowly, with every key that does something elsewhere."""
    for letters in ("t", "tan", "tan shi c"):
        hands.compose(letters)
        page.clock.run_for(LONG_MS)
    for key in ("Enter", "1", "Escape", "d", "u"):
        hands.press(key)
    hands.press("Enter", CONTROL)
    page.clock.run_for(LONG_MS)


def compose_in(page: Page, desk: Running, hands: InputMethod, field: ComposedField, posts: list[str]) -> None:
    """Nothing of it goes, closes or is left by a key of the input method; taken, it is saved once, or waits for its button."""
    place = open_field(page, field)
    posts.clear()
    before, first, stored = place.input_value(), version(desk), kept(page)
    compose(page, hands)
    expect(place).to_be_focused()
    is_date = place.get_attribute("type") == "date"
    if not is_date:
        expect(place).to_have_value(f"{before}tan shi c")
    if field.saves:
        expect(page.locator("#saved")).to_have_text("输入中…")
    assert (posts, version(desk), kept(page)) == ([], first, stored), field
    hands.take("碳市场")
    # Safari tells of the Enter that took the candidate only now.
    hands.press("Enter")
    expect(place).to_be_focused()
    expect(place).to_have_value(before if is_date else f"{before}碳市场")
    page.clock.run_for(LONG_MS)
    if field.saves:
        saved(page)
        assert [one.kind for one in reading_of(desk.desk.journal, NUMBER).operations[first:]] == [field.saves], field
        return
    assert (posts, version(desk)) == ([], first), field
    if field.kept:
        assert "碳市场" in kept(page), field
        assert "tan shi" not in kept(page), field
    else:
        assert kept(page) == stored, field


@pytest.mark.parametrize("path", [path for path in PLACES if path not in ("/login", LINK)])
def test_what_is_composed_in_a_field(browser: Browser, desk: Running, path: str) -> None:
    with opened(browser, desk, "chief", EXPECTED) as page:
        page.clock.install()
        PREPARED.get(path, lambda page: page.goto(path))(page)
        if path in (HOME, ITEM):
            page.locator("html.js").wait_for()
        posts, hands = posts_of(page), InputMethod(page)
        for field in PLACES[path]:
            compose_in(page, desk, hands, field, posts)
            if page.locator("dialog[open]").count():
                page.keyboard.press("Escape")


def test_what_is_composed_by_whoever_is_not_logged_in(browser: Browser, desk: Running) -> None:
    """A name at the login, and the first chief's, of whom there must be none yet."""
    with opened(browser, desk, expected=EXPECTED) as page:
        page.clock.install()
        posts, hands = posts_of(page), InputMethod(page)
        page.goto("/login")
        compose_in(page, desk, hands, PLACES["/login"][0], posts)
        with desk.desk.data.file.writing() as db:
            db.execute("DELETE FROM users")
        page.goto(f"/link/{desk.desk.data.links.make(None, desk.clock())}")
        compose_in(page, desk, hands, PLACES[LINK][0], posts)
