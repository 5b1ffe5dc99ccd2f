"""What is asked for becomes operations when it meets the issue as it stands."""

import pytest

from bulletin.issue.journal import Journal
from bulletin.issue.operations.apply import move_item
from bulletin.issue.operations.changes import MoveDown, MoveUp, operations_of
from bulletin.issue.operations.operation_kinds import Move
from bulletin.issue.problems import NotThere
from bulletin.issue.write import reading_of


def test_steps_within_a_column(journal: Journal) -> None:
    reading = reading_of(journal, 1)
    draft = reading.issue.draft
    at_column, home = next(
        (at, [item.id for item in column.items]) for at, column in enumerate(draft.columns) if column.items
    )
    for at, name in enumerate(home):
        for asked, by in ((MoveUp(item=name), -1), (MoveDown(item=name), 1)):
            if not 0 <= at + by < len(home):
                with pytest.raises(NotThere, match=r"已经是市场热点的第一条|已经是市场热点的最后一条"):
                    operations_of(asked, reading, "甲")
                continue
            (change,) = operations_of(asked, reading, "甲")
            assert isinstance(change, Move)
            wanted = home[:at] + home[at + 1 :]
            wanted.insert(at + by, name)
            assert [item.id for item in move_item(draft, change).columns[at_column].items] == wanted
