"""`tanxun issue`: the desk's operations from the command line, on a copy of the finished demo."""

import json
from pathlib import Path

import pytest

from tests.support.week import Home
from tests.support.week_fixtures import DemoWeek


@pytest.fixture
def home(week: DemoWeek, tmp_path: Path) -> Home:
    return week.home.copy(tmp_path / "home")


def items(home: Home) -> dict[str, list[str]]:
    home.run("render", "1")
    draft = json.loads((home.folder / "out/issue-1.json").read_text())
    return {column["name"]: [item["id"] for item in column["items"]] for column in draft["columns"]}


def test_show_names_every_item_by_column(home: Home) -> None:
    printed = home.run("issue", "show", "1")
    assert "【市场热点】" in printed
    assert all(item in printed for ids in items(home).values() for item in ids)


def test_move_and_drop(home: Home) -> None:
    before = items(home)
    first, second = before["国内资讯"][:2]
    assert "version 2, move by 甲" in home.run("issue", "move", "1", first[:8], "市场热点", "--who", "甲")
    home.run("issue", "move", "1", second, "市场热点", "--after", first)
    home.run("issue", "drop", "1", before["国际资讯"][0], "--off-topic")
    after = items(home)
    assert after["市场热点"] == [first, second, *before["市场热点"]]
    assert after["国际资讯"] == before["国际资讯"][1:]
    assert "已取下" in home.run("issue", "show", "1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "77"), "tanxun draft --issue 77"),
        (("move", "1", "zzzz", "市场热点"), "no item's id begins with 'zzzz'"),
        (("drop", "1", ""), "items' ids begin with ''"),
    ],
)
def test_bad_input_is_one_line(week: DemoWeek, arguments: tuple[str, ...], said: str) -> None:
    assert said in week.home.run("issue", *arguments, status=2)


def test_publish_makes_it_public_once(home: Home) -> None:
    printed = home.run("issue", "publish", "1", "--who", "主编")
    assert "edition 1 is public" in printed
    names = {path.name for path in (home.folder / "out").iterdir()}
    assert {"issue-1.html", "issue-1.pdf", "issue-1.docx", "issue-1.eml"} <= names
    assert "没有改动" in home.run("issue", "publish", "1", status=2)
    home.run("issue", "drop", "1", items(home)["市场热点"][0])
    assert "需要一句说明" in home.run("issue", "publish", "1", status=2)
    assert "edition 2 is public" in home.run("issue", "publish", "1", "--note", "撤下一条")
