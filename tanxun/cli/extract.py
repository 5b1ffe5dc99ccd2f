"""`tanxun extract`: what extraction finds on a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.errors import Reject, SettingError
from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, example, out

if TYPE_CHECKING:
    from pipeline.records import Article, Block

# Of a paragraph, what tells it apart in a terminal.
SHOWN = 100
FIELDS = (
    ("title", "title"), ("发布日期", "published"), ("来源", "source"), ("author", "author"), ("责任编辑", "editor"),
    ("文号", "document_number"), ("发文机关", "issuers"), ("索引号", "index_number"), ("成文日期", "issued"),
    ("language", "language"), ("repost", "repost"),
)  # fmt: skip


@app.command(
    rich_help_panel=OPERATIONS,
    epilog=example(
        "tanxun extract http://www.example.org/a/1.html",
        "tanxun extract saved.html --url http://www.example.org/a/1.html --json",
        "tanxun extract --manifest list.jsonl --pages pages/",
    ),
)
def extract(
    pages: Annotated[list[str] | None, typer.Argument(help="Saved pages, or addresses (fetched now).")] = None,
    url: Annotated[str, typer.Option(help="The address of an offline file.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a page, for machines.")] = False,
    manifest: Annotated[Path | None, typer.Option(help="JSON lines with id and url; prints one line a page.")] = None,
    folder: Annotated[Path | None, typer.Option("--pages", metavar="DIR", help="Where DIR/ID.html lie.")] = None,
) -> None:
    """Show what extraction finds on a page, field by field, with the rule that found it."""
    from tanxun.wiring.extraction import extract_manifest, extract_named

    settings = load()
    if (manifest is None) == (not pages) or (manifest is None) != (folder is None):
        raise SettingError("extract: give pages or addresses, or else --manifest with --pages DIR")
    if manifest is not None and folder is not None:
        for row in extract_manifest(manifest, folder, settings):
            typer.echo(msgspec.json.encode(row).decode())
        return
    for name in pages or []:
        found = extract_named(name, url, settings)
        if as_json:
            typer.echo(_json(name, found))
        elif isinstance(found, Reject):
            out.print(f"{escape(name)}: [yellow]no article[/]: {escape(str(found))}")
        else:
            _show(name, found)


def _json(name: str, found: "Article | Reject") -> str:
    if isinstance(found, Reject):
        return msgspec.json.encode({"page": name, "rejected": found.reason, "detail": found.detail}).decode()
    return msgspec.json.encode(
        {"page": name, "rejected": None, **msgspec.to_builtins(found), "text": found.text}
    ).decode()


def _show(name: str, article: "Article") -> None:
    found = Column("found", overflow="fold", ratio=1)
    table = Table("field", found, "rule", "confidence", title=escape(name), title_justify="left")
    for shown, field in FIELDS:
        value = getattr(article, field)
        if value:
            text = "、".join(value) if isinstance(value, tuple) else str(value)
            table.add_row(shown, escape(text), article.found_by.get(field, ""), _confidence(article, field))
    table.add_section()
    table.add_row(
        "body",
        f"{len(article.blocks)} blocks, {len(article.text)} characters",
        article.found_by.get("body", ""),
        _confidence(article, "body"),
    )
    for block in article.blocks:
        table.add_row(f"  {block.kind}", escape(_line(block)))
    for file in article.attachments:
        table.add_row("attachment", escape(f"{file.name} {file.url}"))
    out.print(table)


def _confidence(article: "Article", field: str) -> str:
    return f"{article.confidence[field]:.2f}" if field in article.confidence else ""


def _line(block: "Block") -> str:
    text = block.text or "；".join(block.items) or " ‖ ".join(" | ".join(row) for row in block.rows)
    return f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''} {block.image}".strip()
