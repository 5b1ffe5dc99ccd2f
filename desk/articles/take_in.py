"""Articles of the store brought into an issue: each edit holds the whole item, so that later merges cannot break it."""

from typing import Literal

from bulletin.issue import IssueReading, NotThere, edit, find_item, operation_kinds, reading_of
from desk.articles.search import standing
from desk.editing.whole_item import whole_item
from desk.services import Desk

Origin = Literal["left_out", "search", "address", "split"]


def take_in(desk: Desk, number: int, article: str, column: str, origin: Origin, who: str, base: int) -> str:
    """Bring an article into a column, at its end; returns its title. Taken in twice, it comes once.

    What was taken out comes back as it was then. Raises NotThere.
    """
    page = reading_of(desk.journal, number)
    where = standing(page.issue, article)
    if where.kind == "in":
        return _title(page, article)
    if where.kind == "alternate":
        raise NotThere(f"它是《{where.where}》的备选；请在那一条的备选里换用，或先拆开")
    if where.kind == "out":
        return _put_back(desk, number, article, column, who, base)
    item = whole_item(page.issue, desk.store, article)
    if origin == "search" and any(one.id == article for one in page.issue.draft.left_out):
        origin = "left_out"
    change = operation_kinds.Add(item=item, column=column, after=last_of(page, column), origin=origin)
    try:
        edit(desk.journal, number, change, who, desk.clock(), base)
    except NotThere:
        # A second click, or a colleague, came between: it is where it was wanted.
        if standing(reading_of(desk.journal, number).issue, article).kind != "in":
            raise
    return item.title


def last_of(page: IssueReading, column: str) -> str:
    """The id of a column's last item; FIRST where it has none."""
    items = [item.id for one in page.issue.draft.columns if one.name == column for item in one.items]
    return items[-1] if items else operation_kinds.FIRST


def _put_back(desk: Desk, number: int, article: str, column: str, who: str, base: int) -> str:
    edit(desk.journal, number, operation_kinds.Restore(item=article), who, desk.clock(), base)
    page = reading_of(desk.journal, number)
    found = find_item(page.issue.draft, article)
    if found is not None and found[0] != column:
        move = operation_kinds.Move(item=article, column=column, after=last_of(page, column))
        edit(desk.journal, number, move, who, desk.clock(), page.version)
    return _title(page, article)


def _title(page: IssueReading, article: str) -> str:
    found = find_item(page.issue.draft, article)
    return found[1].title if found else article
