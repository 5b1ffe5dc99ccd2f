"""`tanxun issue`: the desk's operations from the command line."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import EDITORS, app, example, out
from tanxun.cli.search import article_beginning

if TYPE_CHECKING:
    from bulletin.issue import Change, IssueReading, Journal

issue = typer.Typer(
    help="Issues and their items: list, show, add, move, drop, publish, withdraw, send, delete.", no_args_is_help=True
)
app.add_typer(issue, name="issue", rich_help_panel=EDITORS)

# As on the desk's page.
LONGEST_WHY = 300

Number = Annotated[int, typer.Argument(help="The issue's number.", min=1)]
ItemId = Annotated[str, typer.Argument(help="The item's id, or the beginning of it.")]
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
        out.print(
            f"[dim]已取下 {gone.item.id} {escape(gone.item.title)}（{escape(gone.who)}，{gone.at:%m-%d %H:%M} UTC）[/]"
        )
    for said in now.remarks:
        state = "" if said.is_open else "，已处理"
        out.print(
            f"备注 {said.item or '全期'} {escape(said.text)}（{escape(said.who)}，{said.at:%m-%d %H:%M} UTC{state}）"
        )
        for answer in said.answers:
            out.print(f"  回复 {escape(answer.text)}（{answer.who}，{answer.at:%m-%d %H:%M} UTC）")
    for made in now.editions:
        out.print(f"第{made.edition}次发布 {made.at:%Y-%m-%d %H:%M} UTC（{made.who}）{escape(made.note)}")


@issue.command(
    epilog=example("tanxun issue move 121 0123abcd 国内资讯", "tanxun issue move 121 0123 市场热点 --after 4567")
)
def move(
    number: Number,
    item: ItemId,
    column: Annotated[str, typer.Argument(help="The column to put it in.")],
    after: Annotated[str, typer.Option(help="Put it behind this item; else first in the column.")] = "",
    who: Who = "",
) -> None:
    """Put an item into a column, first or behind another item."""
    from bulletin.issue import operation_kinds

    with open_issue(number) as (journal, reading):
        behind = _item_id(reading, after) if after else operation_kinds.FIRST
        make(journal, reading, operation_kinds.Move(item=_item_id(reading, item), column=column, after=behind), who)


@issue.command(epilog=example("tanxun issue drop 121 0123abcd", "tanxun issue drop 121 0123abcd --off-topic"))
def drop(
    number: Number,
    item: ItemId,
    off_topic: Annotated[
        bool, typer.Option(help="It does not belong to the field at all; the classifier learns it.")
    ] = False,
    who: Who = "",
) -> None:
    """Take an item out of the issue; it can be put back at the desk."""
    from bulletin.issue import operation_kinds

    with open_issue(number) as (journal, reading):
        make(journal, reading, operation_kinds.Drop(item=_item_id(reading, item), off_topic=off_topic), who)


@issue.command(epilog=example("tanxun issue add 121 0123abcd", "tanxun issue add 121 0123abcd --column 国内资讯"))
def add(
    number: Number,
    article: Annotated[str, typer.Argument(help="The id of a stored article, or the beginning of it.")],
    column: Annotated[str, typer.Option(help="The column; else where it stood before, else the classifier's.")] = "",
    who: Who = "",
) -> None:
    """Take a stored article into the issue, last in its column; what was taken out comes back as it was."""
    from bulletin.issue import TakeIn
    from desk.editing.whole_item import own_column, whole_item

    with open_issue(number) as (journal, reading):
        found = article_beginning(journal.store, article).id
        into = column or own_column(reading.issue, journal.store, found)
        item = whole_item(reading.issue, journal.store, found)
        make(journal, reading, TakeIn(item=item, column=into, origin="search"), who)


@issue.command(epilog=example('tanxun issue withdraw 121 0123abcd --why "来源已撤回"'))
def withdraw(
    number: Number,
    item: ItemId,
    why: Annotated[str, typer.Option(help="The reason; it is printed in the next edition.")],
    who: Who = "",
) -> None:
    """Take a published item back: the next edition, which is still to be published, has the reason in its place."""
    from bulletin.issue import operation_kinds

    reason = " ".join(why.split())
    if not 0 < len(reason) <= LONGEST_WHY:
        raise SettingError(f"--why: expected a reason of 1 to {LONGEST_WHY} characters, not of {len(reason)}")
    with open_issue(number) as (journal, reading):
        make(journal, reading, operation_kinds.Withdraw(item=_item_id(reading, item), why=reason), who)
    out.print(f'next: tanxun issue publish {number} --note "…"')


@contextmanager
def open_issue(number: int) -> Iterator[tuple["Journal", "IssueReading"]]:
    """The journal, and the issue as it stands in it."""
    from bulletin.issue import Journal, reading_of
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        journal = Journal(backends.store)
        yield journal, reading_of(journal, number)


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


def make(journal: "Journal", reading: "IssueReading", change: "Change", who: str) -> None:
    """Make the change, as of the version that was read, and say what became of it."""
    from bulletin.issue import write_change

    number, who = reading.issue.draft.number, who or getpass.getuser()
    done = write_change(journal, number, change, who, datetime.now(UTC), reading.version)
    if not done.written:
        out.print(f"issue {number}: nothing to do, version {done.version} is so already")
        return
    out.print(f"issue {number}: version {done.version}, {done.kind} by {who}")


@issue.command(
    epilog=example(
        "tanxun issue publish 121",
        "tanxun issue publish 121 --dry-run",
        'tanxun issue publish 121 --note "更正第3条来源"',
    )
)
def publish(
    number: Number,
    note: Annotated[str, typer.Option(help="What a correction changes (asked for from the second edition on).")] = "",
    mailed: Annotated[
        bool, typer.Option("--send", help="Also send its e-mail, by the smtp and mail settings.")
    ] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Publish it although there is no item in it.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print how it differs from the last edition.")
    ] = False,
    who: Who = "",
) -> None:
    """Say what changes for the readers, freeze the issue as its next edition, write its documents, make it public."""
    from bulletin.issue import Journal, reading_of
    from tanxun.wiring.backends import opened
    from tanxun.wiring.publishing import mail
    from tanxun.wiring.publishing import publish as run

    settings = load()
    with opened(settings) as backends:
        reading = reading_of(Journal(backends.store), number)
        count = sum(len(column.items) for column in reading.issue.draft.columns)
        for line in _differences(reading, backends.store.editions().get(number, 0)):
            out.print(escape(line))
        if not count and not empty:
            raise SettingError(f"issue {number} has no item; publish it with --empty if that is meant")
        if dry_run:
            edition = len(reading.issue.editions) + 1
            out.print(f"issue {number}: edition {edition} would have {count} items; nothing was published")
            return
        done = run(settings, backends, number, who or getpass.getuser(), datetime.now(UTC), note)
        out.print(f"issue {number}, edition {done.edition} is public:")
        for path in done.files:
            out.print(f"  {escape(str(path))}")
        if mailed:
            out.print(
                escape(mail(settings, backends, number, who or getpass.getuser(), datetime.now(UTC), again=False))
            )


@issue.command(epilog=example("tanxun issue send 121", "tanxun issue send 121 --again"))
def send(
    number: Number,
    again: Annotated[bool, typer.Option("--again", help="Send it although it was sent already.")] = False,
    who: Who = "",
) -> None:
    """Send the e-mail of the edition that is public, once, by the smtp and mail settings."""
    from tanxun.wiring.backends import opened
    from tanxun.wiring.publishing import mail

    settings = load()
    with opened(settings) as backends:
        out.print(escape(mail(settings, backends, number, who or getpass.getuser(), datetime.now(UTC), again)))


def _differences(reading: "IssueReading", public: int) -> list[str]:
    """How the issue differs from its public edition, as the desk's publish page lists it; [] where none is public."""
    from desk.history.edition_changes import change_lines, public_changes

    changes = public_changes(reading, public)
    if changes is None:
        return []
    return [f"与第{public}次发布相比：", *(f"  {line}" for line in change_lines(changes) or ["没有差别"])]
