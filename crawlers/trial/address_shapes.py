"""What addresses have in common: where their numbers stand, as a pattern that an entry's `articles` may begin from."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

# Names that systems make (hashes, ids): hex of eight digits and more that is not all letters.
_MADE = re.compile(r"(?=[0-9a-f]*\d)[0-9a-f]{8,}|\d+")


@dataclass(frozen=True)
class AddressShape:
    """So many addresses of one form: its pattern, and one of them."""

    pattern: str
    count: int
    example: str


def common_shapes(urls: Iterable[str], most: int = 3) -> tuple[AddressShape, ...]:
    """The forms that most of these addresses have, each address counted once; those with numbers first, as articles have."""
    found = defaultdict[str, list[str]](list)
    for url in dict.fromkeys(urls):
        found[address_pattern(url)].append(url)
    shapes = [AddressShape(pattern, len(same), same[0]) for pattern, same in found.items()]
    shapes.sort(key=lambda shape: ("\\d" not in shape.pattern and "0-9" not in shape.pattern, -shape.count))
    return tuple(shapes[:most])


def address_pattern(url: str) -> str:
    r"""A regular expression of the address's path and query: numbers as \d+, made names as [0-9a-f]+, the rest as it is."""
    parts = urlsplit(url)
    text = parts.path + (f"?{parts.query}" if parts.query else "")
    pieces, last = [], 0
    for made in _MADE.finditer(text):
        pieces += [re.escape(text[last : made.start()]), r"\d+" if made[0].isdigit() else "[0-9a-f]+"]
        last = made.end()
    pieces.append(re.escape(text[last:]))
    # re.escape takes care of what means something in verbose patterns only, too: an entry is read by people.
    return re.sub(r"\\([-&~# ])", r"\1", "".join(pieces)) + "$"
