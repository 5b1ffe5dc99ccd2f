"""A slow line: what was done first is done first, and a page that is left in the middle of a save loses nothing."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, Route, expect

from bulletin.issue import reading_of
from tests.support.browser import opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, PICTURES, PLAIN, TWICE, drafted
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME, card, column, edit, item, open_issue, saved

desk = desk_fixture(drafted)


def kinds(desk: Running) -> list[str]:
    return [one.kind for one in reading_of(desk.desk.journal, NUMBER).operations]


def first_waits(page: Page, then: Callable[[Route], object] = lambda route: None) -> list[Route]:
    """The next change is handed to `then` instead of the server, and waits; those behind it go their way."""
    waiting: list[Route] = []

    def on_its_way(route: Route) -> None:
        if waiting:
            route.continue_()
        else:
            waiting.append(route)
            then(route)

    page.route("**/operations", on_its_way)
    return waiting


def test_undo_takes_back_what_was_done_last_although_it_is_still_on_its_way(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        card(page, TWICE).focus()
        page.keyboard.press("5")
        saved(page)
        waiting = first_waits(page)
        card(page, PLAIN).focus()
        with page.expect_request("**/operations"):
            page.keyboard.press("d")
        with page.expect_response("**/undo") as undone:
            page.keyboard.press("u")
            card(page, PICTURES).focus()
            page.keyboard.press("5")
            assert kinds(desk)[1:] == ["move"]
            waiting[0].continue_()
        assert undone.value.ok
        saved(page)
        expect(page.locator(".items[data-column='推荐阅读']").locator(f"#i{PICTURES}")).to_have_count(1)
        assert kinds(desk)[1:] == ["move", "drop", "undo", "move"]
        assert PLAIN in column(desk, 0)
        assert column(desk, 4)[-2:] == [TWICE, PICTURES]


def test_undo_behind_a_title_that_is_being_typed(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        before = item(desk, PLAIN).title
        edit(page, PLAIN, "title", "马上又撤销的题目")
        page.keyboard.press("Enter")
        with page.expect_response("**/undo"):
            page.keyboard.press("u")
        saved(page)
        assert kinds(desk)[1:] == ["title", "undo"]
        expect(card(page, PLAIN).locator("h3")).to_have_text(before)


def test_a_title_that_was_saved_at_every_pause_is_one_step(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        page.clock.install()
        open_issue(page)
        before = item(desk, PLAIN).title
        edit(page, PLAIN, "title", "")
        for part in ("东海", "碳市场", "周报"):
            page.locator("#edit-title").press_sequentially(part)
            with page.expect_response("**/operations"):
                page.clock.run_for(1_000)
        page.keyboard.press("Enter")
        assert kinds(desk)[1:] == ["title", "title", "title"]
        with page.expect_response("**/undo"):
            page.keyboard.press("u")
        expect(card(page, PLAIN).locator("h3")).to_have_text(before)
        page.goto(f"{HOME}/history")
        lines = page.locator(".entries .words")
        expect(lines).to_have_count(3)
        expect(lines.first).to_contain_text("撤销第2至4步")
        expect(page.locator("#o4")).to_contain_text("已撤销")


def test_a_server_that_never_answers_is_not_waited_for(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        page.clock.install()
        open_issue(page)
        waiting = first_waits(page)
        edit(page, PLAIN, "title", "没有回音时写的题目")
        with page.expect_request("**/operations"):
            page.keyboard.press("Enter")
        expect(page.locator("#saved")).to_have_text("保存中…")
        page.clock.run_for(31_000)
        page.clock.run_for(2_000)
        saved(page)
        assert len(waiting) == 1
        assert kinds(desk)[1:] == ["title"]


def test_a_page_that_is_left_before_the_answer_has_saved(browser: Browser, desk: Running) -> None:
    """The server has the change; the next page is told so, and offers nothing."""
    with opened(browser, desk, "editor", ("404",)) as page:
        page.goto(f"{HOME}/items/{PLAIN}")
        page.locator("html.js").wait_for()
        first_waits(page, lambda route: route.fetch())
        page.get_by_label("题目", exact=True).fill("改完马上就走")
        with page.expect_request("**/operations"):
            page.get_by_label("来源").focus()
        with page.expect_response("**/operations"):
            page.goto(f"{HOME}/items/{PICTURES}")
        saved(page)
        expect(page.locator("[data-notice]")).to_have_count(0)
        assert item(desk, PLAIN).title == "改完马上就走"
        assert kinds(desk)[1:] == ["title"]
        assert page.evaluate("Object.keys(localStorage)") == []


def test_an_empty_title_is_said_and_the_last_one_stays(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("404",)) as page:
        page.goto(f"{HOME}/items/{PLAIN}")
        page.locator("html.js").wait_for()
        title = page.get_by_label("题目", exact=True)
        before = title.input_value()
        title.fill("")
        expect(title).to_have_attribute("aria-invalid", "true")
        expect(page.locator("[data-notice='title']")).to_contain_text("题目不能为空")
        page.get_by_label("来源").focus()
        expect(title).to_have_value(before)
        expect(page.locator("[data-notice]")).to_have_count(0)
        open_issue(page)
        edit(page, PLAIN, "title", " ")
        expect(page.locator("[data-notice='title']")).to_contain_text("题目不能为空")
        page.keyboard.press("Enter")
        expect(card(page, PLAIN).locator("h3")).to_have_text(before)
        expect(page.locator("[data-notice]")).to_have_count(0)
        assert kinds(desk)[1:] == []


def test_the_keys_that_are_listed_are_those_of_the_page(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("404",)) as page:
        page.goto(f"{HOME}/items/{PLAIN}")
        page.locator("html.js").wait_for()
        page.locator("h2").first.click()
        page.keyboard.press("?")
        listed = page.get_by_role("dialog").locator("dt").all_text_contents()
        assert listed == ["j k", "e", "u，Shift + u", "a", "o", "r", "p", "?，Esc"]
        page.keyboard.press("Escape")
        page.keyboard.press("e")
        expect(page.get_by_label("题目", exact=True)).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page).to_have_url(f"{desk.url}{HOME}/items/{PICTURES}")
