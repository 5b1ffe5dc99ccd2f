"""`tanxun extract`: what extraction finds on a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.errors import Reject, SettingError
from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, example, out
from tanxun.cli.console import echo_json

if TYPE_CHECKING:
    from pipeline.records import Article, Attachment

# Characters of a paragraph that are shown.
SHOWN = 100
# Fields of an article that a page does not say, or that stand below the table's line.
UNTOLD = frozenset(
    {
        "schema",
        "id",
        "url",
        "publisher",
        "account",
        "fetched_at",
        "first_seen",
        "published_at",
        "blocks",
        "text_hash",
        "images",
        "attachments",
        "found_by",
        "confidence",
        "attachments_read",
    }
)
# What those that no reader of an issue is told are called in the table, where it is not their own name.
WORDS = {
    "editor": "责任编辑",
    "issuers": "发文机关",
    "index_number": "索引号",
    "issued": "成文日期",
}


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
    from pipeline.records import Article
    from tanxun.wiring.extraction import extract_manifest, extract_named

    settings = load()
    if (manifest is None) == (not pages) or (manifest is None) != (folder is None):
        raise SettingError("extract: give pages or addresses, or else --manifest with --pages DIR")
    if manifest is not None and folder is not None:
        for line in extract_manifest(manifest, folder, settings):
            echo_json(msgspec.json.encode(line).decode())
        return
    for name in pages or []:
        found = extract_named(name, url, settings)
        row: dict[str, Any]
        if isinstance(found, Reject):
            row = {"page": name, "rejected": found.reason, "detail": found.detail}
            shown: str | Table = f"{escape(name)}: [yellow]no article[/]: {escape(str(found))}"
        else:
            article, awaited = (found, ()) if isinstance(found, Article) else (found.article, found.awaited)
            waits = {"attachments_awaited": msgspec.to_builtins(awaited)}
            row = {"page": name, "rejected": None, **msgspec.to_builtins(article), "text": article.text, **waits}
            shown = _article_table(name, article, awaited)
        if as_json:
            echo_json(msgspec.json.encode(row).decode())
        else:
            out.print(shown)


def _article_table(name: str, article: "Article", awaited: tuple["Attachment", ...]) -> Table:
    """One row a field that was found, with the rule and its confidence; then the body's blocks and the attachments.

    Of an attachment that was opened it is said whether the text is from it, or why it is unread; of one that the stages
    would open (`awaited`), that.
    """
    from bulletin.issue import LINE_BELOW_TITLE
    from bulletin.reasons import in_words

    words = {**LINE_BELOW_TITLE, **WORDS}
    found = Column("found", overflow="fold", ratio=1)
    table = Table("field", found, "rule", "confidence", title=escape(name), title_justify="left")
    for field in (name for name in article.__struct_fields__ if name not in UNTOLD):
        value = getattr(article, field)
        if value:
            text = "、".join(value) if isinstance(value, tuple) else str(value)
            table.add_row(
                words.get(field, field), escape(text), article.found_by.get(field, ""), _confidence(article, field)
            )
    table.add_section()
    table.add_row(
        "body",
        f"{len(article.blocks)} blocks, {len(article.text)} characters",
        article.found_by.get("body", ""),
        _confidence(article, "body"),
    )
    for block in article.blocks:
        text = block.text or "；".join(block.items) or " ‖ ".join(" | ".join(row) for row in block.rows)
        line = f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''} {block.image}".strip()
        table.add_row(f"  {block.kind}", escape(line))
    opened = {file.url: file for file in article.attachments_read}
    waits = {file.url for file in awaited}
    for file in article.attachments:
        read, said = (
            opened.get(file.url),
            "not opened: a saved page's files are not fetched" if file.url in waits else "",
        )
        if read is not None:
            recognised = "" if read.recognised is None else f", recognised ({read.recognised:.2f})"
            said = f"unread: {in_words(read.unread)}" if read.unread else f"the text's{recognised}"
        table.add_row("attachment", escape(f"{file.name} {file.url}"), said)
    return table


def _confidence(article: "Article", field: str) -> str:
    return f"{article.confidence[field]:.2f}" if field in article.confidence else ""
