"""How good the search for duplicates and the draft are: labelled pairs (TANXUN_BENCH), and touches of the judged weeks."""

import json
import tempfile
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from enrich.duplicates.dedupe import compare
from tests.support.judged_weeks.drafting import drafted_week
from tests.support.judged_weeks.pages import WEEKS
from tests.support.judged_weeks.touches import MOST_TOUCHES, touches
from tests.support.paths import BENCH


def bench_pairs(console: Console) -> None:
    """Print precision, recall and F1; without TANXUN_BENCH, say so."""
    file = BENCH / "dedup/dev.jsonl"
    if not file.exists():
        console.print(f"pairs: left out, {file} is missing")
        return
    counts: Counter[tuple[bool, bool]] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        texts = [pair[side].get(part) or "" for side in "ab" for part in ("title", "text")]
        counts[pair["dup"], compare(*texts).same] += 1
    found, merged, missed = counts[True, True], counts[False, True], counts[True, False]
    precision, recall = (found / max(1, found + other) for other in (merged, missed))
    table = Table("labelled pairs", "precision", "recall", "F1", "false merges", "missed", title="Duplicates")
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    table.add_row(str(counts.total()), f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", str(merged), str(missed))
    console.print(table)


def bench_touches(console: Console, model: Path) -> None:
    """Print what an editor would have to touch in the judged weeks' drafts, with the model of a home."""
    for week in WEEKS:
        with tempfile.TemporaryDirectory(prefix="tanxun-judged-") as place:
            found = touches(drafted_week(week, Path(place), model), week.gold())
        console.print(f"{week.name}, {len(week.gold())} items: {len(found)} touches (at most {MOST_TOUCHES})")
        for one in found:
            console.print(f"  {one}", markup=False)
