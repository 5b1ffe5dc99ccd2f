"""Two editors in one text on the real page: other paragraphs merge unseen, one paragraph is chosen or put together by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bulletin.issue import Rewrite, blocks_of_text, reading_of, text_of_blocks, write_change
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_issues import NUMBER, PLAIN, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.input_method import InputMethod
from tests.support.issue_in_browser import HOME, card, edit, item, open_issue, saved

HERS = NAMES["chief"]
ITEM = f"{HOME}/items/{PLAIN}"
ONE, TWO, THREE = "全国碳市场本周成交放量。", "多位交易员说，履约期临近。", "下月的拍卖将检验市场。"
# A clash is an answer of status 409; no source is kept of these articles; the connection is cut once.
EXPECTED = ("409", "404", "ERR_INTERNET_DISCONNECTED")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with drafted(tmp_path) as one:
        hers(one, ONE, TWO, THREE)
        yield one


def lines(*every: str) -> str:
    return "\n".join(every)


def hers(desk: Running, *every: str) -> None:
    """The chief's whole text, written on what stands now."""
    change = Rewrite(item=PLAIN, value=blocks_of_text(lines(*every), ()))
    version = reading_of(desk.desk.journal, NUMBER)
    write_change(desk.desk.journal, NUMBER, change, HERS, desk.clock(), version.version)


def now(desk: Running) -> list[str]:
    return text_of_blocks(item(desk, PLAIN).blocks).split("\n")


def text_field(page: Page) -> Locator:
    page.goto(ITEM)
    page.locator("html.js").wait_for()
    return page.locator("#f-text")


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="两个人改了同一处")


@contextmanager
def clashing(browser: Browser, desk: Running, screen: str = "wide", caret: int = 0) -> Iterator[tuple[Page, Locator]]:
    """The editor's page, asked about the second paragraph; both have changed another one, too; the caret as it was typed."""
    with opened(browser, desk, "editor", EXPECTED, **SCREENS[screen]) as page:
        field = text_field(page)
        # What the page hears of her change is held back, so that both write on the same version.
        page.route("**/events*", lambda route: route.fulfill(status=204))
        page.reload()
        page.locator("html.js").wait_for()
        hers(desk, ONE, "丙的第二段。", "丙的结尾。")

        def sent(route: Route) -> None:
            field.evaluate("(own, at) => own.setSelectionRange(at, at)", caret)
            route.continue_()

        page.route("**/operations", sent, times=1)
        field.fill(lines("乙的开头。", "乙的第二段。", THREE))
        expect(dialog_of(page)).to_be_visible()
        yield page, dialog_of(page)


def test_other_paragraphs_are_both_there_without_a_dialog(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as one, opened(browser, desk, "chief", EXPECTED) as other:
        mine, theirs = text_field(one), text_field(other)
        mine.focus()
        one.keyboard.press("Control+Home")
        one.keyboard.press("End")
        theirs.press("Control+End")
        other.keyboard.type("丙加的一句。")
        expect(mine).to_have_value(lines(ONE, TWO, f"{THREE}丙加的一句。"))
        one.keyboard.type("乙加的一句。")
        other.keyboard.type("丙又一句。")
        whole = [f"{ONE}乙加的一句。", TWO, f"{THREE}丙加的一句。丙又一句。"]
        for page, field in ((one, mine), (other, theirs)):
            expect(field).to_have_value(lines(*whole))
            saved(page)
            expect(dialog_of(page)).to_have_count(0)
        assert now(desk) == whole
        assert one.evaluate("document.getElementById('f-text').selectionStart") == len(f"{ONE}乙加的一句。")


def test_what_is_typed_while_the_answer_is_on_its_way_merges_too(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as page:
        field = text_field(page)
        page.route("**/events*", lambda route: route.fulfill(status=204))
        page.reload()
        page.locator("html.js").wait_for()
        hers(desk, "丙的开头。", TWO, THREE)
        typed = ["乙加的一句。", "又一句。"]

        def slow(route: object) -> None:
            if typed:
                page.evaluate(
                    "([text]) => { const own = document.getElementById('f-text'); own.value += text;"
                    " own.dispatchEvent(new Event('input', { bubbles: true })); }",
                    [typed.pop()],
                )
            route.continue_()  # type: ignore[attr-defined]

        page.route("**/operations", slow)
        field.press("Control+End")
        page.keyboard.type("先写一句。")
        whole = lines("丙的开头。", TWO, f"{THREE}先写一句。又一句。乙加的一句。")
        expect(field).to_have_value(whole)
        saved(page)
        assert lines(*now(desk)) == whole


def test_a_composition_is_not_disturbed_by_what_merges(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as page:
        field = text_field(page)
        field.press("Control+End")
        hands = InputMethod(page)
        hands.compose("tan shi c")
        with page.expect_response(f"**/items/{PLAIN}"):
            hers(desk, "丙的开头。", TWO, THREE)
        expect(field).to_have_value(lines(ONE, TWO, f"{THREE}tan shi c"))
        hands.take("碳市场")
        expect(field).to_have_value(lines("丙的开头。", TWO, f"{THREE}碳市场"))
        saved(page)
        assert now(desk) == ["丙的开头。", TWO, f"{THREE}碳市场"]


@pytest.mark.parametrize(("key", "second"), [("1", "乙的第二段。"), ("2", "丙的第二段。")])
def test_one_of_the_two_is_taken_and_all_else_of_both_stays(
    browser: Browser, desk: Running, key: str, second: str
) -> None:
    with clashing(browser, desk) as (page, dialog):
        expect(dialog.locator(".agreed")).to_have_count(4)
        expect(dialog.locator("[data-mine] mark")).to_have_text("乙")
        expect(dialog.locator("[data-theirs] mark")).to_have_text("丙")
        expect(dialog.locator("[data-before]")).to_have_text(TWO)
        page.keyboard.press(key)
        saved(page)
        whole = ["乙的开头。", second, "丙的结尾。"]
        expect(page.locator("#f-text")).to_have_value(lines(*whole))
        assert now(desk) == whole


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_both_are_put_together_by_hand(browser: Browser, desk: Running, screen: str) -> None:
    with clashing(browser, desk, screen) as (page, dialog):
        page.keyboard.press("3")
        mine, theirs = dialog.get_by_label("我的"), dialog.get_by_label(f"{HERS}的")
        expect(mine).to_be_focused()
        expect(mine).to_have_value("乙的第二段。")
        expect(theirs).to_have_value("丙的第二段。")
        assert_accessible(page)
        assert_fits(page)
        mine.press("Control+End")
        page.keyboard.type("并入丙的12个字。")
        theirs.fill("")
        theirs.press("Control+Enter")
        saved(page)
        whole = ["乙的开头。", "乙的第二段。并入丙的12个字。", "丙的结尾。"]
        expect(page.locator("#f-text")).to_have_value(lines(*whole))
        assert now(desk) == whole


def test_both_versions_as_they_came_are_asked_about_once_and_the_caret_stays(browser: Browser, desk: Running) -> None:
    with clashing(browser, desk, caret=2) as (page, dialog):
        field = page.locator("#f-text")
        page.keyboard.press("3")
        dialog.get_by_label("我的").press("Control+Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("一前一后")
        assert now(desk) == [ONE, "丙的第二段。", "丙的结尾。"]
        page.keyboard.press("Control+Enter")
        saved(page)
        assert now(desk) == ["乙的开头。", "乙的第二段。", "丙的第二段。", "丙的结尾。"]
        assert field.evaluate("own => [document.activeElement === own, own.selectionStart]") == [True, 2]


def test_a_composition_in_the_field_by_hand(browser: Browser, desk: Running) -> None:
    with clashing(browser, desk) as (page, dialog):
        version = reading_of(desk.desk.journal, NUMBER).version
        dialog.get_by_role("button", name="手工合并").first.click()
        dialog.get_by_label("我的").press("Control+End")
        hands = InputMethod(page)
        hands.compose("tan shi c")
        for name in ("Enter", "Escape", "1", "2"):
            hands.press(name)
        hands.press("Enter", 2)
        expect(dialog).to_be_visible()
        assert "tan shi c" not in page.evaluate("JSON.stringify(localStorage)")
        hands.take("碳市场")
        expect(dialog.get_by_label("我的")).to_have_value("乙的第二段。碳市场")
        assert reading_of(desk.desk.journal, NUMBER).version == version
        dialog.get_by_role("button", name="保存手工合并的").click()
        saved(page)
        assert now(desk) == ["乙的开头。", "乙的第二段。碳市场", "丙的第二段。", "丙的结尾。"]


def test_what_was_put_together_outlives_the_dialog_the_connection_and_the_page(browser: Browser, desk: Running) -> None:
    with clashing(browser, desk) as (page, dialog):
        page.keyboard.press("3")
        dialog.get_by_label("我的").fill("两人合写的第二段。")
        page.keyboard.press("Escape")
        expect(page.locator("#saved")).to_have_text("有修改未保存")
        page.get_by_role("button", name="看两个版本").click()
        expect(dialog.get_by_label("我的")).to_have_value("两人合写的第二段。")
        page.reload()
        page.get_by_role("button", name="恢复未保存的修改").click()
        expect(dialog.get_by_label("我的")).to_have_value("两人合写的第二段。")
        # She goes on; what was put together is still about what she had written until then.
        page.keyboard.press("Escape")
        hers(desk, ONE, "丙的第二段。", "丙的结尾。", "丙的新段。")
        page.reload()
        page.get_by_role("button", name="恢复未保存的修改").click()
        expect(dialog.get_by_label("已经手工合并的")).to_have_value(
            lines("乙的开头。", "两人合写的第二段。", "丙的第二段。", "丙的结尾。")
        )
        page.context.set_offline(True)
        dialog.get_by_role("button", name="保存手工合并的").click()
        expect(page.locator("#saved")).to_have_text("未保存，将自动重试")
        page.context.set_offline(False)
        saved(page)
        assert now(desk) == ["乙的开头。", "两人合写的第二段。", "丙的第二段。", "丙的结尾。", "丙的新段。"]


def test_a_title_is_put_together_by_hand_on_the_card(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED) as one, opened(browser, desk, "chief", EXPECTED) as other:
        open_issue(one)
        open_issue(other)
        card(one, PLAIN).locator("[data-field='title']").click()
        edit(other, PLAIN, "title", "丙的题目")
        other.keyboard.press("Enter")
        saved(other)
        one.locator("#edit-title").fill("乙的题目")
        expect(dialog_of(one)).to_be_visible()
        one.keyboard.press("3")
        place = dialog_of(one).get_by_label("合并后的题目")
        expect(place).to_have_value("乙的题目")
        place.fill("乙丙的题目")
        one.keyboard.press("Control+Enter")
        saved(one)
        expect(one.locator("#edit-title")).to_have_value("乙丙的题目")
        assert item(desk, PLAIN).title == "乙丙的题目"


def test_the_form_without_scripts(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", EXPECTED, java_script_enabled=False, **SCREENS["narrow"]) as page:
        page.goto(ITEM)
        hers(desk, ONE, TWO, "丙的结尾。")
        page.get_by_label("正文").fill(lines("乙的开头。", TWO, THREE))
        page.locator("#save").click()
        expect(page.get_by_label("正文")).to_have_value(lines("乙的开头。", TWO, "丙的结尾。"))
        hers(desk, "丙的开头。", TWO, "丙又改的结尾。")
        page.get_by_label("正文").fill(lines("乙又改的开头。", TWO, "丙的结尾。"))
        page.locator("#save").click()
        expect(page.locator("[data-theirs] mark")).to_have_text("丙")
        page.locator(".by-hand > summary").click()
        page.get_by_label("我的").fill("两人的开头。")
        page.get_by_label(f"{HERS}的").fill("")
        page.get_by_role("button", name="保存手工合并的").click()
        assert now(desk) == ["两人的开头。", TWO, "丙又改的结尾。"]
