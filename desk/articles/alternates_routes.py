"""An item's alternates: swap, split, join, and a text beside the item's."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from bulletin.issue import Issue, IssueReading, NotThere, edit, find_item, operation_kinds, printable_line, reading_of
from desk.articles.alternates import alternates as alternates_of
from desk.editing.changes import Unclear
from desk.editing.whole_item import whole_item
from desk.history.diff import DiffPiece, diff
from desk.http.forms import FormRoute
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.frame import AskedPage, issue_page
from desk.services import Desk
from pipeline.records import blocks_text

router = APIRouter(route_class=FormRoute)
Text = Annotated[str, Form()]

DONE = {
    "swap": "已换用，原来的一条成了备选", "split": "已拆开：不再是这一条的备选", "split_add": "已拆开，并排在这一条之后",
    "join": "已并入，成了这一条的备选",
}  # fmt: skip


@router.get("/issues/{number}/items/{item}/alternates", name="alternates")
def alternates(
    request: Request, desk: AskedDesk, now: AskedPage, item: str, beside: str = "", done: str = ""
) -> Response:
    """What could stand in the item's place; `beside` is an article whose text is compared with the item's."""
    return _page(request, desk, now, item, beside, done=DONE.get(done, ""))


@router.post("/issues/{number}/items/{item}/alternates", name="choose_alternate")
def choose_alternate(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, item: str, kind: Text, other: Text,
    base: Annotated[int, Form()],
) -> Response:  # fmt: skip
    """Swap the item with another article, split one off or join another item with it."""
    now = reading_of(desk.journal, number).issue
    try:
        for change in [] if _is_done(now, item, kind, other) else _changes(desk, number, item, kind, other):
            edit(desk.journal, number, change, user.name, desk.clock(), base)
    except NotThere as problem:
        return _page(request, desk, reading_of(desk.journal, number), item, status=409, said=f"没有改动：{problem}")
    request.app.state.live.wake(number)
    where = other if kind == "swap" else item
    return RedirectResponse(f"/issues/{number}/items/{where}/alternates?done={kind}", 303)


def _changes(desk: Desk, number: int, item: str, kind: str, other: str) -> list[operation_kinds.AnyEdit]:
    match kind:
        case "swap":
            return [
                operation_kinds.Swap(
                    item=item, other=whole_item(reading_of(desk.journal, number).issue, desk.store, other)
                )
            ]
        case "split":
            return [operation_kinds.Split(item=item, other=other)]
        case "split_add":
            # Read before the split, so that an article that vanished leaves the issue as it is.
            return [operation_kinds.Split(item=item, other=other), _beside(desk, number, item, other)]
        case "join":
            return [operation_kinds.Join(item=item, other=other)]
        case _:
            raise Unclear(f"没有“{kind}”这种操作")


def _is_done(issue: Issue, item: str, kind: str, other: str) -> bool:
    """Whether it is as asked for already: a second click, or a colleague's."""
    mine, theirs = find_item(issue.draft, item), find_item(issue.draft, other)
    match kind:
        case "swap":
            return theirs is not None and mine is None and item in {one.id for one in theirs[1].alternates}
        case "join":
            return mine is not None and theirs is None and other in {one.id for one in mine[1].alternates}
        case "split":
            return mine is not None and other not in {one.id for one in mine[1].alternates}
        case "split_add":
            return mine is not None and theirs is not None
        case _:
            return False


def _beside(desk: Desk, number: int, item: str, other: str) -> operation_kinds.Add:
    """The other article as an item of its own, behind the item."""
    issue = reading_of(desk.journal, number).issue
    found = find_item(issue.draft, item)
    if found is None:
        raise NotThere("本期里已经没有这一条，可能刚被取下或换下")
    return operation_kinds.Add(item=whole_item(issue, desk.store, other), column=found[0], after=item, origin="split")


def _page(
    request: Request, desk: Desk, now: IssueReading, item: str, beside: str = "", status: int = 200, said: str = "",
    done: str = "",
) -> Response:  # fmt: skip
    view = alternates_of(now.issue, item, desk.store)
    if view is None:
        gone = now.issue.gone(item)
        name = f"《{printable_line(gone.item.title, 60)}》" if gone else "这一条"
        raise NotThere(f"本期里已经没有{name}，可能刚被取下、换下或并入别条")
    return issue_page(
        request, "articles/alternates.html.jinja", now, status, said, done, view=view, beside=beside,
        pieces=_compared(desk, now.issue, blocks_text(view.item.blocks), beside),
    )  # fmt: skip


def _compared(desk: Desk, issue: Issue, mine: str, beside: str) -> list[DiffPiece]:
    kept = issue.kept(beside)
    if kept is not None:
        return diff(mine, blocks_text(kept.blocks))
    stored = desk.store.article(beside) if beside else None
    return diff(mine, stored.enriched.article.text) if stored else []
