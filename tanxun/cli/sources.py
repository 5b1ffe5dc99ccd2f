"""`tanxun sources`: the catalogue of publishers, listed, tried and checked."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, SourceFolder, app, example, out

if TYPE_CHECKING:
    from crawlers.catalogue.entry import Source

sources = typer.Typer(no_args_is_help=True, help="The catalogue of publishers: list.")
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


def got_by(source: "Source") -> str:
    """How an entry's articles and prices are got: the kinds of its lists, feeds, tables of prices, or by hand."""
    kinds = [pages.kind for pages in source.lists]
    parts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    parts += [f"{len(source.feeds)} feed"] if source.feeds else []
    parts += [f"{len(source.quotes)} prices"] if source.quotes else []
    return "by hand" if source.by_hand else ", ".join(parts)
