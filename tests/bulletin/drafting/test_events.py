"""Events: articles by different authors on the same event."""

import random
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import pytest

from bulletin.drafting.events import events, why_same_event
from bulletin.reasons import in_words
from enrich.embed.embedder import Embedder, pack
from index.store import Stored
from pipeline.records import Duplicate, Reason
from tests.support.articles import enriched, vector

SEEN = datetime(2026, 5, 12, tzinfo=UTC)
FIRST = "长岭抽水蓄能电站首台机组投产，四台机组总装机一百二十万千瓦，由长岭水电集团投资建设。"
SECOND = "12日，长岭水电集团宣布，长岭抽水蓄能电站首台机组正式发电。电站总装机一百二十万千瓦，可供三十万户用电。"
OTHER = "北岭市开通氢能公交线路，首批三十台车辆由北岭客车厂制造，全年可减排二氧化碳两千吨。"


def stored(name: str, text: str, day: int = 12, duplicates: tuple[Duplicate, ...] = ()) -> Stored:
    one = enriched(name, text=text, title=text[:14], published=date(2026, 5, day), duplicates=duplicates)
    return Stored(one, SEEN, 1)


def test_two_authors_one_happening() -> None:
    articles = [stored("a", FIRST), stored("b", SECOND, day=13), stored("c", OTHER)]
    vectors = {one.id: vector(1.0, 0.2) for one in articles}
    assert events(articles, vectors) == [["a", "b"]]
    why = in_words(why_same_event(articles[0], articles[1]))
    assert why.startswith("同一事件：共同出现“")
    assert "抽水蓄能电站" in why
    assert why.endswith("相差1天")


def test_time_and_meaning_keep_apart() -> None:
    far = [stored("a", FIRST), stored("b", SECOND, day=25)]
    assert events(far, {one.id: vector(1.0) for one in far}) == []
    near = [stored("a", FIRST), stored("b", SECOND)]
    assert events(near, {"a": vector(1.0), "b": vector(0.0, 1.0)}) == []
    assert events(near, {"a": vector(1.0)}) == []


def test_two_notices_of_one_issuer_are_two_matters() -> None:
    titles = "关于征求抽水蓄能电站建设管理办法意见的通知", "关于开展抽水蓄能电站专项检查的公告（第二批）"
    first, second = (
        Stored(enriched(name, text=text, title=title, published=date(2026, 5, 12)), SEEN, 1)
        for name, text, title in zip("ab", (FIRST, SECOND), titles, strict=True)
    )
    news = stored("c", SECOND)
    vectors = dict.fromkeys("abc", vector(1.0))
    assert events([first, second], vectors) == []
    assert events([first, news], vectors) == [["a", "c"]]


def test_duplicates_count_as_one() -> None:
    first, again = stored("a", FIRST), enriched("b", text=FIRST).article
    pair = Duplicate(
        other="b",
        score=1,
        why=Reason("same_text"),
        own_hash=first.enriched.article.text_hash,
        other_hash=again.text_hash,
    )
    copies = [stored("a", FIRST, duplicates=(pair,)), Stored(enriched("b", text=FIRST), SEEN, 1)]
    vectors = dict.fromkeys("abc", vector(1.0))
    assert events(copies, vectors) == []
    assert events([*copies, stored("c", SECOND)], vectors) == [["a", "b", "c"]]


def test_the_order_given_does_not_matter() -> None:
    articles = [stored(f"{kind}{number}", text) for number in range(3) for kind, text in (("x", FIRST), ("y", OTHER))]
    vectors = {one.id: vector(1.0, number / 50) for number, one in enumerate(articles)}
    found = events(articles, vectors)
    for seed in range(5):
        shuffled = random.Random(seed).sample(articles, len(articles))
        assert events(shuffled, dict(sorted(vectors.items(), reverse=True))) == found


def test_nothing_to_compare() -> None:
    assert events([], {}) == []
    assert events([stored("a", "")], {"a": vector(1.0)}) == []


@dataclass(frozen=True)
class EventsWeek:
    """Invented articles with their vectors, and the ids of each event as its writer meant it."""

    articles: list[Stored]
    vectors: dict[str, bytes]
    meant: list[set[str]]


@pytest.fixture(scope="module", params=["happenings-1.toml", "happenings-2.toml"])
def happenings(request: pytest.FixtureRequest, week_model: Path) -> EventsWeek:
    rows = tomllib.loads((Path(__file__).parent / request.param).read_text())["article"]
    articles = [
        Stored(
            enriched(
                f"{number:03}",
                title=row["title"],
                text=row["text"],
                published=date(2026, 5, row["day"]),
                publisher=row["by"],
                source=row["by"],
            ),
            SEEN,
            1,
        )
        for number, row in enumerate(rows)
    ]
    vectors = Embedder(str(week_model), "test").vectors([one.enriched.article for one in articles])
    meant: dict[str, set[str]] = {}
    for row, one in zip(rows, articles, strict=True):
        if "event" in row:
            meant.setdefault(row["event"], set()).add(one.id)
    return EventsWeek(
        articles, {one.id: pack(vector) for one, vector in zip(articles, vectors, strict=True)}, list(meant.values())
    )


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def test_the_events_of_a_week(happenings: EventsWeek) -> None:
    """A wrong event hides an item from the reader; a missed one only shows two."""
    found, meant = pairs(events(happenings.articles, happenings.vectors)), pairs(happenings.meant)
    assert len(found & meant) >= 0.95 * len(found)
    assert len(found & meant) >= 0.75 * len(meant)


def test_each_pair_has_its_reason(happenings: EventsWeek) -> None:
    by_id = {one.id: one for one in happenings.articles}
    for one, other in pairs(events(happenings.articles, happenings.vectors)):
        why = why_same_event(by_id[one], by_id[other])
        assert why == why_same_event(by_id[other], by_id[one])
        assert re.fullmatch(r"同一事件：(共同出现.+，)?(同日发布|相差[1-4]天)", in_words(why))
