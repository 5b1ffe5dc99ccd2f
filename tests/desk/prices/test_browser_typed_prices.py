"""Prices that are typed and not saved: kept by the page that holds them, told on the issue's pages, taken up by the table."""

from playwright.sync_api import Browser, Locator, Page, expect

from bulletin.issue import write_change
from tests.support.browser import opened, questions
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.issue_in_browser import HOME
from tests.support.reprices import figure, reprice

EAST = ("东海", "DHEA")


desk = desk_fixture(drafted)


def open_grid(page: Page) -> None:
    page.goto(f"{HOME}/prices")
    page.locator("table.grid input").first.wait_for()


def close_of(page: Page, day: int) -> Locator:
    return page.get_by_role("textbox", name=f"{''.join(EAST)} 2026-5-{day} 收盘价", exact=True)


def typed(page: Page, day: int, text: str) -> None:
    close_of(page, day).click()
    page.keyboard.type(text)
    expect(page.locator("#price-count")).to_contain_text("还没有保存")


def test_a_second_page_leaves_them_alone_and_takes_them_up_when_the_first_is_gone(
    browser: Browser, desk: Running
) -> None:
    with opened(browser, desk, "editor") as page:
        second = page.context.new_page()
        open_grid(page)
        open_grid(second)
        typed(page, 11, "81")
        write_change(desk.desk.journal, NUMBER, reprice(figure(14, 78.5)), NAMES["chief"], desk.clock(), 1)
        expect(close_of(second, 14)).to_have_value("78.50")
        expect(second.locator("#price-bar")).to_be_hidden()
        page.close()
        expect(close_of(second, 11)).to_have_value("81")
        expect(second.locator("#price-count")).to_have_text("改了1格，还没有保存。")


def test_they_are_told_on_the_issue_and_never_called_saved(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        typed(page, 11, "81")
        for path in ("", "/history"):
            page.goto(f"{HOME}{path}")
            expect(page.locator("[data-notice='prices']")).to_have_text("行情有1格改了还没有保存。恢复放弃")
        page.goto(HOME)
        expect(page.locator("#saved")).to_have_text("另一窗口的修改尚未保存")
        page.locator("[data-notice='prices']").get_by_role("button", name="恢复").click()
        expect(close_of(page, 11)).to_have_value("81")
        page.goto(HOME)
        page.locator("[data-notice='prices']").get_by_role("button", name="放弃").click()
        expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
        open_grid(page)
        expect(close_of(page, 11)).not_to_have_value("81.00")


def test_a_colleague_on_the_same_browser_neither_sees_nor_loses_them(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        typed(page, 11, "81")
        page.goto(f"{HOME}/publish")
        page.evaluate(
            "for (const key of Object.keys(localStorage))"
            '  localStorage.setItem(key, localStorage.getItem(key).replace(/"who":"[^"]*"/, \'"who":"另一人"\'))'
        )
        open_grid(page)
        expect(close_of(page, 11)).not_to_have_value("81.00")
        assert "81" in page.evaluate("Object.values(localStorage).join()")


def test_where_there_is_no_room_the_page_asks_before_it_is_left(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        asked = questions(page)
        open_grid(page)
        page.evaluate(
            "for (let size = 4e6, at = 0; size >= 1; at += 1)"
            "  try { localStorage.setItem(`full${at}`, 'x'.repeat(size)); } catch { size = Math.floor(size / 2); }"
        )
        typed(page, 11, "81")
        page.goto(f"{HOME}/history")
        assert asked == ["beforeunload"]
