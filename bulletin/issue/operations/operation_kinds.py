"""What a person or the assembler does to an issue: one struct a kind, the data of the issue's operations.

Every edit is tolerant when it is replayed: where its item is gone it does nothing. So operations can be skipped (undone)
without touching the others, and articles that are merged or split in the store never break an issue: an edit that
brings an item holds the whole item.
"""

from datetime import date
from typing import Any, Literal

import msgspec

from bulletin.issue.content import Draft, Item, LeftOut, Picture
from pipeline.records import Block

DRAFT, NEWCOMERS = "draft", "newcomers"
FIRST = ""
# What two people may set differently: an item's id and a field; of the price table "exchange/product/day" and a figure.
Target = tuple[str, str]


class Edit(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """Common to all edits."""


class Move(Edit, frozen=True, kw_only=True, tag="move"):
    """Put an item into a column behind another item; `after` FIRST puts it first, an item that is gone last."""

    item: str
    column: str
    after: str = FIRST


class FieldEdit(Edit, frozen=True, kw_only=True):
    """Common to what sets one field of an item; `back_to` is the step whose value it brings back, 0 where it was typed."""

    item: str
    back_to: int = 0


class Retitle(FieldEdit, frozen=True, kw_only=True, tag="title"):
    """Change an item's title."""

    value: str


class Redate(FieldEdit, frozen=True, kw_only=True, tag="published"):
    """Change an item's 发布日期."""

    value: date | None


class Resource(FieldEdit, frozen=True, kw_only=True, tag="source"):
    """Change an item's 来源."""

    value: str


class Rewrite(FieldEdit, frozen=True, kw_only=True, tag="text"):
    """Change an item's body. Image blocks mark the places of pictures; which are printed is the pictures' own edit.

    Of a text that was merged with what `merged_with` wrote, `value` is what came of it and `typed` what its author sent.
    `typed_on`, never stored, names such an operation whose author typed on in the text as sent, not as merged.
    """

    value: tuple[Block, ...]
    merged_with: str = ""
    typed: tuple[Block, ...] | None = None
    typed_on: int = 0


class Repicture(FieldEdit, frozen=True, kw_only=True, tag="pictures"):
    """Choose an item's pictures, their order and captions."""

    value: tuple[Picture, ...]


class Drop(Edit, frozen=True, kw_only=True, tag="drop"):
    """Take an item out. `off_topic` says that it does not belong to the field at all, and teaches the classifier."""

    item: str
    off_topic: bool = False


class Restore(Edit, frozen=True, kw_only=True, tag="restore"):
    """Put an item back that was taken out, at the end of its column."""

    item: str


class Add(Edit, frozen=True, kw_only=True, tag="add"):
    """Bring an item in: an alternate, a found article, one written by hand; behind `after` as in Move."""

    item: Item
    column: str
    after: str = FIRST
    origin: Literal["left_out", "search", "address", "hand", "split"] = "search"


class Swap(Edit, frozen=True, kw_only=True, tag="swap"):
    """Put `other` in the item's place; the item becomes one of its alternates."""

    item: str
    other: Item


class Split(Edit, frozen=True, kw_only=True, tag="split"):
    """`other` is no duplicate of the item: it leaves the item's alternates."""

    item: str
    other: str


class Join(Edit, frozen=True, kw_only=True, tag="join"):
    """`other` says the same as the item: it leaves the columns and becomes the item's alternate."""

    item: str
    other: str


class Remark(Edit, frozen=True, kw_only=True, tag="remark"):
    """A remark for the colleague on an item, or on the issue where `item` is empty; never printed."""

    text: str
    item: str = ""


class AnswerRemark(Edit, frozen=True, kw_only=True, tag="answer"):
    """An answer to the remark that operation `of` left; `item` is the remark's, here and in the next two."""

    of: int
    text: str
    item: str = ""


class SettleRemark(Edit, frozen=True, kw_only=True, tag="settle"):
    """The remark that operation `of` left is dealt with."""

    of: int
    item: str = ""


class ReopenRemark(Edit, frozen=True, kw_only=True, tag="reopen"):
    """The remark that operation `of` left is not dealt with after all."""

    of: int
    item: str = ""


class PriceFigure(msgspec.Struct, frozen=True, kw_only=True):
    """What a day's close (元/吨) or volume (吨) of a product is to be. None: no trade, or unknown."""

    exchange: str
    product: str
    day: date
    field: Literal["close", "volume"]
    value: float | None

    @property
    def where(self) -> Target:
        """Which figure of the price table it is."""
        return f"{self.exchange}/{self.product}/{self.day}", self.field


class Reprice(Edit, frozen=True, kw_only=True, tag="price"):
    """Change figures of the price table, one or many at once, with one reason for them all; `back_to` in its place: the
    step whose figures they are again (0: none)."""

    figures: tuple[PriceFigure, ...]
    reason: str
    back_to: int = 0


class Withdraw(Edit, frozen=True, kw_only=True, tag="withdraw"):
    """Take a published item back, with the reason; the next edition has a tombstone in its place."""

    item: str
    why: str


class TurnedStep(Edit, frozen=True, kw_only=True):
    """Common to undo and redo: a step, by the numbers of its last and (0: it has only one) its first operation.

    `rewrite` is the text that stands then, where others have changed other paragraphs of it since.
    """

    of: int
    since: int = 0
    rewrite: Rewrite | None = None

    @property
    def numbers(self) -> range:
        """The numbers of the step's operations."""
        return range(self.since or self.of, self.of + 1)


class Undo(TurnedStep, frozen=True, kw_only=True, tag="undo"):
    """The operations of this step do not count."""


class Redo(TurnedStep, frozen=True, kw_only=True, tag="redo"):
    """The operations of this step count again."""


class Publish(Edit, frozen=True, kw_only=True, tag="publish"):
    """The issue as it stands is edition `edition`. `files` are digests in the files ("documents") by file name."""

    edition: int
    note: str = ""
    files: dict[str, str] = {}


class Delete(Edit, frozen=True, kw_only=True, tag="delete"):
    """The issue, which was never published, is no issue any more, until this is undone or it is drafted anew."""


ReviewStage = Literal["first", "second", "final"]


class PassReview(Edit, frozen=True, kw_only=True, tag="pass"):
    """The issue as it stands has passed a stage of 三审三校."""

    stage: ReviewStage


class NewDraft(Edit, frozen=True, kw_only=True, tag=DRAFT):
    """What the assembler made of the window, as long as no person has touched the issue."""

    draft: Draft


class Newcomers(Edit, frozen=True, kw_only=True, tag=NEWCOMERS):
    """What the assembler would add to an issue that a person has touched: offered among what was left out."""

    left_out: tuple[LeftOut, ...]


Field = Retitle | Redate | Resource | Rewrite | Repicture
Single = Move | Field | Drop | Restore


class Several(Edit, frozen=True, kw_only=True, tag="several"):
    """Edits that were asked for at once, in their order: one step of undo, one line of the history.

    `found` and `put` are the words of a replacement through the issue, where it is one.
    """

    edits: tuple[Single, ...]
    found: str = ""
    put: str = ""


Turn = Undo | Redo
RemarkEdit = Remark | AnswerRemark | SettleRemark | ReopenRemark
Whole = Publish | PassReview | Delete
AnyEdit = Single | Add | Swap | Split | Join | RemarkEdit | Reprice | Withdraw | Turn | Whole | Several
Assembled = NewDraft | Newcomers


def kind_of(edit: msgspec.Struct) -> str:
    """The kind of an edit, as in Operation.kind."""
    return str(edit.__struct_config__.tag)


def parts_of(edit: AnyEdit) -> tuple[AnyEdit, ...]:
    """The edits that one holds, or the one itself."""
    if isinstance(edit, Turn) and edit.rewrite:
        return (edit.rewrite,)
    return edit.edits if isinstance(edit, Several) else (edit,)


def targets(edit: AnyEdit | Assembled) -> dict[Target, Any]:
    """What an edit sets, and to what, for telling conflicts; empty for what never conflicts."""
    if isinstance(edit, Several):
        return {where: value for part in edit.edits for where, value in targets(part).items()}
    if isinstance(edit, Field):
        return {(edit.item, kind_of(edit)): edit.value}
    if isinstance(edit, Move):
        return {(edit.item, "column"): edit.column}
    return {one.where: one.value for one in edit.figures} if isinstance(edit, Reprice) else {}


def items_of(edit: AnyEdit) -> set[str]:
    """The ids of the items that an edit concerns."""
    found = [getattr(part, name) for part in parts_of(edit) for name in ("item", "other") if hasattr(part, name)]
    return {one.id if isinstance(one, Item) else one for one in found}
