"""三审三校: in order, by different persons, before each edition; what was changed since."""

from pathlib import Path

import pytest

from bulletin.issue import (
    AnyEdit,
    Done,
    Journal,
    NotThere,
    Retitle,
    ReviewStage,
    Stale,
    UndoLast,
    operation_kinds,
    publish,
    reading_of,
    review_states,
    write_change,
)
from index.folder.files import FolderFiles
from tests.support.begun_issue import AT, printed


def do(journal: Journal, change: AnyEdit | UndoLast, who: str, base: int = 0) -> Done:
    return write_change(journal, 1, change, who, AT, base or reading_of(journal, 1).version)


def passed(journal: Journal, stage: ReviewStage, who: str, base: int = 0) -> Done:
    return do(journal, operation_kinds.PassReview(stage=stage), who, base)


def told(journal: Journal) -> list[tuple[str, str, bool]]:
    states = review_states(reading_of(journal, 1))
    return [(one.word, one.passed.who if one.passed else "", one.changed) for one in states]


def test_three_persons_pass_in_order_before_an_edition(journal: Journal, tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")

    def out(note: str = "") -> None:
        version = reading_of(journal, 1).version
        publish(journal, files, 1, "丙", AT, version, note, printed, reviews=True)

    with pytest.raises(NotThere, match="还没有通过初审，不能复审"):
        passed(journal, "second", "甲")
    passed(journal, "first", "甲")
    with pytest.raises(NotThere, match="甲已通过初审；三审要由不同的人做"):
        passed(journal, "second", "甲")
    passed(journal, "second", "乙")
    with pytest.raises(NotThere, match="还没有通过终审；本刊要三审齐了才能发布"):
        out()
    passed(journal, "final", "丙")
    out()
    assert reading_of(journal, 1).issue.editions[-1].edition == 1
    # A correction is reviewed anew.
    do(journal, Retitle(item="a", value="新题目"), "甲")
    with pytest.raises(NotThere, match="还没有通过初审、复审、终审"):
        out("改题目")


def test_what_was_changed_after_a_pass_is_told(journal: Journal) -> None:
    passed(journal, "first", "甲")
    do(journal, Retitle(item="a", value="新题目"), "乙")
    passed(journal, "second", "乙")
    assert told(journal) == [("初审", "甲", True), ("复审", "乙", False), ("终审", "", False)]
    do(journal, operation_kinds.Remark(text="好"), "丙")
    assert told(journal)[1] == ("复审", "乙", False)
    passed(journal, "first", "甲")
    assert told(journal)[0] == ("初审", "甲", False)


def test_a_pass_is_of_what_was_looked_at_made_once_and_undone(journal: Journal) -> None:
    seen = reading_of(journal, 1).version
    do(journal, Retitle(item="a", value="新题目"), "乙")
    with pytest.raises(Stale):
        passed(journal, "first", "甲", seen)
    base = reading_of(journal, 1).version
    assert [len(passed(journal, "first", "甲", base).written) for _ in range(2)] == [1, 0]
    do(journal, UndoLast(), "甲")
    assert told(journal)[0] == ("初审", "", False)
