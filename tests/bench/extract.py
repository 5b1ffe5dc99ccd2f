"""Extraction on the labelled pages of TANXUN_BENCH beside other tools, in one run."""

import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.other_tools import TOOLS
from tests.support.paths import BENCH, ROOT

OTHERS = ROOT / ".venv-bench/bin/python"
FIGURES = {
    "title": r"title exact=([\d.]+)",
    "date": r"date=([\d.]+)",
    "source": r"source=([\d.]+)",
    "snippet F1": r"F1=([\d.]+)",
    "5-gram F1": r"shingleF1=([\d.]+)",
    "seconds a page": r"s/page=([\d.]+)",
}


def bench_extract(console: Console, scratch: Path) -> None:
    """Print the table; where the pages or the other tools' environment are missing, say so."""
    manifest, pages = BENCH / "extract/gold.jsonl", BENCH / "extract/pages"
    if not manifest.exists():
        console.print(f"extraction beside other tools: left out, {manifest} is not there")
        return
    table = Table("tool", *FIGURES, "× trafilatura's time", title="Extraction on the labelled pages")
    rows = {
        "tanxun": _scored(
            [sys.executable, "-m", "tanxun", "extract", "--manifest", str(manifest), "--pages", str(pages)],
            scratch,
        )
    }
    if OTHERS.exists():
        for tool in TOOLS:
            rows[tool] = _scored(
                [str(OTHERS), str(Path(__file__).with_name("other_tools.py")), tool, str(manifest), str(pages)], scratch
            )
    else:
        console.print(f"other tools: left out, {OTHERS} is not there; `make bench` sets it up")
    slowest = rows.get("trafilatura", rows["tanxun"])["seconds a page"]
    for tool, figures in rows.items():
        ratio = float(figures["seconds a page"]) / float(slowest)
        table.add_row(tool, *figures.values(), f"{ratio:.2f}")
    console.print(table)


def _scored(command: list[str], scratch: Path) -> dict[str, str]:
    predicted = scratch / "predicted.jsonl"
    with predicted.open("w") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    score = [sys.executable, str(BENCH / "score_extract.py"), "--pred", str(predicted)]
    line = subprocess.run(score, capture_output=True, text=True, check=True).stdout
    found = {name: re.search(pattern, line) for name, pattern in FIGURES.items()}
    return {name: match[1] if match else "–" for name, match in found.items()}


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        bench_extract(Console(width=120), Path(place))
