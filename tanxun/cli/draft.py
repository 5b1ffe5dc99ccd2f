"""Commands for editors."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.settings import load
from tanxun.cli.app import EDITORS, app, err, example, moment, out


@app.command(
    rich_help_panel=EDITORS,
    epilog=example(
        "tanxun draft",
        "tanxun draft --issue 121 --from 2017-09-01 --to 2017-09-07",
        "tanxun draft --explain",
    ),
)
def draft(
    issue: Annotated[
        int | None,
        typer.Option(help="The issue's number; else that of the coming Friday, on a Friday that day's.", min=1),
    ] = None,
    from_: Annotated[
        str,
        typer.Option("--from", metavar="DATE", help="First day; else as drafted before, else the issue's own Friday."),
    ] = "",
    to: Annotated[
        str, typer.Option(metavar="DATE", help="Last day; else as drafted before, else the issue's own Thursday.")
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each item is where it is, and what was nearly in.")
    ] = False,
    at: Annotated[str, typer.Option(help="Without a number: the Friday that comes after this moment.")] = "",
) -> None:
    """Draft an issue over a window of days (Asia/Shanghai, both included). The same window gives the same draft."""
    from tanxun.cli.explain_draft import explain as show
    from tanxun.schedule.draft import draft as run
    from tanxun.schedule.draft import window
    from tanxun.schedule.draft_time import coming_issue
    from tanxun.wiring.backends import opened

    settings = load()
    when = moment(at, "--at") if at else datetime.now(UTC)
    with opened(settings) as backends:
        number = issue or coming_issue(settings, backends.store, when)
        done = run(backends.store, number, *window(settings, backends.store, number, from_, to))
    if explain:
        show(done.made)
    out.print(escape(done.line))
    for name, count in done.columns.items():
        out.print(f"  {name} {count}")
    for warning in done.warnings:
        err.print(f"[yellow]{escape(warning)}[/]")
    out.print(f"next: tanxun render {number}")


@app.command(rich_help_panel=EDITORS, epilog=example("tanxun render 121", "tanxun render 121 --out /srv/www/121"))
def render(
    number: Annotated[int, typer.Argument(help="The issue's number.", min=1)],
    out_: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the documents (default out/).")
    ] = None,
) -> None:
    """Write an issue as HTML, PDF and JSON."""
    from tanxun.schedule.draft import render as run
    from tanxun.wiring.backends import opened

    settings = load(**({"out": out_} if out_ else {}))
    with opened(settings) as backends:
        done = run(settings, backends, number)
    out.print("nothing to do, these are up to date:" if not done.written else "written:")
    for path in done.files:
        out.print(f"  {escape(str(path))}")
    for warning in done.warnings:
        out.print(f"[yellow]{escape(warning)}[/]")
