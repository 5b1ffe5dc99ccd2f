"""Two people set one field: what each wrote, where the words differ, and what would stand if either, or both, were taken."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bulletin.issue import (
    AgreedLines,
    Change,
    Clash,
    ClashingLines,
    IssueReading,
    MergedPart,
    Picture,
    find_item,
    operation_kinds,
    text_of_blocks,
)
from desk.editing.typed_values import typed_figure
from desk.history.diff import DiffPiece, diff
from desk.http.templates import when

FIELDS = {
    "title": "题目",
    "published": "发布日期",
    "source": "来源",
    "text": "正文",
    "pictures": "图片",
    "column": "栏目",
    "close": "收盘价",
    "volume": "成交量",
}
# What is typed, so that a third version can be.
BY_HAND = ("title", "source", "text")


@dataclass(frozen=True)
class ShownPart:
    """A passage of a text: the same for both (`agreed`), or (None) a paragraph that each has otherwise.

    `pieces` lead from `mine` to `theirs`: what was taken out is mine alone.
    """

    agreed: str | None
    before: str = ""
    mine: str = ""
    theirs: str = ""
    pieces: Sequence[DiffPiece] = ()


@dataclass(frozen=True)
class Clashing:
    """A clash for a person: `what` names the field, `before`, `theirs` and `mine` are its values as text.

    `who` set it at `at` (UTC) to `theirs`; whoever takes a value sends it with `version` as its base: `with_mine` or
    `with_theirs`, which are a text's with everything that does not clash, or one made of the `parts` by hand.
    Where several figures of the price table clash they are told together, a line each; `places` are all that clash.
    """

    item: str
    title: str
    field: str
    what: str
    before: str
    theirs: str
    mine: str
    who: str
    at: datetime
    version: int
    with_mine: str
    with_theirs: str
    parts: Sequence[ShownPart]
    places: Sequence[operation_kinds.Target] = ()

    @property
    def line(self) -> str:
        """Who changed what, and when."""
        return clash_line(self.who, self.at, self.title, self.what)

    @property
    def by_hand(self) -> bool:
        """Whether a third version can be written."""
        return self.field in BY_HAND

    def data(self) -> dict[str, Any]:
        """As the page's script reads it; the parts come as HTML."""
        said = {name: value for name, value in asdict(self).items() if name != "parts"}
        return {**said, "at": when(self.at), "line": self.line, "by_hand": self.by_hand}


def clash_line(who: str, at: datetime, title: str, what: str) -> str:
    """Who changed what of which item ("" where it is of none), and when."""
    name = f"《{title}》的" if title else ""
    return f"{who}于 {when(at)} 改了{name}{what}"


def clashing(clash: Clash, change: Change, reading: IssueReading) -> Clashing:
    """A clash that a change met, for a person."""
    every = [_of_one(one, change, reading) for one in (clash, *clash.others)]
    first, places = every[0], [(one.item, one.field) for one in (clash, *clash.others)]
    if len(every) == 1:
        return replace(first, places=places)

    def together(texts: Iterable[str]) -> str:
        return "\n".join(f"{one.what}：{text or '空'}" for one, text in zip(every, texts, strict=True))

    before = together(one.before for one in every)
    theirs, mine = together(one.theirs for one in every), together(one.mine for one in every)
    return replace(
        first,
        what=f"{first.what}等{len(every)}个数",
        before=before,
        theirs=theirs,
        mine=mine,
        parts=_whole(before, mine, theirs),
        places=places,
    )


def _of_one(clash: Clash, change: Change, reading: IssueReading) -> Clashing:
    found = find_item(reading.issue.draft, clash.item)
    sets = operation_kinds.targets(change) if isinstance(change, operation_kinds.AnyEdit) else {}
    is_price = clash.field in ("close", "volume")
    before, theirs = shown(clash.before), shown(clash.theirs)
    mine = shown(sets.get((clash.item, clash.field), clash.before))
    is_text = any(isinstance(part, ClashingLines) for part in clash.parts)
    return Clashing(
        item=clash.item,
        title=found[1].title if found else "",
        field=clash.field,
        what=f"{clash.item.replace('/', ' ')} {FIELDS[clash.field]}" if is_price else FIELDS[clash.field],
        before=before,
        theirs=theirs,
        mine=mine,
        who=clash.who,
        at=clash.at,
        version=clash.version,
        with_mine=_taking(clash.parts, "mine") if is_text else mine,
        with_theirs=_taking(clash.parts, "theirs") if is_text else theirs,
        parts=_parts(clash.parts) if is_text else _whole(before, mine, theirs),
    )


def _taking(parts: Sequence[MergedPart], whose: str) -> str:
    lines = [part.lines if isinstance(part, AgreedLines) else getattr(part, whose) for part in parts]
    return "\n".join(line for every in lines for line in every)


def _parts(parts: Sequence[MergedPart]) -> list[ShownPart]:
    found = list[ShownPart]()
    for part in parts:
        if isinstance(part, ClashingLines):
            found += _whole(*("\n".join(lines) for lines in (part.before, part.mine, part.theirs)))
        else:
            found.append(ShownPart("\n".join(part.lines)))
    return found


def _whole(before: str, mine: str, theirs: str) -> list[ShownPart]:
    return [ShownPart(None, before, mine, theirs, diff(mine, theirs))]


def shown(value: Any) -> str:
    """A field's value as text: a figure, blocks in the light notation, a picture a line."""
    if value is None or isinstance(value, float):
        return typed_figure(value)
    if not isinstance(value, tuple):
        return str(value)
    if not all(isinstance(one, Picture) for one in value):
        return text_of_blocks(value)
    captions = (one.caption or f"（没有说明）{one.url.rsplit('/', 1)[-1]}" for one in value)
    return "\n".join(f"{at}. {caption}" for at, caption in enumerate(captions, start=1))
