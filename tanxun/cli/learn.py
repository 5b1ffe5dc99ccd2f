"""`tanxun learn`: train the classifier on editors' corrections, or return to the one before."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, err, example, out


@app.command(
    rich_help_panel=OPERATIONS, epilog=example("tanxun learn", "tanxun learn --dry-run", "tanxun learn --rollback")
)
def learn(
    dry_run: Annotated[bool, typer.Option(help="Train and compare, but change nothing.")] = False,
    rollback: Annotated[bool, typer.Option(help="Return to the classifier that was in force before.")] = False,
) -> None:
    """Train a classifier on editors' corrections; put it in force where it is better on corrections held back."""
    from tanxun.wiring.backends import opened
    from tanxun.wiring.learning import learn_from, roll_back
    from tanxun.wiring.model import open_enricher

    settings = load()
    if rollback:
        out.print(f"in force: {escape(roll_back(settings))}; running workers take it up at their next batch")
        return
    with opened(settings) as backends:
        enricher = open_enricher(settings, lambda line: err.print(f"[dim]{escape(line)}[/]"))
        done = learn_from(settings, backends.store, enricher, dry_run)
    out.print(done.line)
    table = Table("on the held-back labels", "classifier", "right", "loss", "rare columns right", "their loss")
    for name, score in (("champion", done.verdict.champion), ("challenger", done.verdict.challenger)):
        own, rare = score.overall, score.rare
        table.add_row(
            name,
            score.classifier,
            f"{own.right}/{own.count}",
            f"{own.loss:.3f}",
            f"{rare.right}/{rare.count}",
            f"{rare.loss:.3f}",
        )
    out.print(table)
    out.print(escape(done.verdict.why))
    if done.promoted:
        out.print(
            "promoted; running workers take it up at their next batch, and `tanxun learn --rollback` returns to the one before"
        )
    else:
        out.print("nothing was changed")
