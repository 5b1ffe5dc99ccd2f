"""Publish: the checklist, the preview, the publication, corrections and withdrawals, the mail."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from bulletin.drafting.rules import load
from bulletin.issue import LONGEST_NOTE, IssueReading, NotThere, Stale, reading_of
from bulletin.render.reasons import table
from desk.editing.changes import Unclear
from desk.history.history import HistoryEntry, since
from desk.http.forms import FormRoute
from desk.http.visitor import AskedBy, AskedDesk
from desk.issue_page.findings import ShownFinding, facts_of, shown_findings
from desk.issue_page.frame import AskedPage, issue_page
from desk.publishing.checklist import checklist
from desk.publishing.publish import LONGEST_WHY, NotPublished, printed_items, publish_once, state_of
from desk.publishing.publish import withdraw as taken_back
from desk.publishing.send_mail import mail
from desk.services import Desk
from pipeline.errors import TanxunError

router = APIRouter(route_class=FormRoute)
Text = Annotated[str, Form()]
Base = Annotated[int, Form()]

DONE = {
    "published": "已公开，读者现在看到的就是这一版",
    "withdrawn": "已撤下，还没有公开：请在下面发布更正",
    "mailed": "邮件已发出",
}


@router.get("/issues/{number}/publish", name="publish")
def publish(request: Request, desk: AskedDesk, now: AskedPage, done: str = "", refused: str = "") -> Response:
    """What is missing or odd, how it will look, and what is public."""
    told = DONE.get(done, "")
    return _page(request, desk, now, done=f"{told}；这些地址没有收下：{refused[:500]}" if refused else told)


@router.post("/issues/{number}/publish", name="do_publish")
def do_publish(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, now: AskedPage, base: Base, note: Text = "",
    anyway: Text = "",
) -> Response:  # fmt: skip
    """Publish the version that the chief looked at."""
    note = " ".join(note.split())
    try:
        _allow(desk, now, base, note, anyway)
        publish_once(desk, number, user.name, base, note)
    except Stale:
        return _stale(request, desk, number, base, note)
    except (Unclear, NotThere) as problem:
        return _page(request, desk, now, 422, f"没有发布：{problem}", note=note)
    except NotPublished as problem:
        return _page(request, desk, _again(desk, now), 503, str(problem), note=note)
    request.app.state.live.wake(number)
    return RedirectResponse(f"/issues/{number}/publish?done=published", 303)


@router.post("/issues/{number}/withdraw", name="withdraw")
def withdraw(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, now: AskedPage, base: Base, item: Text,
    why: Text = "",
) -> Response:  # fmt: skip
    """Take a published item back; the next edition has a tombstone in its place."""
    try:
        if not _is_withdrawn(now, item):
            taken_back(desk, number, item, why, user.name, base)
    except (Unclear, NotThere) as problem:
        return _page(request, desk, now, 422, f"没有撤下：{problem}", why=why)
    request.app.state.live.wake(number)
    return RedirectResponse(f"/issues/{number}/publish?done=withdrawn", 303)


@router.post("/issues/{number}/mail", name="send_mail")
def send_mail(
    request: Request, desk: AskedDesk, user: AskedBy, number: int, now: AskedPage, edition: Annotated[int, Form()],
    again: Text = "",
) -> Response:  # fmt: skip
    """Send the edition that is public to its readers."""
    try:
        refused = mail(desk, now, edition, user.name, bool(again))
    except TanxunError as problem:
        return _page(request, desk, now, 409, f"邮件没有发出：{problem}")
    end = "&refused=" + "、".join(one.address for one in refused) if refused else ""
    return RedirectResponse(f"/issues/{number}/publish?done=mailed{end}", 303)


def _allow(desk: Desk, now: IssueReading, base: int, note: str, anyway: str) -> None:
    """Raises Unclear for a note that is too long, or where something is missing and the chief does not insist."""
    if len(note) > LONGEST_NOTE:
        raise Unclear(f"更正说明最长{LONGEST_NOTE}字，现有{len(note)}字")
    if anyway or now.version != base:
        return
    missing = [one for one in _findings(desk, now) if one.finding.level == "must"]
    if missing:
        raise Unclear(f"还有{len(missing)}处必须先补上；确实要这样发布，请勾选“仍要发布”")


def _stale(request: Request, desk: Desk, number: int, base: int, note: str) -> Response:
    now = reading_of(desk.journal, number)
    told = "没有发布：您看过之后，本期又有改动。改动列在下面，看过后再发布。"
    return _page(request, desk, now, 409, told, note=note, since_then=since(now, base))


def _is_withdrawn(now: IssueReading, item: str) -> bool:
    standing = {one.id for column in now.issue.draft.columns for one in column.items}
    return item in now.issue.withdrawn and item not in standing


def _again(desk: Desk, now: IssueReading) -> IssueReading:
    """The issue as it stands after a failure; as it was where the store does not answer."""
    try:
        return reading_of(desk.journal, now.issue.draft.number)
    except TanxunError:
        return now


def _findings(desk: Desk, now: IssueReading) -> list[ShownFinding]:
    items = [item for column in now.issue.draft.columns for item in column.items]
    return shown_findings(now.issue, facts_of(desk.store, now.issue, items), load())


def _page(
    request: Request, desk: Desk, now: IssueReading, status: int = 200, said: str = "", done: str = "", note: str = "",
    why: str = "", since_then: Sequence[HistoryEntry] = (),
) -> Response:  # fmt: skip
    found, state = _findings(desk, now), state_of(desk, now)
    last = state.last
    return issue_page(
        request, "publishing/publish.html.jinja", now, status, said, done, findings=checklist(found), level_names=table()["finding_levels"], state_now=state,
        count=sum(len(column.items) for column in now.issue.draft.columns), editions=now.issue.editions[::-1],
        must=sum(one.finding.level == "must" for one in found), printed=printed_items(now), note=note or _note(now),
        why=why, since_then=since_then, longest_note=LONGEST_NOTE, longest_why=LONGEST_WHY,
        mailed=desk.accounts.mails.find(now.issue.draft.number, last.edition) if last else None,
        can_mail=desk.press.mail is not None,
    )  # fmt: skip


def _note(now: IssueReading) -> str:
    """What a correction's note begins with: the items that were withdrawn since the last edition."""
    if not now.issue.editions:
        return ""
    last = now.issue.editions[-1]
    gone = [one for one in now.issue.withdrawn.values() if one.at >= last.at and _is_withdrawn(now, one.item.id)]
    return "；".join(f"撤下《{one.item.title}》：{one.why}" for one in gone)
