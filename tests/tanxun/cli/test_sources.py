"""`tanxun sources list` as a person meets it."""

from pathlib import Path

import pytest

from tests.support.week import Home

ENTRY = """
id = "green"
name = "绿地市生态环境局"
aliases = ["绿地环境"]
hosts = ["sthj.green.example"]
region = "东海"
column = "政策聚焦"
verified = 2026-09-01

[[lists]]
url = "http://sthj.green.example/news/"
articles = '/t\\d+\\.html$'

[[lists]]
url = "http://sthj.green.example/data.json"
kind = "json"

[[quotes]]
url = "http://sthj.green.example/price/"
exchange = "绿地"
"""
FEED = """
id = "feed"
name = "碳报"
hosts = ["feed.example"]
cadence = "hourly"

[[feeds]]
url = "http://feed.example/rss"
"""
BY_HAND = """
id = "paper"
name = "只印纸的报"
by_hand = "订报，每周五录入"
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    entries = tmp_path / "entries"
    entries.mkdir()
    for name, text in (("green", ENTRY), ("feed", FEED), ("paper", BY_HAND)):
        (entries / f"{name}.toml").write_text(text)
    return Home(tmp_path, {"TANXUN_CATALOGUE": "entries"})


def rows(printed: str) -> dict[str, list[str]]:
    """The table's rows by id, cell by cell."""
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in printed.splitlines() if "│" in line]
    return {row[0]: row[1:] for row in cells if row[0]}


def test_every_entry_says_how_it_is_got_and_when_it_was_checked(home: Home) -> None:
    printed = home.run("sources", "list")

    assert rows(printed) == {
        "green": ["绿地市生态环境局", "东海", "政策聚焦", "daily", "1 html, 1 json, 1 prices", "2026-09-01"],
        "feed": ["碳报", "", "", "hourly", "1 feed", "never"],
        "paper": ["只印纸的报", "", "", "", "by hand", ""],
    }
    assert "绿地环境" in printed
    assert printed.endswith("3 of 3 entries\n")


def test_words_choose_entries_and_all_must_stand_there(home: Home) -> None:
    assert list(rows(home.run("sources", "list", "JSON", "绿地环境"))) == ["green"]
    assert list(rows(home.run("sources", "list", "feed.example"))) == ["feed"]
    assert home.run("sources", "list", "json", "hourly") == "none of 3 entries has all of these words\n"
