"""Two editors at once on the real page: what one does the other sees, fields merge, one field clashes."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from bulletin.issue import Repicture, reading_of
from bulletin.issue import write_change as write
from tests.support.browser import assert_accessible, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import FOREIGN, NUMBER, PICTURES, PLAIN, TWICE, UNSOURCED, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.issue_in_browser import card, edit, item, open_issue, saved

HERS = NAMES["chief"]


desk = desk_fixture(drafted)


@pytest.fixture
def two(browser: Browser, desk: Running) -> Iterator[tuple[Page, Page]]:
    """The editor's page and the chief's, both of the issue, both listening."""
    # A clash is an answer of status 409, which a browser's console calls an error; no source is kept of these articles.
    expected = ("409", "404")
    with opened(browser, desk, "editor", expected) as one, opened(browser, desk, "chief", expected) as other:
        for page in (one, other):
            open_issue(page)
        expect(one.locator("#here")).to_have_text(f"{HERS}也在")
        yield one, other


def test_each_sees_what_the_other_does(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    edit(one, PLAIN, "title", "乙改过的题目")
    one.keyboard.press("Enter")
    saved(one)
    expect(card(other, PLAIN).locator("h3")).to_have_text("乙改过的题目")
    expect(other.locator(".toast").first).to_have_text(f"{NAMES['editor']}修改了《东海碳市场周成交放量》的题目")
    card(other, PLAIN).focus()
    other.keyboard.press("d")
    expect(card(one, PLAIN)).to_have_count(0)
    expect(one.locator(f"[data-out='{PLAIN}']")).to_contain_text(f"{HERS} 今天")


def test_the_focus_and_what_is_being_typed_stay(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    edit(one, PLAIN, "title", "还在输入")
    edit(other, PLAIN, "source", "另一家报纸")
    other.keyboard.press("Enter")
    edit(other, TWICE, "title", "别处的题目")
    other.keyboard.press("Enter")
    expect(card(one, TWICE).locator("h3")).to_have_text("别处的题目")
    expect(one.locator("#edit-title")).to_be_focused()
    expect(one.locator("#edit-title")).to_have_value("还在输入")
    one.keyboard.press("Enter")
    saved(one)
    expect(card(one, PLAIN).locator("[data-field='source']")).to_have_text("另一家报纸")
    assert (item(desk, PLAIN).title, item(desk, PLAIN).source) == ("还在输入", "另一家报纸")


@pytest.mark.parametrize(("key", "wanted"), [("1", "乙的题目"), ("2", "丙的题目")])
def test_one_field_of_two_people(desk: Running, two: tuple[Page, Page], key: str, wanted: str) -> None:
    one, other = two
    first = item(desk, TWICE).title
    card(one, TWICE).locator("[data-field='title']").click()
    edit(other, TWICE, "title", "丙的题目")
    other.keyboard.press("Enter")
    saved(other)
    one.locator("#edit-title").fill("乙的题目")
    dialog = one.get_by_role("dialog", name="两个人改了同一处")
    expect(dialog).to_contain_text(f"{HERS}于 ")
    expect(dialog.locator("[data-before]")).to_have_text(first)
    expect(dialog.locator("[data-theirs]")).to_have_text("丙的题目")
    expect(dialog.locator("[data-mine]")).to_have_text("乙的题目")
    one.keyboard.press(key)
    expect(dialog).to_have_count(0)
    saved(one)
    assert item(desk, TWICE).title == wanted
    expect(one.locator("#edit-title")).to_have_value(wanted)
    expect(card(other, TWICE).locator("h3")).to_have_text(wanted)


def test_a_clash_that_is_put_off_waits(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    card(one, TWICE).locator("[data-field='title']").click()
    edit(other, TWICE, "title", "丙的题目")
    other.keyboard.press("Enter")
    saved(other)
    one.locator("#edit-title").fill("乙的题目")
    dialog = one.get_by_role("dialog", name="两个人改了同一处")
    expect(dialog).to_be_visible()
    one.keyboard.press("Escape")
    expect(one.locator("#saved")).to_have_text("有修改未保存")
    one.get_by_role("button", name="看两个版本").click()
    dialog.get_by_role("button", name="用我的").click()
    saved(one)
    assert item(desk, TWICE).title == "乙的题目"


def test_a_move_by_two(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    card(one, FOREIGN).focus()
    one.keyboard.press("5")
    expect(other.locator(".items[data-column='推荐阅读']").locator(f"#i{FOREIGN}")).to_have_count(1)
    card(other, FOREIGN).focus()
    other.keyboard.press("3")
    expect(one.locator(".items[data-column='国内资讯']").locator(f"#i{FOREIGN}")).to_have_count(1)
    expect(one.get_by_role("dialog")).to_have_count(0)


def test_on_the_item_s_page(browser: Browser, desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    one.goto(f"/issues/{NUMBER}/items/{PICTURES}")
    one.locator("html.js").wait_for()
    one.get_by_label("正文").fill("改过的第一段。\n[图]\n- 甲\n- 乙")
    edit(other, PICTURES, "title", "丙在别处改的题目")
    other.keyboard.press("Enter")
    expect(one.get_by_label("题目", exact=True)).to_have_value("丙在别处改的题目")
    saved(one)
    kept = item(desk, PICTURES)
    assert [block.kind for block in kept.blocks] == ["paragraph", "image", "list", "image"]
    assert kept.title == "丙在别处改的题目"
    first, second = (one.locator("#pictures li").nth(at) for at in (0, 1))
    first.get_by_role("button", name="后移").click()
    saved(one)
    assert [figure.caption for figure in item(desk, PICTURES).images] == ["启动会", "交易大厅"]
    second.get_by_role("textbox").fill("交易大厅里的大屏")
    first.get_by_label("刊登").uncheck()
    saved(one)
    assert [figure.caption for figure in item(desk, PICTURES).images] == ["交易大厅里的大屏"]


def test_a_colleague_s_caption_while_one_s_hands_are_on_another(browser: Browser, desk: Running) -> None:
    """The list of pictures is one field: with the focus in it nothing is taken in, and nothing is overwritten."""
    with opened(browser, desk, "editor", ("404", "409")) as page:
        page.goto(f"/issues/{NUMBER}/items/{PICTURES}")
        page.locator("html.js").wait_for()
        first = page.locator("#pictures li").first.get_by_role("textbox")
        first.focus()
        hall, lost = item(desk, PICTURES).images
        hers = Repicture(item=PICTURES, value=(hall, msgspec.structs.replace(lost, caption="丙写的图注")))
        with page.expect_response(f"**/items/{PICTURES}"):
            write(desk.desk.journal, NUMBER, hers, HERS, desk.clock(), reading_of(desk.desk.journal, NUMBER).version)
        first.fill("乙写的图注")
        expect(page.get_by_role("dialog")).to_contain_text("丙写的图注")
        assert [figure.caption for figure in item(desk, PICTURES).images] == [hall.caption, "丙写的图注"]


def test_remarks_reach_the_colleague(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    card(one, UNSOURCED).focus()
    one.keyboard.press("r")
    one.locator("#remark-text").fill("来源请再核对")
    one.keyboard.press("Control+Enter")
    expect(card(other, UNSOURCED).locator(".remarks")).to_contain_text("来源请再核对")
    other.get_by_label("写给本期的同事").fill("今天四点前定稿")
    other.get_by_role("button", name="留下备注").click()
    expect(one.locator("#remarks .remarks")).to_contain_text("今天四点前定稿")


def test_a_remark_is_answered_and_closed_before_the_colleague_s_eyes(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    card(one, UNSOURCED).focus()
    one.keyboard.press("r")
    one.locator("#remark-text").fill("来源请再核对")
    one.keyboard.press("Control+Enter")
    theirs = card(other, UNSOURCED)
    expect(theirs.locator("[data-act='remark']")).to_have_text("备注 1")
    theirs.get_by_role("link", name="回复").click()
    expect(other.locator("#remark-head")).to_have_text(f"回复{NAMES['editor']}的备注")
    other.locator("#remark-text").fill("已核对，是九州经济导报")
    other.keyboard.press("Control+Enter")
    expect(card(one, UNSOURCED).locator(".answer")).to_contain_text("是九州经济导报")
    card(one, UNSOURCED).get_by_role("button", name="已处理").click()
    expect(theirs.locator("[data-act='remark']")).to_have_text("备注")
    expect(theirs.locator(".remarks summary")).to_have_text("已处理的备注 1条")
    other.goto(f"/issues/{NUMBER}/items/{UNSOURCED}")
    other.locator("html.js").wait_for()
    other.locator("#remarks summary").click()
    expect(other.locator("#remarks")).to_contain_text(f"{NAMES['editor']} 今天")
    other.get_by_role("button", name="重新打开").click()
    expect(other.locator("#remarks").get_by_role("button", name="已处理")).to_be_visible()
    expect(card(one, UNSOURCED).locator("[data-act='remark']")).to_have_text("备注 1")


def test_both_fields_clash_without_javascript(browser: Browser, desk: Running) -> None:
    """The whole form of an editor without scripts: two fields clash, each is settled, nothing is lost."""
    path = f"/issues/{NUMBER}/items/{TWICE}"
    with (
        opened(browser, desk, "editor", ("409", "404"), java_script_enabled=False) as one,
        opened(browser, desk, "chief") as other,
    ):
        one.goto(path)
        open_issue(other)
        edit(other, TWICE, "title", "丙的题目")
        other.locator("#edit-source").fill("丙的来源")
        other.keyboard.press("Enter")
        saved(other)
        one.get_by_label("题目", exact=True).fill("乙的题目")
        one.get_by_label("来源").fill("乙的来源")
        one.get_by_label("发布日期").fill("2026-05-10")
        one.locator("#save").click()
        expect(one.get_by_role("heading", name="两个人改了同一处")).to_be_visible()
        assert str(item(desk, TWICE).published) == "2026-05-10"
        one.locator("section", has_text="题目").get_by_role("button", name="用我的").first.click()
        expect(one.get_by_role("heading", name="两个人改了同一处")).to_be_visible()
        one.get_by_role("button", name=f"用{HERS}的").click()
        assert (item(desk, TWICE).title, item(desk, TWICE).source) == ("乙的题目", "丙的来源")


def test_who_has_an_item_open_is_shown_until_the_page_is_closed(desk: Running, two: tuple[Page, Page]) -> None:
    one, other = two
    version = reading_of(desk.desk.journal, NUMBER).version
    mine = card(one, TWICE)
    card(other, TWICE).locator("[data-field='title']").click()
    expect(mine).to_have_attribute("data-open", f"{HERS}正在编辑")
    expect(one.locator("[data-open]")).to_have_count(1)
    assert_accessible(one)
    other.keyboard.press("Escape")
    expect(mine).not_to_have_attribute("data-open", re.compile("."))
    page = other.context.new_page()
    page.goto(f"/issues/{NUMBER}/items/{PLAIN}")
    expect(card(one, PLAIN)).to_have_attribute("data-open", f"{HERS}正在编辑")
    # It stays where the card is brought anew by a change, and is told on the item's own page too.
    edit(one, PLAIN, "source", "另一家报纸")
    one.keyboard.press("Enter")
    saved(one)
    expect(card(one, PLAIN)).to_have_attribute("data-open", f"{HERS}正在编辑")
    one.goto(f"/issues/{NUMBER}/items/{PLAIN}")
    expect(one.locator("#here")).to_have_text(f"{HERS}正在编辑这一条")
    page.close()
    expect(one.locator("#here")).not_to_have_text(f"{HERS}正在编辑这一条")
    assert reading_of(desk.desk.journal, NUMBER).version == version + 1
