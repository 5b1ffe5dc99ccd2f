"""`tanxun search` and `tanxun article`: read what is stored."""

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import CONSUMERS, app, example, out
from tanxun.cli.console import echo_json

if TYPE_CHECKING:
    from index.store import Store, Stored

# Articles that an ambiguous beginning of an id names.
LISTED = 5


@app.command(rich_help_panel=CONSUMERS, epilog=example("tanxun search 碳排放 配额", "tanxun search --column 政策聚焦"))
def search(
    words: Annotated[list[str] | None, typer.Argument(help="All must occur; none: everything.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="Only this column (repeatable).")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source's id (repeatable).")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Search the stored articles, best first, with counts by column, source and language."""
    from index.store import Query
    from tanxun.wiring.backends import opened_to_read

    query = Query(words=" ".join(words or []), columns=column or [], publishers=source or [], limit=limit)
    with opened_to_read(load()) as backends:
        found = backends.store.search(query)
    if as_json:
        hits = [msgspec.to_builtins(hit.enriched.article) | {"column": hit.enriched.column} for hit in found.hits]
        echo_json(json.dumps({"total": found.total, "hits": hits, "facets": found.facets}, ensure_ascii=False))
        return
    identity = Column("id", no_wrap=True)
    table = Table("发布日期", "column", "title", "来源", identity, title=f"{found.total} found", title_justify="left")
    for hit in found.hits:
        article = hit.enriched.article
        table.add_row(
            str(article.published or "—"),
            hit.enriched.column,
            escape(article.title),
            escape(article.source or article.publisher.name),
            article.id,
        )
    out.print(table)
    for name, counts in found.facets.items():
        out.print(f"  {name}: " + escape(", ".join(f"{value} {count}" for value, count in counts.items())))


@app.command(rich_help_panel=CONSUMERS, epilog=example("tanxun article 0123456789abcdef | jq .title"))
def article(article_id: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")]) -> None:
    """Print one stored article as JSON, with its revisions and the fields that each of them changed."""
    from enrich.extract.revision import changed_fields
    from tanxun.wiring.backends import opened_to_read

    with opened_to_read(load()) as backends:
        stored = article_beginning(backends.store, article_id)
        texts = [one.article for one in backends.store.revisions(stored.id)]
    body = msgspec.to_builtins(stored.enriched.article)
    enriched = {"column": stored.enriched.column, "relevance": stored.enriched.relevance, "revisions": stored.revisions}
    changes = [
        {"at": after.fetched_at.isoformat(), "fields": changed_fields(before, after)}
        for before, after in pairwise(texts)
    ]
    echo_json(json.dumps(body | enriched | {"changes": changes}, ensure_ascii=False, indent=2))


def article_beginning(store: "Store", beginning: str) -> "Stored":
    """The article of this id, else the one whose id begins so. Raises SettingError where none or several do, with those that do."""
    exact = store.article(beginning)
    if exact is not None:
        return exact
    found = store.articles_beginning(beginning, LISTED + 1) if beginning else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise SettingError(f"there is no article {beginning!r}; `tanxun search` lists ids")
    named = ", ".join(f"{one.id} {one.enriched.article.title}" for one in found[:LISTED])
    more = " and others" if len(found) > LISTED else ""
    raise SettingError(f"several articles' ids begin with {beginning!r}: {named}{more}; give more of the id")
