"""Where the checkout lies, and what may lie beside it."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
# Labelled pages and texts that are not ours to publish: what is measured with them is left out where they are not there.
BENCH = Path(os.environ.get("TANXUN_BENCH", SHARED / "bench"))

ROOMS = ("bulletin", "crawlers", "dags", "demo", "desk", "enrich", "index", "pipeline", "tanxun", "tests")
