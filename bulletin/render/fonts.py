"""The fonts that come as wheels: Noto Sans CJK, Regular and Bold."""

import importlib.util
from pathlib import Path

from pipeline.errors import BackendError

# noto-cjk-sans-otc holds Regular only (all regions in one collection); cvttf-notosanscjk-bold is its bold.
WHEELS = {"noto_cjk_sans_otc": "NotoSansCJK-Regular.ttc", "cvttf_NotoSansCJK_Bold": "NotoSansCJKtc-Bold.otf"}


def fonts() -> list[Path]:
    """The font files; raises BackendError where a wheel is not installed."""
    found = []
    for package, file in WHEELS.items():
        spec = importlib.util.find_spec(package)
        path = Path(spec.origin).parent / file if spec is not None and spec.origin else None
        if path is None or not path.exists():
            raise BackendError(f"the font {file} is missing; install the pinned packages again (`make setup`)")
        found.append(path)
    return found
