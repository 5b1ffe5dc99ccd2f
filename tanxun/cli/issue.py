"""`tanxun issue`: the desk's operations from the command line."""

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import EDITORS, app, example, out

if TYPE_CHECKING:
    from bulletin.issue import Change, IssueReading, Journal

issue = typer.Typer(help="An issue's items: show, move, drop, publish.", no_args_is_help=True)
app.add_typer(issue, name="issue", rich_help_panel=EDITORS)

Number = Annotated[int, typer.Argument(help="The issue's number.", min=1)]
Item = Annotated[str, typer.Argument(help="The item's id, or the beginning of it.")]
Who = Annotated[str, typer.Option(help="Whose operation it is; else the name you are logged in with.")]


@issue.command(epilog=example("tanxun issue show 121"))
def show(number: Number) -> None:
    """The issue as it stands: columns, items with their ids, what was taken out, remarks, editions."""
    from bulletin.issue import Journal, reading_of
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        now = reading_of(Journal(backends.store), number).issue
    out.print(f"[bold]第{number}期[/]  {now.draft.since} 至 {now.draft.until}  第{now.draft.version}版")
    for column in now.draft.columns:
        table = Table(
            Column("id", no_wrap=True),
            "发布日期",
            "题目",
            "来源",
            title=f"【{column.name}】{len(column.items)}条",
            title_justify="left",
        )
        for item in column.items:
            table.add_row(item.id, str(item.published or "—"), escape(item.title), escape(item.source))
        out.print(table)
    for gone in now.out:
        out.print(f"[dim]已取下 {gone.item.id} {escape(gone.item.title)}（{gone.who}，{gone.at:%m-%d %H:%M} UTC）[/]")
    for said in now.remarks:
        state = "" if said.is_open else "，已处理"
        out.print(f"备注 {said.item or '全期'} {escape(said.text)}（{said.who}，{said.at:%m-%d %H:%M} UTC{state}）")
        for answer in said.answers:
            out.print(f"  回复 {escape(answer.text)}（{answer.who}，{answer.at:%m-%d %H:%M} UTC）")
    for made in now.editions:
        out.print(f"第{made.edition}次发布 {made.at:%Y-%m-%d %H:%M} UTC（{made.who}）{escape(made.note)}")


@issue.command(
    epilog=example("tanxun issue move 121 0123abcd 国内资讯", "tanxun issue move 121 0123 市场热点 --after 4567")
)
def move(
    number: Number,
    item: Item,
    column: Annotated[str, typer.Argument(help="The column to put it in.")],
    after: Annotated[str, typer.Option(help="Put it behind this item; else first in the column.")] = "",
    who: Who = "",
) -> None:
    """Put an item into a column, first or behind another item."""
    from bulletin.issue import Journal, operation_kinds, reading_of
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        journal = Journal(backends.store)
        reading = reading_of(journal, number)
        behind = _item_id(reading, after) if after else operation_kinds.FIRST
        _make(journal, reading, operation_kinds.Move(item=_item_id(reading, item), column=column, after=behind), who)


@issue.command(epilog=example("tanxun issue drop 121 0123abcd", "tanxun issue drop 121 0123abcd --off-topic"))
def drop(
    number: Number,
    item: Item,
    off_topic: Annotated[
        bool, typer.Option(help="It does not belong to the field at all; the classifier learns it.")
    ] = False,
    who: Who = "",
) -> None:
    """Take an item out of the issue; it can be put back at the desk."""
    from bulletin.issue import Journal, operation_kinds, reading_of
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        journal = Journal(backends.store)
        reading = reading_of(journal, number)
        _make(journal, reading, operation_kinds.Drop(item=_item_id(reading, item), off_topic=off_topic), who)


def _item_id(reading: "IssueReading", beginning: str) -> str:
    """The item whose id begins so. Raises SettingError where none or several do."""
    found = [
        item.id for column in reading.issue.draft.columns for item in column.items if item.id.startswith(beginning)
    ]
    if len(found) != 1:
        number = reading.issue.draft.number
        many = "no item's id begins" if not found else f"{len(found)} items' ids begin"
        raise SettingError(f"issue {number}: {many} with {beginning!r}; `tanxun issue show {number}` lists them")
    return found[0]


def _make(journal: "Journal", reading: "IssueReading", change: "Change", who: str) -> None:
    """Make the change, as of the version that was read, and say what became of it."""
    from bulletin.issue import write_change

    number, who = reading.issue.draft.number, who or getpass.getuser()
    done = write_change(journal, number, change, who, datetime.now(UTC), reading.version)
    out.print(f"issue {number}: version {done.version}, {done.kind} by {who}")


@issue.command(epilog=example("tanxun issue publish 121", 'tanxun issue publish 121 --note "更正第3条来源"'))
def publish(
    number: Number,
    note: Annotated[str, typer.Option(help="What a correction changes (asked for from the second edition on).")] = "",
    send: Annotated[bool, typer.Option(help="Also send its e-mail, by the smtp and mail settings.")] = False,
    who: Who = "",
) -> None:
    """Freeze the issue as its next edition, write its documents, and make it public."""
    from tanxun.wiring.backends import opened
    from tanxun.wiring.publishing import mail
    from tanxun.wiring.publishing import publish as run

    settings = load()
    with opened(settings) as backends:
        done = run(settings, backends, number, who or getpass.getuser(), datetime.now(UTC), note)
        out.print(f"issue {number}, edition {done.edition} is public:")
        for path in done.files:
            out.print(f"  {escape(str(path))}")
        if send:
            out.print(escape(mail(settings, backends, number)))
