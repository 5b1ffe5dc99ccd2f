"""One list on its way through a crawl: how it is asked for, how far it is read, and what is remembered of it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from crawlers.catalogue.entry import MAX_LIST_PAGES
from crawlers.crawl.rechecks import wants_whole
from index.crawl_state import ListState

# So many known articles in a row end the reading: more than are pinned at a list's head, fewer than stand on a page.
KNOWN_IN_A_ROW = 10


def form_of(tables: Iterable[msgspec.Struct]) -> str:
    """A digest of what an entry says of a list: 12 hex digits."""
    return hashlib.sha256(b"".join(msgspec.json.encode(table) for table in tables)).hexdigest()[:12]


@dataclass
class ListWalk:
    """The reading of one list, from its first page on. `before` is what earlier crawls knew of it.

    `answered` says that its first page came or is as it was, `read` that something was found there. `pages` counts the pages
    that came, `links` the links on them. `usual` is how many pages the entry gives it.
    """

    url: str
    form: str
    asked_at: datetime
    before: ListState | None = None
    usual: int = 1
    answered: bool = False
    read: bool = False
    unchanged: bool = False
    pages: int = 0
    links: int = 0
    broken_off: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    _row: int = 0
    _known_page: bool = False
    _repeated: bool = False

    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; none where the list must be read whole."""
        before = self.before
        if before is None or before.behind or wants_whole(before.whole_at, self.asked_at):
            return {}
        wanted = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
        return {name: value for name, value in wanted.items() if value}

    def saw(self, known: Iterable[bool], repeated: bool) -> None:
        """The links of a page in their order, each known or not; `repeated`: this crawl has met them all before."""
        row = list(known)
        self.pages += 1
        self.links += len(row)
        self.read = True
        self._known_page = all(row)
        self._repeated = repeated
        for one in row:
            self._row = self._row + 1 if one else 0

    def goes_on(self) -> bool:
        """Whether the next page is to be read: as many as usual, or until what is known begins.

        A list that earlier crawls have read is read further than usual where all on it is new: a week's outage.
        """
        if self.pages >= MAX_LIST_PAGES or self._repeated:
            return False
        if self.before is None:
            return self.pages < self.usual
        if self.pages < self.before.behind:
            return True
        return not self._known_page and self._row < KNOWN_IN_A_ROW

    def begun(self) -> ListState:
        """What is remembered while its articles are on their way: a crawl that is killed now must not pass for a whole one."""
        before = self.before or ListState(url=self.url, form=self.form, asked_at=self.asked_at)
        behind = max(self.pages, before.behind, 0 if self.before else self.usual)
        return msgspec.structs.replace(before, asked_at=self.asked_at, etag="", last_modified="", behind=behind)

    def ended(self) -> ListState | None:
        """What is remembered in the end; None where nothing is known of it."""
        if not self.answered:
            return self.before
        if self.unchanged and self.before is not None:
            return msgspec.structs.replace(
                self.before,
                asked_at=self.asked_at,
                etag=self.headers.get("etag") or self.before.etag,
                last_modified=self.headers.get("last-modified") or self.before.last_modified,
            )
        if self.broken_off or not self.read:
            return self.begun()
        return ListState(
            url=self.url,
            form=self.form,
            asked_at=self.asked_at,
            whole_at=self.asked_at,
            etag=self.headers.get("etag", ""),
            last_modified=self.headers.get("last-modified", ""),
        )
