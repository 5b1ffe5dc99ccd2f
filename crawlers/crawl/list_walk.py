"""One list on its way through a crawl: how it is asked for, how far it is read, and what is remembered of it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec

from crawlers.catalogue.catalogue import SLACK
from crawlers.catalogue.entry import MAX_LIST_PAGES, EntryTable
from crawlers.crawl.due_times import interval, next_due, rate
from crawlers.crawl.rechecks import wants_whole
from index.crawl_state import ListState
from pipeline.time_zone import local_day

# So many known articles in a row end the reading: more than are pinned at a list's head, fewer than stand on a page.
KNOWN_IN_A_ROW = 10
# A list with a fifth of its links is another page. Of fewer than FEW nothing is said: one notice less is a fifth of five.
SHRUNK = 5
FEW = 5
# What comes once a year, such as a statistical communiqué, is not silent.
SILENT_AFTER = timedelta(days=400)


def form_of(tables: Iterable[EntryTable]) -> str:
    """A digest of what an entry says of a list: 12 hex digits."""
    return hashlib.sha256(b"".join(table.model_dump_json().encode() for table in tables)).hexdigest()[:12]


def with_another_entry(state: ListState, form: str, usual: int) -> ListState:
    """What is still known of a list whose entry was changed: it is read whole, as far as usual and on to what is known.

    An entry is mended days after a redesign; what was printed meanwhile may be on further pages.
    """
    return msgspec.structs.replace(
        state, form=form, etag="", last_modified="", behind=max(usual, state.behind), due=None
    )


@dataclass
class ListWalk:
    """The reading of one list, from its first page on. `before` is what earlier crawls knew of it.

    `answered` says that its first page came or is as it was, `read` that something was found there. `pages` counts the pages
    that came, `links` the links on them. `usual` is how many pages the entry gives it,
    `news` how many links were new, `ttl` the pause that a feed asks for, in minutes. `skipped`: it was not its turn. `head` is how
    many links its first page had (None: that says nothing of it), `newest` the newest day beside any.
    """

    url: str
    form: str
    asked_at: datetime
    before: ListState | None = None
    usual: int = 1
    cadence: timedelta = timedelta(days=1)
    skipped: bool = False
    ttl: int = 0
    news: int = 0
    answered: bool = False
    read: bool = False
    unchanged: bool = False
    pages: int = 0
    links: int = 0
    broken_off: bool = False
    head: int | None = None
    newest: date | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    _row: int = 0
    _known_page: bool = False
    _repeated: bool = False

    def is_due(self) -> bool:
        """Whether it is the list's turn: one that earlier crawls have not read to its end has no other."""
        return self.before is None or self.before.due is None or self.asked_at >= self.before.due - SLACK

    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; none where the list must be read whole."""
        before = self.before
        if before is None or before.behind or wants_whole(before.whole_at, self.asked_at):
            return {}
        wanted = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
        return {name: value for name, value in wanted.items() if value}

    def saw(self, known: Iterable[bool], repeated: bool, days: Iterable[date | None] = ()) -> None:
        """The links of a page in their order, each known or not; `repeated`: this crawl has met them all before.

        `days` are what is printed beside them; where most have none, those of the others (pinned, perhaps) say nothing of the list.
        """
        row = list(known)
        printed = [day for day in days if day is not None]
        if 2 * len(printed) >= len(row):
            self.newest = max(filter(None, (self.newest, *printed)), default=None)
        self.pages += 1
        self.links += len(row)
        self.read = True
        self._known_page = all(row)
        self._repeated = repeated
        self.news += row.count(False)
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
        if self.before.whole_at is None:
            return False  # its first reading was broken off: what lies further down is no news
        return not self._known_page and self._row < KNOWN_IN_A_ROW

    def remarks(self) -> Iterator[str]:
        """What a person should know of a list that was read: that it is not what it was, or has had nothing new for long."""
        before = self.before
        if before is not None and self.head is not None and FEW <= before.links >= SHRUNK * self.head:
            yield (
                f"changed: {self.url}: {self.head} links to articles where there were {before.links}; look at the page, and at "
                "`url`, `links` and `articles` of its entry"
            )
        newest = before.newest if before is not None and (self.skipped or self.unchanged) else self.newest
        if newest is not None and local_day(self.asked_at) - newest > SILENT_AFTER:
            yield f"silent: {self.url}: nothing newer than {newest}; has the publisher moved this list?"

    def begun(self) -> ListState:
        """What is remembered while its articles are on their way: a crawl that is killed now must not pass for a whole one."""
        before = self.before or ListState(url=self.url, form=self.form, asked_at=self.asked_at)
        behind = max(self.pages, before.behind, 0 if self.before else self.usual)
        return msgspec.structs.replace(
            before, asked_at=self.asked_at, etag="", last_modified="", behind=behind, due=None
        )

    def ended(self) -> ListState | None:
        """What is remembered in the end; None where nothing is known of it."""
        before = self.before
        if not self.answered:
            return before if before is None or self.skipped else msgspec.structs.replace(before, due=None)
        if not self.unchanged and (self.broken_off or not self.read):
            return self.begun()
        ttl = self.ttl if before is None or not self.unchanged else before.ttl
        counted_at = before.counted_at if before else None
        # What a first reading brings is the stock, not the rate.
        a_day = rate(before.a_day, self.news, self.asked_at - counted_at) if before and counted_at else None
        pause = interval(a_day, self.cadence, timedelta(minutes=ttl))
        state = (
            before
            if before is not None and self.unchanged
            else ListState(url=self.url, form=self.form, asked_at=self.asked_at)
        )
        links = state.links if self.head is None else self.head
        if before is not None and links < before.links:
            # Slowly, so that a change is told for some days and not for ever.
            links = (3 * before.links + links) // 4
        return msgspec.structs.replace(
            state,
            asked_at=self.asked_at,
            links=links,
            newest=state.newest if self.unchanged else self.newest,
            whole_at=state.whole_at if self.unchanged else self.asked_at,
            etag=self.headers.get("etag") or state.etag,
            last_modified=self.headers.get("last-modified") or state.last_modified,
            a_day=a_day,
            counted_at=self.asked_at,
            ttl=ttl,
            due=next_due(self.asked_at, before.due if before else None, pause, self.url),
        )
