"""kill -9 in the middle of the week, then a second run: the same draft, nothing lost or doubled."""

import json
from collections.abc import Sequence

import pytest

from index.sqlite.store import SqliteStore
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.topics import ARTICLES_ENRICHED, ARTICLES_EXTRACTED, MEDIA_REQUESTED, PAGES_FETCHED
from tests.support.week import Home, adds_up, kill, wait_for
from tests.support.week_fixtures import DemoWeek

WAY = [
    ("extract", PAGES_FETCHED),
    ("enrich", ARTICLES_EXTRACTED),
    ("index", ARTICLES_ENRICHED),
    ("media", MEDIA_REQUESTED),
]


def lag(home: Home, stage: str, topic: str) -> int:
    bus = SqliteBus(home.folder / ".tanxun/bus.sqlite")
    try:
        return bus.lag(stage, topic)
    finally:
        bus.close()


def fetched(home: Home) -> int:
    store = SqliteStore(home.folder / ".tanxun/store.sqlite")
    try:
        return sum(sum(fates.values()) for fates in store.tally(PAGES_FETCHED).values())
    finally:
        store.close()


def finish(home: Home, proxies: Sequence[str], week: DemoWeek) -> None:
    """The second run: crawl what is missing, work, draft; then compare with the undisturbed week."""
    for revision, proxy in zip((1, 2), proxies, strict=True):
        home.crawl(proxy, revision)
        home.run("work", "all", "--until-idle", proxy=proxy)
    status, undisturbed = home.status(), week.home.status()
    assert adds_up(status)
    assert status["total"]["fetched"] == undisturbed["total"]["fetched"]
    assert status["total"]["waiting"] == status["total"]["dead"] == 0
    assert home.draft() == json.loads(week.draft)
    assert (home.folder / "out/issue-1.json").read_bytes() == week.draft


@pytest.mark.long
def test_the_crawl_is_killed(new_home: Home, week: DemoWeek, first_web: str, second_web: str) -> None:
    process = new_home.start("crawl", "--at", "2026-05-14T20:00", proxy=first_web)
    wait_for(lambda: fetched(new_home) >= 20, process)
    kill(process)
    assert 20 <= fetched(new_home) < week.home.status()["total"]["fetched"]
    finish(new_home, [first_web, second_web], week)


@pytest.mark.long
@pytest.mark.parametrize("victim", [stage for stage, _ in WAY])
def test_a_stage_is_killed(victim: str, new_home: Home, week: DemoWeek, first_web: str, second_web: str) -> None:
    new_home.crawl(first_web, 1)
    topic = dict(WAY)[victim]
    for stage, _ in WAY[: [stage for stage, _ in WAY].index(victim)]:
        new_home.run("work", stage, "--until-idle", proxy=first_web)
    before = lag(new_home, victim, topic)
    process = new_home.start("work", victim, proxy=first_web)
    wait_for(lambda: lag(new_home, victim, topic) < before, process)
    kill(process)
    finish(new_home, [first_web, second_web], week)
