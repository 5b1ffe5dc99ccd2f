"""A clash for a person: which words differ, and what stands if either side is taken."""

from datetime import UTC, datetime
from pathlib import Path

from bulletin.issue import Clash, IssueReading, MergedPart, Resource, Rewrite, blocks_of_text, merge_texts, reading_of
from desk.editing.shown_clash import Clashing, clashing
from desk.history.diff import DiffPiece
from tests.support.begun_issue import begun

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)
BEFORE, MINE, THEIRS = (
    "甲段。\n乙段。\n丙段。",
    "甲段，我改。\n乙段，我改。\n丙段。",
    "甲段。\n乙段，他改。\n丙段，他改。",
)


def reading(folder: Path) -> IssueReading:
    with begun(folder) as journal:
        return reading_of(journal, 1)


def of_texts(folder: Path, before: str, mine: str, theirs: str) -> Clashing:
    parts: tuple[MergedPart, ...] = tuple(merge_texts(before, mine, theirs))
    was, stands = blocks_of_text(before, ()), blocks_of_text(theirs, ())
    clash = Clash("a", "text", was, stands, "丙", AT, 7, parts)
    return clashing(clash, Rewrite(item="a", value=blocks_of_text(mine, ())), reading(folder))


def test_only_the_clashing_paragraph_is_open_and_its_words_are_marked(tmp_path: Path) -> None:
    first, second, third = of_texts(tmp_path, BEFORE, MINE, THEIRS).parts
    assert (first.agreed, third.agreed) == ("甲段，我改。", "丙段，他改。")
    assert (second.agreed, second.before, second.mine, second.theirs) == (
        None,
        "乙段。",
        "乙段，我改。",
        "乙段，他改。",
    )
    assert second.pieces == [
        DiffPiece("same", "乙段，"),
        DiffPiece("del", "我"),
        DiffPiece("ins", "他"),
        DiffPiece("same", "改。"),
    ]


def test_whichever_is_taken_what_does_not_clash_is_in_it(tmp_path: Path) -> None:
    clash = of_texts(tmp_path, BEFORE, MINE, THEIRS)
    assert clash.with_mine == "甲段，我改。\n乙段，我改。\n丙段，他改。"
    assert clash.with_theirs == "甲段，我改。\n乙段，他改。\n丙段，他改。"
    assert (clash.mine, clash.theirs, clash.before) == (MINE, THEIRS, BEFORE)
    said = clash.data()
    assert (said["by_hand"], said["with_mine"], "parts" in said) == (True, clash.with_mine, False)


def test_a_paragraph_that_is_gone_leaves_no_line(tmp_path: Path) -> None:
    clash = of_texts(tmp_path, BEFORE, "甲段。\n丙段。", THEIRS)
    assert clash.with_mine == "甲段。\n丙段，他改。"
    assert [part.mine for part in clash.parts if part.agreed is None] == [""]


def test_a_line_is_shown_whole(tmp_path: Path) -> None:
    clash = Clash("a", "source", "原社", "丙社", "丙", AT, 7)
    shown = clashing(clash, Resource(item="a", value="乙社"), reading(tmp_path))
    (part,) = shown.parts
    assert (part.before, part.mine, part.theirs) == ("原社", "乙社", "丙社")
    assert (shown.with_mine, shown.with_theirs, shown.by_hand) == ("乙社", "丙社", True)
