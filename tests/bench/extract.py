"""Extraction on labelled pages: beside other tools in one run, by halves of the hosts, and on the invented pages."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.other_tools import TOOLS
from tests.support.labelled_pages import OPEN, LabelledPage, extracted, invented_pages, is_fitted, open_pages, wrong
from tests.support.paths import BENCH, ROOT

OTHERS = ROOT / ".venv-bench/bin/python"
FIGURES = {
    "title": r"title exact=([\d.]+)",
    "date": r"date=([\d.]+)",
    "source": r"source=([\d.]+)",
    "invented": r"invented=([\d/]+)",
    "snippet F1": r"F1=([\d.]+)",
    "5-gram F1": r"shingleF1=([\d.]+)",
    "seconds a page": r"s/page=([\d.]+)",
}
# Shares of pages, of which the halves of the hosts may differ by MOST_GAP before it is a finding.
SHARES = ("title", "date", "source", "snippet F1", "5-gram F1")
MOST_GAP = 0.02
# What score_extract.py calls the two halves of a list.
HALVES = {"fitted hosts": "dev", "unseen hosts": "held", "all": "all"}

Figures = dict[str, str]


def bench_extract(console: Console, scratch: Path) -> None:
    """Print the tables; where the pages or the other tools' environment are missing, say so."""
    _print_invented(console)
    manifest, pages = OPEN / "gold.jsonl", OPEN / "pages"
    if not manifest.exists():
        console.print(f"extraction beside other tools: left out, {manifest} is not there")
        return
    labels = _halved(manifest, scratch)
    command = [sys.executable, "-m", "tanxun", "extract", "--manifest", str(manifest), "--pages", str(pages)]
    ours = _scored(command, labels, scratch)
    rows = {"tanxun": ours["all"]}
    if OTHERS.exists():
        script = str(Path(__file__).with_name("other_tools.py"))
        for tool in TOOLS:
            rows[tool] = _scored([str(OTHERS), script, tool, str(manifest), str(pages)], labels, scratch)["all"]
    else:
        console.print(f"other tools: left out, {OTHERS} is not there; `make bench` sets it up")
    table = Table("tool", *FIGURES, "× trafilatura's time", title="Extraction on the labelled pages")
    slowest = rows.get("trafilatura", rows["tanxun"])["seconds a page"]
    for tool, figures in rows.items():
        ratio = float(figures["seconds a page"]) / float(slowest)
        table.add_row(tool, *figures.values(), f"{ratio:.2f}")
    console.print(table)
    _print_halves(console, ours)


def _print_halves(console: Console, ours: dict[str, Figures]) -> None:
    """The same figures by halves of the hosts; which half is the fitted one is a convention, so either sign is a gap."""
    table = Table("", "pages", "hosts", *SHARES, "invented", title="The same, by halves of the hosts")
    for name, half in HALVES.items():
        pages = [page for page in open_pages() if half == "all" or page.fitted == (half == "dev")]
        hosts = len({page.host for page in pages})
        table.add_row(name, str(len(pages)), str(hosts), *(ours[half][name] for name in (*SHARES, "invented")))
    gaps = {name: float(ours["dev"][name]) - float(ours["held"][name]) for name in SHARES}
    table.add_row(
        "gap", "", "", *(f"{gap:+.3f}{' finding' if abs(gap) > MOST_GAP else ''}" for gap in gaps.values()), ""
    )
    console.print(table)
    console.print(f"finding: the halves differ by more than {MOST_GAP:.0%} of the pages")


def _print_invented(console: Console) -> None:
    fields = ("title", "published", "source", "blocks", "document_number", "wall")
    table = Table("", "pages", *fields, "invented", title="Fields as printed, on the invented pages")
    for name, fitted in (("to fit on", True), ("held", False)):
        pages = [page for page in invented_pages() if page.fitted == fitted]
        table.add_row(name, str(len(pages)), *_shares(pages, fields))
    console.print(table)


def _shares(pages: Sequence[LabelledPage], fields: Iterable[str]) -> list[str]:
    """Of the pages that print a field, how many have it as printed; last, of the fields that none prints, the invented."""
    problems = [(page, wrong(page, extracted(page))) for page in pages]
    shown = []
    for name in fields:
        said = [name in problem for page, problem in problems if name in page.fields and name not in _absent(page)]
        shown.append(f"{len(said) - sum(said)}/{len(said)}")
    absent = [name in problem for page, problem in problems for name in _absent(page)]
    return [*shown, f"{sum(absent)}/{len(absent)}"]


def _absent(page: LabelledPage) -> tuple[str, ...]:
    return tuple("published" if name == "date" else name for name in page.absent)


def _halved(manifest: Path, scratch: Path) -> Path:
    """The labels with our halves of the hosts for theirs, in a folder that score_extract.py reads."""
    folder = scratch / "labels"
    folder.mkdir(exist_ok=True)
    rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["split"] = "dev" if is_fitted(row["site"]) else "held"
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "gold_text.jsonl").write_bytes((OPEN / "gold_text.jsonl").read_bytes())
    return folder


def _scored(command: list[str], labels: Path, scratch: Path) -> dict[str, Figures]:
    """The figures of what a command prints, by half ("dev", "held") and for "all"."""
    predicted = scratch / "predicted.jsonl"
    with predicted.open("w") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    score = [sys.executable, str(BENCH / "score_extract.py"), "--pred", str(predicted), "--dir", str(labels)]
    printed = subprocess.run(score, capture_output=True, text=True, check=True).stdout
    lines = {line.split(maxsplit=1)[0]: line for line in printed.splitlines() if line}
    return {half: _figures(lines[half]) for half in HALVES.values()}


def _figures(line: str) -> Figures:
    found = {name: re.search(pattern, line) for name, pattern in FIGURES.items()}
    return {name: match[1] if match else "–" for name, match in found.items()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        bench_extract(Console(width=140), Path(place))
