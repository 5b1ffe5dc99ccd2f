"""An item that is written by hand: what is typed is kept in the browser until it is in the issue or given up."""

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect

from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened, questions
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import PICTURES, TWICE, drafted, picture
from tests.support.desk_running import NAMES, PASSWORD, Running
from tests.support.input_method import InputMethod
from tests.support.issue_in_browser import HOME, card, column, item, open_issue
from tests.support.week import wait_for

TYPED = {
    "#title": "读懂履约季",
    "#published": "2026-05-14",
    "#source": "本刊",
    "#link": "https://x.example/a",
    "#text": "\n第一段。\n\n# 小标题\n[图]",
    "#caption1": "履约大厅",
}
# Of an issue: its own page, one with its own frame, the prices' with another script, one around it, the form itself.
PAGES = ("", f"/items/{PICTURES}", f"/items/{TWICE}/alternates", "/prices", "/replace", "/compare", "/publish", "/new")
READING = "推荐阅读"
# No source is kept of these articles.
NO_SOURCE = ("404",)


desk = desk_fixture(drafted)


def write(page: Page, title: str = TYPED["#title"]) -> None:
    page.goto(f"{HOME}/new")
    for selector, text in {**TYPED, "#title": title}.items():
        page.locator(selector).fill(text)
    page.get_by_label("栏目").select_option(READING)
    expect(page.locator("#new-item-kept")).to_contain_text("还没有加入本期")


def offer(page: Page, title: str = TYPED["#title"]) -> Locator:
    return page.locator("[data-notice^='new-']", has_text=f"新写的《{title}》还没有加入本期")


def restore(page: Page, title: str = TYPED["#title"]) -> None:
    offer(page, title).get_by_role("button", name="恢复").click()
    expect(page.locator("[data-notice='restored']")).to_contain_text("已恢复，还没有加入本期")


def stands_whole(page: Page, title: str = TYPED["#title"]) -> None:
    for selector, text in {**TYPED, "#title": title}.items():
        expect(page.locator(selector)).to_have_value(text)
    expect(page.get_by_label("栏目")).to_have_value(READING)


def nothing_is_kept(page: Page) -> None:
    """Neither here nor on another page of the issue is anything offered, and nothing is in the storage."""
    wait_for(lambda: page.evaluate("Object.keys(localStorage).length") == 0)
    open_issue(page)
    expect(page.locator("[data-notice]")).to_have_count(0)


def added(page: Page) -> None:
    page.get_by_role("button", name="加入本期").click()
    page.wait_for_url(f"**{HOME}#i*")


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_a_closed_tab_s_is_offered_on_every_page_restored_whole_and_sent(
    browser: Browser, desk: Running, screen: str
) -> None:
    with opened(browser, desk, "editor", NO_SOURCE, **SCREENS[screen]) as page:
        write(page)
        other = page.context.new_page()
        page.close()
        for path in PAGES:
            other.goto(f"{HOME}{path}")
            expect(offer(other)).to_have_count(1)
            if other.locator("#saved").count():
                expect(other.locator("#saved")).not_to_have_attribute("data-state", "saved")
            assert_fits(other)
        assert_accessible(other)
        restore(other)
        stands_whole(other)
        # Loaded again it is as whole, under the id that it had.
        other.reload()
        stands_whole(other)
        expect(offer(other)).to_have_count(0)
        before = len(column(desk, 4))
        added(other)
        expect(card(other, column(desk, 4)[-1]).locator("h3")).to_have_text(TYPED["#title"])
        nothing_is_kept(other)
        assert len(column(desk, 4)) == before + 1


def test_two_tabs_keep_two_forms_and_a_living_one_is_not_offered(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        one, other = page.context.new_page(), page.context.new_page()
        write(one, "甲稿")
        write(other, "乙稿")
        open_issue(page)
        page.goto(f"{HOME}/publish")
        # One that is offered at once would stand there by now: the other's page has gone after it.
        other.close()
        expect(offer(page, "乙稿")).to_have_count(1)
        expect(offer(page, "甲稿")).to_have_count(0)
        one.close()
        expect(offer(page, "甲稿")).to_have_count(1)
        beside = page.context.new_page()
        beside.goto(f"{HOME}/history")
        restore(beside, "甲稿")
        stands_whole(beside, "甲稿")
        # What is restored there is offered here no more.
        expect(offer(page, "甲稿")).to_have_count(0)
        restore(page, "乙稿")
        stands_whole(page, "乙稿")
        added(page)
        added(beside)
        nothing_is_kept(page)


def login(page: Page) -> None:
    page.get_by_label("用户名").fill(NAMES["editor"])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_session_that_ends_loses_nothing(browser: Browser, desk: Running) -> None:
    """Sent after it, the form comes back after the login; gone elsewhere, it is offered after the login."""
    with opened(browser, desk, "editor", (401,)) as page:
        write(page)
        desk.desk.data.sessions.end_all(NAMES["editor"])
        page.get_by_role("link", name="历史").click()
        login(page)
        restore(page)
        stands_whole(page)
        desk.desk.data.sessions.end_all(NAMES["editor"])
        page.get_by_role("button", name="加入本期").click()
        login(page)
        expect(page.get_by_label("题目")).to_have_value(TYPED["#title"])
        # Given up there, or with the window closed: it is in the browser still.
        page.goto(f"{HOME}/history")
        expect(offer(page)).to_have_count(1)
        page.go_back()
        page.get_by_role("button", name="再保存一次").click()
        page.wait_for_url(f"**{HOME}#i*")
        nothing_is_kept(page)
        assert item(desk, column(desk, 4)[-1]).title == TYPED["#title"]


def test_an_answer_that_was_lost_makes_no_second_item_and_offers_nothing(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("ERR_FAILED",)) as page:
        write(page)
        before = len(column(desk, 4))

        def cut(route: Route) -> None:
            route.fetch(max_redirects=0)
            route.abort()

        page.route("**/new", cut, times=1)
        page.get_by_role("button", name="加入本期").click()
        page.wait_for_url("chrome-error://**")
        page.goto(f"{HOME}/history")
        nothing_is_kept(page)
        assert len(column(desk, 4)) == before + 1


def test_a_form_that_was_refused_is_kept_with_its_pictures(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", (422,)) as page:
        write(page)
        page.locator("#published").fill("没有这一天")
        page.locator("#picture0").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
        page.locator("#caption0").fill("大厅")
        page.get_by_role("button", name="加入本期").click()
        expect(page.get_by_role("alert")).to_contain_text("不是日期")
        other = page.context.new_page()
        page.close()
        other.goto(f"{HOME}/publish")
        restore(other)
        expect(other.get_by_label("已上传图片1的图注")).to_have_value("大厅")
        image = other.get_by_role("img", name="已上传的图片1")
        assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
        other.locator("#published").fill("2026-05-14")
        added(other)
        nothing_is_kept(other)
        reading = desk.desk.journal.reading(7)
        assert reading is not None
        (made,) = [one for each in reading.issue.draft.columns for one in each.items if one.title == TYPED["#title"]]
        assert [one.caption for one in made.images] == ["大厅"]


def test_what_is_being_composed_is_not_kept_and_what_stood_before_is(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        page.goto(f"{HOME}/new")
        page.locator("#title").fill("写好的")
        page.locator("#title").press("End")
        InputMethod(page).compose("tan shi c")
        expect(page.locator("#title")).to_have_value("写好的tan shi c")
        page.goto(HOME)
        restore(page, "写好的")
        expect(page.locator("#title")).to_have_value("写好的")


def test_what_is_given_up_is_gone(browser: Browser, desk: Running) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    with opened(browser, desk, "editor") as page:
        page.on("dialog", answer)
        write(page)
        page.get_by_role("link", name="放弃").click()
        stands_whole(page)
        page.get_by_role("link", name="放弃").click()
        page.wait_for_url(f"**{HOME}")
        assert asked == ["放弃写了的内容？放弃以后不能恢复。"] * 2
        nothing_is_kept(page)
        write(page)
        page.goto(f"{HOME}/requests")
        offer(page).get_by_role("button", name="放弃").click()
        nothing_is_kept(page)
        # What was typed and taken out again is nothing.
        page.goto(f"{HOME}/new")
        page.locator("#title").fill("一")
        page.locator("#title").fill("")
        page.get_by_role("link", name="放弃").click()
        page.wait_for_url(f"**{HOME}")
        assert len(asked) == 2
        nothing_is_kept(page)


def test_what_no_storage_takes_is_not_left_without_a_question(browser: Browser, desk: Running) -> None:
    """A storage that is full, and a picture that was chosen."""
    with opened(browser, desk, "editor") as page:
        asked = questions(page)
        write(page)
        page.goto(f"{HOME}/history")
        assert asked == []
        restore(page)
        page.locator("#picture0").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
        page.goto(f"{HOME}/history")
        assert asked == ["beforeunload"]
        restore(page)
        expect(page.locator("[data-notice='restored']")).to_contain_text("选好的1张图片没有留下")
        page.evaluate(
            "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
        )
        page.locator("#title").fill("没有地方的题目")
        expect(page.locator("#new-item-kept")).to_contain_text("存储满了")
        page.goto(f"{HOME}/history")
        assert asked == ["beforeunload"] * 2
