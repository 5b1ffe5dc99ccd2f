"""What an operation did to an issue, in an editor's words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bulletin.issue import Issue, Picture, find_item, issue_after, issue_of, operation_kinds, printable_line
from index.store import Operation

# A headline is some 30 characters; the whole one stands in the issue.
LONGEST_TITLE = 40
KINDS = {
    "draft": "起草", "newcomers": "新到稿件", "move": "移动", "title": "改题目", "published": "改发布日期", "source": "改来源",
    "text": "改正文", "pictures": "改图片", "drop": "取下", "restore": "放回", "add": "加入", "swap": "换用", "split": "拆开同文",
    "join": "并入", "remark": "备注", "price": "改行情", "withdraw": "撤稿", "undo": "撤销", "redo": "重做", "publish": "发布",
}  # fmt: skip
FIELDS = {"close": "收盘价", "volume": "成交量"}
ORIGINS = {"left_out": "备选", "search": "检索", "address": "网址", "hand": "手写", "split": "拆开的同文"}


@dataclass(frozen=True)
class Step:
    """One operation, and the issue before (None for the first) and after it."""

    before: Issue | None
    operation: Operation
    after: Issue

    @property
    def edit(self) -> operation_kinds.AnyEdit | None:
        """What a person did; None for the assembler's."""
        return operation_kinds.edit_of(self.operation)


def steps(operations: Sequence[Operation]) -> Iterator[Step]:
    """Every operation of an issue, in order, with what it found and what it left.

    An undo is folded again only from what it undoes, which is mostly the step before.
    """
    states, undone = list[Issue](), set[int]()
    for operation in operations:
        before = states[-1] if states else None
        edit = operation_kinds.edit_of(operation) if operation.kind in ("undo", "redo") else None
        if isinstance(edit, operation_kinds.Undo | operation_kinds.Redo):
            undone ^= {edit.of}
            again = operations[edit.of - 1 : len(states)]
            del states[edit.of - 1 :]
            for one in again:
                states.append(states[-1] if one.number in undone else issue_after(states[-1], [one]))
        states.append(issue_after(states[-1], [operation]) if states else issue_of([operation]))
        yield Step(before, operation, states[-1])


def sentence(step: Step, operations: Sequence[Operation]) -> str:
    """What the step did, in one line without a full stop; texts that were changed are not in it."""
    edit = step.edit
    if edit is None:
        return _assembled(step)
    if isinstance(edit, operation_kinds.Undo | operation_kinds.Redo):
        first = operations[edit.of - 1]
        return f"{KINDS[operation_kinds.kind_of(edit)]}第{edit.of}步（{first.who}：{KINDS[first.kind]}）"
    if isinstance(edit, operation_kinds.Publish):
        return f"发布第{edit.edition}版" + (f"，更正说明：{edit.note}" if edit.note else "")
    return _SAID[type(edit)](step, edit)


def title(step: Step, item_id: str) -> str:
    """《…》: what the item is called at this step; its id where the issue never had it."""
    for issue in (step.before, step.after):
        found = title_in(issue, item_id) if issue else ""
        if found:
            return f"《{short(found)}》"
    return f"《{item_id}》"


def title_in(issue: Issue, item_id: str) -> str:
    """The title of an item, an alternate or one that was left or taken out; "" where the issue has none of it."""
    if found := find_item(issue.draft, item_id):
        return found[1].title
    if gone := issue.gone(item_id):
        return gone.item.title
    if item_id in issue.originals:
        return issue.originals[item_id].title
    others = {one.id: one.title for column in issue.draft.columns for item in column.items for one in item.alternates}
    left = {one.id: one.title for one in issue.draft.left_out}
    return others.get(item_id) or left.get(item_id, "")


def short(text: str, longest: int = LONGEST_TITLE) -> str:
    """The text on one line, at most `longest` characters, without marks that turn the direction of writing."""
    return printable_line(text, longest)


def place(issue: Issue | None, item_id: str) -> tuple[str, int] | None:
    """The column where an item stands, and its place in it, from 1."""
    for column in issue.draft.columns if issue else ():
        for at, item in enumerate(column.items, start=1):
            if item.id == item_id:
                return column.name, at
    return None


def printed_day(day: date | None) -> str:
    """A day as the bulletin prints it."""
    return f"{day.year}-{day.month}-{day.day}" if day else "（无）"


def figure(value: float | None, field: str) -> str:
    """A close (two places) or a volume as the table prints it; 无 where there is none."""
    if value is None:
        return "无"
    return f"{value:,.2f}" if field == "close" else f"{value:,.2f}".rstrip("0").rstrip(".")


def _assembled(step: Step) -> str:
    if step.operation.kind == operation_kinds.DRAFT:
        count = sum(len(column.items) for column in step.after.draft.columns)
        again = "重新起草" if step.before else "起草"
        return f"{again}本期：{count}条，备选{len(step.after.draft.left_out)}篇"
    more = step.operation.data["left_out"]
    return f"新到{len(more)}篇，列为备选：" + "、".join(f"《{short(one['title'], 20)}》" for one in more[:3])


def _moved(step: Step, edit: operation_kinds.Move) -> str:
    was, now = place(step.before, edit.item), place(step.after, edit.item)
    if was is None or now is None:
        return f"移动{title(step, edit.item)}，没有起作用"
    if was[0] == now[0]:
        return f"在{now[0]}里把{title(step, edit.item)}从第{was[1]}条移到第{now[1]}条"
    return f"把{title(step, edit.item)}从{was[0]}移到{now[0]}第{now[1]}条"


def _field(step: Step, edit: operation_kinds.Retitle | operation_kinds.Rewrite | operation_kinds.Resource) -> str:
    return f"{KINDS[operation_kinds.kind_of(edit)]}：{title(step, edit.item)}"


def _redated(step: Step, edit: operation_kinds.Redate) -> str:
    found = find_item(step.before.draft, edit.item) if step.before else None
    was = printed_day(found[1].published) if found else "？"
    return f"改{title(step, edit.item)}的发布日期：{was} → {printed_day(edit.value)}"


def _repictured(step: Step, edit: operation_kinds.Repicture) -> str:
    found = find_item(step.before.draft, edit.item) if step.before else None
    return f"改{title(step, edit.item)}的图片：" + _pictures(found[1].images if found else (), edit.value)


def _pictures(was: Sequence[Picture], now: Sequence[Picture]) -> str:
    old, new = [one.url for one in was], [one.url for one in now]
    captions = {one.url: one.caption for one in was}
    gone, come = [url for url in old if url not in new], [url for url in new if url not in old]
    said = [f"去掉{len(gone)}张"] if gone else []
    said += [f"加上{len(come)}张"] if come else []
    said += ["换了顺序"] if [url for url in old if url in new] != [url for url in new if url in old] else []
    said += ["改了图注"] if any(captions.get(one.url, one.caption) != one.caption for one in now) else []
    return "、".join(said) or "没有变化"


def _dropped(step: Step, edit: operation_kinds.Drop) -> str:
    was = place(step.before, edit.item)
    from_where = f"从{was[0]}" if was else ""
    return f"{from_where}取下{title(step, edit.item)}" + ("，与本刊无关" if edit.off_topic else "")


def _restored(step: Step, edit: operation_kinds.Restore) -> str:
    now = place(step.after, edit.item)
    return f"放回{title(step, edit.item)}" + (f"到{now[0]}第{now[1]}条" if now else "，没有起作用")


def _added(step: Step, edit: operation_kinds.Add) -> str:
    now = place(step.after, edit.item.id)
    where = f"{edit.column}第{now[1]}条" if now else edit.column
    return f"把《{short(edit.item.title)}》加入{where}（{ORIGINS[edit.origin]}）"


def _swapped(step: Step, edit: operation_kinds.Swap) -> str:
    return f"用《{short(edit.other.title)}》（{short(edit.other.source, 20)}）换下{title(step, edit.item)}"


def _split(step: Step, edit: operation_kinds.Split) -> str:
    return f"{title(step, edit.other)}不是{title(step, edit.item)}的同文"


def _joined(step: Step, edit: operation_kinds.Join) -> str:
    return f"把{title(step, edit.other)}并入{title(step, edit.item)}"


def _remarked(step: Step, edit: operation_kinds.Remark) -> str:
    about = f"给{title(step, edit.item)}" if edit.item else "给本期"
    return f"{about}留了备注：{short(edit.text, 200)}"


def _priced(step: Step, edit: operation_kinds.Price) -> str:
    where = (edit.exchange, edit.product, edit.day)
    quotes = step.before.draft.prices.quotes if step.before else ()
    known = [one for one in quotes if (one.exchange, one.product, one.day) == where]
    was = figure(getattr(known[0], edit.field), edit.field) if known else "无"
    what = f"{edit.exchange} {edit.product} {printed_day(edit.day)} {FIELDS[edit.field]}"
    return f"改行情：{what} {was} → {figure(edit.value, edit.field)}，理由：{short(edit.reason, 200)}"


def _withdrawn(step: Step, edit: operation_kinds.Withdraw) -> str:
    return f"撤稿{title(step, edit.item)}，理由：{short(edit.why, 200)}"


_SAID: dict[type, Callable[[Step, Any], str]] = {
    operation_kinds.Move: _moved, operation_kinds.Retitle: _field, operation_kinds.Rewrite: _field, operation_kinds.Resource: _field, operation_kinds.Redate: _redated,
    operation_kinds.Repicture: _repictured, operation_kinds.Drop: _dropped, operation_kinds.Restore: _restored, operation_kinds.Add: _added, operation_kinds.Swap: _swapped,
    operation_kinds.Split: _split, operation_kinds.Join: _joined, operation_kinds.Remark: _remarked, operation_kinds.Price: _priced, operation_kinds.Withdraw: _withdrawn,
}  # fmt: skip
