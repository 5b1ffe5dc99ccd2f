"""Two versions of an issue side by side: what is in one of them only, what stands elsewhere, which words differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from bulletin.issue import Draft, Item, Prices, text_of_blocks
from desk.history.diff import DiffPiece, diff, shortened
from desk.history.operation_words import figure, printed_day
from desk.issue_page.card import lead_of


@dataclass(frozen=True)
class ComparedField:
    """A field of both versions. `pieces` lead from the one to the other: what was taken out is the left's alone."""

    name: str
    pieces: Sequence[DiffPiece]

    @property
    def left(self) -> list[DiffPiece]:
        """What stood there."""
        return [one for one in self.pieces if one.kind != "ins"]

    @property
    def right(self) -> list[DiffPiece]:
        """What stands there."""
        return [one for one in self.pieces if one.kind != "del"]


@dataclass(frozen=True)
class ComparedItem:
    """An item: in both versions, or in the left or the right only. `moved` says where it stood, if it was elsewhere.

    `fields` are those that differ; all of them where everything is to be shown, and of an item that one version has alone.
    """

    id: str
    title: str
    side: Literal["both", "left", "right"]
    moved: str
    fields: Sequence[ComparedField]


@dataclass(frozen=True)
class ComparedColumn:
    """A column of both versions: the items that are to be shown, and how many are the same."""

    name: str
    items: Sequence[ComparedItem]
    same: int


@dataclass(frozen=True)
class ComparedVersions:
    """What differs between two versions; `prices` are None where they are the same."""

    columns: Sequence[ComparedColumn]
    prices: ComparedField | None

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Items with other words, items that stand elsewhere, items that went, items that came."""
        items = [item for column in self.columns for item in column.items]
        both = [item for item in items if item.side == "both"]
        changed = [item for item in both if any(piece.kind != "same" for one in item.fields for piece in one.pieces)]
        moved = [item for item in both if item.moved]
        sides = [item.side for item in items]
        return len(changed), len(moved), sides.count("left"), sides.count("right")


def compare(left: Draft, right: Draft, whole: bool = False) -> ComparedVersions:
    """How `right` differs from `left`; with `whole` also what is the same."""
    before, after = _places(left), _places(right)
    stays = _in_one_order(left, right)
    columns = list[ComparedColumn]()
    for name in dict.fromkeys(column.name for column in (*right.columns, *left.columns)):
        items, same = list[ComparedItem](), 0
        for item in _rows(name, left, right, after):
            old, new = before.get(item.id), after.get(item.id)
            if old is None or new is None:
                items.append(_alone(item, "left" if new is None else "right", whole))
                continue
            moved = "" if item.id in stays else f"原在{old[0]}第{old[1]}条"
            fields = [one for one in _fields(old[2], new[2]) if whole or _differ(one)]
            if fields or moved:
                shown = [ComparedField(one.name, one.pieces if whole else shortened(one.pieces)) for one in fields]
                items.append(ComparedItem(item.id, new[2].title, "both", moved, shown))
            same += not moved and not any(map(_differ, fields))
        columns.append(ComparedColumn(name, items, same))
    prices = ComparedField("行情", diff(_quotes(left.prices), _quotes(right.prices)))
    return ComparedVersions(columns, prices if _differ(prices) else None)


def compare_quotes(left: Prices, right: Prices) -> list[ComparedField]:
    """The quotes that differ, each a field that is named by exchange, product and day; "" where there is none."""
    before, after = _figures(left), _figures(right)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [ComparedField(name, diff(before.get(name, ""), after.get(name, ""))) for name in names]


def _differ(field: ComparedField) -> bool:
    return any(piece.kind in ("del", "ins") for piece in field.pieces)


def _places(draft: Draft) -> dict[str, tuple[str, int, Item]]:
    """Column, place in it from 1, and item, by id."""
    return {
        item.id: (column.name, at, item) for column in draft.columns for at, item in enumerate(column.items, start=1)
    }


def _in_one_order(left: Draft, right: Draft) -> set[str]:
    """The items that stand in the same column in both, one behind the other as before."""
    kept = set[str]()
    then = {column.name: [item.id for item in column.items] for column in left.columns}
    for column in right.columns:
        now, old = [item.id for item in column.items], then.get(column.name, [])
        one, other = [name for name in old if name in now], [name for name in now if name in old]
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
            kept |= set(one[block.a : block.a + block.size])
    return kept


def _rows(name: str, left: Draft, right: Draft, after: Mapping[str, object]) -> list[Item]:
    """A column's items as they stand on the right, with those that went behind the one that they stood behind."""
    rows = [item for column in right.columns if column.name == name for item in column.items]
    behind = -1
    for item in (item for column in left.columns if column.name == name for item in column.items):
        ids = [row.id for row in rows]
        if item.id in ids:
            behind = ids.index(item.id)
        elif item.id not in after:
            behind += 1
            rows.insert(behind, item)
    return rows


def _alone(item: Item, side: Literal["left", "right"], whole: bool) -> ComparedItem:
    kind: Literal["del", "ins"] = "del" if side == "left" else "ins"
    shown = [(name, text if whole or name != "正文" else lead_of(text)) for name, text in _texts(item).items() if text]
    return ComparedItem(
        item.id, item.title, side, "", [ComparedField(name, [DiffPiece(kind, text)]) for name, text in shown]
    )


def _fields(left: Item, right: Item) -> list[ComparedField]:
    before, after = _texts(left), _texts(right)
    found = [ComparedField(name, diff(before[name], after[name])) for name in before]
    if before["图片"] == after["图片"] and [one.url for one in left.images] != [one.url for one in right.images]:
        # The captions are the same; a picture's own change has no words.
        found[-1] = ComparedField("图片", [*found[-1].pieces, DiffPiece("ins", "（换了图片或次序）")])
    return found


def _texts(item: Item) -> dict[str, str]:
    """What a reader sees of an item, field by field."""
    return {
        "题目": item.title,
        "发布日期": printed_day(item.published),
        "来源": item.source,
        "正文": text_of_blocks(item.blocks),
        "图片": "\n".join(one.caption or "（没有说明）" for one in item.images),
    }


def _quotes(prices: Prices) -> str:
    return "".join(f"{name} {figures}\n" for name, figures in _figures(prices).items())


def _figures(prices: Prices) -> dict[str, str]:
    """Close and volume in words, by exchange, product and day."""
    return {
        f"{one.exchange} {one.product} {printed_day(one.day)}": (
            f"收盘价{figure(one.close, 'close')} 成交量{figure(one.volume, 'volume')}"
        )
        for one in prices.quotes
    }
