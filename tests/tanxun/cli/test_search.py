"""`tanxun search` and `tanxun article`: ids are printed whole, and their beginnings are enough."""

import json
from pathlib import Path

import pytest

from tanxun.wiring.backends import init, opened
from tests.support.articles import MODEL, enriched
from tests.support.week import Home, settings_of

IDS = ("0123456789abcdef", "0123fedcba987654", "89abcdef01234567")
LONG = "全国碳市场配额分配方案公开征求意见，发电、钢铁、水泥、电解铝四个行业的控排企业都在其中" * 3


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three stored articles; neither command needs the model."""
    home = Home(Path(tmp_path_factory.mktemp("home")))
    settings = settings_of(home)
    init(settings, MODEL)
    with opened(settings) as backends:
        backends.store.put_articles([enriched(one, title=f"{LONG}{one[:6]}") for one in IDS])
    return home


def test_what_is_piped_is_not_cut(home: Home) -> None:
    lines = home.run("search").splitlines()
    assert all(any(one in line and f"{LONG}{one[:6]}" in line for line in lines) for one in IDS)


def test_the_beginning_of_an_id_is_enough(home: Home) -> None:
    assert json.loads(home.run("article", "89"))["id"] == IDS[2]
    assert json.loads(home.run("article", IDS[0]))["id"] == IDS[0]


def test_an_ambiguous_beginning_says_whose_it_is(home: Home) -> None:
    said = home.run("article", "0123", status=2)
    assert all(f"{one} {LONG}" in said for one in IDS[:2])
    assert IDS[2] not in said


@pytest.mark.parametrize("beginning", ["77", ""])
def test_no_such_article_is_one_line(home: Home, beginning: str) -> None:
    assert f"there is no article {beginning!r}" in home.run("article", beginning, status=2)
