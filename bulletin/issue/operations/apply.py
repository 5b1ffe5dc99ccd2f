"""One edit's effect on an issue's columns: pure functions, each a no-op where its item is not there."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from bulletin.issue.content import Alternate, Draft, Item, Picture
from bulletin.issue.operations.operation_kinds import (
    FIRST,
    Add,
    AnyEdit,
    Drop,
    Field,
    Join,
    Move,
    Reprice,
    Split,
    Swap,
    Withdraw,
    kind_of,
)
from bulletin.issue.shown_article import shown_article
from pipeline.records import Block, Quote, Reason

# Of a struct field's name and an edit's kind, which differ in one case: the text is the item's blocks.
_FIELDS = {"title": "title", "published": "published", "source": "source"}


def draft_after(draft: Draft, edit: AnyEdit) -> Draft:
    """The draft after an edit of its columns or prices; the same one where the edit does nothing to these."""
    match edit:
        case Move():
            return move_item(draft, edit)
        case Add():
            return add(draft, edit)
        case Swap():
            return swap(draft, edit)
        case Split():
            return split(draft, edit)
        case Join():
            return join(draft, edit)
        case Drop() | Withdraw():
            return remove(draft, edit.item)
        case Reprice():
            return reprice(draft, edit)
        case _ if isinstance(edit, Field):
            return set_field(draft, edit)
        case _:
            return draft


def find_item(draft: Draft, item_id: str) -> tuple[str, Item] | None:
    """The column and the item of this id."""
    for column in draft.columns:
        for item in column.items:
            if item.id == item_id:
                return column.name, item
    return None


def remove(draft: Draft, item_id: str) -> Draft:
    """The draft without that item."""
    return _each(draft, lambda items: tuple(item for item in items if item.id != item_id))


def place(draft: Draft, item: Item, column: str, after: str) -> Draft:
    """The item in that column, behind another; nowhere else. An unknown column changes nothing."""
    if column not in [one.name for one in draft.columns]:
        return draft
    rest = remove(draft, item.id)

    def put(items: tuple[Item, ...]) -> tuple[Item, ...]:
        at = [one.id for one in items].index(after) + 1 if after in [one.id for one in items] else len(items)
        at = 0 if after == FIRST else at
        return (*items[:at], item, *items[at:])

    return _each(rest, put, column)


def change(draft: Draft, item_id: str, to: Callable[[Item], Item]) -> Draft:
    """The draft with that item changed."""
    return _each(draft, lambda items: tuple(to(item) if item.id == item_id else item for item in items))


def move_item(draft: Draft, edit: Move) -> Draft:
    """See operation_kinds.Move."""
    found = find_item(draft, edit.item)
    return place(draft, found[1], edit.column, edit.after) if found else draft


def set_field(draft: Draft, edit: Field) -> Draft:
    """See operation_kinds.Retitle, Redate, Resource, Rewrite, Repicture."""

    def to(item: Item) -> Item:
        kind, value = kind_of(edit), edit.value
        if kind == "text":
            return msgspec.structs.replace(item, blocks=with_pictures(value, item.images))  # type: ignore[arg-type]
        if kind == "pictures":
            return msgspec.structs.replace(item, images=value, blocks=with_pictures(item.blocks, value))  # type: ignore[arg-type]
        return msgspec.structs.replace(item, **{_FIELDS[kind]: value})

    return change(draft, edit.item, to)


def with_pictures(blocks: Iterable[Block], pictures: tuple[Picture, ...]) -> tuple[Block, ...]:
    """The body with exactly these pictures, in this order: in the places that the body has, the rest at its end."""
    waiting = [Block(kind="image", image=one.url, text=one.caption) for one in pictures]
    whole = list[Block]()
    for block in blocks:
        if block.kind != "image":
            whole.append(block)
        elif waiting:
            whole.append(waiting.pop(0))
    return (*whole, *waiting)


def add(draft: Draft, edit: Add) -> Draft:
    """See operation_kinds.Add: an item that stands already in the issue stays as it is."""
    if find_item(draft, edit.item.id):
        return draft
    left = tuple(one for one in draft.left_out if one.id != edit.item.id)
    return place(msgspec.structs.replace(draft, left_out=left), edit.item, edit.column, edit.after)


def swap(draft: Draft, edit: Swap) -> Draft:
    """See operation_kinds.Swap."""
    found = find_item(draft, edit.item)
    if found is None or (edit.other.id != edit.item and find_item(draft, edit.other.id)):
        return draft
    _, item = found
    others = [one for one in (*item.alternates, *edit.other.alternates) if one.id not in (edit.item, edit.other.id)]
    left = tuple(one for one in draft.left_out if one.id != edit.other.id)
    unique = {one.id: one for one in [alternate_from(item, Reason("swapped_out")), *others]}
    new = msgspec.structs.replace(edit.other, alternates=tuple(unique.values()))
    return change(msgspec.structs.replace(draft, left_out=left), edit.item, lambda _: new)


def split(draft: Draft, edit: Split) -> Draft:
    """See operation_kinds.Split."""

    def to(item: Item) -> Item:
        return msgspec.structs.replace(item, alternates=tuple(one for one in item.alternates if one.id != edit.other))

    return change(draft, edit.item, to)


def join(draft: Draft, edit: Join) -> Draft:
    """See operation_kinds.Join."""
    found, other = find_item(draft, edit.item), find_item(draft, edit.other)
    if found is None or other is None or edit.item == edit.other:
        return draft

    def to(item: Item) -> Item:
        joined = (*item.alternates, alternate_from(other[1], Reason("joined_in")), *other[1].alternates)
        return msgspec.structs.replace(item, alternates=tuple({one.id: one for one in joined}.values()))

    return change(remove(draft, edit.other), edit.item, to)


def reprice(draft: Draft, edit: Reprice) -> Draft:
    """See operation_kinds.Reprice: a quote that is missing is made."""
    quotes = {(quote.exchange, quote.product, quote.day): quote for quote in draft.prices.quotes}
    for one in edit.figures:
        key = (one.exchange, one.product, one.day)
        quote = quotes.get(key) or Quote(exchange=one.exchange, product=one.product, day=one.day, close=None)
        quotes[key] = msgspec.structs.replace(quote, **{one.field: one.value})
    ordered = tuple(quotes[key] for key in sorted(quotes))
    last = max((one.day for one in ordered), default=None)
    return msgspec.structs.replace(draft, prices=msgspec.structs.replace(draft.prices, quotes=ordered, published=last))


def alternate_from(item: Item, reason: Reason) -> Alternate:
    """An item as another's alternate."""
    return Alternate(**shown_article(item), reasons=(reason,))


def _each(draft: Draft, to: Callable[[tuple[Item, ...]], tuple[Item, ...]], only: str = "") -> Draft:
    columns: Any = tuple(
        msgspec.structs.replace(column, items=to(column.items)) if only in ("", column.name) else column
        for column in draft.columns
    )
    return msgspec.structs.replace(draft, columns=columns)
