"""Merging in a real browser: the likely first, the others by a search."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bulletin.issue import Retitle, reading_of, write_change
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_issues import DOUBTFUL, FOREIGN, NUMBER, TWICE, UNSOURCED, drafted
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME, column, item

PAGE = f"{HOME}/items/{TWICE}/alternates"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with drafted(tmp_path) as one:
        like = Retitle(item=UNSOURCED, value="全国节能降碳三年行动启动仪式")
        write_change(one.desk.journal, NUMBER, like, "编辑乙", one.clock(), 1)
        yield one


@pytest.mark.parametrize("screen", SCREENS)
def test_the_likely_one_stands_first_and_is_merged(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "editor", java_script_enabled=screen != "narrow", **SCREENS[screen]) as page:
        page.goto(PAGE)
        likely = page.get_by_role("group", name="很可能是同一件事的")
        expect(likely.get_by_role("radio")).to_have_count(1)
        expect(likely).to_contain_text("全国节能降碳三年行动启动仪式")
        expect(likely).to_contain_text("相近")
        if screen != "narrow":
            assert_accessible(page)
            assert_fits(page)
        likely.get_by_role("radio").check()
        page.get_by_role("button", name="并入这一条", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已并入")
        assert UNSOURCED not in column(desk, 2)
        assert UNSOURCED in {one.id for one in item(desk, TWICE).alternates}


def test_another_is_searched_for(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        page.goto(PAGE)
        page.get_by_label("在本期里找").fill("KENYA")
        page.get_by_role("button", name="找", exact=True).click()
        found = page.get_by_role("group", name="含“KENYA”的")
        found.get_by_role("radio").check()
        page.get_by_role("button", name="并入这一条", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已并入")
        assert FOREIGN not in column(desk, 3)


def test_nothing_chosen_is_nothing_merged_and_a_search_may_find_nothing(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", (422,)) as page:
        page.goto(f"{PAGE}?words=没有的字")
        expect(page.get_by_role("status")).to_contain_text("本期里没有含“没有的字”的其他条目")
        page.get_by_role("button", name="并入这一条", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("没有改动：请先选一条")
        page.get_by_text("本期的其余条目").click()
        expect(page.get_by_role("radio", name="小镇的碳账本")).to_be_visible()
        assert DOUBTFUL in column(desk, 2)
        assert reading_of(desk.desk.journal, NUMBER).version == 2
