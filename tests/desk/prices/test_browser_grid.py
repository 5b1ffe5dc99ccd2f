"""The grid of prices in a real browser: pasted, typed, walked by keys, saved with one reason, taken back as one step."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from bulletin.issue import edit_of, operation_kinds, reading_of, write_change
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.input_method import InputMethod
from tests.support.issue_in_browser import HOME, saved
from tests.support.reprices import figure, reprice

EAST, FORD = ("东海", "DHEA"), ("中津", "ZJEA")


desk = desk_fixture(drafted)


def open_grid(page: Page) -> None:
    page.goto(f"{HOME}/prices")
    page.locator("table.grid input").first.wait_for()


def cell(page: Page, product: tuple[str, str], day: int, name: str = "收盘价") -> Locator:
    return page.get_by_label(f"{product[0]}{product[1]} 2026-5-{day} {name}", exact=True)


def paste(page: Page, text: str) -> None:
    """By the browser's own clipboard and key, as from a spreadsheet."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def save(page: Page, reason: str) -> None:
    page.get_by_label("理由（几格共用一句）").fill(reason)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="保存", exact=True).click()


def version(desk: Running) -> int:
    return reading_of(desk.desk.journal, NUMBER).version


def closes(desk: Running, product: tuple[str, str]) -> dict[int, float | None]:
    quotes = reading_of(desk.desk.journal, NUMBER).issue.draft.prices.quotes
    return {one.day.day: one.close for one in quotes if (one.exchange, one.product) == product}


def last_edit(desk: Running) -> operation_kinds.AnyEdit | None:
    return edit_of(reading_of(desk.desk.journal, NUMBER).operations[-1])


def test_a_block_from_a_spreadsheet_is_one_change_with_one_reason_and_one_undo(browser: Browser, desk: Running) -> None:
    drafted_closes = closes(desk, EAST), closes(desk, FORD)
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        paste(page, "７８．５\t79.10\t\r\n70\t70.25\t1,070.5\r\n")
        expect(page.locator("#price-said")).to_have_text("粘贴了6格，其中1格是空白，原来的数清空了。")
        expect(page.locator("#price-count")).to_have_text("改了6格，还没有保存。")
        expect(cell(page, EAST, 11)).to_have_value("78.50")
        expect(cell(page, FORD, 13)).to_have_value("1,070.50")
        assert version(desk) == 1, "nothing is sent before its reason"
        save(page, "按交易所周报")
        saved(page)
        expect(page.locator("#price-bar")).to_be_hidden()
        assert version(desk) == 2
        assert closes(desk, EAST) == {8: 77.0, 11: 78.5, 12: 79.1, 13: None, 14: 81.0}
        assert closes(desk, FORD) == {8: 70.5, 11: 70.0, 12: 70.25, 13: 1070.5, 14: 66.5}
        expect(page.locator("#saved")).to_contain_text("已保存")
        cell(page, EAST, 14).click()
        page.keyboard.type("8")
        expect(page.get_by_text("已保存")).to_be_hidden()
        page.keyboard.press("Escape")
        expect(page.get_by_text("已保存")).to_be_visible()
        # What hardly fits is asked at once, beside its cell and in the list, with both figures.
        expect(page.locator("#findings")).to_contain_text("中津 ZJEA 5-13 收盘价1,070.50，前一次（5-12）70.25")
        expect(cell(page, FORD, 13)).to_have_accessible_description("5-12是70.25，+1423.8%")
        page.get_by_role("button", name="撤销").click()
        expect(cell(page, FORD, 13)).to_have_value("67.50")
        expect(cell(page, FORD, 12)).to_have_value("")
    assert (closes(desk, EAST), closes(desk, FORD)) == drafted_closes


def test_what_does_not_fit_or_is_no_figure_fills_nothing(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        paste(page, "1\n2\n3\n")
        said = page.locator("#price-said")
        expect(said).to_have_text("没有粘贴，一格也没有填：粘贴的是3行1列，从这一格起只放得下2行4列。")
        paste(page, "1\t东海\n2\t3\n")
        expect(said).to_have_text("没有粘贴，一格也没有填：粘贴的第1行第2列：“东海”不是数；没有成交请留空。")
        expect(cell(page, EAST, 11)).to_have_value("78.00")
        paste(page, "1\t2")
        expect(page.locator("#price-count")).to_contain_text("改了2格")
        page.get_by_role("button", name="撤回粘贴").click()
        expect(page.locator("#price-count")).to_be_empty()
        expect(cell(page, EAST, 11)).to_have_value("78.00")


def test_keys_walk_the_grid_and_the_caret_within_a_text(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        for key, product, day in (
            ("ArrowRight", EAST, 12),
            ("ArrowDown", FORD, 12),
            ("ArrowLeft", FORD, 11),
            ("ArrowUp", EAST, 11),
            ("Enter", FORD, 11),
            ("Shift+Enter", EAST, 11),
            ("Tab", EAST, 12),
            ("Shift+Tab", EAST, 11),
        ):
            page.keyboard.press(key)
            expect(cell(page, product, day)).to_be_focused()
        page.keyboard.type("7.5")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        page.keyboard.type("7")
        page.keyboard.press("Control+ArrowRight")
        expect(cell(page, EAST, 11)).to_be_focused()
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        expect(cell(page, EAST, 12)).to_be_focused()
        expect(cell(page, EAST, 11)).to_have_value("77.50")
        cell(page, EAST, 11).click()
        page.keyboard.press("Escape")
        expect(cell(page, EAST, 11)).to_have_value("78.00")
        # The way to 78.5 leads over what stands there already.
        page.keyboard.type("78.5")
        expect(cell(page, EAST, 11)).to_have_value("78.5")


def test_marked_cells_have_one_reason(browser: Browser, desk: Running) -> None:
    """Two figures that are missing are no trade, for one reason; a wrong one is not sent, nor is a change without a reason."""
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, EAST, 12).click()
        page.keyboard.type("贵")
        page.get_by_label("理由（几格共用一句）").fill("休市")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("#price-said")).to_have_text("东海DHEA 2026-5-12 收盘价：“贵”不是数；没有成交请留空。")
        expect(cell(page, EAST, 12)).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator("#price-count")).to_have_text("选了2格，还没有保存。")
        there = page.evaluate("scrollY")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_label("理由（几格共用一句）")).to_be_focused()
        assert page.evaluate("scrollY") == there
        page.get_by_label("理由（几格共用一句）").fill("")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("#price-said")).to_contain_text("请写一句理由")
        assert version(desk) == 1
        save(page, "与交易所核对过")
        expect(cell(page, FORD, 13)).to_be_focused()
        expect(page.locator("#findings")).not_to_contain_text("缺 5-12")
    edit = last_edit(desk)
    assert isinstance(edit, operation_kinds.Reprice)
    assert [(one.day.day, one.value) for one in edit.figures] == [(12, None), (13, 67.5)]
    assert (edit.reason, version(desk)) == ("与交易所核对过", 2)
    assert reading_of(desk.desk.journal, NUMBER).issue.checked_prices == {(*FORD, date(2026, 5, 13))}


def test_the_mouse_marks_cells_which_are_filled_copied_and_emptied_together(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, EAST, 11).hover()
        page.mouse.down()
        cell(page, FORD, 12).hover()
        page.mouse.up()
        expect(page.locator("#price-count")).to_have_text("选了4格，还没有保存。")
        page.keyboard.press("Control+C")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        assert page.evaluate("navigator.clipboard.readText()") == "78.00\t79.00\n69.50\t"
        paste(page, "７０\r\n")
        expect(page.locator("#price-count")).to_have_text("改了4格，还没有保存。")
        expect(cell(page, FORD, 12)).to_have_value("70.00")
        page.keyboard.press("Control+Z")
        expect(page.locator("#price-count")).to_be_empty()
        cell(page, EAST, 13).click()
        cell(page, EAST, 14).click(modifiers=["Shift"])
        page.keyboard.press("Delete")
        save(page, "休市")
        saved(page)
    assert closes(desk, EAST) == {8: 77.0, 11: 78.0, 12: 79.0, 13: None, 14: None}


def test_a_grid_that_could_not_be_saved_is_offered_on_the_issue_s_pages(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", expected=("ERR_FAILED",)) as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        paste(page, "1\t2\n")
        page.route("**/operations", lambda route: route.abort())
        page.get_by_label("理由（几格共用一句）").fill("周报")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("#saved")).to_have_text("未保存，将自动重试")
        page.goto("/account")
        page.unroute("**/operations")
        page.goto(HOME)
        expect(page.locator("#notices")).to_contain_text("上次有1处修改没有保存成：行情")
        page.get_by_role("button", name="恢复未保存的修改").click()
        saved(page)
        open_grid(page)
        expect(cell(page, EAST, 12)).to_have_value("2.00")
    assert (closes(desk, EAST)[11], closes(desk, EAST)[12]) == (1.0, 2.0)


def test_a_reader_sees_what_others_change(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "reader") as page:
        page.goto(f"{HOME}/prices")
        page.locator("html.js").wait_for()
        write_change(desk.desk.journal, NUMBER, reprice(figure(14, 99.0)), NAMES["chief"], desk.clock(), 1)
        expect(page.locator("#grids")).to_contain_text("99.00")
        expect(page.locator("#grids input")).to_have_count(0)


def test_nothing_is_sent_while_an_input_method_composes(browser: Browser, desk: Running) -> None:
    posts: list[str] = []

    def asked(request: Request) -> None:
        if request.method == "POST":
            posts.append(request.url)

    with opened(browser, desk, "editor") as page:
        page.on("request", asked)
        open_grid(page)
        hands = InputMethod(page)
        cell(page, EAST, 11).click()
        hands.compose("７９")
        expect(page.locator("#price-count")).to_be_empty()
        hands.take("７９．５")
        expect(page.locator("#price-count")).to_have_text("改了1格，还没有保存。")
        page.get_by_label("理由（几格共用一句）").click()
        hands.compose("zhou bao")
        hands.press("Enter")
        hands.take("按周报")
        hands.press("Enter")
        expect(page.get_by_label("理由（几格共用一句）")).to_have_value("按周报")
        assert posts == []
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("Enter")
        saved(page)
    assert closes(desk, EAST)[11] == 79.5


@pytest.mark.parametrize(("key", "east"), [("1", 1.0), ("2", 99.0)])
def test_two_editors_of_one_figure_choose_and_the_other_figures_are_saved(
    browser: Browser, desk: Running, key: str, east: float
) -> None:
    with opened(browser, desk, "editor", expected=(409,)) as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        paste(page, "1\t2\n")
        hers = reprice(figure(11, 99.0), reason="官网")
        write_change(desk.desk.journal, NUMBER, hers, NAMES["chief"], desk.clock(), 1)
        expect(page.locator("#changed")).to_contain_text("99.00")
        expect(cell(page, EAST, 11)).to_have_value("1.00")
        save(page, "周报")
        expect(page.locator("#clash")).to_contain_text("东海 DHEA 2026-05-11 收盘价")
        page.keyboard.press(key)
        saved(page)
        expect(cell(page, EAST, 11)).to_have_value(f"{east:.2f}")
        expect(cell(page, EAST, 12)).to_have_value("2.00")
    assert (closes(desk, EAST)[11], closes(desk, EAST)[12]) == (east, 2.0)


def test_what_was_not_saved_stands_in_its_cells_again(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        paste(page, "1\t2\n")
        page.get_by_label("理由（几格共用一句）").fill("周报")
        page.goto(HOME)
        open_grid(page)
        expect(page.locator("#price-count")).to_have_text("改了2格，还没有保存。")
        expect(cell(page, EAST, 12)).to_have_value("2.00")
        expect(page.get_by_label("理由（几格共用一句）")).to_have_value("周报")
        page.get_by_role("button", name="不改了").click()
        expect(cell(page, EAST, 12)).to_have_value("79.00")
        page.reload()
        page.locator("table.grid input").first.wait_for()
        expect(page.locator("#price-bar")).to_be_hidden()


def test_an_odd_close_is_confirmed_without_leaving_what_is_typed(browser: Browser, desk: Running) -> None:
    write_change(desk.desk.journal, NUMBER, reprice(figure(14, 99.0)), NAMES["chief"], desk.clock(), 1)
    with opened(browser, desk, "editor") as page:
        open_grid(page)
        cell(page, FORD, 12).click()
        page.keyboard.type("69")
        page.get_by_role("button", name="东海 DHEA 2026-05-14 核对过，没有错").click()
        expect(page.locator("#findings")).not_to_contain_text("99.00")
        expect(cell(page, FORD, 12)).to_have_value("69.00")
        expect(page.locator("#price-count")).to_have_text("改了1格，还没有保存。")


def test_without_scripts_a_figure_is_a_link_to_its_form(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", java_script_enabled=False) as page:
        page.goto(f"{HOME}/prices")
        page.get_by_role("link", name="中津ZJEA 2026-5-12 收盘价").click()
        page.locator("#value").fill("６８．６６")
        page.locator("#reason").fill("交易所补登")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("status").first).to_contain_text("已改")
    assert closes(desk, FORD)[12] == 68.66


@pytest.mark.parametrize("screen", SCREENS)
def test_the_grid_is_accessible_and_fits(browser: Browser, desk: Running, screen: str) -> None:
    write_change(desk.desk.journal, NUMBER, reprice(figure(14, 99.0)), NAMES["chief"], desk.clock(), 1)
    with opened(browser, desk, "editor", **SCREENS[screen]) as page:
        open_grid(page)
        cell(page, EAST, 11).click()
        paste(page, "1\t贵x")
        paste(page, "1\t2\n")
        page.keyboard.type("x")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator("#price-count")).to_contain_text("另选了2格")
        assert_accessible(page)
        assert_fits(page)
