"""The pages around an issue in a real browser: a search and a pull, publishing, accessible and fitting everywhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from bulletin.issue import operation_kinds, reading_of, write_change
from pipeline.addresses import page_id
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened, questions
from tests.support.desk_backends import BASE, arrive, filled, placed
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import LEFT, NUMBER, PLAIN, REPRINT, TWICE, UNSOURCED, picture
from tests.support.desk_running import Running

URL = "http://news.example/2026/notice.html?id=7"
PAGES = (
    "/articles",
    "/articles?q=碳市场",
    f"/items/{TWICE}/alternates?beside={REPRINT}",
    "/requests",
    "/new",
    "/prices",
    "/prices?exchange=中津&product=ZJEA&day=2026-05-12&field=close",
    "/history",
    "/history/2",
    "/publish",
    f"/requests/{page_id(URL)}?url={quote(URL, safe='')}",
)


own = desk_fixture(filled)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An issue with something of everything in its history."""
    with filled(tmp_path_factory.mktemp("desk")) as one:
        changes: list[operation_kinds.AnyEdit] = [
            operation_kinds.Retitle(item=PLAIN, value="东海碳市场周成交缩量"),
            operation_kinds.Redate(item=UNSOURCED, value=None),
            operation_kinds.Drop(item=UNSOURCED),
            operation_kinds.Remark(item=TWICE, text="请核对数字"),
        ]
        for change in changes:
            write_change(one.desk.journal, NUMBER, change, "编辑乙", one.clock(), 10_000)
        yield one


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_is_accessible_and_fits(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "chief", (404,), **SCREENS[screen]) as page:
        for path in (*(f"{BASE}{one}" for one in PAGES), "/issues", "/nowhere"):
            page.goto(path)
            assert_accessible(page)
            assert_fits(page)


def test_a_search_and_a_pull(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor") as page:
        page.goto(f"{BASE}/articles")
        expect(page.get_by_role("heading", name="城市马拉松周日开跑")).to_be_visible()
        page.get_by_label("题目或正文里的词").fill("马拉松")
        page.get_by_role("button", name="检索").click()
        page.get_by_label("取入的栏目").select_option("推荐阅读")
        page.get_by_role("button", name="取入本期").click()
        expect(page.get_by_role("status")).to_have_text("《城市马拉松周日开跑》已取入本期")
    assert placed(own)["推荐阅读"][-1] == LEFT


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_way_from_the_checklist_to_the_files(browser: Browser, own: Running, scripts: bool) -> None:
    write_change(own.desk.journal, NUMBER, operation_kinds.Redate(item=PLAIN, value=None), "编辑乙", own.clock(), 1)
    with opened(browser, own, "chief", java_script_enabled=scripts) as page:
        page.goto(f"{BASE}/publish")
        expect(page.locator("#list + h3, #list ~ h3").first).to_contain_text("必须")
        page.get_by_label("还有1处必须补的没有补，仍要发布").check()
        page.get_by_role("button", name=f"发布总第{NUMBER}期").click()
        expect(page.get_by_role("status")).to_contain_text("已公开")
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("PDF.*第1版")).click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
        page.get_by_text("撤稿", exact=True).click()
        page.get_by_label("要撤下的稿件").select_option(TWICE)
        page.get_by_label("理由").fill("来源已撤下")
        page.get_by_role("button", name="撤下这一条").click()
        expect(page.get_by_label("更正说明")).to_have_value("撤下《全国节能降碳三年行动启动》：来源已撤下")
        page.get_by_label("仍要发布").check()
        page.get_by_role("button", name="发布更正").click()
        expect(page.get_by_text("第2版", exact=False).first).to_be_visible()
    assert [one.id for one in own.desk.store.published(NUMBER) if one.withdrawn] == [TWICE]


def test_the_preview_is_shown_in_its_frame(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "chief") as page:
        page.goto(f"{BASE}/publish")
        with page.expect_response(re.compile("preview.pdf")) as answered:
            page.get_by_text("就在这里看").click()
        assert answered.value.status == 200
        assert answered.value.headers["content-type"] == "application/pdf"


def test_a_pasted_address_is_followed_without_a_click(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor") as page:
        page.goto(f"{BASE}/requests")
        page.get_by_label("文章的网址").fill(URL)
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("正在处理")).to_be_visible()
        own.clock.forward(seconds=31)
        expect(page.get_by_role("alert")).to_contain_text("30秒没有动静")
        arrive(own)
        expect(page.get_by_role("heading", name="关于开展碳核查的通知")).to_be_visible()
        page.get_by_role("button", name="取入本期").click()
        expect(page).to_have_url(re.compile(f"{BASE}#i{page_id(URL)}"))


def test_a_picture_that_cannot_be_kept_is_not_left_without_a_question(
    browser: Browser, desk: Running, tmp_path: Path
) -> None:
    """What is typed is kept and may be left; a picture that was only chosen is not."""
    (tmp_path / "picture.png").write_bytes(picture())
    with opened(browser, desk, "editor") as page:
        asked = questions(page)
        page.goto(f"{BASE}/new")
        page.get_by_label("题目").fill("写了一半")
        page.goto(f"{BASE}/history")
        assert asked == []
        page.goto(f"{BASE}/new")
        page.locator("input[type=file]").first.set_input_files(tmp_path / "picture.png")
        page.goto(f"{BASE}/history")
        assert asked == ["beforeunload"]


def test_the_history_is_read_and_brought_back(browser: Browser, own: Running) -> None:
    write_change(
        own.desk.journal, NUMBER, operation_kinds.Retitle(item=PLAIN, value="改错的题目"), "编辑乙", own.clock(), 1
    )
    with opened(browser, own, "editor") as page:
        page.goto(f"{BASE}/history")
        expect(page.locator("del").first).to_contain_text("东海碳市场周成交放量")
        page.get_by_role("button", name="恢复到第1步的样子").click()
        expect(page.get_by_role("status")).to_have_text("已恢复，记为第3步")
    page_now = reading_of(own.desk.journal, NUMBER)
    assert page_now.issue.draft.columns[0].items[0].title == "东海碳市场周成交放量"
