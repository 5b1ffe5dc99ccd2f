"""Publish: the checklist, the preview, the publication, corrections and withdrawals, the mail."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import LONGEST_NOTE, IssueReading, NotThere, Stale, operation_kinds, reading_of, review_states
from bulletin.reasons import in_words, table
from desk.editing.make_change import make_change
from desk.editing.typed_values import Unclear
from desk.history.edition_changes import public_changes
from desk.history.history import HistoryEntry, since
from desk.http.forms import FormRoute
from desk.http.page_notices import NO_NOTICE, Notice
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.around_issue import AskedReading, issue_page
from desk.issue_page.shown_findings import ShownFinding, facts_of, shown_findings
from desk.publishing.checklist import checklist
from desk.publishing.publication import NotPublished, printed_items, publish_once, state_of
from desk.publishing.send_mail import mail
from desk.services import Desk
from pipeline.errors import BackendError, TanxunError

router = APIRouter(route_class=FormRoute)
LONGEST_WHY = 300

DONE = {
    "published": "已公开，读者现在看到的就是这一版",
    "withdrawn": "已撤下，还没有公开：请在下面发布更正",
    "mailed": "邮件已发出",
}


@router.get("/issues/{number}/publish", name="publish")
def publish(request: Request, desk: AskedDesk, reading: AskedReading, done: str = "", refused: str = "") -> Response:
    """What is missing or odd, how it will look, and what is public."""
    told = DONE.get(done, "")
    done = f"{told}；这些地址没有收下：{refused[:500]}" if refused else told
    return _page(request, desk, reading, Notice(done=done))


# How often a chief says that an issue without items is to be published: the first time the page asks once more.
CONFIRMATIONS = 2


class PublishForm(BaseModel):
    """The version that the chief looked at, what a correction changes, and whether missing things do not matter.

    `empty` is how often it was confirmed that an issue without items is to be published.
    """

    base: int
    note: str = ""
    anyway: str = ""
    empty: int = 0


@router.post("/issues/{number}/publish", name="do_publish")
def do_publish(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[PublishForm, Form()],
) -> Response:
    """Publish the version that the chief looked at."""
    form.note = " ".join(form.note.split())
    try:
        _allow(desk, reading, form)
        if _is_empty(reading) and form.empty < CONFIRMATIONS and reading.version == form.base:
            return _page(request, desk, reading, typed=form)
        publish_once(desk, number, user.name, form.base, form.note)
    except Stale:
        reading = reading_of(desk.journal, number)
        told = "没有发布：您看过之后，本期又有改动。改动列在下面，看过后再发布。"
        return _page(request, desk, reading, Notice(409, told), form, since(reading, form.base))
    except (Unclear, NotThere) as problem:
        return _page(request, desk, reading, Notice(422, f"没有发布：{problem}"), form)
    except NotPublished as problem:
        with suppress(BackendError):
            reading = reading_of(desk.journal, number)
        return _page(request, desk, reading, Notice(503, str(problem)), form)
    return RedirectResponse(f"/issues/{number}/publish?done=published", 303)


def _allow(desk: Desk, reading: IssueReading, form: PublishForm) -> None:
    """Raises Unclear for a note that is too long, where something is missing and the chief does not insist, or where there
    is no item and nobody has confirmed that."""
    if len(form.note) > LONGEST_NOTE:
        raise Unclear(f"更正说明最长{LONGEST_NOTE}字，现有{len(form.note)}字")
    if reading.version != form.base:
        return
    if _is_empty(reading):
        if not form.empty:
            raise Unclear("本期一条稿件也没有；要这样发布，请在下面确认两次")
        return
    if form.anyway:
        return
    missing = [one for one in _findings(desk, reading) if one.finding.level == "must"]
    if missing:
        raise Unclear(f"还有{len(missing)}处必须先补上；确实要这样发布，请勾选“仍要发布”")


def _is_empty(reading: IssueReading) -> bool:
    return not any(column.items for column in reading.issue.draft.columns)


class WithdrawForm(BaseModel):
    """The item that is taken back, why, and the version that was seen."""

    base: int
    item: str
    why: str = ""


@router.post("/issues/{number}/withdraw", name="withdraw")
def withdraw(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[WithdrawForm, Form()],
) -> Response:
    """Take a published item back; the next edition has a tombstone in its place."""
    why = " ".join(form.why.split())
    if not why or len(why) > LONGEST_WHY:
        told = f"没有撤下：撤稿要有理由，最多{LONGEST_WHY}字；理由会登在更正版里"
        return _page(request, desk, reading, Notice(422, told), form)
    try:
        make_change(desk, number, operation_kinds.Withdraw(item=form.item, why=why), user.name, form.base)
    except NotThere as problem:
        return _page(request, desk, reading, Notice(422, f"没有撤下：{problem}"), form)
    return RedirectResponse(f"/issues/{number}/publish?done=withdrawn", 303)


class MailForm(BaseModel):
    """The edition that is sent, and whether it is sent once more."""

    edition: int
    again: str = ""


@router.post("/issues/{number}/mail", name="send_mail")
def send_mail(
    request: Request,
    desk: AskedDesk,
    user: AskedBy,
    number: int,
    reading: AskedReading,
    form: Annotated[MailForm, Form()],
) -> Response:
    """Send the edition that is public to its readers."""
    try:
        refused = mail(desk, reading, form.edition, user.name, bool(form.again))
    except TanxunError as problem:
        return _page(request, desk, reading, Notice(409, f"邮件没有发出：{problem}"))
    end = "&refused=" + "、".join(one.address for one in refused) if refused else ""
    return RedirectResponse(f"/issues/{number}/publish?done=mailed{end}", 303)


def _findings(desk: Desk, reading: IssueReading) -> list[ShownFinding]:
    items = [item for column in reading.issue.draft.columns for item in column.items]
    return shown_findings(reading.issue, facts_of(desk.journal, reading.issue, items), load())


def _page(
    request: Request,
    desk: Desk,
    reading: IssueReading,
    notice: Notice = NO_NOTICE,
    typed: PublishForm | WithdrawForm | None = None,
    since_then: Sequence[HistoryEntry] = (),
) -> Response:
    """The page, with what was typed where it was refused, and what was done since the chief looked."""
    found, state, issue = _findings(desk, reading), state_of(desk, reading), reading.issue
    last = state.last
    standing = {one.id for column in issue.draft.columns for one in column.items}
    # A correction's note begins with the items that were withdrawn since the last edition.
    gone = [one for name, one in issue.withdrawn.items() if last and one.at >= last.at and name not in standing]
    begun = "；".join(f"撤下《{one.item.title}》：{in_words(one.why)}" for one in gone)
    return issue_page(
        request,
        "publishing/publish.html.jinja",
        reading,
        notice,
        findings=checklist(found),
        level_names=table()["finding_levels"],
        state_now=state,
        count=len(standing),
        confirmed=typed.empty if isinstance(typed, PublishForm) and not notice.said else 0,
        changes=(public_changes(reading, state.public) or ()) if state.pending else (),
        editions=issue.editions[::-1],
        open_remarks=len(issue.open_remarks),
        reviews=review_states(reading) if desk.settings.reviews else (),
        must=sum(one.finding.level == "must" for one in found),
        printed=printed_items(reading),
        note=(typed.note if isinstance(typed, PublishForm) else "") or begun,
        why=typed.why if isinstance(typed, WithdrawForm) else "",
        since_then=since_then,
        longest_note=LONGEST_NOTE,
        longest_why=LONGEST_WHY,
        mailed=desk.data.mails.find(issue.draft.number, last.edition) if last else None,
        can_mail=desk.press.mail is not None,
    )
