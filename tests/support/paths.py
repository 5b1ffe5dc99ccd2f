"""Where the checkout lies, and what may lie beside it."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
# Labelled pages and texts that are not ours to publish: what is measured with them is left out where they are not there.
BENCH = Path(os.environ.get("TANXUN_BENCH", SHARED / "bench"))
# A server of awkward publishers that is not ours (web.py, and pages in small/): the crawl is shown on it where it is there.
BEHAVIOURS = Path(os.environ.get("TANXUN_BEHAVIOURS", SHARED / "sources" / "behaviours"))

ROOMS = ("bulletin", "crawlers", "dags", "demo", "desk", "enrich", "index", "pipeline", "tanxun", "tests")
