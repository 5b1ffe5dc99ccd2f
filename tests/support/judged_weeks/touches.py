"""What an editor must do to a draft to make it the printed issue, counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

# More would not save an editor the work.
MOST_TOUCHES = 5

TouchKind = Literal["missing", "extra", "doubled", "column", "title", "date", "source"]


@dataclass(frozen=True)
class Gold:
    """An item as it was printed. `source` None: its page has none, whatever stands there is right. `copies`: reprints."""

    url: str
    column: str
    title: str
    published: str
    source: str | None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Touch:
    """One thing to mend: its kind, the item's title, and what is there instead of what should be."""

    kind: TouchKind
    title: str
    what: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}" + (f" ({self.what})" if self.what else "")


def touches(draft: Mapping[str, Any], gold: Sequence[Gold]) -> list[Touch]:
    """A draft (as in issue-N.json) against the printed items. A reprint stands for its original."""
    of = {_bare(url): one for one in gold for url in (one.url, *one.copies)}
    found: list[Touch] = []
    seen: Counter[str] = Counter()
    for column in draft["columns"]:
        for item in column["items"]:
            printed = of.get(_bare(item["url"]))
            if printed is None:
                found.append(Touch("extra", item["title"], f"{column['name']} {item['score']}"))
                continue
            seen[printed.url] += 1
            if seen[printed.url] > 1:
                found.append(Touch("doubled", item["title"], printed.title))
            else:
                found += _differences(column["name"], item, printed)
    return found + [Touch("missing", one.title, _why(draft, one)) for one in gold if not seen[one.url]]


def _differences(column: str, item: Mapping[str, Any], printed: Gold) -> list[Touch]:
    pairs: list[tuple[TouchKind, object, object]] = [
        ("column", column, printed.column),
        ("title", item["title"], printed.title),
        ("date", item["published"], printed.published),
        ("source", item["source"], printed.source if printed.source is not None else item["source"]),
    ]
    return [Touch(kind, printed.title, f"{got}, not {wanted}") for kind, got, wanted in pairs if got != wanted]


def _why(draft: Mapping[str, Any], printed: Gold) -> str:
    """What the draft says of an item that it has not."""
    reasons = {_bare(one["url"]): f"{one['column']}, {one['reasons'][0]}" for one in draft["left_out"]}
    return reasons.get(_bare(printed.url), "not known to the draft")


def _bare(url: str) -> str:
    return url.split("://", 1)[-1]
