"""`tanxun sources add`: an entry suggested for an address, shown, and written where it is wanted."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipeline.errors import CatalogueError, SettingError
from pipeline.settings import load
from tanxun.cli.app import example, out
from tanxun.cli.sources import sources

if TYPE_CHECKING:
    from crawlers.suggestions.suggest import NothingListed, Suggestion
    from crawlers.suggestions.suggest_at import SuggestionTrial

SHOWN = 5
# A day that more than so many articles lack is worth a word.
DATED = 0.7
NOTHING = {
    "empty": "the answer is empty or names no article",
    "app": "the page has {links} links and is filled by a script in the browser; look in the browser's network panel for the address "
    "of the JSON that it asks for, and give that one",
    "links": "none of its {links} links are a list of articles (headlines of one kind, with dates); give the address of the column "
    "itself (…/tzgg/), or write the entry by hand (docs/sources.md)",
}


@sources.command(
    "add",
    epilog=example(
        "tanxun sources add https://www.example.com/xwdt/tzgg/",
        "tanxun sources add URL --id green --name 绿地市生态环境局 --folder entries --yes",
    ),
)
def add(
    url: Annotated[str, typer.Argument(help="Address of a list page, a feed, a sitemap or a JSON list.")],
    named: Annotated[str, typer.Option("--id", help="The entry's id; else made of the host.")] = "",
    name: Annotated[
        str, typer.Option(help="The publisher's name as the bulletin prints it; else as the page says.")
    ] = "",
    column: Annotated[str, typer.Option(help="The column that most of its articles belong to.")] = "",
    folder: Annotated[
        Path | None, typer.Option(help="Folder that the entry is written to; else the catalogue's.")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="A saved page of that address instead of asking the web.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
) -> None:
    """Find the list or feed at an address, show the entry that reads it, and write it to the catalogue."""
    from crawlers.catalogue.catalogue import BUILT_IN, read_entry
    from crawlers.catalogue.new_entry import claimed, within_host, write_new
    from crawlers.suggestions.entry_text import entry_text, tables_text

    settings = load()
    place = folder or settings.catalogue or BUILT_IN
    if not place.is_dir():
        raise SettingError(f"{place}: there is no such folder; make it, or choose another with --folder")
    found = _suggested(url, page)
    given = {key: value for key, value in (("id", named), ("name", name), ("column", column)) if value}
    source = found.source.model_copy(update=given)
    holder = claimed(place, source)
    if holder is not None and not named:
        out.print(escape(tables_text(source)), end="")
        raise CatalogueError(
            f"{source.hosts[0]} is in the entry {holder.id} already: add the list above to {place / holder.id}.toml; "
            "or, if another publisher has its articles there, give that one an --id"
        )
    if holder is not None:
        source = within_host(source, [link.url for link in found.links])
    file, text = place / f"{source.id}.toml", entry_text(source)
    read_entry(file, text)
    if file.exists():
        raise CatalogueError(f"{file}: is there already and is never overwritten; choose another id with --id")
    out.print(f"[bold]{escape(str(file))}[/]\n\n{escape(text)}")
    _show(found)
    if not yes and not typer.confirm(f"write {file}?"):
        raise typer.Exit(1)
    write_new(file, text)
    out.print(f"written: {escape(str(file))}. Next: tanxun sources try {escape(str(file))}")


def _suggested(url: str, page: Path | None) -> "Suggestion":
    """What is suggested for an address, or for the page that is saved of it. Raises CatalogueError where nothing is."""
    import asyncio

    from crawlers.suggestions.suggest import Suggestion
    from crawlers.suggestions.suggest_at import SuggestionTrial, suggest_at
    from crawlers.trial.dry_run import dry_run
    from crawlers.trial.visit import SavedPages
    from tanxun.wiring.sources.crawl_options import crawl_options

    if not url.startswith(("http://", "https://")):
        raise SettingError(f"{url!r} is no address; give a whole one, with https:// before it")
    moment = datetime.now(UTC)
    trial: SuggestionTrial
    if page is not None:
        trial = asyncio.run(suggest_at(SavedPages({url: page.read_bytes()}), url, moment))
    else:
        (trial,) = dry_run([partial(suggest_at, url=url, moment=moment)], crawl_options(load(), None))
    if isinstance(trial.found, Suggestion):
        return trial.found
    raise CatalogueError(f"{url}: {_why_not(trial, trial.found)}")


def _why_not(trial: "SuggestionTrial", found: "NothingListed | None") -> str:
    """Why nothing is suggested, and what to do."""
    if found is not None:
        return NOTHING[found.why].format(links=found.links)
    said = trial.visit.no_list
    if said.startswith("blocked"):
        return f"{said}; it lets no crawl in: look for a feed, or enter its articles by hand (`by_hand` in docs/sources.md)"
    return f"{said}; open it in a browser, and give the address that it ends at"


def _show(found: "Suggestion") -> None:
    """The first articles, and what else the page has."""
    table = found.source.feeds or found.source.lists
    out.print(f"finds {len(found.links)} articles, {found.dated} with a date, at {escape(table[0].url)}:")
    for link in found.links[:SHOWN]:
        out.print(
            f"  {link.published or '(no date)  '}  {escape(link.title or '(no title)')}\n              {escape(link.url)}"
        )
    if not found.proven:
        out.print(
            "[yellow]these are not all that the page seems to list, or more: compare with the page before you write[/]"
        )
    if found.dated < DATED * len(found.links):
        out.print(
            "[yellow]few dates on the list: the articles' own are taken; `date` names where they stand, if they do[/]"
        )
    for other in found.others:
        out.print(f"not taken: {other.links} links, {other.dated} with a date, such as {escape(other.sample)}")
    if found.feeds and not found.source.feeds:
        out.print(
            f"the page names feeds too, which are not of this list or were not asked for: {escape(' '.join(found.feeds))}"
        )
