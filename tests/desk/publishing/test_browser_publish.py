"""The publish page in a browser: what it replaces is seen before, and an issue without items asks twice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bulletin.issue import Drop, Retitle, operation_kinds, publish, reading_of, write_change
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import DOUBTFUL, NUMBER, PLAIN, UNTIL, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.issue_in_browser import HOME, column

# All the documents are printed before the page answers.
PRINTING_MS = 120_000


desk = desk_fixture(drafted)


def do(desk: Running, change: operation_kinds.AnyEdit) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, change, NAMES["editor"], desk.clock(), version)


def public(desk: Running) -> int:
    return desk.desk.store.editions().get(NUMBER, 0)


def confirm_twice(page: Page, desk: Running) -> None:
    page.goto(f"{HOME}/publish")
    expect(page.get_by_text("现在一条稿件也没有")).to_be_visible()
    page.get_by_role("button", name="一条稿件也没有，仍要发布…").click()
    expect(page.get_by_role("heading", name="再确认一次")).to_be_in_viewport()
    assert public(desk) == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_issue_without_items_asks_twice(browser: Browser, desk: Running, scripts: bool) -> None:
    for at in range(6):
        for name in column(desk, at):
            do(desk, Drop(item=name))
    with opened(browser, desk, "chief", java_script_enabled=scripts) as page:
        confirm_twice(page, desk)
        page.get_by_role("link", name="不发布，回到本期").click()
        page.wait_for_url(f"**{HOME}")
        confirm_twice(page, desk)
        if scripts:
            assert_accessible(page)
            assert_fits(page)
        page.get_by_role("button", name=f"确认：公开没有稿件的总第{NUMBER}期").click(timeout=PRINTING_MS)
        expect(page.get_by_role("heading", name="已发布第1版")).to_be_visible()
        assert public(desk) == 1


@pytest.mark.parametrize("screen", SCREENS)
def test_what_an_edition_replaces_is_seen_before(browser: Browser, desk: Running, screen: str) -> None:
    made, version = desk.desk, reading_of(desk.desk.journal, NUMBER).version
    publish(made.journal, made.files, NUMBER, NAMES["chief"], desk.clock(), version, "", lambda _: {})
    do(desk, Retitle(item=PLAIN, value="东海碳市场周成交缩量"))
    do(desk, Drop(item=DOUBTFUL))
    figure = operation_kinds.PriceFigure(exchange="东海", product="DHEA", day=UNTIL, field="close", value=82.5)
    do(desk, operation_kinds.Reprice(figures=(figure,), reason="更正"))
    with opened(browser, desk, "chief", **SCREENS[screen]) as page:
        page.goto(f"{HOME}/publish")
        part = page.get_by_role("region", name="与读者现在看到的第1版相比")
        expect(part.get_by_role("listitem")).to_have_count(3)
        expect(part.locator("ins").first).to_contain_text("缩")
        expect(page.get_by_role("button", name="发布更正（第2版），代替读者现在看到的第1版")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        part.get_by_role("link", name="左右对照（可以打印）").click()
        expect(page.get_by_role("heading", name="第1版")).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("改了1条、移动0条、去掉1条、新增0条，行情有改动")
