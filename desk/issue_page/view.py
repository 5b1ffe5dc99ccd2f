"""The issue as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import msgspec

from bulletin.drafting.rules import Rules
from bulletin.issue import (
    Dropped,
    Issue,
    IssueReading,
    PriceTable,
    Publish,
    Redo,
    RemarkRecord,
    Undo,
    Withdraw,
    edit_of,
    price_table,
    undoable,
)
from desk.issue_page.card import Card, card_of, doubts_of
from desk.issue_page.doubts import Doubt, grouped, of_column, of_prices
from desk.issue_page.stored_facts import Facts

PRICES = "prices"


@dataclass(frozen=True)
class ColumnView:
    """A column: its number from 1 (also its key), its place on the page, cards, and what is odd about their number."""

    number: int
    name: str
    place: str
    cards: tuple[Card, ...]
    doubts: tuple[Doubt, ...]
    usual: int


@dataclass(frozen=True)
class PricesView:
    """The price table and what it lacks; `digest` changes with the chart."""

    title: str
    published: date | None
    source: str
    table: PriceTable
    doubts: tuple[Doubt, ...]
    digest: str


@dataclass(frozen=True)
class Last:
    """The last operation: who, when (UTC), of which kind."""

    who: str
    at: datetime
    kind: str


@dataclass(frozen=True)
class IssueView:
    """Everything on the page. `doubts` are grouped by kind; `state` and `tone` say what is published of it."""

    number: int
    since: date
    until: date
    version: int
    last: Last
    state: str
    tone: str
    columns: tuple[ColumnView, ...]
    prices: PricesView
    doubts: tuple[tuple[str, tuple[Doubt, ...]], ...]
    out: tuple[Dropped, ...]
    remarks: tuple[RemarkRecord, ...]
    can_undo: bool
    can_redo: bool
    count: int


def issue_view(page: IssueReading, facts: Facts, rules: Rules, who: str) -> IssueView:
    """The issue's page for `who`."""
    issue, last = page.issue, page.operations[-1]
    columns = tuple(_columns(page, facts, rules))
    prices = prices_view(issue)
    cards = [card for column in columns for card in column.cards]
    doubts = [*prices.doubts, *doubts_of(cards), *(one for column in columns for one in column.doubts)]
    state, tone = state_of(issue)
    return IssueView(
        number=issue.draft.number,
        since=issue.draft.since,
        until=issue.draft.until,
        version=page.version,
        last=Last(last.who, last.at, last.kind),
        state=state,
        tone=tone,
        columns=columns,
        prices=prices,
        doubts=tuple((kind, tuple(found)) for kind, found in grouped(doubts)),
        out=tuple(issue.out),
        remarks=tuple(one for one in issue.remarks if not one.item),
        can_undo=undoable(page.operations, issue, who),
        can_redo=redoable(page, who),
        count=len(cards),
    )


def _columns(page: IssueReading, facts: Facts, rules: Rules) -> Iterable[ColumnView]:
    usual = {column.name: column.usual for column in rules.columns}
    for number, column in enumerate(page.issue.draft.columns, start=1):
        place = f"c{number}"
        yield ColumnView(
            number=number,
            name=column.name,
            place=place,
            cards=tuple(
                card_of(page.issue, item, column.name, at, facts, page.operations[0].at)
                for at, item in enumerate(column.items, start=1)
            ),
            doubts=tuple(of_column(column.name, place, len(column.items), rules)),
            usual=usual.get(column.name, 0),
        )


def prices_view(issue: Issue) -> PricesView:
    """The first item of 市场热点."""
    prices = issue.draft.prices
    return PricesView(
        title=prices.title,
        published=prices.published,
        source=prices.source,
        table=price_table(prices),
        doubts=tuple(of_prices(prices, PRICES)),
        digest=sha256(msgspec.json.encode(prices)).hexdigest()[:12],
    )


def state_of(issue: Issue) -> tuple[str, str]:
    """What is published of an issue, in words, and the words' tone."""
    if not issue.editions:
        return "草稿", "info"
    edition = issue.editions[-1].edition
    if issue.published:
        return f"已发布第{edition}版", "good"
    return f"第{edition}版发布后有改动", "warn"


def redoable(page: IssueReading, who: str) -> bool:
    """Whether the last thing that `who` did was to take something back."""
    waiting = 0
    for edit in (edit_of(one) for one in page.operations if one.who == who):
        if isinstance(edit, Undo):
            waiting += 1
        elif isinstance(edit, Redo):
            waiting -= 1
        elif not isinstance(edit, Publish | Withdraw | None):
            waiting = 0
    return waiting > 0
