"""A month of 45 publishers, with its outages, redesigns, lies and bursts, crawled in compressed time; three days of it always.

`pytest -s` prints what was asked for beside what was needed.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from index.store import Stored
from pipeline.addresses import page_id
from pipeline.settings import Settings
from pipeline.time_zone import ZONE
from tanxun.wiring.backends import Backends, init, opened
from tanxun.wiring.status import status
from tests.support.month.needs import ROUNDS_A_DAY, first_given, look_days, needs
from tests.support.month.press import BEGIN, DAY, PressArticle, PressHouse, press
from tests.support.month.rounds import Rounds, finish, write_entries
from tests.support.month.web import Hit, MonthWeb

# Of what is needed; what is above it is asked of publishers that fail.
ALLOWED = 1.3


@dataclass(frozen=True)
class CrawledMonth:
    """The publishers, the server's log, and the home with all of it stored."""

    days: int
    houses: list[PressHouse]
    hits: list[Hit]
    backends: Backends

    @property
    def end(self) -> datetime:
        return BEGIN + self.days * DAY

    def stored(self) -> dict[str, list[Stored]]:
        """Every stored article by its name in the schedule."""
        since, until = BEGIN.date() - timedelta(days=40), self.end.date()
        found = defaultdict(list)
        for one in self.backends.store.window(since, until, ZONE.key):
            found[one.enriched.article.url.rpartition("_")[2].partition(".")[0]].append(one)
        return found

    def articles(self) -> Iterator[tuple[PressHouse, PressArticle]]:
        for house in self.houses:
            for article in house.articles:
                yield house, article

    def asked_for(self) -> Iterator[tuple[PressHouse, PressArticle]]:
        """The articles of publishers that let a crawl have more than headlines."""
        return ((house, article) for house, article in self.articles() if not house.headlines_only)


@pytest.fixture(scope="module", params=[3, pytest.param(30, marks=pytest.mark.long)], ids=lambda days: f"{days} days")
def month(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledMonth]:
    """A round every four hours, at its 59th minute: every list whose turn is in these hours is due."""
    folder, days = tmp_path_factory.mktemp("month"), request.param
    settings = Settings(home=folder / "home", catalogue=folder / "catalogue", delay=0)
    houses = press(days)
    init(settings, "hashed")
    with MonthWeb(houses) as web:
        rounds = Rounds(settings, web.address)
        for number in range(days * ROUNDS_A_DAY):
            web.moment = BEGIN + timedelta(hours=24 / ROUNDS_A_DAY * (number + 1), minutes=-1)
            write_entries(settings, houses, web.moment)
            rounds.crawl(web.moment)
    with opened(settings) as backends:
        finish(settings, backends)
        yield CrawledMonth(days, houses, web.hits, backends)


pytestmark = [pytest.mark.timeout(3000), pytest.mark.week]


def test_every_article_is_stored_once(month: CrawledMonth) -> None:
    """With what its page says; one that moved is a copy that is joined to the first."""
    stored = month.stored()
    assert set(stored) == {article.name for _, article in month.articles()}
    for house, article in month.articles():
        copies = [one.enriched for one in stored[article.name]]
        assert len(copies) == 1 or (house.moved is not None and len(copies) == 2), article
        assert sum(not one.duplicates for one in copies) <= 1, article
        for one in copies:
            said = (one.article.title, one.article.source, one.article.published)
            assert said == (article.title, None if house.headlines_only else article.origin, article.printed.date())
            assert bool(one.article.blocks) != house.headlines_only
            assert one.article.publisher.id == house.id


def test_corrections_are_revisions_and_nothing_else_is(month: CrawledMonth) -> None:
    stored, first = month.stored(), first_given(month.hits)
    missed = []
    for house, article in month.asked_for():
        seen = first[house.id, article.name]
        looks = look_days(seen, month.end - (3 * DAY if house.faults else timedelta()))
        changed = article.corrected is not None and seen < article.corrected
        found = changed and any(datetime.combine(day, time(), ZONE) >= article.corrected for day in looks)  # type: ignore[operator]
        revisions = {one.revisions for one in stored[article.name]}
        assert max(revisions) <= 1 + changed, article
        if found and not house.traits.forever and max(revisions) != 2:
            missed.append((house.id, article.name, article.corrected, looks))
    assert not missed


def test_what_was_taken_away_is_marked(month: CrawledMonth) -> None:
    first, missed = first_given(month.hits), []
    for house, article in month.asked_for():
        page = page_id(house.address(article, first[house.id, article.name]))
        state = month.backends.store.pages([page])[page]
        assert not (state.is_gone and article.taken is None), article
        looks = look_days(first[house.id, article.name], month.end - DAY)
        if (
            article.taken
            and any(datetime.combine(day, time(), ZONE) >= article.taken for day in looks)
            and not state.is_gone
        ):
            missed.append((house.id, article.name, article.taken, looks))
    assert not missed


def test_the_accounts_add_up(month: CrawledMonth) -> None:
    now = status(month.backends, month.end, timedelta(days=400))
    assert (now.lost, now.total.waiting, now.total.dead, sum(now.lag.values())) == (0, 0, 0, 0)
    kept = sum(one.revisions for copies in month.stored().values() for one in copies)
    redesigned = [house.id for house in month.houses if house.redesigned is not None]
    # A page with a new layout is fetched as a changed one; its text is no other.
    again = sum(
        source.account.stored + source.account.duplicate for source in now.sources if source.account.id in redesigned
    )
    own = sum(
        one.revisions
        for copies in month.stored().values()
        for one in copies
        if one.enriched.article.publisher.id in redesigned
    )
    assert now.total.stored + now.total.duplicate - again == kept - own
    reasons = Counter[str]()
    for source in now.sources:
        reasons.update(source.reasons)
    assert set(reasons) <= {"not_found", "soft_404", "http_status", "unreachable", "robots"}, reasons


def test_requests_are_few(month: CrawledMonth, capsys: pytest.CaptureFixture[str]) -> None:
    counted = needs(month.houses, month.hits, month.days)
    with capsys.disabled():
        sys.stdout.write(f"\n{month.days} days\n{counted.table(month.houses)}\n")
    assert counted.ratio <= ALLOWED


def test_of_publishers_that_have_headlines_only_no_article_is_asked_for(month: CrawledMonth) -> None:
    closed = {house.id for house in month.houses if house.headlines_only}
    assert closed
    assert {hit.kind for hit in month.hits if hit.house in closed} == {"robots", "list"}


def test_a_busy_host_is_left_alone_as_long_as_it_asks(month: CrawledMonth) -> None:
    busy, asked_again = dict[str, datetime](), list[Hit]()
    for hit in month.hits:
        if hit.host in busy and hit.moment < busy[hit.host]:
            asked_again.append(hit)
        if hit.retry_at is not None:
            busy[hit.host] = max(hit.retry_at, busy.get(hit.host, hit.retry_at))
    assert busy
    assert not asked_again
