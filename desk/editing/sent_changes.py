"""What an editor sends to change an issue, by a form or a script: read by its kind, checked, and made a whole change."""

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from bulletin.issue import (
    Arrange,
    Change,
    DropSeveral,
    Issue,
    Item,
    MoveDown,
    MoveSeveral,
    MoveUp,
    NotThere,
    Picture,
    blocks_of_text,
    find_item,
    operation_kinds,
)
from bulletin.reasons import in_words
from desk.editing.sent_prices import SentFigure, reprice_of
from desk.editing.typed_values import Unclear, day_of, one_line, remark_text
from desk.editing.whole_item import own_column, whole_item
from desk.http.templates import when
from index.store import Store

# Where msgspec's message says what is wrong: `$.value[0].url`, or a missing field's name.
_WHERE = re.compile(r"\$\.(\w+)|field `(\w+)`")

Said = Mapping[str, Any]


class Sent(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Common to all: the item's id ("" for a remark on the whole issue, or a price)."""

    item: str = ""


class SentTitle(Sent, frozen=True, kw_only=True, tag="title"):
    """A new title."""

    value: str = ""


class SentDay(Sent, frozen=True, kw_only=True, tag="published"):
    """A new 发布日期, as editors write it."""

    value: str | None = None


class SentSource(Sent, frozen=True, kw_only=True, tag="source"):
    """A new 来源."""

    value: str = ""


class SentText(Sent, frozen=True, kw_only=True, tag="text"):
    """A new body, in the light notation; `typed_on` as in operation_kinds.Rewrite."""

    value: str = ""
    typed_on: int = 0


class SentPictures(Sent, frozen=True, kw_only=True, tag="pictures"):
    """The pictures to be shown, in their order."""

    value: tuple[Picture, ...]


class SentMove(Sent, frozen=True, kw_only=True, tag="move"):
    """A place: behind an item, first where that is "", last in the column where it is not said."""

    column: str = ""
    after: str | None = None


class SentUp(Sent, frozen=True, kw_only=True, tag="up"):
    """One place up."""


class SentDown(Sent, frozen=True, kw_only=True, tag="down"):
    """One place down."""


class SentDrop(Sent, frozen=True, kw_only=True, tag="drop"):
    """Not in this issue."""

    off_topic: bool = False


class SentRestore(Sent, frozen=True, kw_only=True, tag="restore"):
    """Back into its column."""


class SentRemark(Sent, frozen=True, kw_only=True, tag="remark"):
    """A remark, or where `of` is the number of one, an answer to it."""

    value: str = ""
    of: int | Literal[""] = ""


class SentSplit(Sent, frozen=True, kw_only=True, tag="split"):
    """`other` is no duplicate of the item."""

    other: str = ""


class SentJoin(Sent, frozen=True, kw_only=True, tag="join"):
    """`other` says the same as the item."""

    other: str = ""


class SentPrice(Sent, frozen=True, kw_only=True, tag="price"):
    """A figure of the price table, as it was typed; "", — and 无成交 say that there is none."""

    exchange: str = ""
    product: str = ""
    day: str = ""
    field: str = ""
    value: str | float | None = None
    reason: str = ""


class SentPrices(Sent, frozen=True, kw_only=True, tag="prices"):
    """Figures of the price table, with one reason for all."""

    figures: tuple[SentFigure, ...]
    reason: str = ""


class SentAdd(Sent, frozen=True, kw_only=True, tag="add"):
    """An article of the store, into a column ("": its own)."""

    column: str = ""
    after: str = "last"
    origin: Literal["left_out", "search", "address"] = "search"


class SentSwap(Sent, frozen=True, kw_only=True, tag="swap"):
    """An article of the store in the item's place."""

    other: str = ""


AnySent = (
    SentTitle
    | SentDay
    | SentSource
    | SentText
    | SentPictures
    | SentMove
    | SentUp
    | SentDown
    | SentDrop
    | SentRestore
    | SentRemark
    | SentSplit
    | SentJoin
    | SentPrice
    | SentPrices
    | SentAdd
    | SentSwap
    # Ids, numbers and a column are what they are: nothing in them is typed.
    | operation_kinds.SettleRemark
    | operation_kinds.ReopenRemark
    | MoveSeveral
    | DropSeveral
    | Arrange
)
_KINDS = {one.__struct_config__.tag for one in AnySent.__args__}


def change_of(said: Said, issue: Issue, store: Store) -> Change:  # noqa: PLR0912 - a case a kind
    """The change that was asked for. Raises Unclear, and NotThere where it names what is not in the issue or the store."""
    kind = said.get("kind", "")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Unclear(f"没有“{kind}”这种操作")
    try:
        sent: AnySent = msgspec.convert(said, AnySent, strict=False)
    except msgspec.ValidationError as problem:
        found = _WHERE.search(str(problem))
        raise Unclear(f"“{(found[1] or found[2]) if found else kind}”没有填对；请刷新页面后再试") from None
    match sent:
        case SentTitle():
            return operation_kinds.Retitle(item=sent.item, value=one_line(sent.value, "题目"))
        case SentDay():
            return operation_kinds.Redate(item=sent.item, value=day_of(sent.value or ""))
        case SentSource():
            return operation_kinds.Resource(item=sent.item, value=one_line(sent.value, "来源", empty=True))
        case SentText():
            value = blocks_of_text(sent.value, _item(issue, sent.item).blocks)
            return operation_kinds.Rewrite(item=sent.item, value=value, typed_on=sent.typed_on)
        case SentPictures():
            return operation_kinds.Repicture(item=sent.item, value=_pictures(sent, issue, store))
        case SentMove():
            after = _last_but(issue, sent) if sent.after is None else sent.after
            return operation_kinds.Move(item=sent.item, column=sent.column, after=after)
        case SentUp():
            return MoveUp(item=sent.item)
        case SentDown():
            return MoveDown(item=sent.item)
        case SentDrop():
            return operation_kinds.Drop(item=sent.item, off_topic=sent.off_topic)
        case MoveSeveral() | DropSeveral() | Arrange():
            return sent
        case SentRestore():
            return operation_kinds.Restore(item=sent.item)
        case SentRemark():
            text = remark_text(sent.value)
            if not sent.of:
                return operation_kinds.Remark(item=sent.item, text=text)
            return operation_kinds.AnswerRemark(of=sent.of, item=_remarked(issue, sent.of), text=text)
        case operation_kinds.SettleRemark() | operation_kinds.ReopenRemark():
            return msgspec.structs.replace(sent, item=_remarked(issue, sent.of))
        case SentSplit():
            return operation_kinds.Split(item=sent.item, other=sent.other)
        case SentJoin():
            return operation_kinds.Join(item=sent.item, other=sent.other)
        case SentPrice():
            one = SentFigure(sent.exchange, sent.product, sent.day, sent.field, sent.value)
            return reprice_of((one,), sent.reason, issue.draft)
        case SentPrices():
            return reprice_of(sent.figures, sent.reason, issue.draft)
        case SentAdd():
            column = sent.column or own_column(issue, store, sent.item)
            item = whole_item(issue, store, sent.item)
            return operation_kinds.Add(item=item, column=column, after=sent.after, origin=sent.origin)
        case SentSwap():
            return operation_kinds.Swap(item=sent.item, other=whole_item(issue, store, sent.other))


def base_of(said: Said) -> int:
    """The version that the editor looked at. Raises Unclear."""
    try:
        base = int(said.get("base", ""))
    except (ValueError, TypeError):
        raise Unclear("不知道您看的是哪一版；请刷新页面后再试") from None
    return max(1, base)


def pictures_known(issue: Issue, item: Item) -> list[Picture]:
    """The pictures that an item may have: those that it shows, then the others of its article, each once."""
    original = issue.originals.get(item.id, item)
    return list({one.url: one for one in (*original.images, *item.images)}.values())


def why_gone(issue: Issue, item: str) -> str:
    """What became of an item that is not in the issue (any more), and what to do."""
    gone = issue.gone(item)
    if gone is None:
        return "本期里没有这一条；请回到本期页面看看"
    if gone == issue.displaced.get(item):
        return (
            f"《{gone.item.title}》已被{gone.who}于 {when(gone.at)} {in_words(gone.why)}；可在那一条的备选里换回或拆开"
        )
    how = "撤稿" if gone.withdrawn else "取下"
    return f"《{gone.item.title}》已被{gone.who}于 {when(gone.at)} {how}；可在本期页面的「已取下」里放回"


def _item(issue: Issue, name: str) -> Item:
    found = find_item(issue.draft, name)
    if found is None:
        raise NotThere(why_gone(issue, name))
    return found[1]


def _remarked(issue: Issue, number: int) -> str:
    """The item ("" for the issue) that a remark is on; who sends an answer need not say it."""
    said = issue.remark(number)
    return said.item if said else ""


def _last_but(issue: Issue, sent: SentMove) -> str:
    """The last of the column's other items: the moved one may be in it already."""
    items = [item.id for one in issue.draft.columns if one.name == sent.column for item in one.items]
    others = [name for name in items if name != sent.item]
    return others[-1] if others else operation_kinds.FIRST


def _pictures(sent: SentPictures, issue: Issue, store: Store) -> tuple[Picture, ...]:
    known = {one.url for one in pictures_known(issue, _item(issue, sent.item))}
    strange = sorted({one.url for one in sent.value} - known)
    kept = store.media(strange) if strange else {}
    missing = [url for url in strange if url not in kept or not kept[url].digest]
    if missing:
        raise Unclear(f"没有这张图片：{missing[0][:80]}；请先上传")
    return tuple(Picture(url=one.url, caption=one_line(one.caption, "图片说明", empty=True)) for one in sent.value)
