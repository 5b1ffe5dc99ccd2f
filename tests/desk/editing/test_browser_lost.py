"""Nothing is lost: a killed server, a session that ended, a page that was left, an item that went away."""

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bulletin.issue import Drop
from bulletin.issue import write_change as write
from desk.services import Desk, DeskData
from pipeline.settings import Settings
from tanxun.wiring.backends import opened as backends_of
from tanxun.wiring.desk_press import press
from tests.support.articles import MODEL
from tests.support.browser import assert_accessible, assert_fits, opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, PICTURES, PLAIN, TWICE, drafted, fill, grow, room
from tests.support.desk_running import NAMES, PASSWORD, Clock, Running, add_users
from tests.support.issue_in_browser import HOME, card, column, drag, edit, item, open_issue, saved
from tests.support.servers import private_server
from tests.support.stores import fresh_prefix
from tests.support.week import Home

# A dead server is noticed at once, a new one after the pauses between tries (1, 2, 4 … s) at the latest.
BACK_MS = 40_000
AWAY = (
    "ERR_CONNECTION_REFUSED",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION_RESET",
    "ERR_SOCKET",
)


desk = desk_fixture(drafted)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@contextmanager
def command(home: Home, port: int) -> Iterator[subprocess.Popen[str]]:
    """`tanxun desk` as a process; killed at the end."""
    process = home.start("desk", "--port", str(port))
    assert process.stdout
    assert re.search(rf":{port}\b", process.stdout.readline())
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


@contextmanager
def beside(home: Home, port: int) -> Iterator[Running]:
    """The same files as the command's, for looking at; the desk itself is the command."""
    settings = Settings(home=home.folder / ".tanxun")
    with backends_of(settings) as backends:
        backends.store.init(MODEL)
        fill(backends.store, backends.files)
        data = DeskData(settings.home / "desk.sqlite")
        add_users(data, Clock()())
        desk = Desk.on(settings, backends.store, backends.files, backends.bus, data, press(settings, backends))
        yield Running(desk, f"http://127.0.0.1:{port}", Clock())
        data.close()


def test_a_server_killed_in_the_middle_of_an_edit(browser: Browser, tmp_path: Path) -> None:
    home, port = Home(tmp_path / "home"), free_port()
    home.folder.mkdir()
    with beside(home, port) as desk, command(home, port) as process, opened(browser, desk, "editor", AWAY) as page:
        open_issue(page)
        expect(page.locator("#here")).to_have_count(1)
        edit(page, PLAIN, "title", "服务器死时写的题目")
        process.kill()
        process.wait()
        expect(page.locator("#saved")).to_have_text("未保存，将自动重试")
        page.locator("#edit-source").fill("后来写的来源")
        card(page, TWICE).focus()
        page.keyboard.press("5")
        with command(home, port):
            expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=BACK_MS)
            kept = item(desk, PLAIN)
            assert (kept.title, kept.source) == ("服务器死时写的题目", "后来写的来源")
            assert TWICE in column(desk, 4)
            expect(page.locator(".items[data-column='推荐阅读']").locator(f"#i{TWICE}")).to_have_count(1)
            page.reload()
            expect(card(page, PLAIN).locator("h3")).to_have_text("服务器死时写的题目")
            expect(page.locator("[data-notice]")).to_have_count(0)


def test_a_session_that_ends_in_the_middle_of_a_save(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("401",)) as page:
        open_issue(page)
        edit(page, PLAIN, "title", "登录过期时写的题目")
        desk.desk.data.sessions.end_all(NAMES["editor"])
        page.keyboard.press("Enter")
        expect(page.locator("[data-notice='login']")).to_contain_text("修改都还在")
        assert item(desk, PLAIN).title != "登录过期时写的题目"
        with page.context.expect_page() as opening:
            page.get_by_role("link", name="在新窗口登录").click()
        login(opening.value)
        saved_in_time(page)
        assert item(desk, PLAIN).title == "登录过期时写的题目"
        expect(page.locator("[data-notice]")).to_have_count(0)


def login(page: Page) -> None:
    page.get_by_label("用户名").fill(NAMES["editor"])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def saved_in_time(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=BACK_MS)


def test_what_a_page_could_not_send_is_offered_again(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("ERR_FAILED", "404")) as page:
        page.goto(f"{HOME}/items/{PICTURES}")
        page.locator("html.js").wait_for()
        page.route("**/operations", lambda route: route.abort())
        page.get_by_label("正文").fill("断线时写的正文")
        expect(page.locator("#saved")).to_have_text("未保存，将自动重试")
        page.reload()
        expect(page.locator("[data-notice='kept']")).to_contain_text("上次有1处修改没有保存成")
        page.unroute("**/operations")
        page.get_by_role("button", name="恢复未保存的修改").click()
        saved(page)
        assert item(desk, PICTURES).blocks[0].text == "断线时写的正文"
        expect(page.get_by_label("正文")).to_have_value("断线时写的正文\n[图]\n[图]")
        page.reload()
        expect(page.locator("[data-notice]")).to_have_count(0)


def test_an_item_taken_out_under_one_s_hands(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor", ("404",)) as page:
        page.goto(f"{HOME}/items/{TWICE}")
        page.locator("html.js").wait_for()
        reading = desk.desk.journal.reading(NUMBER)
        assert reading is not None
        write(desk.desk.journal, NUMBER, Drop(item=TWICE), NAMES["chief"], desk.clock(), reading.version)
        page.get_by_label("正文").fill("写到一半")
        expect(page.locator("[data-notice='gone']")).to_contain_text("你写的字还在")
        notice = page.locator(".notice", has_text="没有保存")
        expect(notice).to_contain_text(f"已被{NAMES['chief']}于")
        expect(page.get_by_label("正文")).to_have_value("写到一半")


def test_escape_gives_an_edit_up(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, "editor") as page:
        open_issue(page)
        before = item(desk, PLAIN).title
        edit(page, PLAIN, "title", "写错了")
        page.keyboard.press("Escape")
        saved(page)
        expect(card(page, PLAIN).locator("h3")).to_have_text(before)
        edit(page, PLAIN, "title", "写错了又存了")
        expect(page.locator("#saved")).to_have_attribute("data-state", "saving")
        saved(page)
        page.locator("#edit-title").press("Escape")
        saved(page)
        expect(card(page, PLAIN).locator("h3")).to_have_text(before)
        assert item(desk, PLAIN).title == before


def test_an_issue_of_sixty_items(browser: Browser, desk: Running) -> None:
    grow(desk.desk.journal, 60 - sum(len(column(desk, at)) for at in range(6)))
    with opened(browser, desk, "editor", viewport={"width": 1280, "height": 900}) as page:
        open_issue(page)
        expect(page.locator(".item")).to_have_count(60)
        assert_accessible(page)
        assert_fits(page)
        *_, before, last = column(desk, 2)
        card(page, last).scroll_into_view_if_needed()
        drag(page, card(page, last).locator(".grip"), card(page, before), below=False)
        page.mouse.up()
        saved(page)
        assert column(desk, 2)[-2:] == [last, before]


def test_a_disk_that_fills_up_in_the_middle_of_an_edit(browser: Browser, desk: Running) -> None:
    """What does not fit stays on the page, which says why; it is saved when there is room, without a click."""
    long = "磁盘满时写的正文。" * 20_000
    with opened(browser, desk, "editor", (404, 507)) as page:
        page.goto(f"{HOME}/items/{PICTURES}")
        page.locator("html.js").wait_for()
        room(desk, 2)
        page.get_by_label("正文").fill(long)
        expect(page.locator("[data-notice='away']")).to_contain_text("多半是磁盘满了")
        expect(page.locator("#saved")).to_have_text("未保存，将自动重试")
        assert_accessible(page)
        assert_fits(page)
        assert long not in [block.text for block in item(desk, PICTURES).blocks]
        room(desk, 100_000)
        saved_in_time(page)
        expect(page.locator("[data-notice]")).to_have_count(0)
        assert item(desk, PICTURES).blocks[0].text == long


@pytest.mark.servers
def test_a_node_that_goes_in_the_middle_of_an_edit(browser: Browser, tmp_path: Path) -> None:
    """Elasticsearch is killed and comes back: the page says so meanwhile, and the edit is there afterwards."""
    with private_server("elasticsearch", tmp_path / "server") as node:
        url = node.address if "://" in node.address else f"http://{node.address}"
        settings = {"store": "elasticsearch", "elasticsearch": url, "elasticsearch_prefix": fresh_prefix()}
        with drafted(tmp_path, **settings) as desk, opened(browser, desk, "editor", ("503",)) as page:
            open_issue(page)
            node.kill()
            edit(page, PLAIN, "title", "节点不在时写的题目")
            expect(page.locator("[data-notice='away']")).to_contain_text("存储暂时没有响应", timeout=BACK_MS)
            expect(page.locator("#saved")).to_have_text("未保存，将自动重试", timeout=BACK_MS)
            node.start()
            expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=5 * BACK_MS)
            expect(page.locator("[data-notice]")).to_have_count(0)
            assert item(desk, PLAIN).title == "节点不在时写的题目"
