"""`tanxun sources check` as a person meets it: on a web where one source holds and one does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.loopback import Web
from demo.web import DemoWeb
from demo.week import CATALOGUE, SECOND_CRAWL
from tests.support.pages import SENTENCE
from tests.support.small_pages import article
from tests.support.week import Home

ENTRY = """# who they are
id = "{name}"
name = "{name} 的报"
hosts = ["{name}.example"]

# what they publish
[[lists]]
url = "http://{name}.example/news/"
articles = '/t\\d+\\.html$'
"""
LISTED = '<li><a href="/t1.html">关于核查的通知</a><i>2026-09-09</i></li>'


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as running:
        running.put("http://green.example/news/", LISTED)
        running.put("http://green.example/t1.html", article("关于核查的通知", "</p><p>".join([SENTENCE] * 3)))
        running.put("http://blue.example/news/", "<html>new clothes</html>")
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "entries").mkdir()
    for name in ("green", "blue"):
        (tmp_path / "entries" / f"{name}.toml").write_text(ENTRY.format(name=name))
    (tmp_path / "entries" / "paper.toml").write_text('id = "paper"\nname = "只印纸的报"\nby_hand = "订报"\n')
    return Home(tmp_path, {"TANXUN_CATALOGUE": "entries"})


def test_what_holds_is_dated_and_what_does_not_is_told(home: Home, web: Web) -> None:
    printed = home.run("sources", "check", "--at", "2026-09-11", proxy=web.address, status=1)

    assert "blue  failed  lists 1, articles 0\n  lists[0]: 0 articles among 0 that were looked at" in printed
    assert "green  holds  lists 1, articles 1, read: 2026-09-09 关于核查的通知" in printed
    assert "1 of 2 sources hold" in printed
    assert "look closer: tanxun sources try blue" in printed
    entries = home.folder / "entries"
    dated = ENTRY.format(name="green").replace('example"]\n', 'example"]\nverified = 2026-09-11\n')
    assert (entries / "green.toml").read_text() == dated
    assert (entries / "blue.toml").read_text() == ENTRY.format(name="blue")
    assert [path.name for path in home.folder.iterdir()] == ["entries"]


def test_one_source_is_checked_and_nothing_is_written_where_that_is_asked_for(home: Home, web: Web) -> None:
    printed = home.run("sources", "check", "green", "--no-write", proxy=web.address)

    assert printed.endswith("1 of 1 sources hold\n")
    assert "blue.example" not in web.by_host()
    assert "verified" not in (home.folder / "entries" / "green.toml").read_text()


def test_what_is_got_by_hand_is_not_asked(home: Home, web: Web) -> None:
    said = home.run("sources", "check", "paper", proxy=web.address, status=2)
    assert "paper (只印纸的报) is got by hand" in " ".join(said.split())
    assert web.requests == []


def test_every_source_of_the_demo_holds(tmp_path: Path) -> None:
    home = Home(tmp_path, {"TANXUN_CATALOGUE": str(CATALOGUE)})
    with DemoWeb() as web:
        printed = home.run("sources", "check", "--no-write", "--at", SECOND_CRAWL.isoformat(), proxy=web.address)

    assert printed.endswith("22 of 22 sources hold\n")
    assert "yunze  holds  prices 5\n" in printed
