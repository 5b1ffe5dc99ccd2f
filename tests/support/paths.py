"""Where the checkout lies, and the folder beside it that some tests measure with."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


ROOMS = ("bulletin", "crawlers", "dags", "demo", "desk", "enrich", "index", "pipeline", "tanxun", "tests")
