"""What a step did to an issue, in an editor's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bulletin.issue import (
    Issue,
    Picture,
    edit_of,
    field_value,
    find_item,
    issue_after,
    issue_of,
    operation_kinds,
    printable_line,
    steps_of,
)
from index.store import Operation

# Of a grid of prices as many are told in the line; the others stand below it.
FIGURES_TOLD = 2
# A headline is some 30 characters; the whole one stands in the issue.
LONGEST_TITLE = 40
# Titles that are named of a change of several items; the others are counted.
MOST_TITLES = 3
KINDS = {
    "draft": "起草",
    "newcomers": "新到稿件",
    "move": "移动",
    "title": "改题目",
    "published": "改发布日期",
    "source": "改来源",
    "text": "改正文",
    "pictures": "改图片",
    "drop": "取下",
    "restore": "放回",
    "add": "加入",
    "swap": "换用",
    "split": "拆开同文",
    "join": "并入",
    "remark": "备注",
    "answer": "回复备注",
    "settle": "处理备注",
    "reopen": "重新打开备注",
    "price": "改行情",
    "withdraw": "撤稿",
    "several": "一次改几条",
    "undo": "撤销",
    "redo": "重做",
    "publish": "发布",
    "pass": "通过一审",
    "delete": "删除本期",
}
STAGES = {"first": "初审", "second": "复审", "final": "终审"}
FIELDS = {"close": "收盘价", "volume": "成交量"}
ORIGINS = {"left_out": "备选", "search": "检索", "address": "网址", "hand": "手写", "split": "拆开的同文"}


@dataclass(frozen=True)
class AppliedStep:
    """One step: its first and its last operation, and the issue before (None for the first of all) and after it.

    `merged_with` are those whose changes of the same text were merged into it.
    """

    before: Issue | None
    first: Operation
    operation: Operation
    after: Issue
    merged_with: Sequence[str] = ()

    @property
    def edit(self) -> operation_kinds.AnyEdit | None:
        """What a person did, in the end; None for the assembler's."""
        return edit_of(self.operation)


def applied_steps(operations: Sequence[Operation], base: int = 0, until: int | None = None) -> list[AppliedStep]:
    """The steps of an issue after version `base` until another (None: all), in order; one that they cut is cut there."""
    applied = list(applied_operations(operations))[:until]
    found = list[AppliedStep]()
    for step in steps_of(operations):
        parts = [applied[one.number - 1] for one in step if base < one.number <= len(applied)]
        if parts:
            edits = [part.edit for part in parts]
            names = dict.fromkeys(edit.merged_with for edit in edits if isinstance(edit, operation_kinds.Rewrite))
            merged = [name for name in names if name]
            found.append(AppliedStep(parts[0].before, parts[0].first, parts[-1].operation, parts[-1].after, merged))
    return found


def applied_operations(operations: Sequence[Operation]) -> Iterator[AppliedStep]:
    """Every operation of an issue as a step of its own, in order, with the issue before and after it.

    At an undo or redo the issue is replayed from the step that it is about, which is mostly the one before.
    """
    states, undone = list[Issue](), set[int]()
    for operation in operations:
        before = states[-1] if states else None
        edit = edit_of(operation) if operation.kind in ("undo", "redo") else None
        if isinstance(edit, operation_kinds.Undo | operation_kinds.Redo):
            (undone.update if isinstance(edit, operation_kinds.Undo) else undone.difference_update)(edit.numbers)
            again = operations[edit.numbers.start - 1 : len(states)]
            del states[edit.numbers.start - 1 :]
            for one in again:
                states.append(states[-1] if one.number in undone else issue_after(states[-1], [one]))
        states.append(issue_after(states[-1], [operation]) if states else issue_of([operation]))
        yield AppliedStep(before, operation, operation, states[-1])


def numbered(first: int, last: int) -> str:
    """Which step it is: an operation by its number, several by the first and the last."""
    return f"第{last}步" if first == last else f"第{first}至{last}步"


def words_of(step: AppliedStep, operations: Sequence[Operation]) -> str:  # noqa: PLR0912 - a branch a kind
    """What a step did, in one line without a full stop; texts that were changed are not in it."""
    before, after = step.before, step.after
    match step.edit:
        case None if step.operation.kind == operation_kinds.DRAFT:
            count = sum(len(column.items) for column in after.draft.columns)
            return f"{'重新起草' if before else '起草'}本期：{count}条，备选{len(after.draft.left_out)}篇"
        case None:
            more = step.operation.data["left_out"]
            titles = "、".join(f"《{short(one['title'], 20)}》" for one in more[:3])
            return f"新到{len(more)}篇，列为备选：{titles}"
        case operation_kinds.Undo() | operation_kinds.Redo() as edit:
            about, which = operations[edit.of - 1], numbered(edit.numbers.start, edit.of)
            return f"{KINDS[operation_kinds.kind_of(edit)]}{which}（{about.who}：{KINDS[about.kind]}）"
        case operation_kinds.Publish() as edit:
            return f"发布第{edit.edition}版" + (f"，更正说明：{edit.note}" if edit.note else "")
        case operation_kinds.Delete():
            return KINDS["delete"]
        case operation_kinds.PassReview() as edit:
            return f"通过{STAGES[edit.stage]}"
        case operation_kinds.Move() as edit:
            return move_words(step, edit)
        case operation_kinds.Retitle() | operation_kinds.Rewrite() | operation_kinds.Resource() as edit:
            merged = f"，已与{'、'.join(step.merged_with)}的改动合并" if step.merged_with else ""
            return f"{KINDS[operation_kinds.kind_of(edit)]}：{title(step, edit.item)}{merged}"
        case operation_kinds.Redate() as edit:
            found = find_item(before.draft, edit.item) if before else None
            day = printed_day(found[1].published) if found else "？"
            return f"改{title(step, edit.item)}的发布日期：{day} → {printed_day(edit.value)}"
        case operation_kinds.Repicture() as edit:
            found = find_item(before.draft, edit.item) if before else None
            return f"改{title(step, edit.item)}的图片：{pictures_changed(found[1].images if found else (), edit.value)}"
        case operation_kinds.Drop() as edit:
            was = place(before, edit.item)
            return (
                f"{f'从{was[0]}' if was else ''}取下{title(step, edit.item)}{'，与本刊无关' if edit.off_topic else ''}"
            )
        case operation_kinds.Restore() as edit:
            now = place(after, edit.item)
            return f"放回{title(step, edit.item)}" + (f"到{now[0]}第{now[1]}条" if now else "，没有起作用")
        case operation_kinds.Add() as edit:
            now = place(after, edit.item.id)
            where = f"{edit.column}第{now[1]}条" if now else edit.column
            return f"把《{short(edit.item.title)}》加入{where}（{ORIGINS[edit.origin]}）"
        case operation_kinds.Swap() as edit:
            return f"用《{short(edit.other.title)}》（{short(edit.other.source, 20)}）换下{title(step, edit.item)}"
        case operation_kinds.Split() as edit:
            return f"{title(step, edit.other)}不是{title(step, edit.item)}的同文"
        case operation_kinds.Join() as edit:
            return f"把{title(step, edit.other)}并入{title(step, edit.item)}"
        case operation_kinds.Remark() as edit:
            return f"给{title(step, edit.item) if edit.item else '本期'}留了备注：{short(edit.text, 200)}"
        case operation_kinds.AnswerRemark() as edit:
            return f"回复{remark_words(step, edit)}：{short(edit.text, 200)}"
        case operation_kinds.SettleRemark() | operation_kinds.ReopenRemark() as edit:
            how = "把{}标为已处理" if isinstance(edit, operation_kinds.SettleRemark) else "重新打开{}"
            return how.format(remark_words(step, edit))
        case operation_kinds.Reprice() as edit:
            return price_words(step, edit)
        case operation_kinds.Withdraw() as edit:
            return f"撤稿{title(step, edit.item)}，理由：{short(edit.why, 200)}"
        case operation_kinds.Several() as edit:
            return several_words(step, edit)


def move_words(step: AppliedStep, edit: operation_kinds.Move) -> str:
    """Where an item stood and where it stands."""
    was, now = place(step.before, edit.item), place(step.after, edit.item)
    if was is None or now is None:
        return f"移动{title(step, edit.item)}，没有起作用"
    if was[0] == now[0]:
        return f"在{now[0]}里把{title(step, edit.item)}从第{was[1]}条移到第{now[1]}条"
    return f"把{title(step, edit.item)}从{was[0]}移到{now[0]}第{now[1]}条"


def price_reason(edit: operation_kinds.Reprice) -> str:
    """Why figures were changed: as it was written, or the step whose figures they are again."""
    return f"恢复到第{edit.back_to}步的数值" if edit.back_to else edit.reason


def price_words(step: AppliedStep, edit: operation_kinds.Reprice) -> str:
    """The first few figures, each as it was and as it is, and why."""
    told = list[str]()
    for one in edit.figures[:FIGURES_TOLD]:
        old = figure(field_value(step.before, one.where) if step.before else None, one.field)
        new = figure(one.value, one.field)
        told.append(f"{figure_name(one)} {old}" + (f" → {new}" if new != old else "（核对过）"))
    rest = f"等{len(edit.figures)}个数" if len(edit.figures) > FIGURES_TOLD else ""
    return f"改行情：{'；'.join(told)}{rest}，理由：{short(price_reason(edit), 200)}"


def remark_words(
    step: AppliedStep,
    edit: operation_kinds.AnswerRemark | operation_kinds.SettleRemark | operation_kinds.ReopenRemark,
) -> str:
    """Whose remark an edit is about, on what, and how it begins."""
    said = step.before.remark(edit.of) if step.before else None
    whose = f"{said.who}给" if said else "给"
    begin = f"（{short(said.text)}）" if said else ""
    return f"{whose}{title(step, edit.item) if edit.item else '本期'}的备注{begin}"


def several_words(step: AppliedStep, several: operation_kinds.Several) -> str:
    """What was done to several items at once, and the first few of their titles."""
    names = sorted(operation_kinds.items_of(several) - {""}, key=lambda name: place_in_all(step, name))
    titles = "、".join(title(step, name) for name in names[:MOST_TITLES]) + ("等" if len(names) > MOST_TITLES else "")
    if several.found:
        how = (
            f"把“{short(several.found)}”换成“{short(several.put)}”" if several.put else f"删去“{short(several.found)}”"
        )
        return f"在{len(names)}条里{how}：{titles}"
    drops = [edit for edit in several.edits if isinstance(edit, operation_kinds.Drop)]
    if len(drops) == len(several.edits):
        return f"取下{len(names)}条{'，与本刊无关' if drops[0].off_topic else ''}：{titles}"
    columns = {edit.column if isinstance(edit, operation_kinds.Move) else "" for edit in several.edits}
    if len(columns) == 1 and "" not in columns:
        if columns == {(place(step.before, name) or ("",))[0] for name in names}:
            return f"重排{columns.pop()}，移动{len(names)}条"
        return f"把{len(names)}条移到{columns.pop()}：{titles}"
    return f"一次改{len(several.edits)}处" + (f"：{titles}" if names else "")


def place_in_all(step: AppliedStep, item_id: str) -> int:
    """How many items stood before this one in the issue before the step; all, where it was not in it."""
    columns = step.before.draft.columns if step.before else ()
    names = [item.id for column in columns for item in column.items]
    return names.index(item_id) if item_id in names else len(names)


def pictures_changed(was: Sequence[Picture], now: Sequence[Picture]) -> str:
    """What went, came, moved and was renamed between two lists of pictures."""
    old, new = [one.url for one in was], [one.url for one in now]
    captions = {one.url: one.caption for one in was}
    gone, come = [url for url in old if url not in new], [url for url in new if url not in old]
    said = [f"去掉{len(gone)}张"] if gone else []
    said += [f"加上{len(come)}张"] if come else []
    said += ["换了顺序"] if [url for url in old if url in new] != [url for url in new if url in old] else []
    said += ["改了图注"] if any(captions.get(one.url, one.caption) != one.caption for one in now) else []
    return "、".join(said) or "没有变化"


def title(step: AppliedStep, item_id: str) -> str:
    """《…》: what the item is called at this step; its id where the issue never had it."""
    for issue in (step.before, step.after):
        found = issue.title_of(item_id) if issue else ""
        if found:
            return f"《{short(found)}》"
    return f"《{item_id}》"


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


def figure_name(one: operation_kinds.PriceFigure) -> str:
    """Which figure of the price table it is."""
    return f"{one.exchange} {one.product} {printed_day(one.day)} {FIELDS[one.field]}"


def figure(value: float | None, field: str) -> str:
    """A close (two places) or a volume as the table prints it; 无 where there is none."""
    if value is None:
        return "无"
    return f"{value:,.2f}" if field == "close" else f"{value:,.2f}".rstrip("0").rstrip(".")
