"""Names that sites scatter through their texts, letter by letter, so that copies show where they are from."""

import re
from functools import cache

from enrich.extract.families import marks

# As many characters as such marks have between two letters ("t a np ai fan g.com", "中`国`碳`排*放").
_BETWEEN = r"[\W_]{0,3}"


def without_watermarks(text: str) -> str:
    """A text without the families' watermarks. What is written as anybody writes it ("tanpaifang.com") stays."""
    for mark, pattern in _patterns():
        text = pattern.sub(lambda found, mark=mark: found[0] if found[0] == mark else "", text)  # type: ignore[misc]
    return text.strip()


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (mark, re.compile(_BETWEEN.join(map(re.escape, re.sub(r"[\W_]", "", mark))))) for mark in marks("watermark")
    )
