"""The publishers of the simulated month: who they are, what they print when, and what goes wrong; all from a seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from pipeline.time_zone import ZONE
from tests.support.month.faults import HostFault, Traits
from tests.support.month.texts import ClimateTexts

PUBLISHERS = 45
# Monday, 0:00 in Beijing.
BEGIN = datetime(2026, 3, 2, tzinfo=ZONE)
# Entries of a list page, and what stands on it when the month begins.
PAGE, STOCK = 15, 4
DAY = timedelta(days=1)

Kind = Literal["html", "feed", "json"]


@dataclass(frozen=True)
class PressArticle:
    """An article of the month; its moments are Beijing's. `corrected` and `taken` are None where it is left as it was."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    origin: str
    printed: datetime
    corrected: datetime | None = None
    taken: datetime | None = None

    def is_there(self, moment: datetime) -> bool:
        return self.printed <= moment and (self.taken is None or moment < self.taken)

    def text_at(self, moment: datetime) -> tuple[str, ...]:
        if self.corrected is None or moment < self.corrected:
            return self.paragraphs
        return (*self.paragraphs, f"更正：{self.title[:12]}一文中的数据以本稿为准，原稿所列为初步统计。")


@dataclass(frozen=True)
class PressHouse:
    """A publisher. `redesigned` is when its markup changed, `moved` when its articles' addresses did.

    `headlines_only`: its articles are closed to a crawl.
    """

    id: str
    name: str
    host: str
    room: str
    kind: Kind
    cadence: str
    traits: Traits
    articles: tuple[PressArticle, ...]
    faults: tuple[HostFault, ...] = ()
    redesigned: datetime | None = None
    moved: datetime | None = None
    headlines_only: bool = False

    @property
    def list_url(self) -> str:
        return f"http://{self.host}/{self.room}/" + {"html": "", "feed": "rss.xml", "json": "list.json"}[self.kind]

    def address(self, article: PressArticle, moment: datetime) -> str:
        """Where an article stands at a moment."""
        folder = "content" if self.moved is not None and moment >= self.moved else "t"
        return f"http://{self.host}/{self.room}/{folder}{article.printed:%Y%m%d}_{article.name}.html"

    def listed(self, moment: datetime) -> list[PressArticle]:
        """What its list has, newest first; one that is pinned before them."""
        there = sorted(
            (one for one in self.articles if one.is_there(moment)), key=lambda one: one.printed, reverse=True
        )
        return [there[-1], *there[:-1]] if self.traits.pinned and there else there


def press(days: int, seed: str = "month") -> list[PressHouse]:
    """The publishers of so many days; what goes wrong is spread over them."""
    texts = ClimateTexts(seed)
    houses = [_house(number, days, texts) for number in range(PUBLISHERS)]
    return list(_with_reprints(houses, random.Random(seed)))


def _house(number: int, days: int, texts: ClimateTexts) -> PressHouse:
    chance = random.Random(f"house {number}")
    kind: Kind = "feed" if number % 9 == 4 else "json" if number % 9 == 7 else "html"
    # The last two share a host, as two rooms of one government's site do.
    host = "www.shengfu.example" if number >= PUBLISHERS - 2 else f"www.h{number:02}.example"
    weekly = number in (20, 21)
    # Articles a working day: most print one in two days, some two, three six, one so many that it is asked hourly.
    rate = 10.0 if number == 9 else 6.0 if number in (0, 1, 2) else 2.0 if number % 5 == 3 else 0.5
    articles = [*_stock(number, texts), *_printed(number, 0.0 if weekly else rate, days, chance, texts)]
    house = PressHouse(
        id=f"h{number:02}",
        name=f"{'澄泽岚浦汀沅渚溪洛'[number % 9]}{'川陵宁阳安'[number // 9]}低碳网",
        host=host,
        room="news" if number != PUBLISHERS - 1 else "notices",
        kind=kind,
        cadence="weekly" if weekly else "hourly" if number == 9 else "daily",
        traits=_traits(number),
        articles=tuple(articles),
        faults=tuple(_faults(number, days)),
        redesigned=_at(days, 0.35) if number in (11, 27) else None,
        moved=_at(days, 0.4) if number == 16 else None,
        headlines_only=number in (31, 32),
    )
    return replace(house, articles=tuple(_changed(house, days, chance)))


def _stock(number: int, texts: ClimateTexts) -> Iterator[PressArticle]:
    for one in range(STOCK):
        yield _article(number, one, BEGIN - (one + 1) * DAY + timedelta(hours=10), texts)


def _printed(number: int, rate: float, days: int, chance: random.Random, texts: ClimateTexts) -> Iterator[PressArticle]:
    """Printed in office hours, a quarter as much at weekends; nothing on the last day, so that all of it can be found.

    One in nine publishers has a day of thirty articles.
    """
    one = STOCK
    burst = int(days * 0.6) if number % 9 == 0 else -1
    for day in range(days - 1):
        wanted = rate * (0.25 if (BEGIN + day * DAY).weekday() >= 5 else 1.0)
        count = 30 if day == burst else int(wanted) + (chance.random() < wanted % 1)
        for _ in range(count):
            moment = BEGIN + day * DAY + timedelta(hours=8, minutes=chance.randrange(600))
            yield _article(number, one, moment, texts)
            one += 1


def _article(number: int, one: int, printed: datetime, texts: ClimateTexts) -> PressArticle:
    name = f"{number:02}{one:04}"
    return PressArticle(name, texts.headline(name), texts.paragraphs(name), "", printed)


def _traits(number: int) -> Traits:
    return Traits(
        etag=number % 3 == 0,
        forever=number == 5,
        fickle=number % 7 == 6,
        session=number in (8, 17),
        soft=number % 4 == 2,
        endless=number % 5 == 0,
        pinned=number % 11 == 3,
        robots=number % 6 != 1,
    )


def _at(days: int, share: float) -> datetime:
    """The beginning of the day that is this far on in the month."""
    return BEGIN + int(days * share) * DAY


def _faults(number: int, days: int) -> Iterator[HostFault]:
    """Of the month each kind of fault at several publishers; all are over a day before the end."""
    first, second = BEGIN + timedelta(hours=6), _at(days, 0.55)
    long = timedelta(days=min(days * 0.15, 3))
    faults = {
        10: HostFault("reset", second, long),
        12: HostFault("reset", first + DAY, timedelta(hours=20)),
        13: HostFault("broken", first, long),
        14: HostFault("broken", second, timedelta(hours=30)),
        15: HostFault("half", BEGIN, timedelta(hours=9)),
        18: HostFault("busy", first + DAY * 0.8, timedelta(hours=9)),
        19: HostFault("busy", second, timedelta(hours=18), status=503),
        22: HostFault("busy", second - DAY / 2, timedelta(hours=20), as_date=True),
        23: HostFault("busy", BEGIN, timedelta(hours=5), status=503, as_date=True),
        24: HostFault("slow", second, timedelta(days=1)),
        25: HostFault("half", second, timedelta(hours=30)),
        PUBLISHERS - 2: HostFault("busy", first + DAY * 0.7, timedelta(hours=22)),
    }
    if number in faults:
        yield faults[number]


def _changed(house: PressHouse, days: int, chance: random.Random) -> Iterator[PressArticle]:
    """One in twelve is corrected on the next day, one in thirty is taken away then or two days later."""
    last = BEGIN + days * DAY
    for one in house.articles:
        midnight = datetime.combine(max(one.printed, BEGIN).date(), time(), ZONE)
        luck = chance.random()
        if house.headlines_only:
            yield one
        elif luck < 1 / 12:
            yield replace(one, corrected=midnight + DAY + timedelta(hours=chance.choice((1, 30))))
        elif luck < 1 / 12 + 1 / 30 and midnight + 5 * DAY < last + 3 * DAY and not house.traits.pinned:
            yield replace(one, taken=midnight + chance.choice((1.5, 2.5)) * DAY)
        else:
            yield one


def _with_reprints(houses: Sequence[PressHouse], chance: random.Random) -> Iterator[PressHouse]:
    """One article in twenty is another publisher's text, with its name as 来源; all others name themselves."""
    for number, house in enumerate(houses):
        articles = []
        for one in house.articles:
            made = replace(one, origin=house.name)
            before = houses[number - 1]
            others = [two for two in before.articles if two.printed <= one.printed and two.taken is None]
            if number and others and one.printed > BEGIN and chance.random() < 0.05:
                from_whom = chance.choice(others)
                made = replace(made, title=from_whom.title, paragraphs=from_whom.paragraphs, origin=before.name)
            articles.append(made)
        yield replace(house, articles=tuple(articles))
