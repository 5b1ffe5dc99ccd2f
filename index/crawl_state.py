"""What the crawl knows of addresses, lists and sources from one crawl to the next; kept by the store."""

from datetime import date, datetime, timedelta

import msgspec

from pipeline.clocks import is_ahead

# So many looks in a row must say that a page is gone.
TIMES_GONE = 2
# No plan of looks reaches as far (crawlers.crawl.rechecks.PLAN: 30 days): what is due later was dated by a wrong clock.
LATEST_LOOK = timedelta(days=31)


class PageState(msgspec.Struct, frozen=True, kw_only=True):
    """What the crawl knows of an address: for conditional requests, for `unchanged`, and when to look again.

    `digest` is "" for an address that never gave a page. `fetched_at` is the last answer, `whole_at` the last one that was
    not "unchanged" by the server's word; `due` is the next look, None where there is none. `failures` counts the looks in
    a row that brought no page, `gone` those of which the publisher said that it is not there any more, the first at `gone_at`;
    twice, and it `is_gone`. `listed_title` and `listed_published` are what the list said. `same_as` is the id by which the
    page is known where the address would give another one ("": the id is its own).
    """

    id: str
    url: str
    source: str
    digest: str
    first_seen: datetime
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""
    whole_at: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    listed_title: str | None = None
    listed_published: date | None = None
    gone: int = 0
    gone_at: datetime | None = None
    same_as: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the page was there and is there no more: one answer may be a slip, two are none."""
        return bool(self.digest) and self.gone >= TIMES_GONE


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """What the crawl knows of a list, feed or table of an entry, whose first page is `url`.

    `form` is a digest of what the entry said of it: with another entry it is read anew. `whole_at` is the last answer that
    was not "unchanged". `behind` is how many of its pages must be read again, whatever is known of their articles, because
    a crawl ended before it had asked for them all. `a_day` is how many new articles it brings, counted until `counted_at`
    (None: not known yet), `ttl` the pause that a feed asks for, in minutes, and `due` its next turn. `links` is how many links to
    articles its first page usually has (0: not known), `newest` the newest day that was printed beside one.
    """

    url: str
    form: str
    asked_at: datetime
    whole_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    behind: int = 0
    a_day: float | None = None
    counted_at: datetime | None = None
    ttl: int = 0
    due: datetime | None = None
    links: int = 0
    newest: date | None = None


class RobotsFile(msgspec.Struct, frozen=True, kw_only=True):
    """A host's robots.txt as it was when it was asked for (UTC); `rules` is "" where there was none."""

    asked_at: datetime
    rules: str


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """How a source's last crawl went; `last_success` is the last one whose list pages all answered.

    `known_lists` has what is known of each list, feed and table. `failures` counts the crawls in a row with a problem; `due`
    is when the next one is, None where the entry's cadence says. `rests` are hosts that asked to be left alone, and until
    when (UTC); `robots` are the robots.txt of hosts, by name and port.
    """

    id: str
    name: str
    last_attempt: datetime
    last_success: datetime | None = None
    lists: int = 0
    fetched: int = 0
    unchanged: int = 0
    problem: str = ""
    known_lists: tuple[ListState, ...] = ()
    failures: int = 0
    due: datetime | None = None
    rests: dict[str, datetime] = {}
    robots: dict[str, RobotsFile] = {}


def page_as_of(state: PageState, now: datetime) -> PageState:
    """The state of a page as it counts now: where a clock that was ahead wrote it, everything in it has happened by now."""
    if not is_ahead(max(state.fetched_at, state.first_seen), now):
        return state
    return msgspec.structs.replace(
        state,
        first_seen=min(state.first_seen, now),
        fetched_at=min(state.fetched_at, now),
        whole_at=min(state.whole_at, now) if state.whole_at else None,
        due=min(state.due, now) if state.due else None,
    )


def source_as_of(state: SourceState, now: datetime) -> SourceState:
    """The state of a source as it counts now: where a clock that was ahead wrote it, it and its lists are due, no host rests,
    and every robots.txt is asked for anew."""
    if not is_ahead(state.last_attempt, now):
        return state
    lists = tuple(
        msgspec.structs.replace(
            one,
            asked_at=min(one.asked_at, now),
            whole_at=min(one.whole_at, now) if one.whole_at else None,
            counted_at=min(one.counted_at, now) if one.counted_at else None,
            due=None,
        )
        for one in state.known_lists
    )
    success = min(state.last_success, now) if state.last_success else None
    return msgspec.structs.replace(
        state, last_attempt=now, last_success=success, known_lists=lists, due=now, rests={}, robots={}
    )
