"""`tanxun status`: what became of every page, and whether anything is lost."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.ledger import Balance
from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, example, out
from tanxun.cli.console import echo_json

if TYPE_CHECKING:
    from tanxun.schedule.draft_time import NextDraft
    from tanxun.wiring.status import Status

ACCOUNT_COLUMNS = ("fetched", "stored", "duplicate", "rejected", "dead", "waiting")


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun status", "tanxun status --json | jq .total"))
def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False) -> None:
    """The accounts: every page's fate by source, and what waits. Exit status 1 if anything is lost or waits too long."""
    from tanxun.schedule.draft_time import next_draft
    from tanxun.wiring.backends import opened_to_read
    from tanxun.wiring.status import status as read

    settings, moment = load(), datetime.now(UTC)
    with opened_to_read(settings) as backends:
        now = read(backends, moment, timedelta(seconds=settings.waiting_limit))
        coming = next_draft(settings, backends.store, moment)
    if as_json:
        home = str(settings.home.absolute())
        echo_json(
            json.dumps(
                {"home": home, **now.row(), "next_draft": coming.row() if coming else None},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        out.print(escape(f"home: {settings.home.absolute()}"))
        print_status(now)
        if coming:
            out.print(next_draft_line(coming, moment))
    if now.lost or now.overdue or now.dropped_from:
        raise typer.Exit(1)


def print_status(status: "Status") -> None:
    """The accounts, the lag of each stage, sources with problems, and the verdict."""
    out.print(accounts_table("Accounts", [source.account for source in status.sources], status.total))
    out.print("waiting for: " + ", ".join(f"{stage} {count}" for stage, count in status.lag.items()))
    for source in status.sources:
        success = f"{source.last_success:%Y-%m-%d %H:%M} UTC" if source.last_success else "never"
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(source.reasons.items()))
        problem = f" [yellow]{escape(source.problem)}[/]" if source.problem else ""
        out.print(
            f"  {escape(source.account.id)}: last success {success}{problem}{' · ' if reasons else ''}{escape(reasons)}"
        )
    for stage in status.overdue:
        out.print(
            f"[bold red]Nobody takes the messages for {stage}: the oldest waits since {status.oldest[stage]:%Y-%m-%d %H:%M} "
            f"UTC, longer than the setting waiting_limit allows. Run `tanxun work {stage}`.[/]"
        )
    for stage, when in status.dropped_from.items():
        out.print(f"[bold red]{escape(dropped_line(stage, when))}[/]")
    if status.lost:
        out.print(
            f"[bold red]The accounts do not add up: {status.lost} pages are said to wait, but nothing of them is on "
            "the bus. Run `tanxun replay`, then `tanxun work all --until-idle`.[/]"
        )
    else:
        out.print("[green]The accounts add up: fetched = stored + duplicate + rejected + dead + waiting.[/]")


def dropped_line(stage: str, when: datetime) -> str:
    """What waits for a stage will be, or was, thrown away unread: from when on, and what to do."""
    return (
        f"The bus drops what waits for {stage} from {when:%Y-%m-%d %H:%M} UTC on, read or not. Run `tanxun work {stage}` before; "
        "after it `tanxun replay`, then `tanxun work all --until-idle`, bring the pages back."
    )


def next_draft_line(coming: "NextDraft", moment: datetime) -> str:
    """Which issue is drafted next and when, or that its time has passed and how to draft it."""
    when = f"{coming.at:%Y-%m-%d %H:%M} (Asia/Shanghai)"
    if coming.overdue:
        return (
            f"[yellow]The draft of issue {coming.issue} is overdue: it was due on {when}. Run `tanxun draft --issue "
            f"{coming.issue}`: `tanxun run` drafts on Fridays only.[/]"
        )
    return f"next draft: issue {coming.issue}, due {'since' if coming.at <= moment else 'on'} {when}"


def accounts_table(title: str, accounts: Sequence[Balance], total: Balance) -> Table:
    """One row a source and the total; what is dead or waiting stands out."""
    table = Table(title=title, title_justify="left")
    table.add_column("source")
    for name in ACCOUNT_COLUMNS:
        table.add_column(name, justify="right")
    for account in accounts:
        table.add_row(escape(account.id), *_numbers(account))
    table.add_section()
    table.add_row("total", *_numbers(total), style="bold")
    return table


def _numbers(account: Balance) -> list[str]:
    numbers = []
    for name in ACCOUNT_COLUMNS:
        count = getattr(account, name)
        style = {"dead": "red", "waiting": "yellow"}.get(name, "") if count else "dim"
        numbers.append(f"[{style}]{count}[/]" if style else str(count))
    return numbers
