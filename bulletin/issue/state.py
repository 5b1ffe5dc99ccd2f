"""An issue is its operations: what they come to, in order, without those that were undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from bulletin.issue.content import Draft, Item, LeftOut
from bulletin.issue.findings.price_checks import PriceDay
from bulletin.issue.operations import apply, operation_kinds
from bulletin.issue.operations.stored_form import edit_of, upgraded
from bulletin.issue.remarks import RemarkRecord, remarks_after
from index.store import Operation
from pipeline.records import Reason


@dataclass(frozen=True)
class Dropped:
    """An item that left its column: where it stood, who took it out when, and why, where that is known.

    `off_topic` as in operation_kinds.Drop; `withdrawn` where it was printed and taken back.
    """

    item: Item
    column: str
    who: str
    at: datetime
    why: Reason | None = None
    off_topic: bool = False
    withdrawn: bool = False

    @property
    def how(self) -> Reason:
        """How it left."""
        if self.withdrawn:
            return Reason("withdrawn", {"why": self.why} if self.why else {})
        return self.why or Reason("taken_out")


@dataclass(frozen=True)
class EditionRecord:
    """A publication: its edition, the operation that made it, who, when (UTC), what it corrects, its files' digests."""

    edition: int
    number: int
    who: str
    at: datetime
    note: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class ReviewPass:
    """A stage that was passed: number of the operation, who, when (UTC)."""

    number: int
    who: str
    at: datetime


@dataclass(frozen=True)
class Deletion:
    """That an issue was deleted: number of the operation, who, when (UTC)."""

    number: int
    who: str
    at: datetime


@dataclass(frozen=True)
class Issue:
    """An issue as it stands: the draft (its version is the last operation's number) and what an editor knows of it.

    `dropped` holds what was ever taken out, `displaced` what went into another item's alternates by a swap or a join, as
    it stood then, `originals` every item as it first came in, `undone` the numbers of the operations that do not count.
    `checked_prices` are the closes that an editor set to what they were: looked at, and right.
    `passes` are the stages of 三审三校 that the edition to come has passed. `deleted` is set where the issue was deleted
    and neither brought back nor drafted anew; `begun` is the number of the draft that it began with: 1, or a later one that
    was made after it had been deleted.
    """

    draft: Draft
    dropped: Mapping[str, Dropped] = field(default_factory=dict)
    remarks: tuple[RemarkRecord, ...] = ()
    editions: tuple[EditionRecord, ...] = ()
    withdrawn: Mapping[str, Dropped] = field(default_factory=dict)
    displaced: Mapping[str, Dropped] = field(default_factory=dict)
    originals: Mapping[str, Item] = field(default_factory=dict)
    undone: frozenset[int] = frozenset()
    checked_prices: frozenset[PriceDay] = frozenset()
    passes: Mapping[operation_kinds.ReviewStage, ReviewPass] = field(default_factory=dict)
    deleted: Deletion | None = None
    begun: int = 1

    @property
    def out(self) -> list[Dropped]:
        """What is taken out or withdrawn now, the latest first."""
        standing = {item.id for column in self.draft.columns for item in column.items}
        left = (*self.dropped.values(), *self.withdrawn.values())
        gone = [one for one in left if one.item.id not in standing]
        return sorted(gone, key=lambda one: one.at, reverse=True)

    def gone(self, name: str) -> Dropped | None:
        """How this item left its column the last time; None where it never did."""
        ways = [left.get(name) for left in (self.dropped, self.displaced, self.withdrawn)]
        return max((one for one in ways if one), key=lambda one: one.at, default=None)

    def kept(self, name: str) -> Item | None:
        """An item that left its column, as editors left it; None where it never did."""
        gone = self.gone(name)
        return gone.item if gone else None

    def title_of(self, name: str) -> str:
        """The title of an item, an alternate or one that was left or taken out; "" where the issue has none of it."""
        if found := apply.find_item(self.draft, name):
            return found[1].title
        if item := self.kept(name) or self.originals.get(name):
            return item.title
        others = {one.id: one.title for one in self.draft.left_out}
        others |= {
            one.id: one.title for column in self.draft.columns for item in column.items for one in item.alternates
        }
        return others.get(name, "")

    def remark(self, number: int) -> RemarkRecord | None:
        """The remark that this operation left; None where there is none (any more)."""
        return next((one for one in self.remarks if one.number == number), None)

    @property
    def open_remarks(self) -> list[RemarkRecord]:
        """The remarks that nobody has closed, on the issue or on what stands in it."""
        standing = {item.id for column in self.draft.columns for item in column.items}
        return [one for one in self.remarks if one.is_open and one.item in ("", *standing)]

    @property
    def known(self) -> set[str]:
        """The ids of all articles that the issue has ever seen: items, alternates, left out, taken out."""
        items = [item for column in self.draft.columns for item in column.items]
        alternates = {one.id for item in items for one in item.alternates}
        standing = {item.id for item in items} | {one.id for one in self.draft.left_out}
        return standing | alternates | set(self.originals) | set(self.dropped)

    @property
    def published(self) -> bool:
        """Whether what stands here is just what the last edition printed."""
        return bool(self.editions) and self.editions[-1].number == self.draft.version


def issue_of(operations: Sequence[Operation]) -> Issue:
    """What the operations, in order, come to. Raises ValueError where the first is no draft."""
    if not operations or operations[0].kind != operation_kinds.DRAFT:
        raise ValueError("an issue begins with a draft")
    undone = skipped(operations)
    begun = Issue(_draft(operations[0]), undone=undone)
    counted = [operation for operation in operations if operation.number not in undone]
    return _numbered(issue_after(begun, counted), operations)


def issue_after(now: Issue, operations: Sequence[Operation]) -> Issue:
    """An issue after further operations, none of which undoes or redoes another."""
    for operation in operations:
        now = _after(now, operation)
    return _numbered(now, operations)


def _numbered(now: Issue, operations: Sequence[Operation]) -> Issue:
    return replace(now, draft=msgspec.structs.replace(now.draft, version=operations[-1].number))


def skipped(operations: Sequence[Operation]) -> frozenset[int]:
    """The numbers of the operations that were undone and not redone."""
    numbers = set[int]()
    for edit in map(edit_of, operations):
        if isinstance(edit, operation_kinds.Undo):
            numbers.update(edit.numbers)
        elif isinstance(edit, operation_kinds.Redo):
            numbers.difference_update(edit.numbers)
    return frozenset(numbers)


def _after(now: Issue, operation: Operation) -> Issue:
    edit = edit_of(operation)
    return _drafted(now, operation) if edit is None else issue_with(now, edit, operation)


def issue_with(now: Issue, edit: operation_kinds.AnyEdit, operation: Operation) -> Issue:
    """An issue after an edit, which is the operation's or a part of it."""
    if operation_kinds.parts_of(edit) != (edit,):
        for part in operation_kinds.parts_of(edit):
            now = issue_with(now, part, operation)
        return now
    if isinstance(edit, operation_kinds.RemarkEdit):
        return replace(now, remarks=remarks_after(now.remarks, edit, operation))
    if isinstance(edit, operation_kinds.Publish):
        made = EditionRecord(edit.edition, operation.number, operation.who, operation.at, edit.note, edit.files)
        return replace(now, editions=(*now.editions, made), passes={})
    if isinstance(edit, operation_kinds.PassReview):
        passed = ReviewPass(operation.number, operation.who, operation.at)
        return replace(now, passes={**now.passes, edit.stage: passed})
    if isinstance(edit, operation_kinds.Delete):
        return replace(now, deleted=Deletion(operation.number, operation.who, operation.at))
    if isinstance(edit, operation_kinds.Restore):
        return _restored(now, edit)
    return _edited(now, edit, operation)


def _drafted(now: Issue, operation: Operation) -> Issue:
    if operation.kind == operation_kinds.NEWCOMERS:
        more = msgspec.convert(upgraded(operation.data)["left_out"], tuple[LeftOut, ...])
        return replace(now, draft=msgspec.structs.replace(now.draft, left_out=(*more, *now.draft.left_out)))
    made = _draft(operation)
    items = {item.id: item for column in made.columns for item in column.items}
    if now.deleted:
        return Issue(made, originals=items, undone=now.undone, begun=operation.number)
    return replace(now, draft=made, originals={**now.originals, **items})


def _restored(now: Issue, edit: operation_kinds.Restore) -> Issue:
    gone = now.dropped.get(edit.item) or now.withdrawn.get(edit.item)
    if gone is None or apply.find_item(now.draft, edit.item):
        return now
    column = next((one for one in now.draft.columns if one.name == gone.column), None)
    last = column.items[-1].id if column and column.items else ""
    dropped = {name: one for name, one in now.dropped.items() if name != edit.item}
    withdrawn = {name: one for name, one in now.withdrawn.items() if name != edit.item}
    draft = apply.place(now.draft, gone.item, gone.column, last)
    return replace(now, draft=draft, dropped=dropped, withdrawn=withdrawn)


def _edited(now: Issue, edit: operation_kinds.AnyEdit, operation: Operation) -> Issue:
    draft = apply.draft_after(now.draft, edit)
    if isinstance(edit, operation_kinds.Reprice):
        now = replace(now, checked_prices=_checked(now, edit))
    if isinstance(edit, operation_kinds.Add | operation_kinds.Swap):
        came = edit.item if isinstance(edit, operation_kinds.Add) else edit.other
        now = replace(now, originals={came.id: came, **now.originals})
    if draft is not now.draft:
        now = _kept(now, edit, operation)
    return replace(now, draft=draft)


def _checked(now: Issue, edit: operation_kinds.Reprice) -> frozenset[PriceDay]:
    """The closes that are looked at and right; where another close of a product changes they are looked at anew."""
    closes = {(one.exchange, one.product, one.day): one for one in edit.figures if one.field == "close"}
    same = {key for key, one in closes.items() if one.value is not None and field_value(now, one.where) == one.value}
    changed = {key[:2] for key in closes.keys() - same}
    return frozenset(same | {key for key in now.checked_prices if key[:2] not in changed})


def _kept(now: Issue, edit: operation_kinds.AnyEdit, operation: Operation) -> Issue:
    """The issue that remembers, as it stands, the item that the edit is about to take out of its column."""
    who, at = operation.who, operation.at
    match edit:
        case operation_kinds.Withdraw(item=name) if found := apply.find_item(now.draft, name):
            why = Reason("own_words", {"text": edit.why}) if edit.why else None
            gone = Dropped(found[1], found[0], who, at, why, withdrawn=True)
            return replace(now, withdrawn={**now.withdrawn, name: gone})
        case operation_kinds.Drop(item=name) if found := apply.find_item(now.draft, name):
            gone = Dropped(found[1], found[0], who, at, off_topic=edit.off_topic)
            return replace(now, dropped={**now.dropped, name: gone})
        case operation_kinds.Swap(item=name) if found := apply.find_item(now.draft, name):
            gone = Dropped(found[1], found[0], who, at, Reason("swapped_for", {"title": edit.other.title}))
            return replace(now, displaced={**now.displaced, name: gone})
        case operation_kinds.Join(other=name) if found := apply.find_item(now.draft, name):
            head = apply.find_item(now.draft, edit.item)
            why = Reason("joined_into", {"title": head[1].title}) if head else None
            gone = Dropped(found[1], found[0], who, at, why)
            return replace(now, displaced={**now.displaced, name: gone})
        case _:
            return now


def _draft(operation: Operation) -> Draft:
    return msgspec.convert(upgraded(operation.data), Draft)


def field_value(issue: Issue, where: operation_kinds.Target) -> Any:
    """What a target (see operation_kinds.targets) is set to in an issue; None where the item is not there."""
    name, field = where
    if field in ("close", "volume"):
        for quote in issue.draft.prices.quotes:
            if f"{quote.exchange}/{quote.product}/{quote.day}" == name:
                return getattr(quote, field)
        return None
    found = apply.find_item(issue.draft, name)
    if found is None:
        return None
    column, item = found
    text = tuple(block for block in item.blocks if block.kind != "image")
    of_its_own = {"column": column, "text": text, "pictures": item.images}
    return of_its_own[field] if field in of_its_own else getattr(item, field)
