"""Two versions side by side on every screen, and on paper."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_editor import Editor
from tests.support.desk_issues import DOUBTFUL, PICTURES, PLAIN, drafted
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME

# A4 in points.
A4 = (595, 842)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with drafted(tmp_path_factory.mktemp("desk")) as one:
        editor = Editor(one)
        editor.say({"kind": "title", "item": PLAIN, "value": "东海碳市场周成交缩量"})
        editor.say({"kind": "move", "item": PICTURES, "column": "推荐阅读"})
        editor.say({"kind": "drop", "item": DOUBTFUL})
        yield one


@pytest.mark.parametrize("screen", SCREENS)
def test_side_by_side(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "editor", **SCREENS[screen]) as page:
        page.goto(f"{HOME}/history")
        page.get_by_role("link", name="比较两个版本").click()
        expect(page.get_by_role("status")).to_contain_text("改了1条、移动1条、去掉1条、新增0条")
        left, right = (page.locator(f"#i{PLAIN} ~ .sides > .side").nth(at) for at in (0, 1))
        expect(left.locator("del")).to_contain_text("放")
        expect(right.locator("ins")).to_contain_text("缩")
        one, other = left.bounding_box(), right.bounding_box()
        assert one
        assert other
        assert (one["y"] == other["y"]) == (screen != "narrow")
        assert_accessible(page)
        assert_fits(page)


def test_on_paper(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "reader") as page:
        page.goto(f"{HOME}/compare?left=1&right=4")
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        box = printed.pages[0].mediabox
        assert (round(float(box.width)), round(float(box.height))) == A4
        text = "".join(one.extract_text() for one in printed.pages)
        assert "东海碳市场周成交" in text
        assert "退出" not in text
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="比较")).to_be_hidden()
        mark = page.locator("ins").first
        assert "underline" in mark.evaluate("one => getComputedStyle(one).textDecorationLine")
