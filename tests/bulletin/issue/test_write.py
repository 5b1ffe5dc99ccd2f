"""edit, undo, redo: what editors do to an issue merges, clashes and comes back, on a real store."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.issue import RedoLast, UndoLast, operation_kinds, write_change
from bulletin.issue.content import Picture
from bulletin.issue.journal import Journal
from bulletin.issue.problems import Clash, NotThere
from bulletin.issue.state import issue_of
from bulletin.issue.write import reading_of
from index.sqlite.store import SqliteStore
from index.store import Operation
from pipeline.records import Block
from tests.support.articles import MODEL
from tests.support.begun_issue import AT, DOMESTIC, MARKET, begin, column, do, first, item
from tests.support.reprices import figure, reprice


def test_items_move_within_and_between_columns(journal: Journal) -> None:
    assert column(do(journal, operation_kinds.Move(item="c", column=MARKET))) == ["c", "a", "b"]
    now = do(journal, operation_kinds.Move(item="a", column=DOMESTIC))
    assert (column(now), column(now, DOMESTIC)) == (["c", "b"], ["a"])
    now = do(journal, operation_kinds.Move(item="b", column=DOMESTIC, after="a"))
    assert column(now, DOMESTIC) == ["a", "b"]
    assert now.draft.version == 4


def test_fields_are_set(journal: Journal) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="新题目"))
    do(journal, operation_kinds.Redate(item="a", value=date(2026, 5, 9)))
    now = first(do(journal, operation_kinds.Resource(item="a", value="新来源")))
    assert (now.title, now.published, now.source) == ("新题目", date(2026, 5, 9), "新来源")


def test_pictures_are_chosen_and_put_in_order_in_the_places_of_the_text(journal: Journal) -> None:
    one, two, three = (Picture(url=f"http://x.example/{name}.png", caption=name) for name in "123")
    text = (Block(kind="paragraph", text="一"), Block(kind="image"), Block(kind="paragraph", text="二"))
    do(journal, operation_kinds.Repicture(item="a", value=(one,)))
    do(journal, operation_kinds.Rewrite(item="a", value=text))
    now = first(do(journal, operation_kinds.Repicture(item="a", value=(two, one))))
    assert [block.image or block.text for block in now.blocks] == ["一", two.url, "二", one.url]
    now = first(do(journal, operation_kinds.Repicture(item="a", value=(three,))))
    assert [(block.image, block.text) for block in now.blocks][1:] == [(three.url, "3"), ("", "二")]
    assert [block.text for block in first(do(journal, operation_kinds.Repicture(item="a", value=()))).blocks] == [
        "一",
        "二",
    ]


def test_an_item_is_taken_out_and_put_back(journal: Journal) -> None:
    now = do(journal, operation_kinds.Drop(item="b", off_topic=True))
    assert column(now) == ["a", "c"]
    assert [one.item.id for one in now.out] == ["b"]
    with pytest.raises(NotThere, match="已被甲于05-15 10:01取下"):
        do(journal, operation_kinds.Retitle(item="b", value="x"))
    now = do(journal, operation_kinds.Restore(item="b"))
    assert (column(now), now.out) == (["a", "c", "b"], [])


def test_an_article_is_brought_in_once(journal: Journal) -> None:
    now = do(journal, operation_kinds.Add(item=item("d"), column=DOMESTIC, origin="search"))
    assert column(now, DOMESTIC) == ["d"]
    with pytest.raises(NotThere, match="已经在"):
        do(journal, operation_kinds.Add(item=item("d"), column=MARKET))
    with pytest.raises(NotThere, match="没有“体育”"):
        do(journal, operation_kinds.Move(item="d", column="体育"))


def test_a_swap_keeps_the_place_and_the_other_as_alternate(journal: Journal) -> None:
    now = do(journal, operation_kinds.Swap(item="b", other=item("d")))
    assert column(now) == ["a", "d", "c"]
    assert [one.id for one in first(now, "d").alternates] == ["b"]


def test_groups_are_joined_and_split(journal: Journal) -> None:
    now = do(journal, operation_kinds.Join(item="a", other="b"))
    assert column(now) == ["a", "c"]
    assert [one.id for one in first(now).alternates] == ["b"]
    assert first(do(journal, operation_kinds.Split(item="a", other="b"))).alternates == ()
    assert [(one.field, one.before, one.after) for one in journal.store.labels()] == [
        ("duplicate", "", "b"),
        ("duplicate", "b", ""),
    ]


def test_corrections_are_labels_and_undone_ones_are_labelled_back(journal: Journal) -> None:
    do(journal, operation_kinds.Move(item="a", column=DOMESTIC))
    do(journal, operation_kinds.Drop(item="b", off_topic=True))
    write_change(journal, 1, UndoLast(), "甲", AT + timedelta(hours=1))
    found = [(one.article, one.field, one.before, one.after) for one in journal.store.labels()]
    assert found == [
        ("a", "column", MARKET, DOMESTIC),
        ("b", "relevance", "on-topic", "off-topic"),
        ("b", "relevance", "off-topic", "on-topic"),
    ]


def test_edits_of_different_fields_merge(journal: Journal) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="甲的题目"), "甲", base=1)
    now = do(journal, operation_kinds.Resource(item="a", value="乙的来源"), "乙", base=1)
    assert (first(now).title, first(now).source) == ("甲的题目", "乙的来源")


def test_two_edits_of_one_field_clash(journal: Journal) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="甲的题目"), "甲", base=1)
    with pytest.raises(Clash) as caught:
        do(journal, operation_kinds.Retitle(item="a", value="乙的题目"), "乙", base=1)
    clash = caught.value
    assert (clash.item, clash.field, clash.before, clash.theirs, clash.who) == ("a", "title", "题目a", "甲的题目", "甲")
    assert clash.version == 2
    assert first(do(journal, operation_kinds.Retitle(item="a", value="甲的题目"), "乙", base=1)).title == "甲的题目"
    assert first(do(journal, operation_kinds.Retitle(item="a", value="乙的题目"), "乙", base=3)).title == "乙的题目"


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        (operation_kinds.Move(item="a", column=DOMESTIC), operation_kinds.Move(item="a", column="国际资讯")),
        (
            operation_kinds.Rewrite(item="a", value=(Block(kind="paragraph", text="一"),)),
            operation_kinds.Rewrite(item="a", value=(Block(kind="paragraph", text="二"),)),
        ),
        (
            operation_kinds.Repicture(item="a", value=(Picture(url="http://x/1"),)),
            operation_kinds.Repicture(item="a", value=(Picture(url="http://x/2"),)),
        ),
        (reprice(figure(12, 1.0)), reprice(figure(11, 2.0), figure(12, 2.0))),
    ],
)
def test_what_clashes(journal: Journal, mine: operation_kinds.AnyEdit, yours: operation_kinds.AnyEdit) -> None:
    do(journal, mine, "甲", base=1)
    with pytest.raises(Clash):
        do(journal, yours, "乙", base=1)


def test_what_was_undone_meanwhile_clashes_too(journal: Journal) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="甲的题目"), "甲")
    write_change(journal, 1, UndoLast(), "甲", AT)
    with pytest.raises(Clash, match="甲"):
        do(journal, operation_kinds.Retitle(item="a", value="乙的题目"), "乙", base=2)


def test_undo_and_redo_are_ones_own(journal: Journal) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="甲一"), "甲")
    do(journal, operation_kinds.Drop(item="c"), "乙")
    do(journal, operation_kinds.Retitle(item="a", value="甲二"), "甲")
    write_change(journal, 1, UndoLast(), "甲", AT)
    assert first(reading_of(journal, 1).issue).title == "甲一"
    write_change(journal, 1, UndoLast(), "甲", AT)
    assert first(reading_of(journal, 1).issue).title == "题目a"
    with pytest.raises(NotThere, match="没有可以撤销"):
        write_change(journal, 1, UndoLast(), "甲", AT)
    write_change(journal, 1, RedoLast(), "甲", AT)
    write_change(journal, 1, RedoLast(), "甲", AT)
    now = reading_of(journal, 1).issue
    assert (first(now).title, column(now)) == ("甲二", ["a", "b"])
    with pytest.raises(NotThere, match="没有可以重做"):
        write_change(journal, 1, RedoLast(), "甲", AT)


def test_nothing_is_redone_after_something_new(journal: Journal) -> None:
    do(journal, operation_kinds.Drop(item="c"))
    write_change(journal, 1, UndoLast(), "甲", AT)
    do(journal, operation_kinds.Drop(item="b"))
    with pytest.raises(NotThere, match="没有可以重做"):
        write_change(journal, 1, RedoLast(), "甲", AT)


def test_what_others_built_on_is_not_undone(journal: Journal) -> None:
    do(journal, operation_kinds.Add(item=item("d"), column=MARKET), "甲")
    do(journal, operation_kinds.Retitle(item="d", value="乙的题目"), "乙")
    with pytest.raises(NotThere, match="乙此后也改动了"):
        write_change(journal, 1, UndoLast(), "甲", AT)


def test_an_undo_of_a_drop_puts_the_item_back_where_it_was(journal: Journal) -> None:
    do(journal, operation_kinds.Drop(item="a"))
    write_change(journal, 1, UndoLast(), "甲", AT)
    assert column(reading_of(journal, 1).issue) == ["a", "b", "c"]


def test_two_processes_write_at_once_and_nothing_is_lost(journal: Journal, tmp_path: Path) -> None:
    other = Journal(SqliteStore(tmp_path / "store.sqlite"))
    reading_of(other, 1)
    for turn in range(10):
        do(journal, operation_kinds.Remark(text=f"甲{turn}"), "甲")
        do(other, operation_kinds.Remark(text=f"乙{turn}"), "乙")
    mine, theirs = reading_of(journal, 1), reading_of(other, 1)
    assert [one.text for one in mine.issue.remarks] == [one.text for one in theirs.issue.remarks]
    assert len(mine.issue.remarks) == 20
    other.store.close()


def test_an_issue_that_was_never_drafted(journal: Journal) -> None:
    with pytest.raises(NotThere, match="tanxun draft --issue 7"):
        write_change(journal, 7, operation_kinds.Drop(item="a"), "甲", AT, 1)


def test_an_unknown_kind_of_operation_is_an_error(journal: Journal) -> None:
    unknown = Operation(issue=1, number=2, kind="dance", at=AT, who="甲", data={})
    with pytest.raises(msgspec.ValidationError):
        issue_of([*reading_of(journal, 1).operations, unknown])


NAMES = st.sampled_from(["a", "b", "c", "d"])
CHANGES: st.SearchStrategy[Any] = st.one_of(
    st.builds(operation_kinds.Move, item=NAMES, column=st.sampled_from([MARKET, DOMESTIC]), after=NAMES | st.just("")),
    st.builds(operation_kinds.Retitle, item=NAMES, value=st.text(max_size=3)),
    st.builds(operation_kinds.Drop, item=NAMES),
    st.builds(operation_kinds.Restore, item=NAMES),
    st.builds(operation_kinds.Join, item=NAMES, other=NAMES),
    st.builds(operation_kinds.Swap, item=NAMES, other=NAMES.map(item)),
    st.builds(operation_kinds.Add, item=NAMES.map(item), column=st.sampled_from([MARKET, DOMESTIC]), after=NAMES),
)


@given(
    st.lists(st.tuples(CHANGES, st.sampled_from(["甲", "乙"]), st.sampled_from(["do", "undo", "redo"])), max_size=25)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_operations_leave_a_whole_issue(acts: list[tuple[operation_kinds.AnyEdit, str, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        store = SqliteStore(Path(place) / "s")
        store.init(MODEL)
        begin(store)
        journal = Journal(store)
        for change, who, act in acts:
            try:
                if act == "do":
                    do(journal, change, who)
                else:
                    write_change(journal, 1, UndoLast() if act == "undo" else RedoLast(), who, AT)
            except NotThere:
                continue
        reading = reading_of(journal, 1)
        items = [one.id for one_column in reading.issue.draft.columns for one in one_column.items]
        assert len(items) == len(set(items))
        assert reading.issue == issue_of(store.operations(1))
        lost = {"a", "b", "c"} - set(items) - reading.issue.known
        assert lost == set()
        store.close()
