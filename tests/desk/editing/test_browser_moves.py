"""Moving items on the real page: by mouse, by keys, by touch, without JavaScript; what is announced and what is kept."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import FOREIGN, NUMBER, PICTURES, PLAIN, POLICY, READING, TWICE, UNSOURCED, drafted
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME, card, column, drag, open_issue, saved

desk = desk_fixture(drafted)


def test_by_mouse_within_a_column_and_to_another(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", viewport={"width": 1280, "height": 2600}) as page:
        open_issue(page)
        first, *_, last = before = column(desk, 2)
        drag(page, card(page, first).locator(".grip"), card(page, last))
        expect(page.locator(".marker")).to_have_count(1)
        page.mouse.up()
        saved(page)
        assert column(desk, 2) == [*before[1:], first]
        expect(page.locator("#said")).to_contain_text("已移到国内资讯第4条，共4条")
        drag(page, card(page, first).locator(".grip"), card(page, FOREIGN), below=False)
        page.mouse.up()
        saved(page)
        assert column(desk, 3) == [first, FOREIGN]
        expect(page.locator(".ghost, .marker, .dragging")).to_have_count(0)


def test_by_the_other_column_that_is_nearly_as_likely(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", [404]) as page:
        open_issue(page)
        card(page, READING).get_by_role("button", name="另一可能：市场热点").click()
        saved(page)
        assert column(desk, 0)[-1] == READING
        expect(card(page, READING).locator("[data-another]")).to_have_count(0)
        page.keyboard.press("u")
        expect(card(page, READING).locator("[data-another]")).to_have_count(1)
        with page.expect_response("**/opened"):
            page.goto(f"{HOME}/items/{READING}")
        page.get_by_role("button", name="另一可能：市场热点").click()
        saved(page)
        assert column(desk, 0)[-1] == READING
        expect(page.get_by_label("栏目")).to_have_value("市场热点")
        expect(page.locator("[data-another]")).to_have_count(0)
        assert READING in {one.article for one in desk.desk.store.labels() if one.field == "opened"}


def test_escape_gives_a_drag_up(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", viewport={"width": 1280, "height": 2600}) as page:
        open_issue(page)
        before = column(desk, 2)
        drag(page, card(page, before[0]).locator(".grip"), card(page, before[-1]))
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(page.locator(".ghost, .marker, .dragging")).to_have_count(0)
        expect(page.locator("#said")).to_have_text("已取消拖动")
        assert column(desk, 2) == before


def test_a_drag_to_a_column_s_name_and_to_the_edge_which_scrolls(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", viewport={"width": 1280, "height": 700}) as page:
        open_issue(page)
        drag(
            page,
            card(page, PLAIN).locator(".grip"),
            page.get_by_role("navigation", name="栏目").get_by_role("link", name="国际资讯"),
        )
        page.mouse.up()
        saved(page)
        assert column(desk, 3) == [FOREIGN, PLAIN]
        page.evaluate("scrollTo(0, 0)")
        box = card(page, PICTURES).locator(".grip").bounding_box()
        assert box
        page.mouse.move(box["x"] + 8, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(700, 695, steps=5)
        expect(page.locator("#remarks")).to_be_in_viewport()
        page.keyboard.press("Escape")
        page.mouse.up()


def test_by_keys(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        first, second, *_ = home = column(desk, 2)
        card(page, first).focus()
        page.keyboard.press("j")
        expect(card(page, second)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(card(page, first)).to_be_focused()
        page.keyboard.press("Shift+ArrowDown")
        expect(page.locator("#said")).to_contain_text("第2条")
        saved(page)
        assert column(desk, 2)[:2] == [second, first]
        expect(card(page, first)).to_be_focused()
        page.keyboard.press("5")
        saved(page)
        assert column(desk, 4)[-1] == first
        page.keyboard.press("u")
        expect(page.locator(".items[data-column='国内资讯']").locator(f"#i{first}")).to_have_count(1)
        assert column(desk, 2)[:2] == [second, first]
        page.keyboard.press("Shift+U")
        expect(page.locator(".items[data-column='推荐阅读']").locator(f"#i{first}")).to_have_count(1)
        card(page, second).focus()
        page.keyboard.press("d")
        expect(page.locator(f"[data-out='{second}']")).to_have_count(1)
        assert second not in column(desk, 2)
        expect(page.locator(".item:focus")).to_have_count(1)
        page.get_by_role("button", name="放回").click()
        expect(card(page, second)).to_have_count(1)
        assert set(column(desk, 2)) | {first} == set(home)


def test_keys_are_off_while_typing_and_shown_by_a_question_mark(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        page.keyboard.press("/")
        page.keyboard.type("d5u?")
        expect(page.locator("#q")).to_have_value("d5u?")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
        page.keyboard.press("d")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page_now = desk.desk.journal.reading(NUMBER)
        assert page_now is not None
        assert page_now.version == 1


def touch(page: Page, *points: tuple[float, float], hold_ms: int = 0) -> None:
    """A finger's way over the screen, by the browser's own input; lifted at the end."""
    session = page.context.new_cdp_session(page)
    (x, y), *rest = points
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(hold_ms)
    for x, y in rest:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(20)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("by_handle", [True, False])
def test_by_touch(browser: Browser, desk: Running, by_handle: bool) -> None:
    screen = {"width": 800, "height": 2900}
    with opened(browser, desk, "editor", viewport=screen, has_touch=True, is_mobile=True) as page:
        open_issue(page)
        first, *_, last = before = column(desk, 2)
        grip = card(page, first).locator(".grip" if by_handle else ".lead").bounding_box()
        end = card(page, last).bounding_box()
        assert grip
        assert end
        x, y = grip["x"] + 10, grip["y"] + 10
        goal = end["y"] + end["height"] * 0.8
        way = [(x, y + (goal - y) * step / 6) for step in range(1, 7)]
        touch(page, (x, y), *way, hold_ms=0 if by_handle else 700)
        saved(page)
        expect(page.locator("#said")).to_contain_text("已移到国内资讯")
        assert column(desk, 2) == [*before[1:], first]


def test_a_finger_that_scrolls_moves_nothing(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", viewport={"width": 360, "height": 740}, has_touch=True) as page:
        open_issue(page)
        before = column(desk, 0)
        card(page, PLAIN).scroll_into_view_if_needed()
        box = card(page, PLAIN).locator(".lead").bounding_box()
        assert box
        touch(page, *[(box["x"] + 50, box["y"] - 15 * step) for step in range(8)])
        expect(page.locator(".ghost")).to_have_count(0)
        assert column(desk, 0) == before


def test_by_buttons_with_a_script(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        card(page, POLICY).get_by_text("移动", exact=True).click()
        card(page, POLICY).get_by_role("button", name="行业公告").click()
        saved(page)
        assert column(desk, 5) == [POLICY]
        card(page, TWICE).get_by_text("取下", exact=True).click()
        card(page, TWICE).get_by_role("button", name="与本刊无关").click()
        expect(page.locator(f"[data-out='{TWICE}']")).to_have_count(1)
        [label] = [one for one in desk.desk.store.labels() if one.field == "relevance"]
        assert (label.article, label.after) == (TWICE, "off-topic")


def test_without_javascript(browser: Browser, desk: Running) -> None:
    """Move, edit, drop, put back, undo: all by forms."""
    with opened(browser, desk, "editor", ("404",), java_script_enabled=False) as page:
        page.goto(HOME)
        before = column(desk, 2)
        name = before[1]
        card(page, name).get_by_text("移动", exact=True).click()
        card(page, name).get_by_role("button", name="上移").click()
        assert column(desk, 2)[0] == name
        assert page.url.endswith(f"#i{name}")
        card(page, name).get_by_text("取下", exact=True).click()
        card(page, name).get_by_role("button", name="本期不用").click()
        assert name not in column(desk, 2)
        page.get_by_role("button", name="放回").click()
        assert column(desk, 2)[-1] == name
        page.get_by_role("button", name="撤销").click()
        assert name not in column(desk, 2)
        page.get_by_role("button", name="重做").click()
        card(page, UNSOURCED).get_by_role("link", name="编辑").click()
        page.get_by_label("题目", exact=True).fill("不用脚本改的题目")
        page.get_by_label("来源").fill("西原日报")
        page.get_by_label("正文").fill("第一段\n# 小标题")
        page.get_by_label("栏目").select_option("推荐阅读")
        page.locator("#save").click()
        assert page.url.endswith("?saved=4")
        assert column(desk, 4)[-1] == UNSOURCED
        expect(page.get_by_label("题目", exact=True)).to_have_value("不用脚本改的题目")
        page.goto(HOME)
        card(page, READING).get_by_role("button", name="另一可能：市场热点").click()
        assert column(desk, 0)[-1] == READING
        page.goto(f"{HOME}/items/{UNSOURCED}")
        page.locator("#note").fill("已核对")
        page.get_by_role("button", name="留下备注").click()
        expect(page.locator(".remarks")).to_contain_text("已核对")
