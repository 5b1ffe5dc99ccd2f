"""Short CSS that selects a list's links and is likely to stand next year: by names that people gave, without counting."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawlers.pages.links import SCRIPTED

# A name that a build made (css-1q2w3e, sc-bdVaJa, Item_a3F9x) is another one at the next build.
_MADE = re.compile(
    r"[-_](?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Z])(?=[\w-]{0,80}[a-z])[\w-]{5,80}$|[-_](?=[A-Za-z]{0,5}[A-Z]{2})(?=[A-Za-z]{0,5}[a-z])[A-Za-z]{4,5}-?$|"
    r"\d{3,}|^(?:css|sc|jsx|svelte)-|__?[A-Za-z0-9]{5,80}$|^[a-z]{1,2}-[a-z]{4,}\d"
)
_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_PASSING = re.compile(
    r"^(?:on|cur|current|active|hover|first|last|odd|even|selected|clearfix|cf|fl|fr|clear|red|blue|bold)$|^(?:col|row|m[btlr]?|p[btlr]?|w|h|text|font|d)-"
)
_HIGHEST = 7
# Names that only say where a box stands are taken where there is no better one.
_SIDES = frozenset({"left", "right"})


def selectors(elements: Sequence[HtmlElement]) -> Iterator[tuple[str, float]]:
    """CSS that selects at least most of these elements, each with how much it asks to stay as it is."""
    link = _own(elements)
    yield from ((name, 1.5) for name in link if "." in name or "[" in name)
    plain = link[0]
    levels = list(_levels(elements))
    parents = [("", 0.0)] + [(f"{tag} > ", 0.6) for tag in _shared_tags(elements)]
    for height, name, cost in levels:
        for parent, dearer in parents:
            if not parent or height > 1:
                yield f"{name} {parent}{plain}", cost + dearer
        if height == 1:
            yield f"{name} > {plain}", cost + 0.3
        else:
            for between in _between(elements, height):
                yield f"{name} > {between}{plain}", cost + 0.8
    for high, outer, dearer in levels:
        for low, inner, cost in levels:
            if low < high and outer != inner:
                yield f"{outer} {inner} {plain}", cost + dearer - 0.5
    yield from ((f"{tag} {plain}", 1.6) for tag in _shared_tags(elements) if tag != "p")


def _own(elements: Sequence[HtmlElement]) -> list[str]:
    """What the links themselves are: their tag, what a script is given, the classes that most of them have."""
    tag = Counter(str(element.tag) for element in elements).most_common(1)[0][0]
    scripted = next(
        (name for name in SCRIPTED if all(element.get(name) for element in elements)),
        "",
    )
    plain = tag if tag == "a" or not scripted else f"{tag}[{scripted}]"
    named = Counter(name for element in elements for name in set(_names(element)) - _SIDES)
    return [plain, *(f"{plain}.{name}" for name, count in named.items() if count >= 0.9 * len(elements))]


def _levels(elements: Sequence[HtmlElement]) -> Iterator[tuple[int, str, float]]:
    """Names of boxes around most of the elements: how far up, the selector, its cost. The nearest first."""
    seen: set[str] = set()
    for height in range(1, _HIGHEST + 1):
        boxes = [box for element in elements if (box := _up(element, height)) is not None]
        if len(boxes) < 0.9 * len(elements):
            return
        same = len(set(boxes)) == 1
        identity = boxes[0].get("id") or "" if same else ""
        if identity and _NAME.fullmatch(identity) and not _MADE.search(identity) and identity not in seen:
            seen.add(identity)
            yield height, f"#{identity}", 2.0 + 0.1 * height
        named = Counter(name for box in boxes for name in set(_names(box)))
        tag = Counter(str(box.tag) for box in boxes).most_common(1)[0][0]
        for name, count in sorted(named.items(), key=lambda item: (-item[1], len(item[0]))):
            if count >= 0.9 * len(boxes):
                dear = 2.0 + 0.1 * height + (1.5 if name in _SIDES else 0.0)
                if name not in seen:
                    yield height, f".{name}", dear
                yield height, f"{tag}.{name}", dear + 0.2
                seen.add(name)


def _between(elements: Sequence[HtmlElement], height: int) -> list[str]:
    """The tags from the box at that height down to the links, as child combinators."""
    chains = Counter(
        " > ".join(str(up.tag) for step in range(height - 1, 0, -1) if (up := _up(element, step)) is not None)
        for element in elements
    )
    return [f"{chain} > " for chain, count in chains.items() if chain and count >= 0.5 * len(elements) and height <= 4]


def _shared_tags(elements: Sequence[HtmlElement]) -> list[str]:
    """The tag of the element right around each link, where it is the same for all."""
    tags = {str(parent.tag) for element in elements if (parent := element.getparent()) is not None}
    return [tag for tag in tags if len(tags) == 1 and tag not in ("div", "body")]


def _names(element: HtmlElement) -> list[str]:
    """The classes of an element that a person gave it and that say what it is."""
    return [
        name
        for name in (element.get("class") or "").split()
        if _NAME.fullmatch(name) and not _MADE.search(name) and not _PASSING.search(name)
    ]


def _up(element: HtmlElement, height: int) -> HtmlElement | None:
    for _ in range(height):
        parent = element.getparent()
        if parent is None or parent.tag in ("html", "body"):
            return None
        element = parent
    return element
