"""What a browser holds and the server has not got: no page calls it saved, and every page of the issue offers it again."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened, questions
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import PICTURES, PLAIN, TWICE, drafted
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME, card, edit, item, open_issue, saved

EXPECTED = ("ERR_FAILED", "404")
# What it was called, and what somebody wrote when the line was cut.
NAME, TITLE = "东海碳市场周成交放量", "断线时写的题目"
# Every page of an issue, by what is found on it.
PAGES = (
    "",
    f"/items/{PICTURES}",
    f"/items/{TWICE}/alternates",
    "/articles",
    "/requests",
    "/new",
    "/prices",
    "/history",
    "/history/1",
    "/replace",
    "/compare",
    "/delete",
    "/publish",
)


desk = desk_fixture(drafted)


def write_offline(page: Page) -> None:
    open_issue(page)
    page.route("**/operations", lambda route: route.abort())
    edit(page, PLAIN, "title", TITLE)
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("未保存，将自动重试")


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_every_page_of_the_issue_offers_it(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "chief", EXPECTED, **SCREENS[screen]) as page:
        write_offline(page)
        page.unroute("**/operations")
        for path in PAGES:
            page.goto(f"{HOME}{path}")
            offer = page.locator("[data-notice='kept']")
            expect(offer).to_have_text(f"上次有1处修改没有保存成：《{NAME}》题目。恢复未保存的修改放弃")
            if page.locator("#saved").count():
                expect(page.locator("#saved")).to_have_text("有修改未保存")
            assert_fits(page)
        page.goto(f"{HOME}/history")
        assert_accessible(page)
        page.get_by_role("button", name="恢复未保存的修改").click()
        expect(page.locator("[data-notice='restored']")).to_contain_text("已恢复")
        assert item(desk, PLAIN).title == TITLE
        assert page.evaluate("Object.keys(localStorage)") == []


def test_a_closed_tab_s_change_is_offered_at_once_and_one_is_given_up(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as page:
        write_offline(page)
        other = page.context.new_page()
        page.close()
        other.goto(f"{HOME}/publish")
        expect(other.locator("[data-notice='kept']")).to_contain_text(NAME)
        other.get_by_role("button", name="放弃").click()
        open_issue(other)
        saved(other)
        expect(other.locator("[data-notice]")).to_have_count(0)
        assert other.evaluate("Object.keys(localStorage)") == []


def test_a_tab_that_is_alive_keeps_its_own(browser: Browser, desk: Running) -> None:
    """It is not offered beside it, but not called saved either; when the tab goes, it is offered where one is."""
    with opened(browser, desk, "editor", EXPECTED) as page:
        write_offline(page)
        other = page.context.new_page()
        open_issue(other)
        expect(other.locator("#saved")).to_have_text("另一窗口的修改尚未保存")
        expect(other.locator("[data-notice]")).to_have_count(0)
        edit(other, TWICE, "title", "这一窗口的题目")
        with other.expect_response("**/operations"):
            other.keyboard.press("Enter")
        expect(other.locator("#saved")).to_have_text("另一窗口的修改尚未保存")
        page.close()
        other.get_by_role("button", name="恢复未保存的修改").click()
        saved(other)
        expect(card(other, PLAIN).locator("h3")).to_have_text(TITLE)
        assert (item(desk, PLAIN).title, item(desk, TWICE).title) == (TITLE, "这一窗口的题目")


def test_two_tabs_on_one_field_do_not_take_each_other_s_place(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", (*EXPECTED, "409")) as page:
        write_offline(page)
        other = page.context.new_page()
        open_issue(other)
        edit(other, PLAIN, "title", "后来写的题目")
        with other.expect_response("**/operations"):
            other.keyboard.press("Enter")
        page.close()
        other.get_by_role("button", name="恢复未保存的修改").click()
        dialog = other.get_by_role("dialog", name="两个人改了同一处")
        expect(dialog.locator("[data-mine]")).to_have_text(TITLE)
        expect(dialog.locator("[data-theirs]")).to_have_text("后来写的题目")
        other.keyboard.press("1")
        saved(other)
        assert item(desk, PLAIN).title == TITLE


def test_what_was_restored_elsewhere_is_offered_no_more(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as page:
        write_offline(page)
        one, other = page.context.new_page(), page.context.new_page()
        page.close()
        for each in (one, other):
            open_issue(each)
            expect(each.locator("[data-notice='kept']")).to_contain_text(NAME)
        one.get_by_role("button", name="恢复未保存的修改").click()
        saved(one)
        expect(other.locator("[data-notice]")).to_have_count(0)
        saved(other)


def test_what_finds_no_room_in_the_storage_is_not_left_without_a_question(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as page:
        asked = questions(page)
        open_issue(page)
        page.evaluate(
            "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
        )
        page.route("**/operations", lambda route: route.abort())
        edit(page, PLAIN, "title", TITLE)
        page.keyboard.press("Enter")
        expect(page.locator("#saved")).to_have_text("未保存，将自动重试")
        page.goto(f"{HOME}/history")
        assert asked == ["beforeunload"]


def test_before_the_script_has_looked_nothing_is_called_saved(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", (*EXPECTED, "ERR_FAILED")) as page:
        page.route("**/issue_and_item.js", lambda route: route.abort())
        page.goto(HOME)
        expect(page.locator("#saved")).to_be_hidden()
