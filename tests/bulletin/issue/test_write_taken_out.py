"""What leaves an issue can come back as it was, teaches what it should, and leaves a tombstone where it was printed."""

from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.issue import RedoLast, UndoLast, operation_kinds, write_change
from bulletin.issue.journal import Journal
from bulletin.issue.problems import NotThere
from bulletin.issue.publish import complete_publication, edition_of_reading, publish, taken_back_items
from bulletin.issue.write import reading_of
from bulletin.reasons import in_words
from index.folder.files import FolderFiles
from pipeline.records import Reason
from tests.support.begun_issue import AT, column, do, first, item, printed

LATER = AT + timedelta(hours=3)


def relevance(journal: Journal) -> list[tuple[str, str]]:
    return [(one.before, one.after) for one in journal.store.labels() if one.field == "relevance"]


def published(journal: Journal, folder: Path, note: str = "") -> None:
    version = reading_of(journal, 1).version
    publish(journal, FolderFiles(folder), 1, "主编", AT + timedelta(minutes=version), version, note, printed)


def test_redo_never_takes_a_colleagues_edit_away(journal: Journal) -> None:
    do(journal, operation_kinds.Drop(item="a"))
    write_change(journal, 1, UndoLast(), "甲", AT)
    do(journal, operation_kinds.Retitle(item="a", value="乙的题目"), "乙")
    with pytest.raises(NotThere, match="乙此后改动了这一条，重做会丢掉那处改动"):
        write_change(journal, 1, RedoLast(), "甲", AT)
    write_change(journal, 1, UndoLast(), "乙", AT)
    write_change(journal, 1, RedoLast(), "甲", AT)
    assert column(reading_of(journal, 1).issue) == ["b", "c"]


def test_redo_of_a_swap_or_a_join_neither(journal: Journal) -> None:
    for change in (operation_kinds.Swap(item="a", other=item("d")), operation_kinds.Join(item="b", other="a")):
        do(journal, change)
        write_change(journal, 1, UndoLast(), "甲", AT)
        do(journal, operation_kinds.Retitle(item="a", value=f"乙在{change.other}之后"), "乙")
        with pytest.raises(NotThere, match="重做会丢掉"):
            write_change(journal, 1, RedoLast(), "甲", AT)


def test_a_colleagues_step_that_was_taken_back_stands_in_nobodys_way(journal: Journal) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="甲的题目"))
    do(journal, operation_kinds.Retitle(item="a", value="乙的题目"), "乙")
    write_change(journal, 1, UndoLast(), "乙", AT)
    write_change(journal, 1, UndoLast(), "甲", AT)
    assert first(reading_of(journal, 1).issue).title == "题目a"


def test_an_item_put_back_is_on_topic_again(journal: Journal) -> None:
    do(journal, operation_kinds.Drop(item="a", off_topic=True))
    do(journal, operation_kinds.Restore(item="a"))
    assert relevance(journal) == [("on-topic", "off-topic"), ("off-topic", "on-topic")]
    do(journal, operation_kinds.Drop(item="b"))
    do(journal, operation_kinds.Restore(item="b"))
    assert len(relevance(journal)) == 2


def test_how_an_item_left_is_data(journal: Journal, tmp_path: Path) -> None:
    published(journal, tmp_path)
    do(journal, operation_kinds.Withdraw(item="a", why="弄错了"))
    do(journal, operation_kinds.Join(item="c", other="b"))
    now = do(journal, operation_kinds.Swap(item="c", other=item("e")))
    assert {name: gone.how for name in "abc" if (gone := now.gone(name))} == {
        "a": Reason("withdrawn", {"why": Reason("own_words", {"text": "弄错了"})}),
        "b": Reason("joined_into", {"title": "题目c"}),
        "c": Reason("swapped_for", {"title": "题目e"}),
    }
    now = do(journal, operation_kinds.Drop(item="e"))
    assert [in_words(one.how) for one in now.out] == ["取下", "撤稿：弄错了"]


def test_a_withdrawn_item_comes_back_as_it_was(journal: Journal, tmp_path: Path) -> None:
    do(journal, operation_kinds.Retitle(item="a", value="改过的题目"))
    published(journal, tmp_path)
    now = do(journal, operation_kinds.Withdraw(item="a", why="弄错了"))
    assert [(one.item.id, in_words(one.how)) for one in now.out] == [("a", "撤稿：弄错了")]
    now = do(journal, operation_kinds.Restore(item="a"))
    assert (first(now).title, now.out) == ("改过的题目", [])
    assert taken_back_items(reading_of(journal, 1)) == []


def test_whatever_was_printed_and_is_gone_leaves_a_tombstone(journal: Journal, tmp_path: Path) -> None:
    do(journal, operation_kinds.Add(item=item("d"), column="国内资讯"), "乙")
    published(journal, tmp_path)
    do(journal, operation_kinds.Drop(item="a"))
    do(journal, operation_kinds.Join(item="c", other="b"))
    do(journal, operation_kinds.Swap(item="c", other=item("e")))
    write_change(journal, 1, UndoLast(), "乙", LATER)
    published(journal, tmp_path, "四条有变")
    places = {one.id: one for one in journal.store.published(1)}
    assert [name for name, one in places.items() if not one.withdrawn] == ["e"]
    whys = {name: (one.column, one.why) for name, one in places.items() if one.withdrawn}
    assert whys == {
        "a": ("市场热点", ""),
        "b": ("市场热点", "并入《题目c》"),
        "c": ("市场热点", "换为《题目e》"),
        "d": ("国内资讯", ""),
    }
    assert not complete_publication(journal, 1)


def test_an_edition_folded_again_has_the_same_tombstones(journal: Journal, tmp_path: Path) -> None:
    """As the read API does it, later."""
    published(journal, tmp_path)
    do(journal, operation_kinds.Drop(item="a"))
    published(journal, tmp_path, "取下一条")
    do(journal, operation_kinds.Restore(item="a"))
    reading = reading_of(journal, 1)
    _, second = reading.issue.editions
    folded = edition_of_reading(reading.until(second.number), 2, second.at, second.note)
    (gone,) = folded.withdrawn
    assert (gone.id, gone.title, gone.at) == ("a", "题目a", reading.operations[2].at.replace(microsecond=0))
    assert edition_of_reading(reading, 3, LATER, "放回").withdrawn == ()
    published(journal, tmp_path, "放回一条")
    assert [(one.id, one.withdrawn) for one in journal.store.published(1)] == [("b", False), ("c", False), ("a", False)]
