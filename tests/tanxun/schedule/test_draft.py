"""Two issues from one store, on each backend: what the first printed and what the second makes of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bulletin.reasons import in_words
from index.published import PublishedItem
from index.store import Store
from pipeline.records import Duplicate, EnrichedArticle, Reason
from tanxun.schedule.draft import Drafted, draft
from tests.support.articles import article, enriched

FIRST = (date(2026, 5, 1), date(2026, 5, 7))
SECOND = (date(2026, 5, 8), date(2026, 5, 14))
EARLY, LATE = datetime(2026, 5, 5, 4, tzinfo=UTC), datetime(2026, 5, 12, 4, tzinfo=UTC)


def put(store: Store, name: str, at: datetime, **changes: Any) -> EnrichedArticle:
    seen = {"fetched_at": at, "first_seen": at, "published": (at + timedelta(hours=8)).date()}
    made = enriched(name, **{**seen, "publisher": f"p{name}", "source": None, **changes})
    store.put_articles([made])
    return made


def publish(store: Store, made: Drafted, number: int) -> None:
    items = [(column.name, item) for column in made.made.columns for item in column.items]
    store.publish(
        number,
        1,
        [
            PublishedItem(
                id=item.id,
                issue=number,
                edition=1,
                column=column,
                position=at,
                printed_at=EARLY,
                title=item.title,
                published=item.published,
                source=item.source,
                url=item.url,
                text_hash=item.text_hash,
            )
            for at, (column, item) in enumerate(items)
        ],
    )


def same_as(name: str, other: str) -> list[Duplicate]:
    own_hash, other_hash = (article(one, publisher=f"p{one}").text_hash for one in (name, other))
    return [Duplicate(other=other, score=1.0, why=Reason("same_text"), own_hash=own_hash, other_hash=other_hash)]


def test_nothing_is_printed_twice_and_what_changed_is_marked(store: Store) -> None:
    for name in ("plain", "changes", "rests"):
        put(store, name, EARLY)
    first = draft(store, 1, *FIRST)
    publish(store, first, 1)
    assert sum(first.columns.values()) == 3

    put(store, "changes", LATE, published=EARLY.date(), text="来源改正后的正文")
    put(store, "copy", LATE, duplicates=same_as("copy", "plain"))
    put(store, "copyofcopy", LATE, duplicates=same_as("copyofcopy", "copy"))
    put(store, "new", LATE)
    second = draft(store, 2, *SECOND)
    items = {item.id: item for column in second.made.columns for item in column.items}
    assert items.keys() == {"changes", "new"}
    assert items["changes"].printed == (1,)
    assert in_words(items["changes"].warnings[0]) == "第1期已刊登，来源此后有改动"
    left = {one.id: in_words(one.reasons[0]) for one in second.made.left_out}
    assert left == {"copy": "第1期已刊登同文《题目plain》", "copyofcopy": "与落选的《题目copy》同文"}
    assert sum(draft(store, 1, *FIRST).columns.values()) == 3
