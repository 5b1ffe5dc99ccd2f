"""What an editor sends as an edit of the issue: a form's or a script's words, checked and made whole."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bulletin.issue import Issue, Item, NotThere, Picture, blocks_of_text, find_item, operation_kinds
from desk.editing.whole_item import own_column, whole_item
from desk.http.html import when
from index.store import Store
from pipeline.errors import TanxunError

# A title of this many characters fills a page: longer ones are a paste that went wrong. 来源 and captions likewise.
LONGEST_LINE = 500
LONGEST_REMARK = 2000
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_ORIGINS = ("left_out", "search", "address")

Said = Mapping[str, Any]


class Unclear(TanxunError):
    """What was sent is no edit: the message says in Chinese what is wrong and what is expected."""


def change_of(said: Said, issue: Issue, store: Store) -> operation_kinds.AnyEdit:
    """The edit that was asked for. Raises Unclear, and NotThere where it names an article that is not in the store."""
    kind, item = _text(said, "kind"), _text(said, "item")
    match kind:
        case "title" | "published" | "source" | "text" | "pictures":
            return field_edit(kind, item, said.get("value", ""), issue, store)
        case "move":
            return _move(said, issue)
        case "up" | "down":
            return _step(said, issue)
        case "drop":
            return operation_kinds.Drop(item=item, off_topic=bool(said.get("off_topic")))
        case "restore":
            return operation_kinds.Restore(item=item)
        case "remark":
            return _remark(said)
        case "split":
            return operation_kinds.Split(item=item, other=_text(said, "other"))
        case "join":
            return operation_kinds.Join(item=item, other=_text(said, "other"))
        case "price":
            return _price(said)
        case "add" | "swap":
            return _brought(said, issue, store)
        case _:
            raise Unclear(f"没有“{kind}”这种操作")


def field_edit(kind: str, item: str, value: Any, issue: Issue, store: Store) -> operation_kinds.Field:
    """The edit that sets one field of an item to what an editor wrote."""
    match kind:
        case "title":
            return operation_kinds.Retitle(item=item, value=_line(value, "题目"))
        case "published":
            return operation_kinds.Redate(item=item, value=day_of(str(value or "")))
        case "source":
            return operation_kinds.Resource(item=item, value=_line(value, "来源", empty=True))
        case "text":
            return operation_kinds.Rewrite(item=item, value=blocks_of_text(str(value), _found(issue, item).blocks))
        case _:
            return operation_kinds.Repicture(item=item, value=_figures(value, _found(issue, item), issue, store))


def day_of(text: str) -> date | None:
    """A 发布日期 as editors write it: 2026-05-13, 2026.5.13 or 2026年5月13日; None for nothing."""
    text = text.strip()
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise Unclear(f"“{text[:40]}”不是日期；请写成 2026-05-13 这样，或者留空")


def _move(said: Said, issue: Issue) -> operation_kinds.Move:
    """Without `after` the item comes last in its column."""
    item, column = _text(said, "item"), _text(said, "column")
    return operation_kinds.Move(item=item, column=column, after=_after(said, issue, column, item))


def _after(said: Said, issue: Issue, column: str, item: str) -> str:
    if "after" in said:
        return _text(said, "after")
    others = [one.id for one in _items(issue, column) if one.id != item]
    return others[-1] if others else operation_kinds.FIRST


def _step(said: Said, issue: Issue) -> operation_kinds.Move:
    """One place up or down within the column."""
    item, kind = _text(said, "item"), said["kind"]
    column, _ = _placed(issue, item)
    names = [one.id for one in _items(issue, column)]
    at = names.index(item)
    if at == (0 if kind == "up" else len(names) - 1):
        raise NotThere(f"已经是{column}的{'第一条' if kind == 'up' else '最后一条'}")
    rest = [operation_kinds.FIRST, *(name for name in names if name != item)]
    return operation_kinds.Move(item=item, column=column, after=rest[at - 1 if kind == "up" else at + 1])


def _remark(said: Said) -> operation_kinds.Remark:
    text = str(said.get("value", "")).replace("\r\n", "\n").strip()
    if not text:
        raise Unclear("备注是空的；请先写几个字")
    if len(text) > LONGEST_REMARK:
        raise Unclear(f"备注最长{LONGEST_REMARK}字，现有{len(text)}字")
    return operation_kinds.Remark(item=_text(said, "item"), text=text)


def _price(said: Said) -> operation_kinds.Price:
    day, field = day_of(_text(said, "day")), said.get("field")
    reason = _line(said.get("reason"), "改价的原因")
    if day is None or field not in ("close", "volume"):
        raise Unclear("改价要有日期，并说明改的是收盘价还是成交量")
    return operation_kinds.Price(
        exchange=_text(said, "exchange"), product=_text(said, "product"), day=day,
        field="close" if field == "close" else "volume", value=_figure(said.get("value")), reason=reason,
    )  # fmt: skip


def _figure(value: Any) -> float | None:
    text = str(value if value is not None else "").replace(",", "").strip()
    if text in ("", "—", "-", "无成交"):
        return None
    try:
        figure = float(text)
    except ValueError:
        raise Unclear(f"“{text[:40]}”不是数；没有成交请留空") from None
    if not 0 <= figure < 1e12:
        raise Unclear(f"“{text[:40]}”不合理；价格和成交量不能是负数")
    return figure


def _brought(said: Said, issue: Issue, store: Store) -> operation_kinds.Add | operation_kinds.Swap:
    """An article of the store comes in, beside the others or in another's place."""
    swap = said["kind"] == "swap"
    name = _text(said, "other" if swap else "item")
    item = whole_item(issue, store, name)
    if swap:
        return operation_kinds.Swap(item=_text(said, "item"), other=item)
    origin = said.get("origin", "search")
    if origin not in _ORIGINS:
        raise Unclear(f"“{origin}”不是文章的来路")
    column = _text(said, "column") or own_column(issue, store, name)
    return operation_kinds.Add(item=item, column=column, after=str(said.get("after", "last")), origin=origin)


def _figures(value: Any, item: Item, issue: Issue, store: Store) -> tuple[Picture, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, Mapping) for one in value):
        raise Unclear("图片的清单没有填对；请刷新页面后再试")
    figures = tuple(Picture(url=_text(one, "url"), caption=_caption(one)) for one in value)
    strange = {one.url for one in figures} - {one.url for one in pictures_known(issue, item)}
    missing = [url for url in strange if url not in (known := store.media(sorted(strange))) or not known[url].digest]
    if missing:
        raise Unclear(f"没有这张图片：{missing[0][:80]}；请先上传")
    return figures


def pictures_known(issue: Issue, item: Item) -> list[Picture]:
    """The pictures that an item may have: those that it shows, then the others of its article, each once."""
    original = issue.originals.get(item.id, item)
    return list({one.url: one for one in (*original.images, *item.images)}.values())


def _caption(one: Said) -> str:
    return _line(_text(one, "caption"), "图片说明", empty=True)


def _line(value: Any, what: str, *, empty: bool = False) -> str:
    line = " ".join(str(value or "").split())
    if not line and not empty:
        raise Unclear(f"{what}不能为空")
    if len(line) > LONGEST_LINE:
        raise Unclear(f"{what}最长{LONGEST_LINE}字，现有{len(line)}字")
    return line


def _text(said: Said, name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise Unclear(f"“{name}”没有填对；请刷新页面后再试")
    return value


def _items(issue: Issue, column: str) -> tuple[Item, ...]:
    return next((one.items for one in issue.draft.columns if one.name == column), ())


def _placed(issue: Issue, item: str) -> tuple[str, Item]:
    found = find_item(issue.draft, item)
    if found is None:
        raise NotThere(why_gone(issue, item))
    return found


def why_gone(issue: Issue, item: str) -> str:
    """What became of an item that is not in the issue (any more), and what to do."""
    gone = issue.gone(item)
    if gone is None:
        return "本期里没有这一条；请回到本期页面看看"
    if gone == issue.displaced.get(item):
        return f"《{gone.item.title}》已被{gone.who}于 {when(gone.at)} {gone.why}；可在那一条的备选里换回或拆开"
    how = "撤稿" if gone.withdrawn else "取下"
    return f"《{gone.item.title}》已被{gone.who}于 {when(gone.at)} {how}；可在本期页面的「已取下」里放回"


def _found(issue: Issue, item: str) -> Item:
    return _placed(issue, item)[1]
