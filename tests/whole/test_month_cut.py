"""A crawl that gets a third of the time it needs: its server answers for a third of the articles, then the time is over."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from crawlers.catalogue.catalogue import load
from demo.loopback import Reply
from pipeline.settings import Settings
from tests.support.crawl_running import CrawlPlace, run
from tests.support.month.press import BEGIN, DAY, PAGE, press
from tests.support.month.rounds import write_entries
from tests.support.month.web import MonthWeb

MOMENT = BEGIN + 25 * DAY
# Publishers with a full page, each on a host of its own, none with a fault of its own.
NAMES = ("h01", "h02", "h03", "h33")
SECONDS = 8.0


class TiredWeb(MonthWeb):
    """Answers for so many articles of a publisher, then never."""

    left: int = 10_000

    def answer(self, asked: str, headers: Mapping[str, str]) -> Reply:
        reply = super().answer(asked, headers)
        asked_for = Counter(hit.house for hit in self.hits if hit.kind == "article")
        house = self.hits[-1].house
        return reply if asked_for[house] <= self.left else Reply(how="hang")


@pytest.mark.week
def test_the_newest_third_is_there_and_the_next_crawl_brings_the_rest(tmp_path: Path) -> None:
    houses = [house for house in press(30) if house.id in NAMES]
    settings = Settings(home=tmp_path / "home", catalogue=tmp_path / "catalogue")
    write_entries(settings, houses, MOMENT)
    sources = load(settings.catalogue).sources
    place = CrawlPlace(tmp_path / "home")
    place.home.mkdir()
    place.init()
    listed = {house.id: [one.name for one in house.listed(MOMENT)[:PAGE]] for house in houses}
    assert all(len(names) == PAGE for names in listed.values())

    def fetched() -> dict[str, set[str]]:
        found = {house.id: set[str]() for house in houses}
        for page in place.pages():
            found[page.publisher.id].add(page.url.rpartition("_")[2].removesuffix(".html"))
        return found

    with TiredWeb(houses) as web:
        web.moment, web.left = MOMENT, PAGE // 3
        cut = run(place, sources, web.address, moment=MOMENT.astimezone(UTC), source_seconds=SECONDS, timeout=8.5)
        third = fetched()
    with MonthWeb(houses) as whole:
        whole.moment = MOMENT + timedelta(hours=1)
        run(place, sources, whole.address, moment=whole.moment.astimezone(UTC))

    assert all("not reached today: the crawl ended early" in report.problem for report in cut.reports.values())
    assert third == {house: set(names[: PAGE // 3]) for house, names in listed.items()}
    assert fetched() == {house: set(names) for house, names in listed.items()}
