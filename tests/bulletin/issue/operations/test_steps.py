"""What is one step: of undo, of redo, of the history."""

from datetime import date, timedelta

import pytest

from bulletin.issue import Change, Journal, NotThere, RedoLast, UndoLast, reading_of, steps_of, write_change
from bulletin.issue.operations.operation_kinds import Move, Redate, Remark, Resource, Retitle, Undo
from index.store import Operation
from tests.support.begun_issue import AT, DOMESTIC, MARKET, column, first

SOON, LATE = timedelta(minutes=5), timedelta(minutes=5, seconds=1)


class Writers:
    """People who write in an issue, each `after` the one before."""

    def __init__(self, journal: Journal) -> None:
        self.journal, self.at = journal, AT

    def do(self, change: Change, who: str = "甲", after: timedelta = timedelta(seconds=1)) -> None:
        self.at += after
        write_change(self.journal, 1, change, who, self.at, reading_of(self.journal, 1).version)

    def titles(self, *titles: str, who: str = "甲", after: timedelta = timedelta(seconds=1)) -> None:
        for title in titles:
            self.do(Retitle(item="a", value=title), who, after)

    @property
    def title(self) -> str:
        return first(reading_of(self.journal, 1).issue).title

    @property
    def steps(self) -> list[list[int]]:
        return [[one.number for one in step] for step in steps_of(reading_of(self.journal, 1).operations)]


def test_a_title_that_was_saved_seven_times_is_taken_back_and_done_again_at_once(journal: Journal) -> None:
    desk = Writers(journal)
    desk.do(Move(item="a", column=DOMESTIC))
    desk.titles("东", "东海", "东海碳", "东海碳市", "东海碳市场", "东海碳市场周", "东海碳市场周报")
    assert desk.steps == [[1], [2], [3, 4, 5, 6, 7, 8, 9]]
    desk.do(UndoLast())
    assert desk.title == "题目a"
    desk.do(RedoLast())
    assert desk.title == "东海碳市场周报"
    desk.do(UndoLast())
    desk.do(UndoLast())
    assert column(reading_of(journal, 1).issue, MARKET) == ["a", "b", "c"]
    with pytest.raises(NotThere, match="没有可以撤销的操作"):
        desk.do(UndoLast())
    desk.do(RedoLast())
    desk.do(RedoLast())
    assert desk.title == "东海碳市场周报"
    with pytest.raises(NotThere, match="没有可以重做的操作"):
        desk.do(RedoLast())


@pytest.mark.parametrize(("pause", "steps"), [(SOON, [[1], [2, 3, 4]]), (LATE, [[1], [2], [3], [4]])])
def test_five_minutes_are_counted_from_one_to_the_next(
    journal: Journal, pause: timedelta, steps: list[list[int]]
) -> None:
    desk = Writers(journal)
    desk.titles("一", "二", "三", after=pause)
    assert desk.steps == steps


@pytest.mark.parametrize(
    ("between", "who"),
    [
        (Resource(item="a", value="来源"), "甲"),
        (Retitle(item="b", value="别条"), "甲"),
        (Remark(text="请看"), "乙"),
        (Retitle(item="b", value="别条"), "乙"),
        (Retitle(item="a", value="乙的题目"), "乙"),
        (Redate(item="a", value=date(2026, 5, 9)), "乙"),
    ],
)
def test_what_comes_between_parts_them(journal: Journal, between: Change, who: str) -> None:
    desk = Writers(journal)
    desk.titles("一", "二")
    desk.do(between, who)
    desk.titles("三", "四")
    assert desk.steps == [[1], [2, 3], [4], [5, 6]]
    desk.do(UndoLast())
    assert desk.title == ("乙的题目" if between == Retitle(item="a", value="乙的题目") else "二")


def test_an_undo_parts_them_too(journal: Journal) -> None:
    desk = Writers(journal)
    desk.titles("一", "二")
    desk.do(UndoLast())
    desk.titles("三", "四")
    assert desk.steps == [[1], [2, 3], [4], [5, 6]]
    desk.do(UndoLast())
    assert desk.title == "题目a"


def test_moves_and_remarks_are_each_a_step(journal: Journal) -> None:
    desk = Writers(journal)
    for target in ("c", "b"):
        desk.do(Move(item="a", column=MARKET, after=target))
        desk.do(Remark(item="a", text=f"在{target}后"))
    assert desk.steps == [[1], [2], [3], [4], [5]]


def test_what_was_written_and_taken_back_by_hand_is_passed_over(journal: Journal) -> None:
    """An undo that shows nothing would only be pressed again."""
    desk, before = Writers(journal), first(reading_of(journal, 1).issue)
    desk.do(Resource(item="a", value="来源"))
    desk.titles("写错", before.title)
    desk.do(UndoLast())
    assert first(reading_of(journal, 1).issue) == before


def test_what_a_version_before_undid_alone_stays_alone(journal: Journal) -> None:
    desk = Writers(journal)
    desk.titles("一", "二", "三")
    one = Operation(issue=1, number=5, kind="undo", at=desk.at, who="甲", data={"of": 4})
    journal.store.append(one)
    assert desk.steps == [[1], [2, 3], [4], [5]]
    assert desk.title == "二"
    desk.do(UndoLast())
    assert desk.title == "题目a"
    assert Undo(of=3, since=2) in [Undo(**one.data) for one in reading_of(journal, 1).operations if one.kind == "undo"]
