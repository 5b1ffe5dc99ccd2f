"""What stands among a list's entries and is none: pictures that explain (图解), and explanations from another column (解读)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

# Pictures have no text to print, wherever they are listed.
_PICTURES = "图解|一图读懂|一图看懂|/tujie/"
# Explanations are articles in a column of their own, and company of the notices in others.
_EXPLANATIONS = "解读|图解|一图读懂|/(?:jd|zcjd|jiedu|tujie)/"
# Where more of a list are such, they are what it lists.
_MOST = 0.34

Titled = tuple[str, str]


def explanations(entries: Sequence[Titled]) -> set[str]:
    """The addresses of entries (address, title) that only explain others: few of the list, and of other columns but for pictures."""
    folders = Counter(_column(url) for url, _ in entries)
    usual = folders.most_common(1)[0][0] if folders else ""
    found = {
        url
        for url, title in entries
        if _says(_PICTURES, url, title) or (_says(_EXPLANATIONS, url, title) and _column(url) != usual)
    }
    return found if len(found) <= _MOST * len(entries) else set()


def exclusions(entries: Sequence[Titled], wanted: set[str]) -> Iterator[str]:
    """No exclusion, and those that leave out what is not wanted and nothing that is."""
    yield ""
    for pattern in (_PICTURES, _EXPLANATIONS):
        matched = {url for url, title in entries if _says(pattern, url, title)}
        if matched and not matched & wanted:
            yield pattern


def _says(pattern: str, url: str, title: str) -> bool:
    return re.search(pattern, f"{url}\n{title}") is not None


def _column(url: str) -> str:
    """The folders of an address that have no number in them."""
    parts = urlsplit(url)
    names = [name for name in parts.path.split("/")[:-1] if not any(letter.isdigit() for letter in name)]
    return "/".join((parts.netloc, *names))
