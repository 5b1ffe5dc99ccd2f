"""What readers may see, interface: the items of published issues and their tombstones, an edition at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec


class PublishedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a published issue, or the tombstone of one that was withdrawn.

    `edition` counts an issue's publications from 1; `position` counts its items from 0; `printed_at` (UTC) is when this
    edition was made public. `text` is the body as plain text, `text_hash` that of the article as it was printed ("" for
    an item written by hand), `record` the item as in the published file. A tombstone has `withdrawn`, a reason in `why`,
    and neither title, text nor record.
    """

    id: str
    issue: int
    edition: int
    column: str
    position: int
    printed_at: datetime
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str = ""
    text: str = ""
    text_hash: str = ""
    language: str = "zh"
    withdrawn: bool = False
    why: str = ""
    record: dict[str, Any] = {}


class Published(Protocol):
    """The store's published kind."""

    def publish(self, issue: int, edition: int, items: Sequence[PublishedItem]) -> None:
        """Make these an issue's public items, all at once, in place of the edition before.

        The same edition again changes nothing. Raises Conflict where a later edition is public.
        """

    def published(self, issue: int) -> list[PublishedItem]:
        """The public items and tombstones of an issue, by position."""

    def editions(self) -> Mapping[int, int]:
        """The public edition of each published issue, by number."""

    def printed(self, ids: Sequence[str]) -> dict[str, list[PublishedItem]]:
        """Where these articles stand in published issues, tombstones included, by issue; without those never printed."""
