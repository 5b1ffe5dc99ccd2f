"""Two people write in one text: other paragraphs merge into one operation, one paragraph clashes; each undoes their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.issue import (
    Clash,
    ClashingLines,
    Issue,
    Journal,
    NotThere,
    RedoLast,
    Repicture,
    Retitle,
    Revert,
    Rewrite,
    Several,
    UndoLast,
    blocks_of_text,
    edit_of,
    reading_of,
    text_of_blocks,
    write_change,
)
from bulletin.issue.content import Picture
from bulletin.issue.state import issue_of
from index.sqlite.store import SqliteStore
from tests.support.begun_issue import AT, begun, do, first

ONE, TWO, THREE = "全国碳市场本周成交放量。", "多位交易员说，履约期临近。", "下月的拍卖将检验市场的承受能力。"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with begun(tmp_path) as one:
        do(one, rewritten(ONE, TWO, THREE), "丙")
        yield one


def rewritten(*lines: str, typed_on: int = 0) -> Rewrite:
    return Rewrite(item="a", value=blocks_of_text("\n".join(lines), ()), typed_on=typed_on)


def lines(issue: Issue) -> list[str]:
    return text_of_blocks(first(issue).blocks).split("\n")


def last(journal: Journal) -> Rewrite:
    edit = edit_of(reading_of(journal, 1).operations[-1])
    assert isinstance(edit, Rewrite)
    return edit


def test_other_paragraphs_merge_into_one_operation_that_says_so(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    now = do(journal, rewritten(ONE, TWO, f"{THREE}乙加的一句。"), "乙", base)
    assert lines(now) == ["甲的开头。", TWO, f"{THREE}乙加的一句。"]
    assert now.draft.version == base + 2
    made = last(journal)
    assert (made.merged_with, made.typed) == ("甲", rewritten(ONE, TWO, f"{THREE}乙加的一句。").value)
    assert issue_of(reading_of(journal, 1).operations) == now


def test_sent_twice_it_is_made_once(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    for _ in range(2):
        now = do(journal, rewritten(ONE, TWO, "乙的结尾。"), "乙", base)
    assert (now.draft.version, lines(now)) == (base + 2, ["甲的开头。", TWO, "乙的结尾。"])


def test_one_paragraph_clashes_with_its_parts_and_nothing_is_made(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", "甲的第二段。", THREE), "甲", base)
    with pytest.raises(Clash) as met:
        do(journal, rewritten(ONE, "乙的第二段。", "乙的结尾。"), "乙", base)
    assert (met.value.who, met.value.version) == ("甲", base + 1)
    assert [part for part in met.value.parts if isinstance(part, ClashingLines)] == [
        ClashingLines((TWO,), ("乙的第二段。",), ("甲的第二段。",))
    ]
    assert reading_of(journal, 1).version == base + 1


def test_who_has_not_seen_the_merged_text_types_on_in_the_own_one(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    merged = do(journal, rewritten(ONE, TWO, "乙的"), "乙", base).draft.version
    on = do(journal, rewritten(ONE, TWO, "乙的结尾。", typed_on=merged), "乙", merged)
    assert lines(on) == ["甲的开头。", TWO, "乙的结尾。"]
    do(journal, rewritten("甲的开头。", TWO, "乙的结尾。", "甲又加一段。"), "甲", on.draft.version)
    still = do(journal, rewritten(ONE, TWO, "乙的结尾，再改。", typed_on=on.draft.version), "乙", on.draft.version)
    assert lines(still) == ["甲的开头。", TWO, "乙的结尾，再改。", "甲又加一段。"]
    with pytest.raises(Clash) as met:
        mine = rewritten("乙的开头。", TWO, "乙的结尾，再改。", typed_on=still.draft.version)
        do(journal, mine, "乙", still.draft.version)
    assert (met.value.who, last(journal).typed_on) == ("甲", 0)


def test_places_of_pictures_merge_like_paragraphs(journal: Journal) -> None:
    do(journal, Repicture(item="a", value=(Picture(url="http://x.example/1.png"),)), "丙")
    base = reading_of(journal, 1).version
    do(journal, rewritten("[图]", ONE, TWO, THREE), "甲", base)
    now = do(journal, rewritten(ONE, TWO, "乙的结尾。", "[图]"), "乙", base)
    assert [block.image or block.text for block in first(now).blocks] == [
        "http://x.example/1.png",
        ONE,
        TWO,
        "乙的结尾。",
    ]


def test_a_text_is_brought_back_whole_or_not_at_all(journal: Journal) -> None:
    before = do(journal, rewritten("甲的开头。", TWO, THREE), "甲").draft.version
    do(journal, rewritten("甲的开头。", TWO, "乙的结尾。"), "乙")
    with pytest.raises(Clash):
        do(journal, Revert(of=before, side="before"), "甲", before)


def test_a_replacement_through_the_issue_merges_too(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    several = Several(edits=(rewritten(ONE, TWO, "下月的竞价将检验市场的承受能力。"),), found="拍卖", put="竞价")
    assert lines(do(journal, several, "乙", base)) == ["甲的开头。", TWO, "下月的竞价将检验市场的承受能力。"]


def test_each_undoes_and_redoes_their_own_paragraphs(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    do(journal, rewritten(ONE, TWO, "乙的结尾。"), "乙", base)
    assert lines(do(journal, UndoLast(), "甲")) == [ONE, TWO, "乙的结尾。"]
    assert lines(do(journal, UndoLast(), "乙")) == [ONE, TWO, THREE]
    assert lines(do(journal, RedoLast(), "甲")) == ["甲的开头。", TWO, THREE]
    assert lines(do(journal, RedoLast(), "乙")) == ["甲的开头。", TWO, "乙的结尾。"]
    assert lines(do(journal, UndoLast(), "乙")) == ["甲的开头。", TWO, THREE]
    now = reading_of(journal, 1)
    assert issue_of(now.operations) == now.issue


def test_the_merged_change_is_undone_without_the_other_s(journal: Journal) -> None:
    base = reading_of(journal, 1).version
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    do(journal, rewritten(ONE, TWO, "乙的结尾。"), "乙", base)
    assert lines(do(journal, UndoLast(), "乙")) == ["甲的开头。", TWO, THREE]
    assert lines(do(journal, RedoLast(), "乙")) == ["甲的开头。", TWO, "乙的结尾。"]


def test_an_undo_beside_what_others_wrote_goes_on_to_the_step_before(journal: Journal) -> None:
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲")
    do(journal, Retitle(item="b", value="甲的题目"), "甲")
    do(journal, rewritten("甲的开头。", TWO, "甲的结尾。"), "甲")
    do(journal, rewritten("甲的开头。", "乙的第二段。", "甲的结尾。"), "乙")
    assert lines(do(journal, UndoLast(), "甲")) == ["甲的开头。", "乙的第二段。", THREE]
    assert first(do(journal, UndoLast(), "甲"), "b").title == "题目b"
    assert lines(do(journal, UndoLast(), "甲")) == [ONE, "乙的第二段。", THREE]
    for _ in range(3):
        now = do(journal, RedoLast(), "甲")
    assert (lines(now), first(now, "b").title) == (["甲的开头。", "乙的第二段。", "甲的结尾。"], "甲的题目")


def test_what_another_wrote_in_the_same_paragraph_is_neither_undone_nor_redone(journal: Journal) -> None:
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲")
    do(journal, rewritten("甲的开头，乙改过。", TWO, THREE), "乙")
    with pytest.raises(NotThere, match="乙此后也改动了这一条，不能撤销"):
        do(journal, UndoLast(), "甲")
    do(journal, UndoLast(), "乙")
    do(journal, UndoLast(), "甲")
    do(journal, rewritten("丙的开头。", TWO, THREE), "丙")
    with pytest.raises(NotThere, match="不能重做"):
        do(journal, RedoLast(), "甲")


def test_two_processes_that_write_at_once_both_have_their_paragraph(journal: Journal, tmp_path: Path) -> None:
    base = reading_of(journal, 1).version
    store = SqliteStore(tmp_path / "store.sqlite")
    other = Journal(store)
    assert lines(reading_of(other, 1).issue) == [ONE, TWO, THREE]
    do(journal, rewritten("甲的开头。", TWO, THREE), "甲", base)
    write_change(other, 1, rewritten(ONE, TWO, "乙的结尾。"), "乙", AT, base)
    assert lines(reading_of(journal, 1).issue) == ["甲的开头。", TWO, "乙的结尾。"]
    store.close()
