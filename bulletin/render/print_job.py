"""What an edition is printed from; every renderer is handed one."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bulletin.issue import Edition
from bulletin.render.pictures import PictureLookup
from pipeline.settings import Settings

if TYPE_CHECKING:
    from bulletin.render.feed_entries import FeedItem


@dataclass(frozen=True)
class PrintJob:
    """An edition, its chart (a PNG), its pictures, the settings in force, and where the files will lie.

    `chart` is None where the week has nothing to draw. Without `base_url` ("") the feeds' entries lead to the sources' pages.
    """

    edition: Edition
    chart: bytes | None
    picture: PictureLookup
    settings: Settings
    base_url: str = ""

    @cached_property
    def feed_items(self) -> list["FeedItem"]:
        """The entries of the feeds, made once for all of them."""
        # Here, because the entries' texts are made by a module that prints jobs, too.
        from bulletin.render.feed_entries import entries

        return list(entries(self.edition, self.chart, self.picture, self.base_url))
