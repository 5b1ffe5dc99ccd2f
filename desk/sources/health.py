"""The week as the desk shows it: every source's state and accounts, and what was found for an issue, by column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bulletin.issue import IssueCalendar, Journal
from bulletin.reasons import rejection_in_short
from index.crawl_state import SourceState
from index.store import Query, Store
from pipeline import ledger
from pipeline.topics import PAGES_FETCHED

# A weekly bulletin misses a source that has been silent for a week; one day more for a late crawl.
SILENT_AFTER = timedelta(days=8)

Grade = Literal["good", "warn", "bad"]


@dataclass(frozen=True)
class SourceHealth:
    """One source: its last crawl, its accounts since the beginning, and articles found in the week."""

    id: str
    name: str
    state: Grade
    word: str
    last_success: datetime | None
    last_attempt: datetime | None
    problem: str
    account: ledger.Balance
    reasons: Mapping[str, int]
    week: int


@dataclass(frozen=True)
class WeekCounts:
    """The issue's window (both days included) and the articles stored in it, by column."""

    issue: int
    since: date
    until: date
    total: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class SourcesHealth:
    """All of it: what needs somebody comes first. `silent_days`: nothing at all was crawled for so long; else 0."""

    week: WeekCounts
    sources: tuple[SourceHealth, ...]
    total: ledger.Balance
    ailing: int
    newest: datetime | None
    silent_days: int


def week_of(journal: Journal, number: int, calendar: IssueCalendar) -> WeekCounts:
    """The week of an issue: as it was drafted, else as its number says. Raises SettingError outside the calendar."""
    reading = journal.reading(number)
    since, until = (reading.issue.draft.since, reading.issue.draft.until) if reading else calendar.window(number)
    found = journal.store.search(Query(since=since, until=until, limit=0))
    return WeekCounts(number, since, until, found.total, found.facets["column"])


def health(store: Store, week: WeekCounts, now: datetime) -> SourcesHealth:
    """The sources as the crawl and the ledger know them."""
    facets = store.search(Query(since=week.since, until=week.until, limit=0)).facets["publisher"]
    accounts = {account.id: account for account in ledger.balance(store.tally(PAGES_FETCHED))}
    reasons = store.reasons(PAGES_FETCHED)
    states = {state.id: state for state in store.sources()}
    newest = max((state.last_attempt for state in states.values()), default=None)
    silent = now - newest if newest and now - newest > SILENT_AFTER else timedelta()
    # Where nothing is crawled at all, no single source is late.
    moment = now - silent
    sources = [
        _source(name, states.get(name), accounts.get(name), reasons.get(name, {}), facets.get(name, 0), moment)
        for name in sorted({*states, *accounts})
    ]
    order = {"bad": 0, "warn": 1, "good": 2}
    sources.sort(key=lambda source: (order[source.state], source.id))
    ailing = sum(source.state != "good" for source in sources)
    return SourcesHealth(week, tuple(sources), ledger.total(list(accounts.values())), ailing, newest, silent.days)


def _source(
    name: str,
    state: SourceState | None,
    known: ledger.Balance | None,
    reasons: Mapping[str, int],
    week: int,
    now: datetime,
) -> SourceHealth:
    account = known or ledger.Balance(id=name, **dict.fromkeys(("fetched", *ledger.FATES), 0))
    grade, word = _grade(state, account, now)
    return SourceHealth(
        id=name,
        name=state.name if state else name,
        state=grade,
        word=word,
        last_success=state.last_success if state else None,
        last_attempt=state.last_attempt if state else None,
        problem=state.problem if state else "",
        account=account,
        reasons={rejection_in_short(reason): count for reason, count in sorted(reasons.items())},
        week=week,
    )


def _grade(state: SourceState | None, account: ledger.Balance, now: datetime) -> tuple[Grade, str]:
    """How the source does, and in a word."""
    if state is None:
        return "good", "随导入而来"
    if state.last_success is None:
        return "bad", "从未成功"
    if state.problem:
        return "bad", "上次没抓到"
    if now - state.last_success > SILENT_AFTER:
        return "warn", f"{(now - state.last_success).days} 天没抓"
    return ("warn", "有处理失败") if account.dead else ("good", "正常")
