"""`tanxun issue list`, `delete`, `undelete` and `skipped-weeks`: issues as wholes, and weeks without one."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import example, out
from tanxun.cli.issue import Number, Who, issue, make, open_issue

# A week off, before which and after which the editors are away, too; the other holidays are a day or three.
LONG_HOLIDAYS = ("春节", "国庆节")


@issue.command("list", epilog=example("tanxun issue list", "tanxun issue list --all"))
def list_issues(
    every: Annotated[bool, typer.Option("--all", help="With those that were deleted.")] = False,
) -> None:
    """The issues, the latest first: window, version, items, the edition that readers see, who changed it last."""
    from bulletin.issue import Journal
    from tanxun.wiring.backends import opened

    table = Table("期", "起", "止", "版本", "条数", "已公开", "最后改动")
    with opened(load()) as backends:
        journal, public = Journal(backends.store), backends.store.editions()
        for number in sorted(backends.store.issues(), reverse=True):
            reading = journal.reading(number)
            if reading is None or (reading.issue.deleted and not every):
                continue
            draft, last = reading.issue.draft, reading.operations[-1]
            shown = f"第{public[number]}次" if public.get(number) else "—"
            table.add_row(
                str(number),
                str(draft.since),
                str(draft.until),
                f"第{reading.version}版",
                str(sum(len(column.items) for column in draft.columns)),
                "已删除" if reading.issue.deleted else shown,
                f"{escape(last.who)} {last.at:%Y-%m-%d %H:%M} UTC",
            )
    out.print(table if table.rows else "no issue was drafted yet; run `tanxun draft`")


@issue.command(epilog=example("tanxun issue delete 121", "tanxun issue delete 121 --who 值班"))
def delete(number: Number, who: Who = "") -> None:
    """Delete an issue that was never published; `undelete` brings it back, `tanxun draft` drafts it anew."""
    from bulletin.issue import Delete

    with open_issue(number) as (journal, reading):
        make(journal, reading, Delete(), who)
    out.print(f"to bring it back: tanxun issue undelete {number}")


@issue.command(epilog=example("tanxun issue undelete 121"))
def undelete(number: Number, who: Who = "") -> None:
    """Bring a deleted issue back as it was, whoever deleted it."""
    from bulletin.issue import Journal, Undelete, write_change
    from tanxun.wiring.backends import opened

    who = who or getpass.getuser()
    with opened(load()) as backends:
        done = write_change(Journal(backends.store), number, Undelete(), who, datetime.now(UTC))
    said = f"version {done.version}, brought back by {who}" if done.written else "nothing to do, it is not deleted"
    out.print(f"issue {number}: {said}")


@issue.command(
    "skipped-weeks",
    epilog=example("tanxun issue skipped-weeks 2026", "tanxun issue skipped-weeks 2026 >> .tanxun/skipped-weeks.txt"),
)
def skipped_weeks(year: Annotated[int, typer.Argument(help="The year.", min=2004, max=2100)]) -> None:
    """Propose a year's Fridays without an issue, as lines for the file of skipped weeks: 春节 and 国庆; other holidays as comments."""
    from crawlers.crawl.trading_days import fridays_off

    fridays = fridays_off(year)
    if not fridays:
        raise SettingError(
            f"the holidays of {year} are not known yet: the State Council names them in November of the year before; then "
            "`pip install --upgrade chinesecalendar`, or write the Fridays into the file yourself"
        )
    for day, name in fridays:
        typer.echo(f"{'' if name in LONG_HOLIDAYS else '# '}{day}  # {name}")
