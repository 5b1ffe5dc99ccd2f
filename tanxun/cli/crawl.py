"""`tanxun crawl`, `tanxun import` and `tanxun replay`: pages onto the bus, from the web, from archives, from the files."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipeline.errors import TanxunError
from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, SourceFolder, app, err, example, moment, out

if TYPE_CHECKING:
    from crawlers.crawl.crawl import SourceReport
    from crawlers.crawl.source_crawl import Progress as CrawlProgress


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun crawl", "tanxun crawl ndrc mee", "tanxun crawl --due"))
def crawl(
    sources: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none: all of them.")] = None,
    catalogue: SourceFolder = None,
    due: Annotated[bool, typer.Option(help="Only those whose cadence says that they are due.")] = False,
    at: Annotated[str, typer.Option(help="Crawl as of this moment (demonstrations, archives behind a proxy).")] = "",
) -> None:
    """Fetch what is new from the sources and put it on the bus."""
    from tanxun.schedule.crawl import crawl as run

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    when = moment(at, "--at") if at else None
    with crawl_progress() as progress:
        reports = run(settings, sources or [], when, due, progress)
    out.print(crawl_table(reports))
    if reports and all(report.problem for report in reports):
        raise typer.Exit(1)


@contextmanager
def crawl_progress() -> "Iterator[CrawlProgress]":
    """A line that counts, while sources are crawled, the events that the spiders tell."""
    counts = Counter[str]()
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as bar:
        line = bar.add_task("crawl")

        def tell(source: str, event: str) -> None:
            counts[event] += 1
            words = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
            bar.update(line, description=f"crawl  {source}: {words}")

        yield tell


def crawl_table(reports: Sequence["SourceReport"]) -> Table:
    """One row a source: what its crawl brought."""
    table = Table(title="Crawled", title_justify="left")
    table.add_column("source")
    for name in ("lists", "fetched", "unchanged", "rejected", "quotes"):
        table.add_column(name, justify="right")
    table.add_column("problem")
    for report in reports:
        numbers = (report.lists, report.fetched, report.unchanged, report.rejected, report.quotes)
        table.add_row(report.id, *(str(number) for number in numbers), f"[yellow]{escape(report.said)}[/]")
    return table


@app.command(
    "import",
    rich_help_panel=OPERATIONS,
    epilog=example("tanxun import week.warc.gz", "tanxun import --source ndrc a.warc.gz"),
)
def import_(
    files: Annotated[list[Path], typer.Argument(help="WARC files, gzipped or not.")],
    source: Annotated[str, typer.Option(help="The source of all pages; else by their host.")] = "",
    catalogue: SourceFolder = None,
) -> None:
    """Put archived pages on the bus as the crawl does."""
    from tanxun.schedule.crawl import import_files

    settings = load(**({"catalogue": catalogue} if catalogue else {}))
    unread = []
    for report in import_files(settings, files, source or None):
        out.print(escape(str(report)))
        if report.unreadable:
            unread.append(report.file)
    if unread:
        raise TanxunError(f"no record could be read of {', '.join(unread)}; the other files are on the bus")


@app.command(rich_help_panel=OPERATIONS, epilog=example("tanxun replay", "tanxun replay ndrc"))
def replay(
    sources: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none: every page kept.")] = None,
) -> None:
    """Put the pages kept in the files on the bus again: after a repair, or with a new model."""
    from tanxun.schedule.crawl import replay as run
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        out.print(
            f"{run(backends, set(sources or []), datetime.now(UTC))} pages on the bus again; next: tanxun work all --until-idle"
        )
