"""A column in another order, in part, and then as the issue's order: with and without scripts."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bulletin.issue import Retitle, reading_of, write_change
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import DOUBTFUL, NUMBER, PLAIN, TWICE, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.issue_in_browser import HOME, card, column, open_issue

desk = desk_fixture(drafted)


def home_news(page: Page) -> Locator:
    return page.locator("section[data-column='国内资讯']")


def order(page: Page) -> list[str]:
    return [
        one.removeprefix("i") for one in home_news(page).locator(".item").evaluate_all("all => all.map(one => one.id)")
    ]


def look(page: Page, sort: str = "", words: str = "") -> None:
    own = home_news(page)
    if not own.get_by_label("排序").is_visible():
        own.get_by_text("排序、筛选").click()
    if sort:
        own.get_by_label("排序").select_option(sort)
    own.get_by_label("题目或正文里有").fill(words)
    own.get_by_role("button", name="看", exact=True).click()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_look_is_said_to_be_one_and_fits(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "editor", **SCREENS[screen]) as page:
        open_issue(page)
        look(page, "发布日期，旧的在前", "小镇")
        expect(home_news(page).get_by_role("status")).to_contain_text(
            "4条里显示1条。只有您这样看，本期的顺序没有改动。"
        )
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_written_before_the_order_is_taken(browser: Browser, desk: Running, script: bool) -> None:
    with opened(browser, desk, "editor", java_script_enabled=script) as page:
        page.goto(HOME)
        before = column(desk, 2)
        look(page, "发布日期，旧的在前")
        expect(home_news(page).get_by_role("status")).to_contain_text("按发布日期，旧的在前排的样子")
        wanted = order(page)
        assert wanted != before
        assert set(wanted) == set(before)
        assert (column(desk, 2), reading_of(desk.desk.journal, NUMBER).version) == (before, 1)
        home_news(page).get_by_role("button", name="采用此顺序").click()
        page.wait_for_url(f"{desk.url}{HOME}#c3")
        assert column(desk, 2) == wanted == order(page)
        assert reading_of(desk.desk.journal, NUMBER).version == 2
        page.get_by_role("button", name="撤销").click()
        expect(page.locator("#span")).to_contain_text("第3步")
        assert column(desk, 2) == before


def test_a_filter_offers_no_order(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        look(page, words="碳账本")
        assert order(page) == [DOUBTFUL]
        expect(home_news(page).get_by_role("status")).to_contain_text("筛选后的样子，4条里显示1条")
        expect(page.get_by_role("button", name="采用此顺序")).to_have_count(0)
        home_news(page).get_by_role("link", name="回到本期的顺序").click()
        expect(home_news(page).locator(".item")).to_have_count(4)


def test_a_look_stays_while_others_work_and_nothing_is_moved_within_it(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        look(page, "发布日期，旧的在前")
        page.locator("html.js").wait_for()
        seen = order(page)
        assert seen[0] == TWICE
        write_change(
            desk.desk.journal, NUMBER, Retitle(item=PLAIN, value="丙改的题目"), NAMES["chief"], desk.clock(), 1
        )
        expect(card(page, PLAIN).locator("h3")).to_have_text("丙改的题目")
        assert order(page) == seen
        card(page, seen[1]).focus()
        page.keyboard.press("Shift+ArrowUp")
        expect(page.locator(".toast").last).to_contain_text("先采用此顺序")
        assert order(page) == seen
        page.keyboard.press("5")
        expect(page.locator("section[data-column='推荐阅读'] .item")).to_have_count(2)
        assert seen[1] in column(desk, 4)
