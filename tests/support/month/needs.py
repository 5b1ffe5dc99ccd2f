"""What a crawl of the month must ask for at least, worked out from the schedule; beside what the server counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from math import ceil

from pipeline.time_zone import ZONE
from tests.support.month.press import BEGIN, DAY, PAGE, PressHouse
from tests.support.month.web import Hit

# Days after an article was first seen on which it is looked at again: the promise in docs/operations.md.
PLAN = (1, 3, 7, 30)
# From the same promises: so many new articles make a turn of a list, so many known ones in a row end its reading.
A_TURN, KNOWN_RUN = 5, 10
ROUNDS_A_DAY = 6
KINDS = ("robots", "list", "new", "look")


@dataclass(frozen=True)
class Needs:
    """Requests needed and asked, by publisher and kind: robots, list, new (an article the first time), look (again)."""

    needed: Counter[tuple[str, str]]
    asked: Counter[tuple[str, str]]

    @property
    def ratio(self) -> float:
        return self.asked.total() / self.needed.total()

    def of_kind(self, kind: str) -> tuple[int, int]:
        """Needed and asked."""
        needed, asked = (
            sum(count for (_, one), count in counts.items() if one == kind) for counts in (self.needed, self.asked)
        )
        return needed, asked

    def of_house(self, house: str) -> tuple[int, int]:
        needed, asked = (
            sum(count for (one, _), count in counts.items() if one == house) for counts in (self.needed, self.asked)
        )
        return needed, asked

    def table(self, houses: Sequence[PressHouse]) -> str:
        """Needed, asked and the ratio, kind by kind, then the publishers that are furthest above what they need."""
        lines = [f"{'kind':8}{'needed':>8}{'asked':>8}{'ratio':>7}"]
        rows = [(kind, self.of_kind(kind)) for kind in KINDS] + [("all", (self.needed.total(), self.asked.total()))]
        lines += [f"{name:8}{needed:8}{asked:8}{asked / max(1, needed):7.2f}" for name, (needed, asked) in rows]
        worst = sorted(houses, key=lambda house: -self.of_house(house.id)[1] / self.of_house(house.id)[0])[:5]
        for house in worst:
            needed, asked = self.of_house(house.id)
            faults = ", ".join(fault.kind for fault in house.faults)
            lines.append(
                f"{house.id} {needed:5} {asked:5} {asked / needed:6.2f}  {house.kind} {house.cadence} {faults}"
            )
        return "\n".join(lines)


def needs(houses: Sequence[PressHouse], hits: Sequence[Hit], days: int) -> Needs:
    """The days on which an article is looked at again are counted from when the server first gave it."""
    last = BEGIN + days * DAY
    first = first_given(hits)
    needed, asked = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    asked_of = set[tuple[str, date]]()
    for house in houses:
        turns = dict(_turns(house, days))
        looks = list(_looks(house, first, last))
        needed[house.id, "list"] = sum(turns.values())
        if not house.headlines_only:
            needed[house.id, "new"] = sum(1 for one in house.articles if one.printed < last) + _moved(house)
        needed[house.id, "look"] = len(looks)
        for day in {*turns, *looks} - {day for host, day in asked_of if host == house.host}:
            asked_of.add((house.host, day))
            needed[house.id, "robots"] += 1
    given = set[str]()
    for hit in hits:
        kind = hit.kind if hit.kind != "article" else "look" if hit.url in given else "new"
        given |= {hit.url} if hit.kind == "article" and hit.status == 200 else set()
        asked[hit.house, kind] += 1
    return Needs(needed, asked)


def first_given(hits: Sequence[Hit]) -> dict[tuple[str, str], datetime]:
    """When the server first gave each article, by publisher and name."""
    first: dict[tuple[str, str], datetime] = {}
    for hit in hits:
        if hit.kind == "article" and hit.status == 200:
            first.setdefault((hit.house, hit.article), hit.moment)
    return first


def look_days(first: datetime, last: datetime) -> list[date]:
    """The plan's days for an article, as far as they are over before `last`."""
    days = [first.astimezone(ZONE).date() + timedelta(days=count) for count in PLAN]
    return [day for day in days if datetime.combine(day, time(), ZONE) < last]


def _looks(house: PressHouse, first: dict[tuple[str, str], datetime], last: datetime) -> Iterator[date]:
    seen = [first[house.id, one.name] for one in house.articles if (house.id, one.name) in first]
    return chain.from_iterable(look_days(moment, last) for moment in seen)


def _turns(house: PressHouse, days: int) -> Iterator[tuple[date, int]]:
    """List pages a day: turns by what is printed and the cadence, pages as far as the known begins."""
    before = 0
    for number in range(days):
        day = (BEGIN + number * DAY).date()
        printed = sum(one.printed.date() == day for one in house.articles)
        if house.cadence == "weekly" and number % 7:
            continue
        turns = ROUNDS_A_DAY if house.cadence == "hourly" else min(ROUNDS_A_DAY, max(1, ceil(printed / A_TURN)))
        news = ceil(max(printed, before) / turns)
        pages = ceil((house.traits.pinned + news + KNOWN_RUN) / PAGE) if news and number and house.kind != "feed" else 1
        yield day, turns - 1 + pages
        before = printed


def _moved(house: PressHouse) -> int:
    """Articles that are new once more, at another address: those of the list's first page when they moved."""
    return 0 if house.moved is None else min(PAGE, len(house.listed(house.moved)))
