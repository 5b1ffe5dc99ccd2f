"""Commands for operations."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline import dead_letters
from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli import tables
from tanxun.cli.app import OPERATIONS, app, err, example, moment, out
from tanxun.schedule.loop import ended_by_signals

Catalogue = Annotated[Path | None, typer.Option(help="Folder of source entries instead of the built-in ones.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

letters = typer.Typer(no_args_is_help=True, help="Messages that could not be handled: look, send back, give up.")
app.add_typer(letters, name="dead", rich_help_panel=OPERATIONS)


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


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun crawl", "tanxun crawl ndrc mee", "tanxun crawl --due"))
def crawl(
    sources: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none: all of them.")] = None,
    catalogue: Catalogue = None,
    due: Annotated[bool, typer.Option(help="Only those whose cadence says that they are due.")] = False,
    at: Annotated[str, typer.Option(help="Crawl as of this moment (demonstrations, archives behind a proxy).")] = "",
) -> None:
    """Fetch what is new from the sources and put it on the bus."""
    from tanxun.schedule.crawl import crawl as run

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    when = moment(at, "--at") if at else None
    with tables.crawl_progress() as progress:
        reports = run(settings, sources or [], when, due, progress)
    out.print(tables.crawl_table(reports))
    if reports and all(report.problem for report in reports):
        raise typer.Exit(1)


@app.command(
    "import",
    rich_help_panel=OPERATIONS,
    epilog=example("tanxun import week.warc.gz", "tanxun import --source ndrc a.warc.gz"),
)
def import_(
    files: Annotated[list[Path], typer.Argument(help="WARC files, gzipped or not.")],
    source: Annotated[str, typer.Option(help="The source of all pages; else by their host.")] = "",
    catalogue: Catalogue = None,
) -> None:
    """Put archived pages on the bus as the crawl does."""
    from tanxun.schedule.crawl import import_files

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    for report in import_files(settings, files, source or None):
        out.print(escape(str(report)))


@app.command(
    rich_help_panel=OPERATIONS, epilog=example("tanxun work all", "tanxun work extract", "tanxun work all --until-idle")
)
def work(
    stage: Annotated[
        str, typer.Argument(help="request, extract, enrich, index, media, or all of them in one process.")
    ],
    until_idle: Annotated[bool, typer.Option(help="End when nothing waits, instead of running on.")] = False,
) -> None:
    """Run the workers of a stage. SIGTERM or Ctrl-C finishes the messages in hand first."""
    from tanxun.schedule.work import work as run
    from tanxun.wiring.stages import STAGES

    if stage not in (*STAGES, "all"):
        raise SettingError(f"there is no stage {stage!r}; choose one of {', '.join(STAGES)}, all")
    names = STAGES if stage == "all" else [name for name in STAGES if name == stage]
    with ended_by_signals() as stop, tables.work_progress(names) as progress:
        handled = run(load(), names, stop, until_idle, progress.saw, progress.note)
    err.print(f"{handled} messages handled")


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun run", "tanxun run --once"))
def run(once: Annotated[bool, typer.Option(help="End after one round.")] = False) -> None:
    """One machine's scheduler: crawl what is due, work, draft on Fridays, again and again."""
    from tanxun.schedule.run import run as go

    with ended_by_signals() as stop:
        go(load(), stop, lambda: datetime.now(UTC), lambda line: err.print(escape(line)), once)


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun status", "tanxun status --json | jq .total"))
def status(as_json: Json = False) -> None:
    """The accounts: every page's fate by source, what waits, and whether anything is lost (then exit status 1)."""
    from tanxun.wiring.backends import opened
    from tanxun.wiring.status import status as read

    with opened(load()) as backends:
        now = read(backends)
    if as_json:
        typer.echo(json.dumps(now.row(), ensure_ascii=False, indent=2))
    else:
        tables.print_status(now)
    if now.lost:
        raise typer.Exit(1)


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun replay", "tanxun replay ndrc"))
def replay(
    sources: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none: every page kept.")] = None,
) -> None:
    """Put the pages kept in the files on the bus again: after a repair, or with a new model."""
    from tanxun.schedule.crawl import replay as run
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        out.print(f"{run(backends, set(sources or []))} pages on the bus again; next: tanxun work all --until-idle")


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun doctor"))
def doctor() -> None:
    """Check settings, disk, model, fonts and servers, and say what to do (exit status 1 if anything is wrong)."""
    from tanxun.wiring.doctor import examine

    checks = examine(load())
    out.print(tables.doctor_table(checks))
    if not all(check.good for check in checks):
        raise typer.Exit(1)


@letters.command("list", epilog=example("tanxun dead list"))
def list_letters() -> None:
    """All dead letters."""
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        out.print(tables.dead_table(dead_letters.letters(backends.bus, backends.store)))


@letters.command("show", epilog=example("tanxun dead show 0123abcd"))
def show_letter(account: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")]) -> None:
    """One letter with its traceback."""
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        for found in _chosen(dead_letters.letters(backends.bus, backends.store), account):
            tables.print_letter(found)


@letters.command("requeue", epilog=example("tanxun dead requeue 0123abcd", "tanxun dead requeue all"))
def requeue_letter(account: Annotated[str, typer.Argument(help="Its id, the beginning of it, or `all`.")]) -> None:
    """Send it back to the stage where it died."""
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        for found in _chosen(dead_letters.letters(backends.bus, backends.store), account):
            dead_letters.requeue(backends.bus, backends.store, found)
            out.print(f"{found.entry.account} waits for {found.letter.stage} again")


@letters.command("drop", epilog=example("tanxun dead drop 0123abcd"))
def drop_letter(account: Annotated[str, typer.Argument(help="Its id, the beginning of it, or `all`.")]) -> None:
    """Give it up: its page counts as rejected."""
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        for found in _chosen(dead_letters.letters(backends.bus, backends.store), account):
            dead_letters.drop(backends.store, found)
            out.print(f"{found.entry.account} dropped")


def _chosen(found: list[dead_letters.Dead], account: str) -> list[dead_letters.Dead]:
    chosen = [one for one in found if account == "all" or one.entry.account.startswith(account)]
    if not chosen:
        raise SettingError(f"there is no dead letter {account!r}; `tanxun dead list` shows those there are")
    return chosen
