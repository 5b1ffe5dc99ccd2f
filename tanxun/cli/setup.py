"""`tanxun init` and `tanxun doctor`: make what a run needs, and check that it is there."""

from datetime import UTC, datetime

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, err, example, out

MARKS = {"ok": "[green]ok[/]", "unset": "[yellow]unset[/]", "missing": "[bold red]missing[/]"}


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun init"))
def init() -> None:
    """Create topics, store and model, or migrate them. Repeatable."""
    from tanxun.wiring.backends import init as create
    from tanxun.wiring.model import model_name, open_embedder

    settings = load()
    done = create(settings, model_name(settings))
    open_embedder(settings, lambda line: err.print(f"[dim]{escape(line)}[/]"))
    for line in done or ["nothing to do: topics, store and model are as they should be"]:
        out.print(escape(line))


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun doctor"))
def doctor() -> None:
    """What is there (ok), what is off for want of an optional setting (unset), what must be mended (missing: exit status 1)."""
    from tanxun.wiring.doctor import examine

    checks = examine(load(), datetime.now(UTC))
    table = Table("", "what", "found", "what to do", title="doctor", title_justify="left")
    for check in checks:
        table.add_row(MARKS[check.state], check.what, escape(check.found), escape(check.advice))
    out.print(table)
    if any(check.state == "missing" for check in checks):
        raise typer.Exit(1)


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun repair"))
def repair() -> None:
    """Make a bus or store of one machine anew that is damaged or gone, from what is left. End everything else first."""
    from tanxun.schedule.repair import repair as run
    from tanxun.wiring.model import model_name

    settings = load()
    done = run(settings, model_name(settings), datetime.now(UTC))
    for line in done or ["nothing is damaged or gone"]:
        out.print(escape(line))
