"""looked_at: what of a published issue says that the draft was right."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bulletin.issue import (
    Change,
    Journal,
    Move,
    Remark,
    Retitle,
    Several,
    UndoLast,
    Withdraw,
    looked_at,
    operation_kinds,
    publish,
    reading_of,
)
from index.folder.files import FolderFiles
from tests.support.begun_issue import AT, DOMESTIC, MARKET, do, printed

PASS = operation_kinds.PassReview(stage="first")
RETITLE = Retitle(item="a", value="新题目")
BOTH = Several(edits=(RETITLE, Retitle(item="b", value="新题目二")), found="题目", put="新题目")


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ([], [], {}),
        ([RETITLE], [], {"a": MARKET}),
        ([RETITLE, UndoLast()], [], {}),
        ([Remark(item="b", text="核对"), Move(item="c", column=MARKET, after="a")], [], {"b": MARKET, "c": MARKET}),
        ([Remark(text="整期")], [], {}),
        ([BOTH], [], {}),
        ([PASS], [], {"a": MARKET, "b": MARKET, "c": MARKET}),
        ([PASS, Move(item="a", column=DOMESTIC)], [], {"a": DOMESTIC, "b": MARKET, "c": MARKET}),
        ([PASS], [Withdraw(item="b", why="误登")], {"a": MARKET, "c": MARKET}),
        ([PASS], [Move(item="a", column=DOMESTIC)], {"b": MARKET, "c": MARKET}),
    ],
)
def test_what_somebody_looked_at_and_printed(
    journal: Journal, tmp_path: Path, before: Sequence[Change], after: Sequence[Change], seen: dict[str, str]
) -> None:
    for change in before:
        do(journal, change, base=reading_of(journal, 1).version)
    assert looked_at(reading_of(journal, 1), {"a"}) == {}
    publish(journal, FolderFiles(tmp_path / "files"), 1, "丙", AT, reading_of(journal, 1).version, "", printed)
    for change in after:
        do(journal, change, base=reading_of(journal, 1).version)
    assert looked_at(reading_of(journal, 1), ()) == seen
    standing = {item.id for column in reading_of(journal, 1).issue.draft.columns for item in column.items}
    assert looked_at(reading_of(journal, 1), {"b", "elsewhere"}).keys() == seen.keys() | ({"b"} & standing)
