"""The one way to change an issue: a change is checked against the version it was made on and written as operations."""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from bulletin.issue.clashes import merged_rewrite, refuse_clash
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.labels import labels_of
from bulletin.issue.operations import apply
from bulletin.issue.operations.changes import Change, Proposal, operations_of
from bulletin.issue.operations.operation_kinds import (
    Add,
    AnswerRemark,
    AnyEdit,
    Assembled,
    Delete,
    Drop,
    Field,
    Join,
    Move,
    NewDraft,
    PassReview,
    Publish,
    Redate,
    Redo,
    Remark,
    ReopenRemark,
    Repicture,
    Reprice,
    Resource,
    Restore,
    Retitle,
    Rewrite,
    SettleRemark,
    Several,
    Single,
    Split,
    Swap,
    Undo,
    Withdraw,
    kind_of,
    targets,
)
from bulletin.issue.operations.stored_form import data_of, edit_of
from bulletin.issue.problems import Clash, DeletedIssue, ItemGone, NotThere, Stale
from bulletin.issue.state import field_value, issue_with
from index.store import Operation
from pipeline.errors import Conflict

# Somebody who loses the race for a number this often is in a loop, not in a newsroom.
MOST_TRIES = 50
UNDELETABLE = "本期已经发布，读者看得到，不能删除；请把不该登的各条撤稿（tanxun issue withdraw），再发布更正版"
Refusal = NotThere | Clash


@dataclass(frozen=True)
class Done:
    """What became of a change: the version that has it, its kind and item ("" for the issue), who and when (UTC).

    `written` are its operations, durable; () where the issue was so already. `refused` says why some of several were not
    made; the others were.
    """

    version: int
    kind: str
    item: str
    who: str
    at: datetime
    written: tuple[Operation, ...] = ()
    refused: tuple[Refusal, ...] = ()


def write_change(journal: Journal, number: int, change: Change, who: str, at: datetime, base: int = 0) -> Done:
    """Make a change of issue `number` that `who` made looking at version `base`, and wake whoever watches the journal.

    Changes of other items or fields merge, and those of other paragraphs of one text. What the issue has already is not
    written again (see is_done). A proposal needs no base: it is made on the issue as it stands, which it may begin.

    Raises Clash where somebody has set the same field of the same item, of a text the same paragraph, to something else
    since, NotThere where what it names is not there, Stale where an issue to be published or deleted has changed since,
    Conflict where one came between that a proposal did not know. Of several, those that clash or are not there are told in
    Done.refused, and the others are made.
    """
    reading = journal.reading(number) if isinstance(change, Proposal) else _drafted(journal, number)
    edits = operations_of(change, reading, who)
    if isinstance(change, Proposal):
        base = reading.version if reading else 0
    written, refused = list[Operation](), list[Refusal]()
    for edit in edits:
        # The second operation of a change is made on the version that the first one led to.
        operation, problems = _write(journal, number, edit, who, at, written[-1].number if written else base)
        written += [operation] if operation else []
        refused += problems
    if not edits:
        return Done(base, kind_of(change), "", who, at)
    now = _drafted(journal, number)
    about = edits[-1]
    if isinstance(about, Undo | Redo):
        about = edit_of(now.operations[about.of - 1]) or about
    item = getattr(about, "item", "")
    return Done(
        version=written[-1].number if written else now.version,
        kind=kind_of(edits[-1]),
        item=item if isinstance(item, str) else item.id,
        who=who,
        at=at,
        written=tuple(written),
        refused=tuple(refused),
    )


def reading_of(journal: Journal, number: int) -> IssueReading:
    """The issue now. Raises NotThere where it was never drafted, DeletedIssue where it was deleted."""
    reading = _drafted(journal, number)
    if reading.issue.deleted:
        raise DeletedIssue(reading.issue)
    return reading


def _drafted(journal: Journal, number: int) -> IssueReading:
    """The issue now, deleted or not."""
    reading = journal.reading(number)
    if reading is None:
        raise NotThere(f"第{number}期还没有起草；请先运行 tanxun draft --issue {number}")
    return reading


def _write(
    journal: Journal, number: int, asked: AnyEdit | Assembled, who: str, at: datetime, base: int
) -> tuple[Operation | None, tuple[Refusal, ...]]:
    """The operation, durable, or None where the issue is so already; and which of several edits are not in it, and why."""
    edit, refused = asked, tuple[Refusal, ...]()
    for _ in range(MOST_TRIES):
        reading = journal.reading(number)
        if reading is not None and isinstance(asked, Several):
            edit, refused = _possible(reading, asked, who, base)
            if not edit.edits:
                return None, refused
        elif reading is not None:
            if is_done(reading, asked, who, base):
                return None, ()
            _check(reading, edit, base)
            if isinstance(asked, Rewrite):
                edit = merged_rewrite(reading, asked, base)
                if is_done(reading, edit, who, base):
                    return None, ()
            else:
                refuse_clash(reading, edit, base)
        version = reading.version if reading else 0
        operation = Operation(issue=number, number=version + 1, kind=kind_of(edit), at=at, who=who, data=data_of(edit))
        try:
            journal.store.append(operation)
        except Conflict:
            continue
        for label in labels_of(reading.operations, reading.issue, operation) if reading else ():
            journal.store.put_label(label)
        journal.wake(number)
        return operation, refused
    raise Conflict(f"issue {number}: {MOST_TRIES} other operations came first; try again")


def _possible(reading: IssueReading, several: Several, who: str, base: int) -> tuple[Several, tuple[Refusal, ...]]:
    """Those that are still to be made, each checked as the ones before it leave the issue; and why others cannot be."""
    parts, refused = list[Single](), list[Refusal]()
    for part in several.edits:
        try:
            if is_done(reading, part, who, base):
                continue
            _check(reading, part, base)
            if isinstance(part, Rewrite):
                part = merged_rewrite(reading, part, base)  # noqa: PLW2901 - as it can be made now
            else:
                refuse_clash(reading, part, base)
        except (NotThere, Clash) as problem:
            refused.append(problem)
            continue
        parts.append(part)
        reading = replace(reading, issue=issue_with(reading.issue, part, reading.operations[-1]))
    return msgspec.structs.replace(several, edits=tuple(parts)), tuple(refused)


def is_done(reading: IssueReading, edit: AnyEdit | Assembled, who: str, base: int) -> bool:  # noqa: PLR0912 - a case a kind
    """Whether the issue is already as `who`, who looked at version `base`, asks for: nothing is to be written then.

    So it is after a second click, where the answer was lost and the change is sent again, where a form is sent again
    later, or where a colleague did the same.
    """
    issue, draft = reading.issue, reading.issue.draft
    name = getattr(edit, "item", "")
    found = apply.find_item(draft, name) if isinstance(name, str) else None
    match edit:
        case Move():
            return (
                found is not None and found[0] == edit.column and apply.move_item(draft, edit).columns == draft.columns
            )
        case Retitle() | Redate() | Resource() | Rewrite() | Repicture():
            return found is not None and apply.set_field(draft, edit).columns == draft.columns
        case Drop():
            # A colleague's is not one's own: whoever comes second is told who took it out.
            gone = issue.dropped.get(edit.item)
            return found is None and gone is not None and gone.who == who
        case Withdraw():
            return found is None and edit.item in issue.withdrawn
        case Restore():
            return found is not None
        case Add():
            stands = apply.find_item(draft, edit.item.id)
            seen = apply.find_item(reading.at(base).draft, edit.item.id)
            return stands is not None and (stands[0] == edit.column or seen is None)
        case Swap():
            came = apply.find_item(draft, edit.other.id)
            return came is not None and found is None and edit.item in {one.id for one in came[1].alternates}
        case Join():
            alone = apply.find_item(draft, edit.other) is None
            return alone and found is not None and edit.other in {one.id for one in found[1].alternates}
        case Split():
            return found is not None and edit.other not in {one.id for one in found[1].alternates}
        case SettleRemark() | ReopenRemark():
            said = issue.remark(edit.of)
            return said is not None and said.is_open == isinstance(edit, ReopenRemark)
        case Remark() | AnswerRemark() | Reprice():
            own = [one for one in reading.operations if one.number > base and one.who == who and edit_of(one) == edit]
            counting = any(one.number not in issue.undone for one in own)
            return counting and all(field_value(issue, where) == value for where, value in targets(edit).items())
        case Undo():
            return issue.undone.issuperset(edit.numbers)
        case Redo():
            return issue.undone.isdisjoint(edit.numbers)
        case PassReview():
            passed = issue.passes.get(edit.stage)
            return passed is not None and passed.who == who and passed.number > base
        case Delete():
            return issue.deleted is not None
        case Publish():
            return any(one.number == base + 1 for one in issue.editions)
        case _:
            return False


def _check(reading: IssueReading, edit: AnyEdit | Assembled, base: int) -> None:  # noqa: PLR0912 - a case a kind
    """Raises NotThere where the edit would do nothing, Stale or Conflict where it is of the whole issue and too late."""
    issue = reading.issue
    if issue.deleted and not isinstance(edit, NewDraft):
        brings_back = isinstance(edit, Undo) and issue.deleted.number in edit.numbers
        if not brings_back:
            raise DeletedIssue(issue)
    if isinstance(edit, Move | Add) and edit.column not in [column.name for column in issue.draft.columns]:
        raise NotThere(f"没有“{edit.column}”这个栏目")
    match edit:
        case Add() if found := apply.find_item(issue.draft, edit.item.id):
            raise NotThere(f"《{edit.item.title}》已经在“{found[0]}”里")
        case Swap() if apply.find_item(issue.draft, edit.other.id):
            raise NotThere(f"《{edit.other.title}》已经在本期里，请先取下")
        case Restore() if edit.item not in issue.dropped and edit.item not in issue.withdrawn:
            raise NotThere("这一条没有被取下，无法放回")
        case AnswerRemark() | SettleRemark() | ReopenRemark() if issue.remark(edit.of) is None:
            raise NotThere("这条备注已不在本期里，可能刚被撤销")
        case Delete() if issue.editions:
            raise NotThere(UNDELETABLE)
        case Redo() if issue.editions and reading.operations[edit.of - 1].kind == kind_of(Delete()):
            raise NotThere(UNDELETABLE)
        case Publish() | PassReview() | Delete() if reading.version != base:
            raise Stale(reading, base)
        case _ if isinstance(edit, Assembled) and reading.version != base:
            raise Conflict(f"issue {issue.draft.number}: version {reading.version} came after {base}; draft again")
    needed = [edit.item] if isinstance(edit, Move | Field | Drop | Swap | Split | Join | Withdraw) else []
    for name in (*needed, *([edit.other] if isinstance(edit, Join) else [])):
        if apply.find_item(issue.draft, name) is None:
            raise ItemGone(issue, name)
    if isinstance(edit, Withdraw) and not issue.editions:
        raise NotThere("本期还没有发布，直接取下即可")
