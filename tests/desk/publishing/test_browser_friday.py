"""A whole Friday in a real browser: from login to published files, a correction and a withdrawal."""

import io
import json
from pathlib import Path

import docx
from playwright.sync_api import Browser, Page, expect

from bulletin.issue import Issue
from tests.support.browser import opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import (
    DOUBTFUL,
    FOREIGN,
    NUMBER,
    PLAIN,
    REPRINT,
    TWICE,
    UNDATED,
    UNSOURCED,
    drafted,
    picture,
)
from tests.support.desk_running import Running
from tests.support.issue_in_browser import HOME, card, column, drag, open_issue, saved

SCREEN = {"width": 1280, "height": 2600}
# The invented articles were never fetched: their source frames say so.
NO_SOURCE = (404,)


desk = desk_fixture(drafted)


def now(desk: Running) -> Issue:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    return reading.issue


def edit_item(page: Page, desk: Running, name: str, **fields: str) -> None:
    """Type into the item page's fields, each saved as it is left."""
    page.goto(f"{HOME}/items/{name}")
    page.locator("html.js").wait_for()
    for field, value in fields.items():
        before = now(desk).draft.version
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(f"#f-{field}").fill(value)
            page.locator(f"#f-{field}").blur()
        saved(page)
        assert now(desk).draft.version > before


def an_editor_mends(page: Page, desk: Running) -> None:
    """Drag, keys, fields, out and back, a swap, an article pulled in, one by hand, a price, a remark."""
    open_issue(page)
    drag(page, card(page, PLAIN).locator(".grip"), card(page, FOREIGN), below=False)
    page.mouse.up()
    saved(page)
    card(page, DOUBTFUL).focus()
    page.keyboard.press("d")
    expect(page.locator(f"[data-out='{DOUBTFUL}']")).to_have_count(1)
    page.keyboard.press("u")
    expect(card(page, DOUBTFUL)).to_have_count(1)
    card(page, DOUBTFUL).focus()
    page.keyboard.press("5")
    saved(page)
    page.goto(f"{HOME}/articles?scope=near")
    page.locator(f"#a{UNDATED}").get_by_role("button", name="取入本期").click()
    edit_item(page, desk, UNDATED, published="2026-05-12", title="补上日期的一条")
    edit_item(page, desk, UNSOURCED, source="西原日报", text="西原风电基地全部并网。\n# 进度\n- 一期\n- 二期")
    page.goto(f"{HOME}/items/{TWICE}/alternates")
    page.locator(f"#a{REPRINT}").get_by_role("button", name="换用").click()
    write_by_hand(page)
    page.goto(f"{HOME}/prices?exchange=中津&product=ZJEA&day=2026-05-12&field=close#cell")
    page.locator("#value").fill("68.66")
    page.locator("#reason").fill("交易所网站补登")
    page.get_by_role("button", name="保存").click()
    page.goto(f"{HOME}/items/{FOREIGN}")
    page.locator("#note").fill("译名请核对")
    page.get_by_role("button", name="留下备注").click()
    expect(page.locator(".remarks")).to_contain_text("译名请核对")


def write_by_hand(page: Page) -> None:
    page.goto(f"{HOME}/new")
    page.get_by_label("题目").fill("本刊约稿：读懂履约季")
    page.get_by_label("发布日期").fill("2026-05-14")
    page.get_by_label("来源", exact=True).fill("本刊")
    page.get_by_label("栏目").select_option("推荐阅读")
    page.get_by_label("正文").fill("第一段。\n[图]\n第二段。")
    page.get_by_label("图片1").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    page.get_by_label("图注").first.fill("履约大厅")
    page.get_by_role("button", name="加入本期").click()


def a_chief_publishes(page: Page, desk: Running) -> bytes:
    """Checklist, preview, publication; returns the Word file as downloaded."""
    page.goto(f"{HOME}/publish")
    expect(page.get_by_role("heading", name="发布前看一遍")).to_be_visible()
    preview = page.request.get(f"{HOME}/preview.pdf?version={now(desk).draft.version}")
    assert preview.body().startswith(b"%PDF")
    anyway = page.get_by_label("仍要发布")
    if anyway.count():
        anyway.check()
    page.get_by_role("button", name=f"发布总第{NUMBER}期").click()
    expect(page.get_by_role("heading", name="已发布第1版")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").first.click()
    return Path(download.value.path()).read_bytes()


def test_from_login_to_published_files(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", NO_SOURCE, viewport=SCREEN) as page:
        an_editor_mends(page, desk)
        assert page.request.get(f"{HOME}/publish").ok
        expect(page.get_by_role("button", name="发布")).to_have_count(0)
    assert column(desk, 3) == [PLAIN, FOREIGN]
    assert DOUBTFUL in column(desk, 4)
    items = {item.id: item for one in now(desk).draft.columns for item in one.items}
    assert (items[UNDATED].title, str(items[UNDATED].published)) == ("补上日期的一条", "2026-05-12")
    assert items[UNSOURCED].source == "西原日报"
    assert [block.kind for block in items[UNSOURCED].blocks] == ["paragraph", "heading", "list"]
    assert TWICE not in items
    assert [one.id for one in items[REPRINT].alternates] == [TWICE]
    assert any(quote.close == 68.66 for quote in now(desk).draft.prices.quotes)
    assert desk.desk.store.published(NUMBER) == []

    with opened(browser, desk, "chief", NO_SOURCE, viewport=SCREEN, accept_downloads=True) as page:
        word = a_chief_publishes(page, desk)
        public = desk.desk.store.published(NUMBER)
        assert [one.id for one in public] == list(items)
        paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs]
        assert all(any(item.title in text for text in paragraphs) for item in items.values())
        the_files_agree(page, desk, [item.title for item in items.values()])
        correct_and_withdraw(page, desk)
    assert {one.field for one in desk.desk.store.labels()} >= {"column", "relevance"}


def the_files_agree(page: Page, desk: Running, titles: list[str]) -> None:
    files = now(desk).editions[-1].files
    assert {name.split(".", 1)[1] for name in files} == {
        "html",
        "pdf",
        "docx",
        "rss.xml",
        "atom.xml",
        "feed.json",
        "json",
        "eml",
    }
    answer = page.request.get(f"{HOME}/files/issue-{NUMBER}.json?edition=1")
    data = json.loads(answer.body())
    assert [item["title"] for one in data["columns"] for item in one["items"]] == titles


def correct_and_withdraw(page: Page, desk: Running) -> None:
    edit_item(page, desk, FOREIGN, title="肯尼亚启用国家碳登记簿")
    page.goto(f"{HOME}/publish")
    page.get_by_text("撤稿", exact=True).click()
    page.get_by_label("要撤下的稿件").select_option(UNDATED)
    page.get_by_label("理由").fill("原网页已撤下")
    page.get_by_role("button", name="撤下这一条").click()
    page.goto(f"{HOME}/publish")
    page.get_by_label("更正说明").fill("改正译名，撤下一条")
    anyway = page.get_by_label("仍要发布")
    if anyway.count():
        anyway.check()
    page.get_by_role("button", name="发布更正").click()
    expect(page.get_by_role("heading", name="已发布第2版")).to_be_visible()
    public = {one.id: one for one in desk.desk.store.published(NUMBER)}
    assert (public[UNDATED].withdrawn, public[UNDATED].why, public[UNDATED].title) == (True, "原网页已撤下", "")
    assert public[FOREIGN].title == "肯尼亚启用国家碳登记簿"
    assert {one.edition for one in public.values()} == {2}
