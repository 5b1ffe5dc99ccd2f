"""`tanxun init` and `tanxun doctor`: make what a run needs, and check that it is there."""

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, err, example, out


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
    """Check settings, disk, model, fonts and servers, and say what to do (exit status 1 if anything is wrong)."""
    from tanxun.wiring.doctor import examine

    checks = examine(load())
    table = Table("", "what", "found", "what to do", title="doctor", title_justify="left")
    for check in checks:
        mark = "[green]ok[/]" if check.good else "[bold red]no[/]"
        table.add_row(mark, check.what, escape(check.found), escape(check.advice))
    out.print(table)
    if not all(check.good for check in checks):
        raise typer.Exit(1)
