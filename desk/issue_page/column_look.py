"""A column sorted or filtered for one person's eyes: nothing of the issue changes by it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from bulletin.issue import Item
from pipeline.records import blocks_text

NEWEST, OLDEST, SOURCE, RELEVANCE = "newest", "oldest", "source", "relevance"
SORTS: Final = {
    "": "本期的顺序",
    NEWEST: "发布日期，新的在前",
    OLDEST: "发布日期，旧的在前",
    SOURCE: "来源",
    RELEVANCE: "相关度，高的在前",
}


class Look(BaseModel):
    """What was asked for in the page's address: which column, in which order, only which of its items.

    `mine`: of the columns only those that one looks after.
    """

    column: str = ""
    sort: str = ""
    words: str = ""
    source: str = ""
    mine: bool = False


@dataclass(frozen=True)
class SeenColumn:
    """A column as it is looked at: the ids that are shown, in their order; `order` are all of them in that order.

    `sort` and `sources` are what may be chosen, `changed` says that the order is not the issue's.
    """

    look: Look
    shown: Sequence[str]
    order: Sequence[str]
    sources: Sequence[str]
    changed: bool

    @property
    def sorted_by(self) -> str:
        """The order in words; "" where it is the issue's."""
        return SORTS.get(self.look.sort, "") if self.look.sort else ""

    @property
    def active(self) -> bool:
        """Whether anything is sorted or left out."""
        return bool(self.sorted_by or self.look.words or self.look.source)


def seen_column(name: str, items: Sequence[Item], look: Look) -> SeenColumn:
    """A column through a look, which may be of another column."""
    own = look if look.column == name else Look()
    order = _sorted(items, own.sort)
    words = own.words.casefold().split()
    shown = [item for item in order if own.source in ("", item.source) and has_words(item, words)]
    return SeenColumn(
        look=own,
        shown=[item.id for item in shown],
        order=[item.id for item in order],
        sources=sorted({item.source for item in items if item.source}, key=_by_sound),
        changed=[item.id for item in order] != [item.id for item in items],
    )


def _sorted(items: Sequence[Item], sort: str) -> list[Item]:
    # Equals stay in the issue's order; what has no date or no 来源 comes last.
    keys: dict[str, Callable[[Item], Any]] = {
        NEWEST: lambda item: (item.published is None, -(item.published or date.min).toordinal()),
        OLDEST: lambda item: (item.published is None, item.published or date.min),
        SOURCE: lambda item: (not item.source, _by_sound(item.source)),
        RELEVANCE: lambda item: -item.score,
    }
    return sorted(items, key=keys[sort]) if sort in keys else list(items)


def _by_sound(text: str) -> bytes:
    """GB 18030 has the common characters in the order of their pinyin."""
    return text.encode("gb18030")


def has_words(item: Item, words: Sequence[str]) -> bool:
    """Whether all words (case folded) stand somewhere in an item's title, 来源 or body."""
    whole = f"{item.title}\n{item.source}\n{blocks_text(item.blocks)}".casefold()
    return all(word in whole for word in words)
