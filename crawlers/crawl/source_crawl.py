"""The crawl of one source: what its spiders share, and its report."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType

import msgspec

from crawlers.catalogue.catalogue import EVERY
from crawlers.catalogue.entry import Source
from crawlers.crawl.due_times import SHORTEST
from crawlers.crawl.host_rest import rest
from crawlers.crawl.known_hosts import LARGEST_KEPT, ROBOTS_LAST, KnownHosts
from crawlers.crawl.list_walk import ListWalk, with_another_entry
from crawlers.crawl.options import CrawlOptions
from crawlers.crawl.rechecks import after_failures
from crawlers.crawl.sink import Sink, TooLargeMessage
from crawlers.pages.links import ArticleLink
from index.crawl_state import ListState, PageState, RobotsFile, SourceState
from pipeline.addresses import page_id
from pipeline.errors import RejectCode
from pipeline.records import Page, Publisher, Quote, Via
from pipeline.time_zone import local_day

# Refused before anything was asked, by what the operator or robots.txt may change any day.
NEVER_ASKED = (RejectCode.ROBOTS, RejectCode.PRIVATE_ADDRESS)
# So many articles refused, and none that came: the host refuses us, not them.
BLOCKED_FROM = 3
# What will not turn into a page that fits.
FOR_GOOD = (RejectCode.NOT_HTML, RejectCode.TOO_LARGE)
# Further ahead than any look of the plan.
A_YEAR = timedelta(days=365)

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class SourceReport:
    """What the crawl of one source brought. `lists` are the list pages, feeds and tables that answered.

    `fetched` counts pages published (new or changed), `quotes` the rows read from its tables. A `problem` says that the source
    was not, or not wholly, reached; a `notice` what a person should know all the same.
    """

    id: str
    lists: int
    fetched: int
    unchanged: int
    rejected: int
    quotes: int
    problem: str = ""
    notice: str = ""

    @property
    def said(self) -> str:
        """The problem and the notice, "" where there is neither."""
        return "; ".join(text for text in (self.problem, self.notice) if text)

    def __str__(self) -> str:
        counts = f"{self.fetched} fetched, {self.unchanged} unchanged, {self.rejected} rejected, {self.quotes} quotes"
        return f"{self.id}: {self.lists} lists, {counts}" + (f"; {self.said}" if self.said else "")


@dataclass
class SourceCrawl:
    """One source while it is crawled: counts, problems, and the addresses already asked for."""

    source: Source
    sink: Sink
    options: CrawlOptions
    progress: Progress
    started: datetime
    known_hosts: KnownHosts = field(default_factory=KnownHosts)
    lists: int = 0
    fetched: int = 0
    unchanged: int = 0
    rejected: int = 0
    quotes: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    walks: dict[tuple[str, str], ListWalk] = field(default_factory=dict)
    rests: dict[str, datetime] = field(default_factory=dict)
    robots: dict[str, RobotsFile] = field(default_factory=dict)
    early: bool = False
    via: Via = "crawl"

    def publisher_of(self, url: str) -> Publisher:
        """Whose a page is that comes from this address: this source's, or that of an entry with a longer claim to it."""
        return self.source.publisher_at(url)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that article pages may come from."""
        return self.source.host_names

    def first_time(self, url: str) -> bool:
        """Whether this crawl has not asked for the address yet; from now on it has."""
        known = page_id(url) in self.seen
        self.seen.add(page_id(url))
        return not known

    @cached_property
    def before(self) -> SourceState | None:
        """How the crawl before went; raises BackendError where the store cannot say."""
        return self.sink.source_state(self.source.id)

    def walk(self, url: str, form: str, usual: int) -> ListWalk:
        """The reading of a list of the entry in this crawl."""
        if (url, form) not in self.walks:
            known = self.before.known_lists if self.before else ()
            before = next((state for state in known if (state.url, state.form) == (url, form)), None)
            other = next((state for state in known if state.url == url), None)
            if before is None and other is not None:
                before = with_another_entry(other, form, usual)
            walk = ListWalk(url, form, self.options.now(), before, usual, EVERY[self.source.cadence])
            walk.skipped = self.options.only_due and not walk.is_due()
            self.walks[url, form] = walk
        return self.walks[url, form]

    def fell_behind(self, walk: ListWalk) -> None:
        """A list has news, which are about to be asked for: noted first, lest a kill leave them out for good."""
        if self.before is not None:
            others = tuple(state for state in self.before.known_lists if state != walk.before)
            self.sink.source(msgspec.structs.replace(self.before, known_lists=(*others, walk.begun())))

    def rests_until(self, host: str) -> datetime | None:
        """See Rests.rests_until: a host that said so to this crawl, to the one before, or to another source's."""
        until = self.known_hosts.rests.get(host)
        if until is None or until <= self.started:
            return None
        self.rests[host] = until
        return until

    def is_busy(self, host: str, status: int, retry_after: str) -> None:
        """See Rests.is_busy: the host is left alone from now on, and by the crawls to come until it may be asked again."""
        if host not in self.rests:
            now, failures = self.options.now(), self.before.failures if self.before else 0
            self.rests[host] = rest(retry_after, after_failures(failures + 1), now, f"{host} {now.isoformat()}")
            self.known_hosts.rest(host, self.rests[host])
            self.problem(
                f"busy: {host} answered {status} and is left alone until {self.rests[host]:%Y-%m-%d %H:%M} UTC"
            )

    def robots_of(self, netloc: str) -> str | None:
        """A host's robots.txt as it was asked for in the last day, by whichever source; None where it is to be asked for."""
        file = self.known_hosts.robots_at(netloc, self.options.now())
        return None if file is None else file.rules

    def robots_came(self, netloc: str, rules: str) -> None:
        """A host gave its robots.txt, or said that it has none (""): it is not asked again for a day."""
        if len(rules) <= LARGEST_KEPT:
            self.robots[netloc] = RobotsFile(asked_at=self.options.now(), rules=rules)
            self.known_hosts.robots[netloc] = self.robots[netloc]

    def listed(self) -> None:
        """A list page, feed or table answered."""
        self.lists += 1
        self.progress(self.source.id, "lists")

    def problem(self, text: str) -> None:
        """Something that a person must see: the source was not, or not wholly, reached."""
        self.problems.append(text)

    def ended_early(self, why: str) -> None:
        """Scrapy closed a spider before it was done: `why` in Scrapy's words (closespider_timeout, shutdown)."""
        self.early = True
        self.problem(f"not reached today: the crawl ended early: {why}")

    def notice(self, text: str) -> None:
        """Something that a person should know, though the source was reached."""
        self.notices.append(text)

    def page(self, page: Page) -> None:
        """A page, whole or as far as it could be had."""
        try:
            changed = self.sink.page(page)
        except TooLargeMessage:
            self.give_up(page.url, RejectCode.TOO_LARGE, ArticleLink(page.url))
            return
        self.fetched += changed
        self.unchanged += not changed
        self.progress(self.source.id, "fetched" if changed else "unchanged")

    def leads_to(self, link: ArticleLink, page: Page, for_good: bool) -> None:
        """A link brought this page, at its own address or by a redirect."""
        if self.via == "crawl":
            self.sink.leads_to(link, page, for_good)

    def not_modified(self, state: PageState, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """The server answered 304, with these headers; or a part of the page is missing today."""
        self.sink.unchanged(state, self.options.now(), headers)
        self.unchanged += 1
        self.progress(self.source.id, "unchanged")

    def give_up(self, url: str, reason: RejectCode, link: ArticleLink | None = None) -> None:
        """An article's address that is not fetched. Of a `link` it is remembered when to try again."""
        self.sink.rejected(self.source.id, url, reason, self.options.now())
        if link is not None and self.via == "crawl" and reason not in NEVER_ASKED:
            gone = reason in (RejectCode.NOT_FOUND, RejectCode.SOFT_404)
            self.sink.failed(self.source.id, link, self.options.now(), again=reason not in FOR_GOOD, gone=gone)
        self.rejected += 1
        self.refused += reason in (RejectCode.HTTP_STATUS, RejectCode.LOGIN_WALL)
        self.progress(self.source.id, "rejected")

    def quoted(self, quotes: Sequence[Quote]) -> None:
        """Rows of a table of prices."""
        self.sink.quotes(quotes)
        self.quotes += len(quotes)

    def finish(self) -> SourceReport:
        """Write the source's state; its `last_success` moves only where there was no problem."""
        if self.refused >= BLOCKED_FROM and self.refused == self.rejected and not self.fetched + self.unchanged:
            self.problem(f"blocked: all {self.refused} articles that were asked for were refused")
        self.notices += [remark for walk in self.walks.values() for remark in walk.remarks()]
        problem, notice = ("; ".join(dict.fromkeys(texts)) for texts in (self.problems, self.notices))
        known = tuple(self._known_lists())
        failures = (self.before.failures if self.before else 0) + 1 if problem else 0
        report = SourceReport(
            self.source.id, self.lists, self.fetched, self.unchanged, self.rejected, self.quotes, problem, notice
        )
        self.sink.source(
            SourceState(
                id=self.source.id,
                name=self.source.name,
                last_attempt=self.started,
                last_success=None if problem else self.started,
                lists=self.lists,
                fetched=self.fetched,
                unchanged=self.unchanged,
                problem=report.said,
                known_lists=known,
                failures=failures,
                due=self._due(failures, known),
                rests=self._rests(),
                robots=self._robots(),
            )
        )
        self.progress(self.source.id, "done")
        return report

    def _rests(self) -> dict[str, datetime]:
        before = self.before.rests if self.before else {}
        return {host: until for host, until in {**before, **self.rests}.items() if until > self.started}

    def _robots(self) -> dict[str, RobotsFile]:
        """What may still be used at the next crawl."""
        before = self.before.robots if self.before else {}
        files = {**before, **self.robots}
        return {netloc: file for netloc, file in files.items() if self.started - file.asked_at < ROBOTS_LAST}

    def _due(self, failures: int, known: Iterable[ListState]) -> datetime | None:
        """After a problem sooner than by the cadence, but never before a host has rested; else as soon as a list's turn comes.

        Looks at known pages wait for a list's turn on their day; where there is none the source is due for them alone.
        """
        if failures:
            return max([self.started + after_failures(failures), *self._rests().values()])
        turn = min((state.due for state in known if state.due is not None), default=None)
        look = min(
            (state.due for state in self.sink.due(self.source.id, self.started + A_YEAR, 1) if state.due), default=None
        )
        if turn is None or look is None or local_day(turn) <= local_day(look):
            return turn
        return max(look, self.started + SHORTEST)

    def _known_lists(self) -> Iterator[ListState]:
        """What is remembered of each list; of one that this crawl never came to, what was."""
        for walk in self.walks.values():
            walk.broken_off |= self.early or bool(self.rests)
            state = walk.ended()
            if state is not None:
                yield state
        if self.early and self.before is not None:
            yield from (state for state in self.before.known_lists if (state.url, state.form) not in self.walks)
