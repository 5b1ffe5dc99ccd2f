"""`tanxun sources`: the catalogue of publishers, listed, tried and checked."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipeline.settings import load
from pipeline.time_zone import local_day
from tanxun.cli.app import OPERATIONS, SourceFolder, app, err, example, moment, out

if TYPE_CHECKING:
    from crawlers.catalogue.entry import Source

sources = typer.Typer(no_args_is_help=True, help="The catalogue of publishers: list, add, try, check.")
app.add_typer(sources, name="sources", rich_help_panel=OPERATIONS)


@sources.command(
    "list", epilog=example("tanxun sources list", "tanxun sources list 碳市场", "tanxun sources list html 广东")
)
def list_sources(
    words: Annotated[list[str] | None, typer.Argument(help="Only entries in whose row all of these stand.")] = None,
    catalogue: SourceFolder = None,
) -> None:
    """The entries: id, names, column, cadence, how each is got, and the day it was last checked live."""
    from crawlers.catalogue.catalogue import load as load_catalogue

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    table = Table("id", "name", "region", "column", "cadence", "got by", "verified")
    every = load_catalogue(settings.catalogue).sources
    for source in every:
        row = (
            source.id,
            "\n".join((source.name, *source.aliases)),
            source.region,
            source.column or "",
            "" if source.by_hand else source.cadence,
            got_by(source),
            str(source.verified or ("" if source.by_hand else "never")),
        )
        said = " ".join((*row, *source.hosts)).lower()
        if all(word.lower() in said for word in words or []):
            table.add_row(*(escape(cell) for cell in row))
    out.print(table if table.rows else f"none of {len(every)} entries has all of these words")
    if table.rows:
        out.print(f"{len(table.rows)} of {len(every)} entries")


@sources.command(
    "try",
    epilog=example(
        "tanxun sources try ndrc",
        "tanxun sources try crawlers/sources/ndrc.toml --list 1",
        "tanxun sources try https://www.example.org/news/ --entry example.toml",
        "tanxun sources try ndrc --page saved.html",
    ),
)
def try_(
    target: Annotated[str, typer.Argument(help="An entry's id or file, or the address of a list of it.")],
    entry: Annotated[Path | None, typer.Option(metavar="FILE", help="The entry, where TARGET is an address.")] = None,
    number: Annotated[
        int | None, typer.Option("--list", metavar="N", help="Only list N, counted from 0: lists, feeds, then tables.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Read this saved page as the list (the first, or --list N); no web."),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="Print every article and every link that fell out.")] = False,
    catalogue: SourceFolder = None,
    at: Annotated[str, typer.Option(help="Read dates as of this moment, such as 2026-09-11T09:00.")] = "",
) -> None:
    """Ask for a source's lists and three articles as the crawl does, keep nothing, and say what came and what fell out.

    Exit status 1 where no article or price comes out.
    """
    from tanxun.cli.source_words import article_lines, list_lines
    from tanxun.wiring.sources.trial_target import find_target, try_target

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    when = moment(at, "--at") if at else datetime.now(UTC)
    wanted = find_target(target, settings, when, entry, number)
    with err.status(f"asking {escape(wanted.source.id)} …"):
        trial = try_target(wanted, settings, when, page)
    out.print(f"[bold]{escape(trial.source.id)}[/] {escape(trial.source.name)}")
    for found in trial.lists:
        out.print("", *list_lines(found, whole), sep="\n")
    if trial.source.headlines_only:
        out.print("\nheadlines only: the lists' titles and days are what a crawl keeps, and no article is asked for")
    for tried in trial.articles:
        out.print("", *article_lines(tried), sep="\n")
    if not trial.comes_out:
        out.print("\n[bold red]nothing comes out that a crawl would keep[/]")
        raise typer.Exit(1)


@sources.command(
    epilog=example("tanxun sources check", "tanxun sources check ndrc mee", "tanxun sources check --no-write")
)
def check(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none: all that are crawled.")] = None,
    catalogue: SourceFolder = None,
    write: Annotated[
        bool, typer.Option("--write/--no-write", help="Write the day into the entries that hold, as `verified`.")
    ] = True,
    at: Annotated[str, typer.Option(help="Check as of this moment (archives behind a proxy).")] = "",
) -> None:
    """Ask the sources live, keep nothing, and hold each to its contract.

    Its lists and feeds answer and lead to articles of its own, with dates where they print them; no two are the same; the newest
    article has title, 发布日期 and text; its tables give prices. Exit status 1 where one does not hold.
    """
    from tanxun.cli.source_words import breach_words, checked_line
    from tanxun.wiring.sources.check import SourceCheck, check_sources, write_checked

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    when = moment(at, "--at") if at else datetime.now(UTC)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as bar:
        line, ended = bar.add_task("asking …"), list[SourceCheck]()

        def done(found: SourceCheck) -> None:
            ended.append(found)
            failed = sum(bool(one.breaches) for one in ended)
            bar.update(line, description=f"{len(ended)} sources checked, {failed} failed; last {found.source.id}")

        checks = check_sources(ids or [], settings, when, done)
    for found in checks:
        out.print(checked_line(found))
        for breach in found.breaches:
            out.print(f"  [yellow]{escape(breach_words(breach))}[/]")
    failed = [found for found in checks if found.breaches]
    out.print(f"{len(checks) - len(failed)} of {len(checks)} sources hold")
    locked = write_checked(checks, settings, local_day(when)) if write else []
    if locked:
        out.print(escape(f"not written, for want of the right to: `verified` of {', '.join(map(str, locked))}"))
    if failed:
        out.print(f"look closer: tanxun sources try {failed[0].source.id}")
        raise typer.Exit(1)


def got_by(source: "Source") -> str:
    """How an entry's articles and prices are got: the kinds of its lists, feeds, tables of prices, or by hand."""
    kinds = [pages.kind for pages in source.lists]
    parts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    parts += [f"{len(source.feeds)} feed"] if source.feeds else []
    parts += [f"{len(source.quotes)} prices"] if source.quotes else []
    return "by hand" if source.by_hand else ", ".join(parts)
