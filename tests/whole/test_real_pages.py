"""Real pages, crawled through a proxy that serves them as recorded, and imported from a WARC file: the same articles."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from index.sqlite.store import SqliteStore
from index.store import Query
from tests.support.paths import BENCH
from tests.support.week import Home, adds_up
from tests.support.week_fixtures import DemoWeek

REPLAY = BENCH / "replay.py"
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not REPLAY.exists(), reason=f"no recorded pages: {REPLAY} is not there"),
]


def replay(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(REPLAY), *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


def recorded() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BENCH / "extract/gold.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An entry a site, written from `replay.py sources` and the recorded pages' hosts."""
    folder = tmp_path_factory.mktemp("catalogue")
    for number, line in enumerate(replay("sources").splitlines()):
        site = json.loads(line)
        host = urlsplit(site["list"]).hostname
        (folder / f"site-{number}.toml").write_text(
            f'id = "site-{number}"\nname = "{site["site"]}"\nhosts = ["{host}"]\n'
            f"[[lists]]\nurl = \"{site['list']}\"\narticles = '.'\n"
        )
    return folder


@pytest.fixture
def proxy() -> Iterator[str]:
    """The recorded pages behind a proxy on loopback."""
    with subprocess.Popen([sys.executable, str(REPLAY), "serve"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.kill()


def home(folder: Path, week: DemoWeek, catalogue: Path) -> Home:
    made = Home(folder, {"TANXUN_CATALOGUE": str(catalogue)})
    (folder / ".tanxun").mkdir(parents=True)
    (folder / ".tanxun/model").symlink_to(week.home.folder / ".tanxun/model")
    made.run("init")
    return made


def articles(made: Home) -> dict[str, tuple[object, ...]]:
    store = SqliteStore(made.folder / ".tanxun/store.sqlite")
    hits = store.search(Query(limit=1000)).hits
    store.close()
    found = [hit.enriched.article for hit in hits]
    return {
        one.url.split("://")[1]: (one.id, one.title, one.published, one.source, one.blocks, one.images) for one in found
    }


def finish(made: Home) -> dict[str, Any]:
    """Work, draft over everything, and check the accounts."""
    made.run("work", "all", "--until-idle")
    made.run("draft", "--issue", "7", "--from", "1995-01-01", "--to", "2026-12-31")
    made.run("render", "7")
    status = made.status()
    assert adds_up(status)
    assert status["total"]["fetched"] == len(recorded())
    assert status["total"]["dead"] == status["total"]["waiting"] == 0
    drafted: dict[str, Any] = json.loads((made.folder / "out/issue-7.json").read_text())
    return drafted


def test_crawled_and_imported_give_the_same_articles(
    tmp_path: Path, week: DemoWeek, catalogue: Path, proxy: str
) -> None:
    crawled, imported = home(tmp_path / "crawled", week, catalogue), home(tmp_path / "imported", week, catalogue)
    crawled.run("crawl", proxy=proxy)
    drafted = finish(crawled)
    assert sum(len(column["items"]) for column in drafted["columns"]) >= 1
    assert (crawled.folder / "out/issue-7.pdf").read_bytes().startswith(b"%PDF")

    replay("warc", str(tmp_path / "pages.warc.gz"))
    imported.run("import", str(tmp_path / "pages.warc.gz"))
    finish(imported)
    assert articles(crawled) == articles(imported)
    assert len(articles(crawled)) >= 0.9 * len(recorded())
    assert crawled.status()["total"] == imported.status()["total"]
