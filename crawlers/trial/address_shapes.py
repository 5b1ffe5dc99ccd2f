"""What the addresses of links have in common, as patterns that an entry's `articles` may be."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from crawlers.suggestions.address_patterns import form_of_address, patterns


@dataclass(frozen=True)
class AddressShape:
    """So many addresses of one form: a pattern that they match, and one of them."""

    pattern: str
    count: int
    example: str


def common_shapes(urls: Iterable[str], most: int = 3) -> tuple[AddressShape, ...]:
    """The forms that most of these addresses have, each address counted once; those with numbers first, as articles have."""
    found = defaultdict[str, list[str]](list)
    for url in dict.fromkeys(urls):
        found[form_of_address(url)].append(url)
    shapes = [AddressShape(patterns(same)[0], len(same), same[0]) for same in found.values()]
    shapes.sort(key=lambda shape: (not re.search(r"[/?].{0,300}\d", shape.example.split("://")[-1]), -shape.count))
    return tuple(shapes[:most])
