"""Where one's hands are: the caret where somebody clicks, the bar and the title within reach on a telephone."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import LONG, PICTURES, PLAIN, TWICE, drafted
from tests.support.desk_running import Running
from tests.support.hostile import keep
from tests.support.issue_in_browser import HOME, card, open_issue

# Of the bar on a telephone: two lines of what a finger hits.
TWO_LINES_PX = 110


desk = desk_fixture(drafted, scope="module")


def click_before(page: Page, field: str, at: int) -> None:
    """A click on the left edge of a character of a field."""
    box = page.locator(field).evaluate(
        "(field, at) => { const range = document.createRange(); range.setStart(field.firstChild, at);"
        " range.setEnd(field.firstChild, at + 1); const box = range.getBoundingClientRect();"
        " return [box.left + 1, box.top + box.height / 2]; }",
        at,
    )
    page.mouse.click(*box)


@pytest.mark.parametrize("at", [0, 3, 7])
@pytest.mark.parametrize("name", ["title", "source"])
def test_the_caret_stands_where_somebody_clicked(browser: Browser, desk: Running, name: str, at: int) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        click_before(page, f"#i{PLAIN} [data-field='{name}']", at)
        place = page.locator(f"#edit-{name}")
        expect(place).to_be_focused()
        assert place.evaluate("field => [field.selectionStart, field.selectionEnd]") == [at, at]


def test_a_key_marks_all_and_a_date_is_opened(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        card(page, PLAIN).focus()
        page.keyboard.press("e")
        length = len(page.locator("#edit-title").input_value())
        ends = "field => [field.selectionStart, field.selectionEnd]"
        assert page.locator("#edit-title").evaluate(ends) == [0, length]
        card(page, TWICE).locator("[data-field='published']").click()
        expect(page.locator("#edit-published")).to_be_focused()


def test_on_a_telephone_the_bar_stays_and_the_title_is_at_hand(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("404",), **SCREENS["narrow"]) as page:
        open_issue(page)
        page.keyboard.press("End")
        expect(page.locator("#remarks")).to_be_in_viewport()
        box = page.locator(".bar").bounding_box()
        assert box
        assert (round(box["y"]), box["height"] <= TWO_LINES_PX) == (0, True)
        assert_fits(page)
        assert_accessible(page)
        page.goto(f"{HOME}/items/{PICTURES}")
        page.locator("html.js").wait_for()
        assert page.evaluate("scrollY") == 0
        expect(page.locator("#f-title")).to_be_in_viewport(ratio=1)
        assert_fits(page)


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_the_saved_page_begins_at_what_was_taken(browser: Browser, desk: Running, screen: str) -> None:
    """Below the site's own header, which has the day, and its navigation; the item's page itself is not moved."""
    navigation = "".join(f"<p>频道{at}</p>" for at in range(200))
    raw = f"<body><p>2026年5月13日 星期三</p>{navigation}<h1>题目</h1><p>{LONG}</p></body>".encode()
    keep(desk, PLAIN, raw, content_type="text/html; charset=utf-8", text=LONG, published=date(2026, 5, 13))
    with opened(browser, desk, "editor", **SCREENS[screen]) as page:
        page.goto(f"{HOME}/items/{PLAIN}")
        page.locator("html.js").wait_for()
        assert page.evaluate("scrollY") == 0
        page.locator(".source").scroll_into_view_if_needed()
        saved = page.frame_locator(".source iframe")
        expect(saved.locator("main mark").first).to_have_text("2026年5月13日 星期三")
        expect(saved.locator("#taken")).to_have_text(LONG)
        expect(saved.locator("#taken")).to_be_in_viewport()
        # The frame's own head stays readable above it.
        expect(saved.locator("header")).to_be_in_viewport()
        middle = (
            "one => one.contains(document.elementFromPoint(innerWidth / 2, one.getBoundingClientRect().height / 2))"
        )
        assert saved.locator("header").evaluate(middle)
