"""A change made at the desk, and what it could not be made for in an editor's words."""

from bulletin.issue import Change, Clash, Done, Issue, ItemGone, NotThere, reading_of, write_change
from desk.editing.sent_changes import why_gone
from desk.editing.shown_clash import FIELDS, Clashing, clash_line, clashing
from desk.services import Desk
from pipeline.errors import TanxunError


class Clashed(TanxunError):
    """Somebody else set the same field to something else; `clash` has both versions."""

    def __init__(self, clash: Clashing) -> None:
        super().__init__(clash.line)
        self.clash = clash


def make_change(desk: Desk, number: int, change: Change, who: str, base: int) -> Done:
    """Make a change of an issue that an editor made looking at version `base`.

    Raises Clashed, NotThere in an editor's words, and as bulletin.issue.write_change does.
    """
    try:
        return write_change(desk.journal, number, change, who, desk.clock(), base)
    except ItemGone as gone:
        raise NotThere(why_gone(reading_of(desk.journal, number).issue, gone.item)) from gone
    except Clash as clash:
        raise Clashed(clashing(clash, change, reading_of(desk.journal, number))) from clash


def told(done: Done, issue: Issue) -> list[str]:
    """Why some of several changes were not made, an item a line."""
    lines = list[str]()
    for one in done.refused:
        if isinstance(one, Clash):
            lines.append(clash_line(one.who, one.at, issue.title_of(one.item), FIELDS[one.field]))
        else:
            lines.append(why_gone(issue, one.item) if isinstance(one, ItemGone) else str(one))
    return lines
