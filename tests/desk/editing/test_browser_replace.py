"""Find and replace in a real browser, on every screen and without a script."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import PICTURES, PLAIN, drafted
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME, item

desk = desk_fixture(drafted)


@pytest.mark.parametrize("screen", SCREENS)
def test_previewed_ticked_replaced_and_undone(browser: Browser, desk: Running, screen: str) -> None:
    script = screen != "narrow"
    with opened(browser, desk, "editor", java_script_enabled=script, **SCREENS[screen]) as page:
        page.goto(HOME)
        page.get_by_role("link", name="查找替换").click()
        page.get_by_label("查找").fill("东海")
        page.get_by_label("替换为").fill("西海")
        page.get_by_label("来源").uncheck()
        page.get_by_role("button", name="预览").click()
        expect(page.get_by_role("heading", name="找到3处")).to_be_visible()
        if script:
            assert_accessible(page)
        page.locator(f"[name='place'][value='{PICTURES}/text/0']").uncheck()
        page.get_by_role("button", name="替换勾选的各处").click()
        expect(page.get_by_role("status")).to_contain_text("已替换，记为第2步")
        assert (item(desk, PLAIN).title, item(desk, PICTURES).title[:2]) == ("西海碳市场周成交放量", "西海")
        assert item(desk, PICTURES).blocks[0].text.startswith("东海")
        if script:
            assert_fits(page)
        page.get_by_role("button", name="撤销这次替换").click()
        page.wait_for_url(f"{desk.url}{HOME}**")
        assert item(desk, PLAIN).title == "东海碳市场周成交放量"
