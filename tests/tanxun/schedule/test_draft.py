"""Two issues from one store, on each backend: what the first printed and what the second makes of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bulletin.issue import Drop, Journal, write_change
from bulletin.reasons import in_words
from index.published import PublishedItem
from index.store import Store
from pipeline.records import Duplicate, EnrichedArticle, Reason
from pipeline.settings import Settings
from tanxun.schedule.draft import Drafted, draft, window
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


SETTINGS = Settings(first_issue="1 = 2026-05-08")


def test_the_window_of_a_drafted_issue_is_kept(store: Store) -> None:
    assert window(SETTINGS, store, 1) == FIRST
    draft(store, 1, *window(SETTINGS, store, 1, "2026-05-03", "2026-05-05"))
    assert window(SETTINGS, store, 1) == (date(2026, 5, 3), date(2026, 5, 5))
    assert window(SETTINGS, store, 1, "", "2026-05-06") == (date(2026, 5, 3), date(2026, 5, 6))
    assert window(SETTINGS, store, 2) == SECOND


def test_a_changed_window_is_said(store: Store) -> None:
    put(store, "one", EARLY)
    assert draft(store, 1, *FIRST).warnings == ()
    assert draft(store, 1, *FIRST).warnings == ()
    again = draft(store, 1, date(2026, 5, 3), FIRST[1])
    assert again.warnings == ("the window was 2026-05-01 to 2026-05-07 before",)
    assert again.line == "issue 1, 2026-05-03 to 2026-05-07: version 2, 1 items"


def test_no_item_is_said(store: Store) -> None:
    (said,) = draft(store, 1, *FIRST).warnings
    assert "from 2026-05-01 to 2026-05-07" in said
    assert "tanxun status" in said


def test_what_the_issue_holds_is_told_not_what_was_proposed(store: Store) -> None:
    for name in ("one", "two"):
        put(store, name, EARLY)
    assert sum(draft(store, 1, *FIRST).columns.values()) == 2
    write_change(Journal(store), 1, Drop(item="one"), "甲", LATE, 1)
    put(store, "later", LATE)
    done = draft(store, 1, FIRST[0], SECOND[1])
    assert sum(len(column.items) for column in done.made.columns) == 3
    assert sum(done.columns.values()) == 1
    assert done.line == "issue 1, 2026-05-01 to 2026-05-07: version 3, 1 items"
    (said,) = done.warnings
    assert "keeps its window; what is new in 2026-05-01 to 2026-05-14" in said
