"""`tanxun issue list`, `delete` and `undelete`: issues as wholes."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.settings import load
from tanxun.cli.app import example, out
from tanxun.cli.issue import Number, Who, issue, make, open_issue


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
