"""The issue as PDF; the only module that imports typst."""

import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import typst

from bulletin.draft import Draft
from bulletin.fonts import fonts
from bulletin.prices import table
from bulletin.render.html import printed_day
from bulletin.render.pictures import Picture, fit

TEMPLATE = Path(__file__).parent / "templates" / "issue.typ"
# A headline is some 40 characters; longer text in its place comes from a broken page.
LONGEST_TITLE = 300


def render_pdf(draft: Draft, chart: bytes, picture: Picture) -> bytes:
    """The issue as a PDF of A4 pages; the same draft gives the same bytes.

    Text from the web reaches typst as data (a JSON file beside the template), never as markup. The document's
    timestamp is the Friday after the window, noon UTC.
    """
    with tempfile.TemporaryDirectory(prefix="tanxun-pdf-") as place:
        folder = Path(place)
        (folder / "issue.typ").write_bytes(TEMPLATE.read_bytes())
        (folder / "chart.png").write_bytes(chart)
        (folder / "issue.json").write_bytes(msgspec.json.encode(_content(draft, picture, folder)))
        stamp = datetime.combine(draft.until + timedelta(days=1), time(12), UTC)
        made = typst.compile(
            str(folder / "issue.typ"),
            root=place,
            font_paths=[str(path.parent) for path in fonts()],
            ignore_system_fonts=True,
            timestamp=stamp,
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def _content(draft: Draft, picture: Picture, folder: Path) -> dict[str, Any]:
    shown = table(draft.prices)
    return {
        "number": draft.number,
        "since": printed_day(draft.since),
        "until": printed_day(draft.until),
        "prices": {
            "title": draft.prices.title,
            "published": printed_day(draft.prices.published),
            "source": draft.prices.source,
            "heading": shown.heading,
            "rows": shown.rows,
        },
        "columns": [
            {
                "name": column.name,
                "items": [
                    {
                        "title": item.title[:LONGEST_TITLE],
                        "published": printed_day(item.published),
                        "source": item.source[:LONGEST_TITLE],
                        "language": item.language,
                        "blocks": [_block(msgspec.to_builtins(block), picture, folder) for block in item.blocks],
                        "attachments": [file.name for file in item.attachments],
                    }
                    for item in column.items
                ],
            }
            for column in draft.columns
        ],
    }


def _block(block: dict[str, Any], picture: Picture, folder: Path) -> dict[str, Any]:
    """A block with all its keys, its picture written beside the template, its table made rectangular."""
    whole = {"text": "", "items": [], "rows": [], "image": "", **block}
    width = max((len(row) for row in whole["rows"]), default=0)
    whole["rows"] = [[*row, *[""] * (width - len(row))] for row in whole["rows"] if width]
    if whole["kind"] == "image":
        found = fit(picture(whole["image"]))
        whole["image"] = ""
        if found is not None:
            whole["image"] = f"{len(list(folder.iterdir()))}.{found.kind}"
            (folder / whole["image"]).write_bytes(found.content)
    return whole
