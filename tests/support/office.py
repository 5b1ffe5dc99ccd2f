"""A newspaper's office on a copy of the demo week: the desk and the workers as processes, the invented web, and people."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from bulletin.issue import Issue, reading_of
from demo.web import DemoWeb
from demo.week import ISSUE
from desk.services import Desk, DeskData
from pipeline.settings import Settings
from tanxun.wiring.backends import opened as backends_of
from tanxun.wiring.desk_press import press
from tests.support.browser import opened
from tests.support.desk_running import Clock, Running
from tests.support.week import Home, ending_well

BASE = f"/issues/{ISSUE}"
CHIEF, EDITOR, PASSWORD = "李主编", "王编辑", "一句自己记得住的话：电池"


@dataclass
class Office:
    """The desk that answers at `running.url`, looked at from beside through its files; `link` makes the first chief."""

    home: Home
    browser: Browser
    running: Running
    link: str

    @property
    def issue(self) -> Issue:
        return reading_of(self.running.desk.journal, ISSUE).issue

    def column(self, name: str) -> list[str]:
        """The ids of a column's items."""
        return [item.id for column in self.issue.draft.columns if column.name == name for item in column.items]

    def title(self, item: str) -> str:
        return next(one.title for column in self.issue.draft.columns for one in column.items if one.id == item)


@contextmanager
def office(browser: Browser, home: Home, with_workers: bool = True) -> Iterator[Office]:
    """Everything runs; it is asked to end afterwards, and ends well."""
    with ExitStack() as stack:
        if with_workers:
            web = stack.enter_context(DemoWeb(revision=2))
            stack.enter_context(ending_well(home.start("work", "all", proxy=web.address)))
        desk = home.start("desk", "--port", "0")
        stack.enter_context(ending_well(desk))
        url, link = _said(desk)
        yield Office(home, browser, stack.enter_context(_beside(home, url)), link)


def _said(desk: subprocess.Popen[str]) -> tuple[str, str]:
    """The desk's address, and the link for the first chief, from what the command prints."""
    assert desk.stdout
    url = link = ""
    while not link:
        line = desk.stdout.readline()
        assert line, "the desk ended"
        url = url or "".join(re.findall(r"the desk is at (\S+)", line))
        link = "".join(re.findall(r"\S+/link/\S+", line))
    return url, link


@contextmanager
def _beside(home: Home, url: str) -> Iterator[Running]:
    """The same files as the processes', to be looked at."""
    settings = Settings(home=home.folder / ".tanxun", out=home.folder / "out")
    with backends_of(settings) as backends:
        data = DeskData(settings.home / "desk.sqlite")
        made = Desk.on(settings, backends.store, backends.files, backends.bus, data, press(settings, backends))
        yield Running(made, url, Clock())
        data.close()


@contextmanager
def chief_of(office: Office) -> Iterator[Page]:
    """The first chief, made by the link that the desk printed; on the issue's page."""
    with opened(office.browser, office.running, expected=ODD) as page:
        page.goto(office.link)
        page.get_by_label("用户名").fill(CHIEF)
        choose_password(page, "建立主编账户")
        yield page


@contextmanager
def editor_of(office: Office, chief: Page) -> Iterator[Page]:
    """An editor, made by the chief, who chooses a password by the link, logs out, and in again."""
    chief.get_by_role("link", name="用户").click()
    chief.get_by_label("用户名").fill(EDITOR)
    chief.get_by_role("radio", name="编辑").check()
    chief.get_by_role("button", name="添加").click()
    link = chief.get_by_label("一次性链接").input_value()
    with opened(office.browser, office.running, expected=ODD) as page:
        page.goto(link)
        choose_password(page, "保存密码")
        page.get_by_role("button", name="退出").click()
        page.get_by_label("用户名").fill(EDITOR)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.locator("html.js").wait_for()
        yield page


# What a browser's console calls errors and is none: the answer to a change that clashes, a PDF that it does not show.
ODD = ("409",)


def choose_password(page: Page, button: str) -> None:
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍").fill(PASSWORD)
    page.get_by_role("button", name=button).click()


def copy_of(home: Home, folder: Path) -> Home:
    """The finished week in another folder, where people may change it."""
    return home.copy(folder / "office")
