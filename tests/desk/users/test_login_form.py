"""A form that was refused or could not be saved comes back with what was typed, to be corrected and sent again."""

from typing import Any

from lxml.html import document_fromstring
from playwright.sync_api import Browser, expect

from bulletin.issue import Drop, find_item, reading_of, write_change
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_issues import NUMBER, TWICE, fill, room
from tests.support.desk_running import Running


def test_what_was_typed_stands_in_the_answer_to_a_form_that_was_refused(own_desk: Running) -> None:
    """Without scripts: an item that is gone, a title that is empty; it is corrected there and sent again."""
    fill(own_desk.desk.store, own_desk.desk.files)
    client, address = own_desk.with_session("editor"), f"/issues/{NUMBER}/items/{TWICE}"
    origin = {"Origin": own_desk.url}
    long = "写了一小时的正文，共有十三万字。" * 8_200
    form = {"title": "", "published": "2026-05-13", "source": "来源", "column": "国内资讯", "text": long, "base": "1"}
    empty = client.post(address, data={**form, "csrf": own_desk.token(client)}, headers=origin)
    assert empty.status_code == 422
    assert "没有保存：题目不能为空" in empty.text
    assert long in empty.text
    saved = client.post(address, data={**sent_again(empty.text), "title": "补上的题目"}, headers=origin)
    assert saved.status_code == 303, saved.text[:500]
    reading = reading_of(own_desk.desk.journal, NUMBER)
    found = find_item(reading.issue.draft, TWICE)
    assert found is not None
    assert (found[1].title, found[1].blocks[0].text) == ("补上的题目", long)
    write_change(own_desk.desk.journal, NUMBER, Drop(item=TWICE), "主编丙", own_desk.clock(), reading.version)
    gone = client.post(address, data={**form, "title": "题目", "csrf": own_desk.token(client)}, headers=origin)
    assert gone.status_code == 404
    assert "取下" in gone.text
    assert long in gone.text


def sent_again(html: str) -> dict[str, str]:
    """The fields of the page's form, as a browser would send them."""
    tree: Any = document_fromstring(html)
    (form,) = [one for one in tree.forms if "logout" not in one.action]
    return {name: value or "" for name, value in form.form_values()}


def test_a_form_that_is_too_large_is_refused_at_its_own_bound(own_desk: Running) -> None:
    client = own_desk.with_session("editor")
    form = {"csrf": own_desk.token(client), "text": "长" * 1_500_000}
    picture = {"picture": ("a.png", b"x", "image/png")}
    for files in (None, picture):
        answer = client.post(f"/issues/{NUMBER}/new", data=form, files=files)
        assert answer.status_code == 413
        assert "内容太大：最多 4 MB" in answer.text


def test_an_item_written_by_hand_while_the_disk_is_full(browser: Browser, own_desk: Running) -> None:
    fill(own_desk.desk.store, own_desk.desk.files)
    long = "磁盘满时手写的正文。" * 20_000
    with opened(browser, own_desk, "editor", (507,), **SCREENS["narrow"]) as page:
        page.goto(f"/issues/{NUMBER}/new")
        page.get_by_label("题目").fill("手写的一条")
        page.get_by_label("发布日期").fill("2026-05-13")
        page.get_by_label("来源").fill("本刊")
        page.get_by_label("栏目").select_option("推荐阅读")
        page.get_by_label("正文").fill(long)
        room(own_desk, 2)
        page.get_by_role("button", name="加入本期").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("没有保存")
        expect(page.get_by_label("正文")).to_have_value(long)
        assert_accessible(page)
        assert_fits(page)
        room(own_desk, 100_000)
        page.get_by_role("button", name="再保存一次").click()
        expect(page.get_by_role("heading", name="手写的一条")).to_be_visible()
    columns = reading_of(own_desk.desk.journal, NUMBER).issue.draft.columns
    assert [one.items[-1].title for one in columns if one.name == "推荐阅读"] == ["手写的一条"]
