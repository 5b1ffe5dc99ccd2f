"""The desk's pages in a real browser: nothing serious for axe, nothing wider than a telephone, nothing remote."""

import io

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Browser, expect

from index.store import MediaFile
from tests.support.browser import SCREENS, assert_accessible, assert_fits, opened
from tests.support.desk_running import NAMES, PASSWORD, Running
from tests.support.hostile import PAGES, SAFE, keep


@pytest.mark.parametrize("screen", SCREENS)
def test_the_login_page(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, **SCREENS[screen]) as page:
        page.goto("/login")
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_other_pages(browser: Browser, desk: Running, screen: str) -> None:
    with opened(browser, desk, "chief", **SCREENS[screen]) as page:
        for path in ("/sources", "/users", "/account"):
            page.goto(path)
            assert_accessible(page)
            assert_fits(page)


def test_at_twice_the_size(browser: Browser, desk: Running) -> None:
    """200 % zoom of a 1280 px screen is a screen of 640 px with two pixels a point."""
    with opened(browser, desk, "chief", viewport={"width": 640, "height": 400}, device_scale_factor=2) as page:
        for path in ("/sources", "/users", "/account"):
            page.goto(path)
            assert_fits(page)


def test_login_and_logout_without_scripts_and_without_a_mouse(browser: Browser, desk: Running) -> None:
    with opened(browser, desk, java_script_enabled=False) as page:
        page.goto("/account")
        expect(page.get_by_label("用户名")).to_be_focused()
        page.keyboard.type(NAMES["editor"])
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=NAMES["editor"]).wait_for()
        page.get_by_role("button", name="退出", exact=True).press("Enter")
        page.get_by_role("heading", name="登录").wait_for()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_session_that_ends_in_the_middle_of_a_form(browser: Browser, own_desk: Running, screen: str) -> None:
    """In a real browser, with its own Origin and Sec-Fetch headers: what was typed is saved after the login."""
    with opened(browser, own_desk, "chief", expected=(401,), **SCREENS[screen]) as page:
        page.goto("/users")
        page.get_by_label("用户名", exact=True).fill("打字打到一半的人")
        own_desk.clock.forward(hours=13)
        with page.expect_response("**/users") as refused:
            page.get_by_role("button", name="添加").click()
        assert refused.value.status == 401
        assert_accessible(page)
        page.get_by_label("用户名").fill(NAMES["chief"])
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_label("名字")).to_have_value("打字打到一半的人")
        assert_accessible(page)
        assert_fits(page)
        page.get_by_role("button", name="再保存一次").click()
        link = page.get_by_label("一次性链接").input_value()
        assert_accessible(page)
        assert_fits(page)
        page.get_by_role("button", name="退出", exact=True).click()
        page.goto(link)
        assert_accessible(page)
        assert_fits(page)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_label("再输一遍").fill(PASSWORD)
        page.get_by_role("button", name="保存密码").click()
        page.get_by_role("link", name="打字打到一半的人").wait_for()


def test_hostile_pages_in_the_frame_run_nothing_and_load_nothing(browser: Browser, desk: Running) -> None:
    """Each page as the frame's own document: no script ran, no window opened, nothing was asked of another host."""
    with opened(browser, desk, "reader") as page:
        page.context.on("page", lambda other: pytest.fail(f"a window opened: {other.url}"))
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        for number, hostile in enumerate(PAGES):
            keep(desk, f"frame-{number}", hostile.raw)
            page.goto(f"/articles/frame-{number}/source")
            assert page.url == f"{desk.url}/articles/frame-{number}/source", hostile.name


def test_the_frame_shows_pictures_and_style_although_it_is_nobodys_origin(browser: Browser, desk: Running) -> None:
    out = io.BytesIO()
    Pillow.new("RGB", (60, 40), "teal").save(out, "PNG")
    url = "http://x.example/framed.png"
    desk.desk.store.put_media([MediaFile(url=url, digest=desk.desk.files.put("media", out.getvalue()))])
    keep(desk, "framed", f'<p>{SAFE}</p><img src="{url}"><a href="http://elsewhere.example/">别处</a>'.encode())
    with opened(browser, desk, "reader") as page:
        page.goto("/account")
        page.evaluate(
            """() => { const frame = document.createElement('iframe');
            frame.sandbox = 'allow-popups allow-popups-to-escape-sandbox'; frame.src = '/articles/framed/source';
            document.querySelector('main').append(frame); }"""
        )
        frame = page.frame_locator("iframe")
        frame.locator("main mark").wait_for()
        assert frame.locator("main img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
        assert (
            frame.locator("main mark").evaluate("mark => getComputedStyle(mark).backgroundColor")
            == "rgb(255, 240, 168)"
        )
        assert frame.locator("body").evaluate("() => self.origin") == "null"
