"""The issue's page, the item's page and the list of issues, on every screen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import LOST, NUMBER, PICTURES, PLAIN, UNSOURCED, drafted, picture
from tests.support.desk_running import NAMES, Running
from tests.support.issue_in_browser import HOME, card, edit, item, open_issue, saved

# The issue's own figure for a first view as sent: HTML, style sheets and scripts.
MOST_BYTES = 100_000


desk = desk_fixture(drafted, scope="module")


@pytest.mark.parametrize("screen", SCREENS)
def test_the_issue_and_what_opens_on_it(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "editor", **SCREENS[screen]) as page:
        open_issue(page)
        look(page)
        card(page, PLAIN).locator(".why summary").click()
        card(page, PICTURES).get_by_text("移动", exact=True).click()
        look(page)
        page.keyboard.press("Escape")
        page.get_by_text("没有来源", exact=True).first.click()
        edit(page, PLAIN, "title", "东海碳市场周成交放量")
        look(page)
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        look(page)


def look(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_item_s_page_and_the_list(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "editor", ("404",), **SCREENS[screen]) as page:
        for path in (f"{HOME}/items/{PICTURES}", "/issues"):
            page.goto(path)
            look(page)


def test_at_twice_the_size(browser: Browser, desk: Running) -> None:
    screen = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    with opened(browser, desk, "editor", ("404",), **screen) as page:
        for path in (HOME, f"{HOME}/items/{PICTURES}"):
            page.goto(path)
            assert_fits(page)


def test_landmarks_headings_and_labels(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        assert page.get_by_role("heading", level=1).all_text_contents() == [f"总第{NUMBER}期"]
        names = [text.split()[0] for text in page.get_by_role("heading", level=2).all_text_contents()]
        assert names[1:7] == ["市场热点", "政策聚焦", "国内资讯", "国际资讯", "推荐阅读", "行业公告"]
        expect(page.get_by_role("navigation", name="请看一眼")).to_be_visible()
        page.get_by_role("navigation", name="请看一眼").get_by_role("link", name="图片缺失").click()
        expect(card(page, PICTURES)).to_be_in_viewport()


def test_the_price_table_and_chart_come_first(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "reader") as page:
        page.goto(HOME)
        first = page.locator("#c1 > :nth-child(2)")
        expect(first).to_contain_text("各交易所碳市价格走势")
        expect(first.get_by_role("row")).to_have_count(3)
        assert first.locator("img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 1440


def test_print_leaves_the_issue_without_controls(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        page.emulate_media(media="print")
        for hidden in (".acts", ".rail", ".tools", ".grip", ".top"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(card(page, PLAIN)).to_be_visible()


def test_an_uploaded_picture_is_printed_last(browser: Browser, desk: Running, tmp_path: Path) -> None:
    (tmp_path / "own.png").write_bytes(picture("#a01a21"))
    (tmp_path / "no.png").write_text("<script>alert(1)</script>")
    with opened(browser, desk, "editor", ("404", "400")) as page:
        page.goto(f"{HOME}/items/{PLAIN}")
        page.locator("html.js").wait_for()
        page.get_by_label("添一张图片").set_input_files(tmp_path / "no.png")
        page.get_by_role("button", name="上传").click()
        expect(page.locator("[data-notice='upload']")).to_contain_text("不是能用的图片")
        page.get_by_label("添一张图片").set_input_files(tmp_path / "own.png")
        page.get_by_role("button", name="上传").click()
        expect(page.locator("#pictures li[data-url]")).to_have_count(1)
        page.get_by_placeholder("图片说明").fill("本刊摄")
        saved(page)
        [figure] = item(desk, PLAIN).images
        assert figure.url.startswith("desk:")
        assert figure.caption == "本刊摄"


def test_a_first_view_is_light(desk: Running) -> None:
    client = desk.with_session("editor")
    html = client.get(HOME)
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', html.text))
    sent = sum(int(client.get(address).headers["content-length"]) for address in addresses)
    assert int(html.headers["content-length"]) + sent < MOST_BYTES


def test_foreign_pictures_are_never_loaded_from_afar(desk: Running) -> None:
    page = desk.with_session("editor").get(f"{HOME}/items/{PICTURES}").text
    assert f'src="{LOST}"' not in page
    assert set(re.findall(r'<img src="([^"]{10})', page)) == {"/pictures/"}


def test_my_columns_alone_and_another_by_its_name(browser: Browser, tmp_path: Path) -> None:
    with drafted(tmp_path) as desk, opened(browser, desk, "editor") as page:
        desk.desk.data.keepers.set_all({"国内资讯": [NAMES["editor"]]})
        open_issue(page)
        page.get_by_role("link", name="我的栏目").click()
        own, other = card(page, UNSOURCED), card(page, PLAIN)
        expect(own).to_be_visible()
        expect(other).to_be_hidden()
        look(page)
        # What is brought in by a change leaves the others aside.
        edit(page, UNSOURCED, "title", "换一个题目")
        page.keyboard.press("Enter")
        saved(page)
        expect(other).to_be_hidden()
        page.locator(".rail").get_by_role("link", name=re.compile("市场热点")).click()
        expect(other).to_be_visible()
        page.get_by_role("link", name="全部栏目").click()
        expect(card(page, PLAIN)).to_be_visible()
        expect(own).to_be_visible()
