"""An item's alternates: swap, split, join, and a text beside the item's."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.issue import Change, IssueReading, NotThere, SplitOff, operation_kinds, printable_line, reading_of
from desk.articles.alternates import alternates as alternates_of
from desk.articles.partners import join_partners
from desk.editing.make_change import make_change
from desk.editing.typed_values import LONGEST_LINE, Unclear
from desk.editing.whole_item import whole_item
from desk.history.diff import diff
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page
from desk.services import Desk
from pipeline.records import blocks_text

router = APIRouter(route_class=FormRoute)

DONE = {
    "swap": "已换用，原来的一条成了备选",
    "split": "已拆开：不再是这一条的备选",
    "split_add": "已拆开，并排在这一条之后",
    "join": "已并入，成了这一条的备选",
}


class AlternateForm(BaseModel):
    """What is to be done with an article beside the item, as seen in version `base`."""

    kind: str
    other: str = ""
    base: int


@router.get("/issues/{number}/items/{item}/alternates", name="alternates")
def alternates(
    request: Request,
    desk: AskedDesk,
    reading: AskedReading,
    item: str,
    beside: str = "",
    done: str = "",
    words: str = "",
) -> Response:
    """What could stand in the item's place; `beside` is an article whose text is compared with the item's, `words` are
    looked for in the issue's other items, which may be merged into this one.
    """
    return _page(request, desk, reading, item, beside, Notice(done=DONE.get(done, "")), words[:LONGEST_LINE])


@router.post("/issues/{number}/items/{item}/alternates", name="choose_alternate")
def choose_alternate(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    item: str,
    form: Annotated[AlternateForm, Form()],
) -> Response:
    """Swap the item with another article, split one off or join another item with it."""
    if not form.other:
        notice = Notice(422, "没有改动：请先选一条")
        return _page(request, desk, reading_of(desk.journal, number), item, notice=notice)
    try:
        issue = reading_of(desk.journal, number).issue
        change: Change
        match form.kind:
            case "swap":
                change = operation_kinds.Swap(item=item, other=whole_item(issue, desk.store, form.other))
            case "split":
                change = operation_kinds.Split(item=item, other=form.other)
            case "split_add":
                change = SplitOff(item=item, other=whole_item(issue, desk.store, form.other))
            case "join":
                change = operation_kinds.Join(item=item, other=form.other)
            case _:
                raise Unclear(f"没有“{form.kind}”这种操作")
        make_change(desk, number, change, user.name, form.base)
    except NotThere as problem:
        now = reading_of(desk.journal, number)
        return _page(request, desk, now, item, notice=Notice(409, f"没有改动：{problem}"))
    where = form.other if form.kind == "swap" else item
    return RedirectResponse(f"/issues/{number}/items/{where}/alternates?done={form.kind}", 303)


def _page(
    request: Request,
    desk: Desk,
    reading: IssueReading,
    item: str,
    beside: str = "",
    notice: Notice = NO_NOTICE,
    words: str = "",
) -> Response:
    view = alternates_of(reading.issue, item, desk.store)
    if view is None:
        gone = reading.issue.gone(item)
        name = f"《{printable_line(gone.item.title, 60)}》" if gone else "这一条"
        raise NotThere(f"本期里已经没有{name}，可能刚被取下、换下或并入别条")
    kept = reading.issue.kept(beside)
    stored = desk.store.article(beside) if beside and kept is None else None
    theirs = blocks_text(kept.blocks) if kept else stored.enriched.article.text if stored else None
    return issue_page(
        request,
        "articles/alternates.html.jinja",
        reading,
        notice,
        view=view,
        beside=beside,
        words=words,
        partners=join_partners(reading.issue, view.item, desk.store, words),
        pieces=diff(blocks_text(view.item.blocks), theirs) if theirs is not None else [],
    )
