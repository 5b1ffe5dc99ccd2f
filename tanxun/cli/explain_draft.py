"""`tanxun draft --explain`: a draft item by item, with what was nearly in it, for an editor at a terminal."""

from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from bulletin.reasons import in_short, in_words
from tanxun.cli.app import out

if TYPE_CHECKING:
    from bulletin.issue import ColumnDraft, Draft, Item, LeftOut

# Near misses shown; all of them are in the issue's JSON.
MOST_MISSES = 40
_INDENT = (0, 0, 0, 4)


def explain(draft: "Draft") -> None:
    """Print each column's items with score and reasons, then the near misses, then the rest by reason."""
    for column in draft.columns:
        _column(column)
    near = [one for one in draft.left_out if one.near]
    _misses(near)
    _rest([one for one in draft.left_out if not one.near])


def _column(column: "ColumnDraft") -> None:
    warning = f" [yellow]（{escape(in_words(column.warning))}）[/]" if column.warning else ""
    out.print(f"\n[bold]{escape(column.name)}[/] {len(column.items)}条{warning}")
    for number, item in enumerate(column.items, 1):
        _item(number, item)


def _item(number: int, item: "Item") -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", width=3, style="dim")
    grid.add_column(width=4)
    grid.add_column()
    grid.add_row(str(number), f"{item.score:.2f}", f"[bold]{escape(item.title)}[/]")
    grid.add_row("", "", f"[dim]{item.published or '无日期'}　{escape(item.source)}[/]")
    for reason in item.reasons:
        grid.add_row("", "", escape(in_words(reason)))
    for warning in item.warnings:
        grid.add_row("", "", f"[yellow]提示：{escape(in_words(warning))}[/]")
    for other in item.alternates:
        why = in_words(other.reasons[0]) if other.reasons else ""
        grid.add_row("", "", f"[cyan]备选：{escape(f'《{other.title}》{other.source}，{why}')}[/]")
    out.print(grid)


def _misses(near: "list[LeftOut]") -> None:
    out.print(f"\n[bold]差一点入选[/] {len(near)}篇" + ("（以下为前几篇）" if len(near) > MOST_MISSES else ""))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4)
    grid.add_column(width=8, style="dim")
    grid.add_column()
    for one in near[:MOST_MISSES]:
        grid.add_row(f"{one.score:.2f}", escape(one.column), escape(one.title or "（无标题）"))
        grid.add_row(
            "",
            "",
            f"[dim]{one.published or '无日期'}　{escape(one.source)}[/]　[yellow]{escape(in_words(one.reasons[0]))}[/]",
        )
    out.print(Padding(grid, _INDENT))


def _rest(others: "list[LeftOut]") -> None:
    kinds = Counter(in_short(one.reasons[0]) for one in others)
    out.print(f"\n[bold]其余未入选[/] {len(others)}篇，全部原因见 issue-N.json 的 left_out")
    for kind, count in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])):
        out.print(f"      {count}篇 {escape(kind)}")
