"""The price table: every figure can be changed, with a reason."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import ODD_PRICES, IssueReading, NotThere, can_undo, is_charted, reading_of, trading_days
from desk.editing.make_change import Clashed, make_change
from desk.editing.sent_changes import change_of
from desk.editing.typed_values import Unclear, typed_figure
from desk.history.operation_words import FIELDS as NAMES
from desk.history.operation_words import figure
from desk.http.forms import FormRoute
from desk.http.page_notices import Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page
from desk.issue_page.issue_view import chart_digest, redoable
from desk.issue_page.shown_findings import facts_of, shown_findings
from desk.prices.price_cells import FIELDS, Cell, Row, rows
from desk.services import Desk

router = APIRouter(route_class=FormRoute)


class AskedPrice(BaseModel):
    """The figure that is being changed; "" where none is."""

    exchange: str = ""
    product: str = ""
    day: str = ""
    field: str = ""


class PricesAsked(AskedPrice):
    """The same, and whether one was changed just now."""

    done: str = ""


class PriceForm(AskedPrice):
    """The same, and what was typed for it ("" at first)."""

    value: str = ""
    reason: str = ""


class SeenPriceForm(PriceForm):
    """The same, of somebody who looked at version `base`."""

    base: int


@router.get("/issues/{number}/prices", name="prices")
def prices(
    request: Request, desk: AskedDesk, user: AskedBy, reading: AskedReading, asked: Annotated[PricesAsked, Query()]
) -> Response:
    """The table; with a figure's name, the form to change it."""
    form = PriceForm(**asked.model_dump(exclude={"done"}))
    return _page(
        request, desk, user.name, reading, form, Notice(done="已改，走势图和表都按新的数" if asked.done else "")
    )


@router.post("/issues/{number}/prices", name="set_price")
def set_price(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[SeenPriceForm, Form()],
) -> Response:
    """Change one figure."""
    try:
        change = change_of({"kind": "price", **form.model_dump()}, reading.issue, desk.store)
        make_change(desk, number, change, user.name, form.base)
    except (Unclear, NotThere) as problem:
        return _page(request, desk, user.name, reading, form, Notice(422, f"没有改：{problem}"))
    except Clashed as problem:
        told = f"没有改：{problem.clash.line}，现在是{problem.clash.theirs or '空'}。仍要改成您的数，就再保存一次。"
        return _page(request, desk, user.name, reading_of(desk.journal, number), form, Notice(409, told))
    return RedirectResponse(f"/issues/{number}/prices?done=1", 303)


def _page(
    request: Request,
    desk: Desk,
    who: str,
    reading: IssueReading,
    form: PriceForm,
    notice: Notice,
) -> Response:
    draft, asked = reading.issue.draft, form if form.field in FIELDS else None
    facts = facts_of(desk.journal, reading.issue, ())
    findings = [one for one in shown_findings(reading.issue, facts, load()) if one.finding.about == "prices"]
    table = rows(
        draft, reading.operations, reading.issue.undone, [one.finding for one in findings], facts.quotes_before
    )
    # What the asked figure is now, as it would be typed.
    now_is = ""
    if asked:
        wanted = (asked.exchange, asked.product, asked.day, asked.field)
        for one, cell in ((row, cell) for row in table for cell in (*row.closes, *row.volumes)):
            if (one.exchange, one.product, str(cell.day), cell.field) == wanted and cell.value is not None:
                now_is = typed_figure(cell.value)
    return issue_page(
        request,
        "prices/prices.html.jinja",
        reading,
        notice,
        table=table,
        asked=asked,
        names=NAMES,
        figure=figure,
        now_is=now_is,
        week=trading_days(draft.prices, draft.since, draft.until),
        findings=findings,
        odd=ODD_PRICES,
        can_undo=can_undo(reading, who),
        can_redo=redoable(reading, who),
        typed=typed_figure,
        days="一二三四五六日",
        changed=changed(table),
        digest=chart_digest(reading.issue),
        charted=is_charted(draft.prices),
    )


def changed(table: list[Row]) -> list[tuple[Row, Cell]]:
    """The figures that editors have changed, the latest first."""
    found = [
        (cell.changed.at, row, cell)
        for row in table
        for cell in (*row.closes, *row.volumes)
        if cell.changed is not None
    ]
    return [(row, cell) for _, row, cell in sorted(found, key=lambda one: one[0], reverse=True)]
