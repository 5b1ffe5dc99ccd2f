"""What anybody may read: the editions that are public now. Nothing else of an issue is ever looked at for them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bulletin.issue import Edition, EditionItem, EditionRecord, Journal, edition_of_reading
from desk.http.made_once import MadeOnce
from index.store import Store
from pipeline.records import blocks_text

# A year of issues, at half a megabyte each.
KEPT = 52


@dataclass(frozen=True)
class Public:
    """One public edition: how it was made, and what its readers see."""

    made: EditionRecord
    edition: Edition

    @cached_property
    def texts(self) -> dict[str, str]:
        """What a search looks through, by item."""
        return {
            item.id: normal(f"{item.title}\n{item.source}\n{blocks_text(item.blocks)}")
            for column in self.edition.columns
            for item in column.items
        }


@dataclass(frozen=True)
class Wanted:
    """A search among public items: all words must occur; both days are included."""

    words: str = ""
    column: str = ""
    since: date | None = None
    until: date | None = None

    def fits(self, column: str, item: EditionItem, text: str) -> bool:
        """Whether an item is wanted."""
        if self.column not in ("", column) or not all(word in text for word in normal(self.words).split()):
            return False
        if self.since is None and self.until is None:
            return True
        day = item.published
        return day is not None and (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True)
class ItemHit:
    """A public item that was found, and where it stands: `position` counts an issue's items from 0."""

    public: Public
    column: str
    position: int
    item: EditionItem


class PublicIssues:
    """The public editions, each read once."""

    def __init__(self, store: Store, journal: Journal) -> None:
        self._store, self._journal = store, journal
        self._kept = MadeOnce[Public](KEPT)

    def editions(self) -> dict[int, int]:
        """The public edition of each issue, newest issue first."""
        return dict(sorted(self._store.editions().items(), reverse=True))

    def issue(self, number: int, edition: int | None = None) -> Public | None:
        """An issue's public edition; None where none is. `edition` saves asking which one it is."""
        public = self.editions().get(number) if edition is None else edition
        reading = self._journal.reading(number) if public else None
        made = next((one for one in reading.issue.editions if one.edition == public), None) if reading else None
        if reading is None or made is None:
            return None
        return self._kept.get(
            (number, made.edition, made.number),
            lambda: Public(made, edition_of_reading(reading.until(made.number), made.edition, made.at, made.note)),
        )

    def newest(self) -> Public | None:
        """The public edition of the newest published issue."""
        return next(self.all(), None)

    def all(self) -> Iterator[Public]:
        """Every issue's public edition, newest issue first."""
        for number, edition in self.editions().items():
            found = self.issue(number, edition)
            if found is not None:
                yield found

    def search(self, wanted: Wanted) -> Iterator[ItemHit]:
        """The public items that are wanted, newest issue first, in the order of the issue."""
        for public in self.all():
            places = [(column.name, item) for column in public.edition.columns for item in column.items]
            for position, (column, item) in enumerate(places):
                if wanted.fits(column, item, public.texts[item.id]):
                    yield ItemHit(public, column, position, item)


def normal(text: str) -> str:
    """Text as it is compared: full-width and half-width forms, upper and lower case are one."""
    return unicodedata.normalize("NFKC", text).casefold()
