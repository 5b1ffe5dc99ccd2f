"""`tanxun classify` and `tanxun duplicates`: JSON lines in, JSON lines out."""

import sys
from collections.abc import Iterator
from typing import Any

import msgspec
from rich.markup import escape

from pipeline.settings import load
from tanxun.cli.app import CONSUMERS, app, err, example
from tanxun.cli.console import echo_json


@app.command(rich_help_panel=CONSUMERS, epilog=example("tanxun classify < items.jsonl"))
def classify() -> None:
    """Column, relevance and reasons for items on standard input: JSON lines with id, title, text; source, date if known."""
    from tanxun.wiring.classification import classify_items
    from tanxun.wiring.model import open_enricher

    enricher = open_enricher(load(), lambda line: err.print(f"[dim]{escape(line)}[/]"))
    _print(classify_items(_input(), enricher))


@app.command(rich_help_panel=CONSUMERS, epilog=example("tanxun duplicates < pairs.jsonl"))
def duplicates() -> None:
    """Whether pairs on standard input are the same article: JSON lines with pair_id, a and b (title, text)."""
    from tanxun.wiring.classification import compare_pairs

    _print(compare_pairs(_input()))


def _input() -> Iterator[str]:
    """Standard input as UTF-8, whatever the locale; what is not becomes U+FFFD."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _print(rows: Iterator[dict[str, Any]]) -> None:
    for row in rows:
        echo_json(msgspec.json.encode(row).decode())
