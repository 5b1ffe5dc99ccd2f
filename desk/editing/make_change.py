"""A change made at the desk; where two people set one field, what each wrote and what stood there before."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bulletin.issue import (
    Change,
    Clash,
    Done,
    Issue,
    IssueReading,
    ItemGone,
    NotThere,
    Picture,
    find_item,
    operation_kinds,
    reading_of,
    text_of_blocks,
    write_change,
)
from desk.editing.sent_changes import why_gone
from desk.editing.typed_values import typed_figure
from desk.http.templates import when
from desk.services import Desk
from pipeline.errors import TanxunError

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


@dataclass(frozen=True)
class Clashing:
    """A clash for a person: `what` names the field, `before`, `theirs` and `mine` are its values as text.

    `who` set it at `at` (UTC) to `theirs`; whoever takes their own value sends it again with `version` as its base.
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
    places: Sequence[operation_kinds.Target] = ()

    @property
    def line(self) -> str:
        """Who changed what, and when."""
        return _clash_line(self.who, self.at, self.title, self.what)

    def data(self) -> dict[str, Any]:
        """As the page's script reads it."""
        return {**asdict(self), "at": when(self.at), "line": self.line}


class Clashed(TanxunError):
    """Somebody else set the same field to something else; `clash` has both versions."""

    def __init__(self, clash: Clashing) -> None:
        super().__init__(clash.line)
        self.clash = clash


def make_change(desk: Desk, number: int, change: Change, who: str, base: int) -> Done:
    """Make a change of an issue that an editor made looking at version `base`.

    Raises Clashed, NotThere in an editor's words, and as bulletin.issue.write_change does.
    """
    try:
        return write_change(desk.journal, number, change, who, desk.clock(), base)
    except ItemGone as gone:
        raise NotThere(why_gone(reading_of(desk.journal, number).issue, gone.item)) from gone
    except Clash as clash:
        raise Clashed(_clashing(clash, change, reading_of(desk.journal, number), base)) from clash


def told(done: Done, issue: Issue) -> list[str]:
    """Why some of several changes were not made, an item a line."""
    lines = list[str]()
    for one in done.refused:
        if isinstance(one, Clash):
            lines.append(_clash_line(one.who, one.at, issue.title_of(one.item), FIELDS[one.field]))
        else:
            lines.append(why_gone(issue, one.item) if isinstance(one, ItemGone) else str(one))
    return lines


def _clash_line(who: str, at: datetime, title: str, what: str) -> str:
    name = f"《{title}》的" if title else ""
    return f"{who}于 {when(at)} 改了{name}{what}"


def _clashing(clash: Clash, change: Change, reading: IssueReading, base: int) -> Clashing:
    every = [_of_one(one, change, reading, base) for one in (clash, *clash.others)]
    first, places = every[0], [(one.item, one.field) for one in (clash, *clash.others)]
    if len(every) == 1:
        return replace(first, places=places)

    def together(texts: Iterable[str]) -> str:
        return "\n".join(f"{one.what}：{text or '空'}" for one, text in zip(every, texts, strict=True))

    return replace(
        first,
        what=f"{first.what}等{len(every)}个数",
        before=together(one.before for one in every),
        theirs=together(one.theirs for one in every),
        mine=together(one.mine for one in every),
        places=places,
    )


def _of_one(clash: Clash, change: Change, reading: IssueReading, base: int) -> Clashing:
    before, theirs = clash.before, clash.theirs
    if clash.field == "text":
        # With the places of the pictures, which are no part of what clashed.
        before, theirs = _blocks(reading.at(base), clash.item), _blocks(reading.issue, clash.item)
    found = find_item(reading.issue.draft, clash.item)
    sets = operation_kinds.targets(change) if isinstance(change, operation_kinds.AnyEdit) else {}
    is_price = clash.field in ("close", "volume")
    return Clashing(
        item=clash.item,
        title=found[1].title if found else "",
        field=clash.field,
        what=f"{clash.item.replace('/', ' ')} {FIELDS[clash.field]}" if is_price else FIELDS[clash.field],
        before=shown(before),
        theirs=shown(theirs),
        mine=shown(sets.get((clash.item, clash.field), clash.before)),
        who=clash.who,
        at=clash.at,
        version=clash.version,
    )


def _blocks(issue: Issue, item: str) -> Any:
    found = find_item(issue.draft, item)
    return found[1].blocks if found else ()


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
