"""The issue as PDF; the only module that imports typst."""

import tempfile
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from bulletin.issue import Draft, Edition, PrintedItem, price_table
from bulletin.render import printed_lines
from bulletin.render.fonts import fonts
from bulletin.render.pictures import PictureLookup, fit
from bulletin.render.printed_lines import printed_day

TEMPLATE = Path(__file__).parent / "templates" / "issue.typ"
# A headline is some 40 characters; longer text in its place comes from a broken page.
LONGEST_TITLE = 300


def render_pdf(shown: Draft | Edition, chart: bytes | None, picture: PictureLookup) -> bytes:
    """The issue as a PDF of A4 pages; the same draft or edition gives the same bytes.

    Text from the web reaches typst as data (a JSON file beside the template), never as markup. The document's
    timestamp is the moment of publication; a draft's, the Friday after its window, noon UTC.
    """
    friday = datetime.combine(shown.until + timedelta(days=1), time(12), UTC)
    with tempfile.TemporaryDirectory(prefix="tanxun-pdf-") as place:
        folder = Path(place)
        (folder / "issue.typ").write_bytes(TEMPLATE.read_bytes())
        if chart:
            (folder / "chart.png").write_bytes(chart)
        content = {**_content(shown, picture, folder), "prices": _prices(shown, charted=chart is not None)}
        (folder / "issue.json").write_bytes(msgspec.json.encode(content))
        made = typst.compile(
            str(folder / "issue.typ"),
            root=place,
            font_paths=typst_fonts(),
            timestamp=shown.published_at if isinstance(shown, Edition) else friday,
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


@cache
def typst_fonts() -> typst.Fonts:
    """Ours and typst's own, none of the machine's; searched and read once a process (0.07 s of processor each time)."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(path.parent) for path in fonts()])


def _content(shown: Draft | Edition, picture: PictureLookup, folder: Path) -> dict[str, Any]:
    window = f"总第 {shown.number} 期\u2003{printed_day(shown.since)} 至 {printed_day(shown.until)}"
    return {
        "number": shown.number,
        "masthead": printed_lines.masthead(shown) if isinstance(shown, Edition) else window,
        "running_head": printed_lines.running_head(shown),
        "notices": printed_lines.notices(shown) if isinstance(shown, Edition) else [],
        "columns": [
            {"name": column.name, "items": [_item(item, picture, folder) for item in column.items]}
            for column in shown.columns
        ],
    }


def _prices(shown: Draft | Edition, *, charted: bool) -> dict[str, Any] | None:
    """The price item, which may stand without its chart; None in a week without quotes."""
    if not shown.prices.quotes:
        return None
    quotes = price_table(shown.prices)
    return {
        "title": shown.prices.title,
        "meta": printed_lines.meta(shown.prices),
        "note": printed_lines.prices_note(charted),
        "charted": charted,
        "heading": quotes.heading,
        "rows": quotes.rows,
    }


def _item(item: PrintedItem, picture: PictureLookup, folder: Path) -> dict[str, Any]:
    return {
        "title": item.title[:LONGEST_TITLE],
        "meta": printed_lines.meta(item),
        "language": printed_lines.tongue(item),
        "blocks": [_block(msgspec.to_builtins(block), picture, folder) for block in item.blocks],
        "attachments": [file.name for file in item.attachments],
    }


def _block(block: dict[str, Any], picture: PictureLookup, folder: Path) -> dict[str, Any]:
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
