"""Why a change of an issue is not made; the messages are an editor's, in Chinese."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bulletin.issue.journal import IssueReading
from bulletin.issue.merge import MergedPart
from bulletin.issue.state import Issue
from bulletin.reasons import in_words
from pipeline.errors import Conflict, TanxunError
from pipeline.time_zone import local_time


class NotThere(TanxunError):
    """The item, the column or the operation that a change names is not there (any more)."""


class ItemGone(NotThere):
    """The item that a change names is not in the issue: it never was, or was taken out, swapped or joined."""

    def __init__(self, issue: Issue, item: str) -> None:
        gone = issue.gone(item)
        if gone is None:
            told = f"本期没有 {item} 这一条"
        elif gone == issue.displaced.get(item):
            told = f"《{gone.item.title}》已被{gone.who}于{local_time(gone.at)}{in_words(gone.why)}，可在那一条的备选里换回或拆开"
        else:
            how = "撤稿" if gone.withdrawn else "取下"
            told = f"《{gone.item.title}》已被{gone.who}于{local_time(gone.at)}{how}，可先放回"
        super().__init__(told)
        self.item = item


class DeletedIssue(NotThere):
    """The issue was deleted: nothing of it can be seen or changed before it is brought back or drafted anew."""

    def __init__(self, issue: Issue) -> None:
        gone, number = issue.deleted, issue.draft.number
        assert gone is not None
        super().__init__(
            f"第{number}期已被{gone.who}于{local_time(gone.at)}删除；恢复用 tanxun issue undelete {number}，"
            f"重新起草用 tanxun draft --issue {number}"
        )


class Stale(Conflict):
    """The issue has changed since whoever publishes or deletes it looked at version `base`."""

    def __init__(self, reading: IssueReading, base: int) -> None:
        last = reading.operations[-1]
        super().__init__(
            f"您看的是第{base}版，{last.who}于{local_time(last.at)}又有改动，现在是第{reading.version}版；请再看一遍"
        )


@dataclass
class Clash(TanxunError):
    """Two people set the same field: what it was when the editor looked, what it is now, who did that and when.

    `parts` are a text's, merged as far as it goes. `others` are the further fields that the same change sets and that clash.
    """

    item: str
    field: str
    before: Any
    theirs: Any
    who: str
    at: datetime
    version: int
    parts: tuple[MergedPart, ...] = ()
    others: "tuple[Clash, ...]" = ()

    def __str__(self) -> str:
        return f"{self.field} of {self.item} was changed by {self.who} at {self.at:%Y-%m-%d %H:%M} UTC; take one of the two"
